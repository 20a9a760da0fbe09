"""The assessment framework: from a file to checked, frozen data.

A case keeps the version it began with, so a version is read once, checked wholly, and stored with its content.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mdt.rules import FOLDER
from mdt.rules.framework import Framework
from mdt.rules.framework_file import framework_from
from mdt.rules.reading import Field, RulesError, Source, read

__all__ = ["FRAMEWORKS", "Framework", "FrameworkError", "load", "parse", "shipped"]

FRAMEWORKS = FOLDER / "frameworks"


class FrameworkError(RulesError):
    """A framework cannot be used; the message is one sentence with file, line and field."""


def load(path: Path) -> Framework:
    """The framework in this file. Raises FrameworkError for the first thing that is wrong."""
    root = read(path, error=FrameworkError)
    framework = framework_from(root)
    if path.stem != framework.version:
        root["version"].fail(f"the version is {framework.version}, so name the file {framework.version}.yaml.")
    return framework


def parse(content: dict[str, Any], *, name: str) -> Framework:
    """A framework from stored content (`Framework.content`). `name` is told in the message of a FrameworkError."""
    return framework_from(Field(content, Source(name, FrameworkError)))


def shipped() -> tuple[Framework, ...]:
    """The frameworks that come with the program, the oldest first."""
    found = (load(path) for path in FRAMEWORKS.glob("*.yaml"))
    return tuple(sorted(found, key=lambda framework: (framework.valid_from, framework.version)))
