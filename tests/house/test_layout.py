"""Where things are, and how large they may grow."""

from __future__ import annotations

import pytest

from tests.house.source import ROOT, files, imported, listed, short, under

AT_THE_ROOT = {
    "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "publiccode.yml", "pyproject.toml",
    "requirements.lock", "mdt", "templates", "tests", "workflows",
}  # fmt: skip
LONGEST = 400
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc"}
POLICY_MAY_IMPORT = {"pytest", "hypothesis", "workflows", "tests", "statemachine"}


def test_nothing_lies_at_the_root_but_what_belongs_there() -> None:
    there = {path.relative_to(ROOT).parts[0] for path in files()}
    stray = {name for name in there - AT_THE_ROOT if not name.startswith(".")}
    assert not stray, f"Move {sorted(stray)} into mdt, workflows, templates or tests."


def test_no_file_outgrows_its_reader() -> None:
    found = [
        f"{short(path)}: {lines} lines"
        for path in under("mdt/", "workflows/", "tests/")
        if (lines := len(path.read_text().splitlines())) > LONGEST and "migrations" not in path.parts
    ]
    assert not found, f"Split these by noun or by step; aim at 300 lines:{listed(found)}"


def test_every_file_is_named_after_what_it_is_about() -> None:
    found = [short(p) for p in files() if {p.stem, *p.relative_to(ROOT).parts[:-1]} & DRAWERS]
    found = [name for name in found if "vendor" not in name]
    assert not found, f"Name these after their noun; a drawer for everything is a file nobody finds:{listed(found)}"


@pytest.mark.parametrize("path", under("tests/workflows/"), ids=short)
def test_tests_of_the_policy_need_no_framework(path: object) -> None:
    import sys
    from pathlib import Path

    assert isinstance(path, Path)
    allowed = POLICY_MAY_IMPORT | sys.stdlib_module_names
    found = [f"{short(path)}:{line}: {name}" for name, line in imported(path) if name.split(".")[0] not in allowed]
    assert not found, f"Give the rules their facts as plain data; move what needs the app to tests/mdt:{listed(found)}"
