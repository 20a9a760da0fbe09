"""What of an agreement's hours counts: confirmed, and made on days on which the host's accreditation was in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mdt.models import Agreement, HoursEntry, Week, db
from mdt.services import accreditation
from mdt.services.accreditation import Range
from workflows.entries import Period

COUNTING = ("confirmed", "locked")
HELD = ("in_force", "completed", "not_completed", "ended_early")


def period_of(agreement: Agreement) -> Period | None:
    """The days for which hours can be noted: those on which the agreement is, or was, in force; else None."""
    if agreement.status not in HELD or agreement.starts_on is None:
        return None
    ended = [day for day in (agreement.ends_on, agreement.closed_on) if day is not None]
    return Period(agreement.starts_on, min(ended) if ended else None)


def content_of(agreement: Agreement) -> Mapping[str, Any]:
    """What the version in force says; nothing once it was erased."""
    version = agreement.current
    return version.content if version is not None and version.content else {}


def goal_of(agreement: Agreement) -> int:
    """The minutes that were agreed."""
    return int(content_of(agreement).get("minutes_goal") or 0)


def ranges_of(agreement: Agreement) -> list[Range]:
    """The days on which the organisation's accreditation is in force, as far as they count for an agreement."""
    return accreditation.ranges_in_force(agreement.organisation_id, began_on=agreement.starts_on)


def accredited(agreement: Agreement) -> tuple[Period, ...]:
    """The same days as periods, for the rules."""
    return tuple(Period(one.starts_on, one.ends_on) for one in ranges_of(agreement))


def confirmed(agreement: Agreement) -> list[HoursEntry]:
    """The entries that stand in confirmed weeks, in the order of the days."""
    query = select(Week).where(Week.agreement_id == agreement.id, Week.status.in_(COUNTING)).order_by(Week.monday)
    weeks = db.session.scalars(query.options(selectinload(Week.entries)))
    return [row for week in weeks for row in week.standing if row.minutes]


def counted(agreement: Agreement) -> dict[str, int]:
    """The minutes that count, by accreditation number: confirmed, on days on which that accreditation was in force."""
    ranges = ranges_of(agreement)
    found: dict[str, int] = defaultdict(int)
    for row in confirmed(agreement):
        if number := number_on(row.day, ranges):
            found[number] += row.minutes
    return dict(found)


def number_on(day: date, ranges: Iterable[Range]) -> str | None:
    """The accreditation in force on a day, by its number."""
    return next((one.number for one in ranges if one.starts_on <= day <= one.ends_on), None)


def outside(agreement: Agreement, rows: Iterable[HoursEntry]) -> list[HoursEntry]:
    """The entries on days on which the organisation was not accredited: they do not count."""
    ranges = ranges_of(agreement)
    return [row for row in rows if row.minutes and number_on(row.day, ranges) is None]


def all_confirmed(agreement: Agreement) -> bool:
    """Whether no week still waits to be handed in, confirmed or settled; an empty one does not count."""
    query = select(Week).where(Week.agreement_id == agreement.id, Week.status.not_in(COUNTING))
    return not any(week.minutes for week in db.session.scalars(query.options(selectinload(Week.entries))))
