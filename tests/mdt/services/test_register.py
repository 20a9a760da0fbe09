"""The register's answers: how an accreditation stands on a day, and what a search finds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mdt.services import register
from mdt.services.register import Search, Standing
from tests.mdt import register_rows as rows

DAY = rows.TODAY
LATER = (date(2027, 1, 1), date(2030, 12, 31))
ENDED = (date(2022, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("period", "given_up_from", "expected"),
    [
        (rows.PERIOD, None, Standing.IN_FORCE),
        ((DAY, DAY), None, Standing.IN_FORCE),
        (LATER, None, Standing.BEGINS_LATER),
        (ENDED, None, Standing.ENDED),
        (rows.PERIOD, DAY, Standing.GIVEN_UP),
        (rows.PERIOD, date(2026, 11, 25), Standing.IN_FORCE),
    ],
)
def test_standing_follows_from_dates_in_python_and_in_sql(
    database: Any, period: tuple[date, date], given_up_from: date | None, expected: Standing
) -> None:
    row = rows.accreditation(rows.organisation(), period=period, given_up_from=given_up_from)
    assert register.standing(row, on=DAY) == expected
    answering = {name for name in register.FILTERS if register.find(Search(status=name), on=DAY).total}
    assert answering == {name for name, standings in register.FILTERS.items() if expected in standings}


def test_an_accreditation_given_up_lasts_until_the_day_before(database: Any) -> None:
    rows.accreditation(rows.organisation(), given_up_from=date(2026, 12, 1))
    assert register.find(Search(), on=DAY).items[0].last_day == date(2026, 11, 30)


def test_an_organisation_is_listed_once_with_the_period_that_matters_today(database: Any) -> None:
    who = rows.organisation()
    for number, period in enumerate((LATER, rows.PERIOD, ENDED), start=1):
        rows.accreditation(who, number, period)
    assert [entry.number for entry in register.find(Search(), on=DAY).items] == ["AC-2026-0002"]
    assert [entry.number for entry in register.find(Search(every_period=True), on=DAY).items] == [
        "AC-2026-0003", "AC-2026-0002", "AC-2026-0001",
    ]  # fmt: skip
    assert [entry.number for entry in register.history(who, on=DAY)] == ["AC-2026-0002", "AC-2026-0001", "AC-2026-0003"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", 3), ("natuur", 1), ("NATUUR", 1), ("zwolle", 1), ("natuur zwolle", 0), ("69000002", 1), ("6900000", 3),
        ("100%", 1), ("%", 1), ("_", 0), ("'; DROP TABLE organisation; --", 0), ("\x00natuur\x00", 1), ("x" * 5000, 0),
        ("  natuur   woerden ", 1), ("\\", 0), ("a " * 500, 3),
    ],
)  # fmt: skip
def test_a_search_finds_name_place_or_number_and_fears_nothing(database: Any, words: str, expected: int) -> None:
    rows.accreditation(rows.organisation(1, name="Natuurwerkgroep"), 1)
    rows.accreditation(rows.organisation(2, name="100% Zwaar", city="Zwolle"), 2)
    rows.accreditation(rows.organisation(3, name="Buurthuis aan de Gracht"), 3)
    assert register.find(Search(words=words), on=DAY).total == expected


def test_the_number_of_conditions_is_that_of_the_last_decision(database: Any) -> None:
    row = rows.accreditation(rows.organisation())
    first = rows.decision(row, rows.event(row), conditions=1)
    assert register.entry(row.number, on=DAY).conditions == 1  # type: ignore[union-attr]
    assert register.entry("AC-1", on=DAY) is None
    assert first.supersedes_id is None


def test_the_address_survives_a_change_of_name(database: Any) -> None:
    who = rows.organisation(name="Één & Samen – Müller's Hûs")
    row = rows.accreditation(who)
    assert register.slug_of(who) == "een-samen-muller-s-hus-69000001"
    assert register.organisation("oude-naam-69000001") is who
    assert register.organisation(row.slug) is who
    assert register.slug_of(rows.organisation(2, name="名前")) == "69000002"


def test_an_organisation_without_accreditation_has_no_address(database: Any) -> None:
    assert register.organisation(register.slug_of(rows.organisation())) is None


@pytest.mark.parametrize("address", ["javascript:alert(1)", 'https://a" onclick="x', "www.voorbeeld.example", "", None])
def test_a_website_that_is_no_safe_link_is_left_out(database: Any, address: str | None) -> None:
    rows.accreditation(rows.organisation(website=address))
    assert register.find(Search(), on=DAY).items[0].website is None
