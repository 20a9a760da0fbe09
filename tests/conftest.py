"""What every test can ask for. The fixtures themselves are in `tests/fixtures`, one file per subject."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures import postgresql

pytest_plugins = [
    "tests.fixtures.databases",
    "tests.fixtures.application",
    "tests.fixtures.mail",
    "tests.fixtures.papers",
    "tests.fixtures.timestamps",
    "tests.fixtures.browser",
    "tests.fixtures.checkers",
]


def pytest_configure(config: pytest.Config) -> None:
    """Give the run one directory, shared by all xdist workers and removed by the process that made it."""
    shared = getattr(config, "workerinput", {}).get("run_directory")
    directory = shared or tempfile.mkdtemp(prefix="diensttijd-tests-")
    Path(directory).chmod(0o711)  # PostgreSQL runs as another user when the tests run as root
    config.stash[postgresql.RUN_DIRECTORY] = Path(directory)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell an xdist worker where the run's directory is."""
    node.workerinput["run_directory"] = str(node.config.stash[postgresql.RUN_DIRECTORY])


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the run's PostgreSQL server, if a test needed one, and remove everything that the run made."""
    if hasattr(config, "workerinput") or postgresql.RUN_DIRECTORY not in config.stash:
        return
    directory = config.stash[postgresql.RUN_DIRECTORY]
    postgresql.stop(directory)
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def run_directory(pytestconfig: pytest.Config) -> Path:
    """The directory of this test run, the same for every xdist worker."""
    return pytestconfig.stash[postgresql.RUN_DIRECTORY]
