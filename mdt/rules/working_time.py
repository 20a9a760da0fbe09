"""The bounds on hours and the limits for minors, out of working_time.yaml."""

from __future__ import annotations

import re
from datetime import date, time
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from mdt.rules import FOLDER
from mdt.rules.reading import Field, read
from workflows.entries import Bounds
from workflows.working_time import ADULT, Limit

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_DATED = ("valid_from", "valid_to", "source", "source_url", "verified")
_MINUTES = ("school_day_minutes", "free_day_minutes", "school_week_minutes", "holiday_week_minutes", "rest_minutes",
            "break_after_minutes", "break_minutes")  # fmt: skip
_TIMES = ("earliest", "latest", "latest_in_holidays")
_SUNDAYS = ("allowed", "conditions", "never")


class DatedBounds(NamedTuple):
    """Bounds in force from one day through another."""

    valid_from: date
    valid_to: date | None
    bounds: Bounds


class WorkingTime(NamedTuple):
    """What the file holds."""

    bounds: tuple[DatedBounds, ...]
    limits: tuple[Limit, ...]


def read_working_time(path: Path) -> WorkingTime:
    """The bounds and the limits. Raises RulesError when an age is missing, or a row contradicts itself."""
    root = read(path)
    root.only("bounds", "limits")
    limits = tuple(_limit(item) for item in root["limits"].each())
    for age in range(ADULT):
        _once(root["limits"], age, [limit for limit in limits if limit.from_age <= age <= limit.to_age])
    return WorkingTime(tuple(_bounds(item) for item in root["bounds"].each()), limits)


@cache
def working_time() -> WorkingTime:
    """The file that we ship."""
    return read_working_time(FOLDER / "working_time.yaml")


def limits() -> tuple[Limit, ...]:
    """The limits that we ship, of all dates."""
    return working_time().limits


def bounds(on: date) -> Bounds:
    """The bounds in force on a day. Raises LookupError if there are none."""
    for row in working_time().bounds:
        if row.valid_from <= on <= (row.valid_to or date.max):
            return row.bounds
    raise LookupError(f"working_time.yaml has no bounds for {on}")


def _bounds(item: Field) -> DatedBounds:
    item.only("shortest_minutes", "longest_day_minutes", "late_after_days", *_DATED)
    item["source"].string()
    item["verified"].flag()
    found = Bounds(
        shortest_minutes=item["shortest_minutes"].integer(low=1, high=60),
        longest_day_minutes=item["longest_day_minutes"].integer(low=60, high=1440),
        late_after_days=item["late_after_days"].integer(low=1, high=366),
    )
    return DatedBounds(item["valid_from"].day(), _until(item), found)


def _once(field: Field, age: int, rows: list[Limit]) -> None:
    """Refuse an age for which no row holds, or two on the same day."""
    if not rows:
        field.fail(f"no row holds for the age of {age}.")
    rows.sort(key=lambda row: row.valid_from)
    if any(later.valid_from <= (row.valid_to or date.max) for row, later in pairwise(rows)):
        field.fail(f"two rows hold for the age of {age} on the same day.")


def _limit(item: Field) -> Limit:
    item.only("from_age", "to_age", "forbidden", "days_a_week", "sunday", *_MINUTES, *_TIMES, *_DATED)
    from_age = item["from_age"].integer(low=0, high=ADULT - 1)
    forbidden, days, sunday = item.get("forbidden"), item.get("days_a_week"), item.get("sunday")
    if sunday is not None and sunday.string() not in _SUNDAYS:
        sunday.fail(f"here belongs one of: {', '.join(_SUNDAYS)}.")
    values: dict[str, Any] = {
        name: found.integer(low=0, high=7 * 1440) for name in _MINUTES if (found := item.get(name))
    } | {name: _time(found) for name in _TIMES if (found := item.get(name))}
    item["source_url"].string()
    return Limit(
        from_age=from_age, to_age=item["to_age"].integer(low=from_age, high=ADULT - 1),
        valid_from=item["valid_from"].day(), valid_to=_until(item), verified=item["verified"].flag(),
        source=item["source"].string(), forbidden=forbidden.flag() if forbidden else False,
        days_a_week=days.integer(low=1, high=7) if days else None, sunday=sunday.string() if sunday else "allowed",
        **values,
    )  # fmt: skip


def _time(item: Field) -> time:
    text = item.string()
    if not _CLOCK.fullmatch(text):
        item.fail("here belongs a time in quotes, such as “07:00”.")
    return time.fromisoformat(text)


def _until(item: Field) -> date | None:
    found = item.get("valid_to")
    return found.day() if found else None
