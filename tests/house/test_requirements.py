"""What `make setup` installs is pinned by name, version and hash, and comes from no particular address."""

from __future__ import annotations

import re
import tomllib

from tests.house.source import ROOT, listed

LOCK = (ROOT / "requirements.lock").read_text()
REMEDY = "run `make lock`"


def plain(name: str) -> str:
    """Return a package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_lock_names_no_address_and_no_machine() -> None:
    found = [
        line
        for line in LOCK.splitlines()
        if re.search(r"https?:|file:|--(extra-)?index|--find-links|/home|/root", line)
    ]
    assert not found, f"The lock works against any index; {REMEDY}:{listed(found)}"


def test_every_package_in_the_lock_has_a_hash() -> None:
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    found = [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry]
    assert not found, f"{REMEDY}:{listed(found)}"


def test_the_lock_holds_everything_that_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [
        *project["dependencies"],
        *(one for extra in project["optional-dependencies"].values() for one in extra),
    ]
    locked = {plain(name) for name in re.findall(r"^([\w.-]+)(?:\[\w+\])?==", LOCK, flags=re.MULTILINE)}
    names = {plain(re.split(r"[\[<>=~! ;]", one, maxsplit=1)[0]) for one in asked}
    assert names <= locked, f"{REMEDY}: {sorted(names - locked)} are missing"
