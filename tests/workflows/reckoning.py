"""A calendar for the tests of terms, written out apart from the data that we ship."""

from __future__ import annotations

from datetime import date

from workflows.calendar import Calendar, HolidayRule, Length, Unit

RULES = (
    HolidayRule(code="new_year", month=1, day=1),
    HolidayRule(code="good_friday", easter_offset=-2),
    HolidayRule(code="easter_monday", easter_offset=1),
    HolidayRule(code="kings_day", month=4, day=27, sunday_shift=-1),
    HolidayRule(code="liberation_day", month=5, day=5),
    HolidayRule(code="ascension_day", easter_offset=39),
    HolidayRule(code="whit_monday", easter_offset=50),
    HolidayRule(code="christmas_day", month=12, day=25),
    HolidayRule(code="second_christmas_day", month=12, day=26),
)
CALENDAR = Calendar.of(
    RULES,
    {date(2026, 1, 2): "decreed", date(2026, 5, 15): "decreed"},
    decided_through=date(2026, 12, 31),
    years=range(2020, 2041),
)


def weeks(value: int) -> Length:
    """A length in weeks."""
    return Length(value, Unit.WEEKS)
