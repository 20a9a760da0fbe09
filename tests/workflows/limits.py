"""The bounds and the limits for minors as the sources say them, written down by hand (domain.md §8.3)."""

from __future__ import annotations

from datetime import date, time

from workflows.entries import Bounds
from workflows.working_time import Limit

SINCE = date(2020, 1, 1)
CHILDREN = "Nadere regeling kinderarbeid"
BOUNDS = Bounds(shortest_minutes=5, longest_day_minutes=16 * 60, late_after_days=14)
LIMITS = (
    Limit(from_age=0, to_age=12, forbidden=True, valid_from=SINCE, source="Arbeidstijdenwet art. 3:2", verified=True),
    Limit(
        from_age=13, to_age=14, school_day_minutes=0, free_day_minutes=7 * 60, school_week_minutes=12 * 60,
        holiday_week_minutes=35 * 60, days_a_week=5, earliest=time(7), latest=time(19), rest_minutes=14 * 60,
        break_after_minutes=270, break_minutes=30, sunday="never", valid_from=SINCE, source=CHILDREN, verified=True,
    ),
    Limit(
        from_age=15, to_age=15, school_day_minutes=2 * 60, free_day_minutes=8 * 60, school_week_minutes=12 * 60,
        holiday_week_minutes=40 * 60, days_a_week=5, earliest=time(7), latest=time(19), latest_in_holidays=time(21),
        rest_minutes=12 * 60, break_after_minutes=270, break_minutes=30, sunday="conditions", valid_from=SINCE,
        source=CHILDREN, verified=True,
    ),
    Limit(
        from_age=16, to_age=17, free_day_minutes=9 * 60, school_week_minutes=45 * 60, holiday_week_minutes=45 * 60,
        earliest=time(6), latest=time(23), rest_minutes=12 * 60, break_after_minutes=270, break_minutes=30,
        valid_from=SINCE, source="Arbeidstijdenwet, to be checked against the text in force", verified=False,
    ),
)  # fmt: skip
