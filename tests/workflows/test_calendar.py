"""Holidays, working days, and months of unequal length."""

from __future__ import annotations

from datetime import date

import pytest

from tests.workflows.reckoning import CALENDAR, RULES
from workflows.calendar import Length, OutsideCalendarError, Unit, add_months, easter_sunday, holidays_in

EXPECTED = {
    2026: "01-01 04-03 04-06 04-27 05-05 05-14 05-25 12-25 12-26",
    2027: "01-01 03-26 03-29 04-27 05-05 05-06 05-17 12-25 12-26",
    2028: "01-01 04-14 04-17 04-27 05-05 05-25 06-05 12-25 12-26",
}


@pytest.mark.parametrize("year", EXPECTED)
def test_the_holidays_of_a_year(year: int) -> None:
    found = [day.strftime("%m-%d") for day in sorted(holidays_in(year, RULES))]
    assert " ".join(found) == EXPECTED[year]


def test_easter_in_known_years() -> None:
    assert [easter_sunday(y) for y in (2000, 2038, 2285)] == [date(2000, 4, 23), date(2038, 4, 25), date(2285, 3, 22)]


def test_kings_day_on_a_sunday_moves_to_saturday() -> None:
    assert CALENDAR.name_of(date(2025, 4, 26)) == "kings_day"
    assert CALENDAR.name_of(date(2025, 4, 27)) is None


def test_new_years_eve_is_a_working_day_and_a_decreed_day_is_not() -> None:
    assert CALENDAR.is_working_day(date(2026, 12, 31))
    assert not CALENDAR.is_working_day(date(2026, 5, 15))


def test_ten_working_days_skip_ascension_and_the_decreed_friday() -> None:
    assert CALENDAR.add_working_days(date(2026, 5, 11), 10) == date(2026, 5, 28)
    assert CALENDAR.working_days(date(2026, 5, 12), date(2026, 5, 28)) == 10


def test_a_day_outside_the_calendar_is_told() -> None:
    with pytest.raises(OutsideCalendarError):
        CALENDAR.is_working_day(date(9999, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 8, 31), -6, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_adding_months(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_a_length_is_positive_and_hours_are_not_counted_in_days() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Length(0, Unit.WEEKS)
    with pytest.raises(ValueError, match="calendar"):
        Length(1, Unit.HOURS).after(date(2026, 1, 1))
