"""The remedy against a school's decision: its term differs by sector."""

from __future__ import annotations

from datetime import date

import pytest

from mdt.rules.reading import RulesError
from mdt.services import remedies
from workflows.credits import UNIT_OF_SECTOR

DAY = date(2026, 11, 24)


def english(text: str) -> str:
    return text


@pytest.mark.parametrize(
    ("sector", "day", "last"),
    [
        ("hbo", DAY, "2027-01-05"),  # six weeks
        ("wo", DAY, "2027-01-05"),
        ("mbo", DAY, "2026-12-08"),  # two weeks
        ("mbo", date(2026, 12, 11), "2026-12-28"),  # ends on Christmas Day, a Friday: the Monday after
        ("vo", DAY, None),
    ],
)
def test_the_last_day_differs_by_sector(sector, day, last):
    found = remedies.record(sector, day, "en", english)
    assert found["ends_on"] == last
    assert found["body"]


def test_every_sector_has_a_remedy_and_only_vo_is_not_verified():
    found = {sector: remedies.of_sector(sector, DAY) for sector in UNIT_OF_SECTOR}
    assert {sector for sector, remedy in found.items() if not remedy.verified} == {"vo"}


def test_before_the_first_row_there_is_none():
    with pytest.raises(LookupError, match="hbo"):
        remedies.of_sector("hbo", date(1999, 1, 1))


def test_an_unknown_sector_is_told_with_its_line(tmp_path):
    file = tmp_path / "remedies.yaml"
    file.write_text("remedies:\n  - sector: mavo\n    valid_from: 2020-01-01\n")
    with pytest.raises(RulesError, match=r"line 2, remedies\[0\]\.sector"):
        remedies.read_remedies(file)
