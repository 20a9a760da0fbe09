"""Days, weeks and working days: the arithmetic under every legal term.

Which days are holidays is data: `HolidayRule` rows and decreed days come in as arguments. The Algemene termijnenwet
(Atw, BWBR0002448) art. 3 names the holidays and lets a royal decree put other days on a par with them.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import MINYEAR, date, timedelta
from enum import StrEnum
from types import MappingProxyType

SATURDAY, SUNDAY = 5, 6


class OutsideCalendarError(ValueError):
    """A day lies outside the years for which the holidays were computed."""


class Unit(StrEnum):
    """The units in which the law counts."""

    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True)
class Length:
    """How long a term is, such as eight weeks. `value` is positive."""

    value: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.value < 1:
            raise ValueError("a term lasts at least one unit")

    def after(self, day: date) -> date:
        """The last day of a term of this length whose first day is the day after `day`.

        Raises ValueError for hours and working days, which cannot be counted on the calendar alone.
        """
        match self.unit:
            case Unit.DAYS:
                return day + timedelta(days=self.value)
            case Unit.WEEKS:
                return add_weeks(day, self.value)
            case Unit.MONTHS:
                return add_months(day, self.value)
            case Unit.YEARS:
                return add_years(day, self.value)
        raise ValueError(f"{self.unit} cannot be counted without a calendar")


def add_weeks(day: date, weeks: int) -> date:
    """The same day of the week, `weeks` later (or earlier, if negative)."""
    return day + timedelta(weeks=weeks)


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier), or the month's last day where it is shorter: 31-8 + 6 = 28-2."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The same day `years` later (or earlier); 29 February becomes the 28th in a common year."""
    return add_months(day, 12 * years)


def easter_sunday(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous computus, Nature 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


@dataclass(frozen=True, kw_only=True)
class HolidayRule:
    """How to find a holiday: a fixed day (`month`, `day`) or `easter_offset` days after Easter Sunday.

    `sunday_shift` moves it by so many days when it falls on a Sunday (King's day: -1).
    The rule holds from `valid_from` through `valid_to`; None means without an end.
    """

    code: str
    month: int | None = None
    day: int | None = None
    easter_offset: int | None = None
    sunday_shift: int = 0
    valid_from: date = date(MINYEAR, 1, 1)
    valid_to: date | None = None

    def in_year(self, year: int) -> date | None:
        """The day in `year`, or None if the rule did not hold then."""
        if self.easter_offset is not None:
            found = easter_sunday(year) + timedelta(days=self.easter_offset)
        elif self.month is not None and self.day is not None:
            found = date(year, self.month, self.day)
        else:
            raise ValueError(f"holiday {self.code} has neither a day nor an offset from Easter")
        if found.weekday() == SUNDAY:
            found += timedelta(days=self.sunday_shift)
        return found if self.valid_from <= found <= (self.valid_to or date.max) else None


def holidays_in(year: int, rules: Iterable[HolidayRule]) -> dict[date, str]:
    """The holidays of `year` with their codes; where two fall together the first rule names the day."""
    found: dict[date, str] = {}
    for rule in rules:
        if day := rule.in_year(year):
            found.setdefault(day, rule.code)
    return found


@dataclass(frozen=True, eq=False)
class Calendar:
    """Which days count. `holidays` and `decreed` map a day to the code of its name.

    `first_year` through `last_year` are the years in which `holidays` is complete; a day outside them raises
    OutsideCalendarError, so that a missing holiday never goes unnoticed. `decided_through` is the last day
    for which the decreed days are known; after it a term may turn out to end later than computed.
    """

    holidays: Mapping[date, str]
    decreed: Mapping[date, str]
    decided_through: date
    first_year: int
    last_year: int

    @classmethod
    def of(cls, rules: Iterable[HolidayRule], decreed: Mapping[date, str], *, decided_through: date,
           years: range) -> Calendar:  # fmt: skip
        """Compute the holidays of `years` (an unbroken range) and freeze them with the decreed days."""
        rules = tuple(rules)
        found = {day: code for year in years for day, code in holidays_in(year, rules).items()}
        return cls(MappingProxyType(found), MappingProxyType(dict(decreed)), decided_through, years[0], years[-1])

    def name_of(self, day: date) -> str | None:
        """The code of the holiday or decreed day, or None. Raises OutsideCalendarError."""
        if not self.first_year <= day.year <= self.last_year:
            raise OutsideCalendarError(f"{day} lies outside the calendar of {self.first_year}-{self.last_year}")
        return self.holidays.get(day) or self.decreed.get(day)

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is no Saturday, Sunday, holiday or decreed day. Raises OutsideCalendarError."""
        return self.name_of(day) is None and day.weekday() < SATURDAY

    def on_or_after(self, day: date) -> date:
        """`day` itself if it is a working day, else the first working day after it."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`th working day after `day`; the day itself does not count."""
        for _ in range(count):
            day = self.on_or_after(day + timedelta(days=1))
        return day

    def working_days(self, first: date, last: date) -> int:
        """How many working days lie in `first` through `last`."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return sum(self.is_working_day(day) for day in days)

    def knows(self, day: date) -> bool:
        """Whether the decreed days around `day` are known yet."""
        return day <= self.decided_through
