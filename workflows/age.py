"""How old somebody is on a day, and when they reach an age: pure functions of dates."""

from __future__ import annotations

from datetime import date

DECIDES_ALONE = 16  # UAVG art. 5: under this age the guardian consents
MAY_WORK = 13  # below this age children do no work, but may take part in activities of their school


def age_on(born_on: date, day: date) -> int:
    """The age on a day. Who was born on 29 February grows older on 1 March in other years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def reaches(born_on: date, age: int) -> date:
    """The day on which somebody reaches an age."""
    year = born_on.year + age
    try:
        return born_on.replace(year=year)
    except ValueError:  # 29 February in a year that has none
        return date(year, 3, 1)
