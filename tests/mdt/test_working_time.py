"""The file of bounds and limits that we ship: what the sources say, and what a mistake in it gets."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mdt.rules import working_time as rules
from tests.workflows.limits import BOUNDS, LIMITS, SINCE


def test_the_file_says_what_the_sources_say() -> None:
    assert rules.limits() == LIMITS
    assert rules.bounds(date(2026, 11, 16)) == BOUNDS
    with pytest.raises(LookupError):
        rules.bounds(date(SINCE.year - 1, 1, 1))


def test_what_was_not_read_is_marked() -> None:
    assert {limit.from_age for limit in rules.limits() if not limit.verified} == {16}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("to_age: 14", "to_age: 13", "no row holds for the age of 14"),
        ('earliest: "07:00"', 'earliest: "7 uur"', "here belongs a time"),
        ("sunday: never", "sunday: nooit", "here belongs one of"),
        ("from_age: 15", "from_age: 14", "two rows hold for the age of 14"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_field(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = tmp_path / "working_time.yaml"
    path.write_text((rules.FOLDER / "working_time.yaml").read_text(encoding="utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(ValueError, match=says):
        rules.read_working_time(path)
