"""How the hours of an agreement stand: week by week with those that are missing, against the goal, and what is next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from mdt.access import Person, visible
from mdt.models import Agreement, HoursEntry, Week, Youth, db
from mdt.services import clock, hours, waiting
from mdt.services.hours_counted import content_of
from mdt.services.waiting import Heap, Item
from workflows.age import DECIDES_ALONE, age_on
from workflows.base import N_
from workflows.entries import HOLIDAY, length, monday_of

MISSING, NOW = "missing", "now"
DAYS_OFFERED = 14
WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One week. `status` is that of its row, `missing` when it passed without one, or `now` while it is running."""

    monday: date
    status: str
    minutes: int = 0
    week: Week | None = None

    @property
    def sunday(self) -> date:
        """The last day of the week."""
        return self.monday + timedelta(days=6)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Minutes against the goal: confirmed, waiting for an answer, and noted but not handed in."""

    goal: int
    confirmed: int
    waiting: int
    noted: int
    outside: int = 0

    @property
    def counts(self) -> int:
        """What is confirmed and counts towards the goal."""
        return self.confirmed - self.outside

    def share(self, minutes: int) -> float:
        """A part of the picture in percent of the goal, or of all hours when there are more."""
        return round(100 * minutes / max(self.goal, self.confirmed + self.waiting + self.noted, 1), 2)


def weeks_of(agreement: Agreement) -> list[Week]:
    """The weeks that have a row, with their entries, in two statements."""
    query = select(Week).where(Week.agreement_id == agreement.id).order_by(Week.monday)
    found = list(db.session.scalars(query.options(selectinload(Week.entries))))
    for week in found:
        week.agreement = agreement
    return found


def lines(agreement: Agreement, weeks: Iterable[Week], *, today: date) -> list[Line]:
    """Every week of the agreement until today, the latest first. A week without a row is missing, not zero."""
    by_monday = {week.monday: week for week in weeks}
    period = hours.period_of(agreement)
    mondays = set(by_monday)
    if period is not None:
        last = min(today, period.last or today)
        monday = monday_of(period.first)
        while monday <= last:
            mondays.add(monday)
            monday += WEEK
    return [_line(monday, by_monday.get(monday), today) for monday in sorted(mondays, reverse=True)]


def _line(monday: date, week: Week | None, today: date) -> Line:
    if week is not None and (week.status != "open" or week.minutes):
        return Line(monday=monday, status=week.status, minutes=week.minutes, week=week)
    return Line(monday=monday, status=NOW if monday + WEEK > today else MISSING, week=week)


def progress(agreement: Agreement, weeks: Sequence[Week]) -> Progress:
    """How far the hours are."""
    by_status = {"confirmed": 0, "locked": 0, "submitted": 0, "disputed": 0, "open": 0}
    for week in weeks:
        by_status[week.status] += week.minutes
    confirmed = by_status["confirmed"] + by_status["locked"]
    rows = [row for week in weeks if week.status in hours.COUNTING for row in week.standing]
    return Progress(
        goal=hours.goal_of(agreement), confirmed=confirmed, waiting=by_status["submitted"] + by_status["disputed"],
        noted=by_status["open"], outside=sum(row.minutes for row in hours.outside(agreement, rows)),
    )  # fmt: skip


def proposal(agreement: Agreement, *, today: date) -> dict[str, Any]:
    """What the form of a new entry proposes: what was noted last, on the day that most likely is meant."""
    query = select(HoursEntry).join(Week).where(Week.agreement_id == agreement.id, HoursEntry.minutes > 0)
    last = db.session.scalar(query.order_by(HoursEntry.noted_at.desc()).limit(1))
    days = days_offered(agreement, today=today)
    return {
        "recent": days[0].isoformat() if days else "other",
        "start": last.start if last else None, "minutes": last.minutes if last else None,
        "activity": last.activity if last else None, "outcome": last.outcome if last else None,
        "kind": HOLIDAY if last and last.kind == HOLIDAY and today - last.day <= WEEK else None,
    }  # fmt: skip


def days_offered(agreement: Agreement, *, today: date) -> list[date]:
    """The days of the last two weeks on which the agreement holds, the latest first."""
    period = hours.period_of(agreement)
    days = [today - timedelta(days=ago) for ago in range(DAYS_OFFERED + 1)]
    return [day for day in days if period is not None and period.holds(day)]


def choices(agreement: Agreement) -> tuple[list[str], list[str]]:
    """The activities and the learning outcomes that the agreement names."""
    said = content_of(agreement)
    return [row["what"] for row in said.get("activities") or ()], [row["text"] for row in said.get("outcomes") or ()]


def under_sixteen(youth: Youth, on: date) -> bool:
    """Whether the kind of day matters: the limits for school days and holidays end at sixteen."""
    return youth.born_on is not None and age_on(youth.born_on, on) < DECIDES_ALONE


def agreements_of(person: Person) -> list[Agreement]:
    """A youth's own agreements that are or were in force, the latest first."""
    query = (
        select(Agreement)
        .join(Youth, Agreement.youth_id == Youth.id)
        .where(Youth.person_id == person.id, Agreement.status.in_(hours.HELD))
        .options(joinedload(Agreement.organisation), joinedload(Agreement.youth), selectinload(Agreement.versions))
        .order_by(Agreement.starts_on.desc(), Agreement.id)
    )
    return list(db.session.scalars(query))


def waiting_for(person: Person, *conditions: ColumnElement[bool], limit: int | None = None) -> list[Week]:
    """The weeks that this person may see and that wait for a supervisor or coordinator, the oldest first."""
    query = (
        visible(select(Week), person)
        .where(Week.status.in_(("submitted", "disputed")), *conditions)
        .options(selectinload(Week.entries), joinedload(Week.agreement).joinedload(Agreement.youth),
                 joinedload(Week.agreement).joinedload(Agreement.organisation))
        .order_by(Week.submitted_on, Week.id)
    )  # fmt: skip
    return list(db.session.scalars(query.limit(limit) if limit else query))


def heaps(person: Person) -> list[Heap]:
    """What waits on the front page of a host: hours to confirm, and disputes to settle."""
    return [
        _heap(person, "hours_confirm", N_("Hours to confirm"), "submitted"),
        _heap(person, "hours_settle", N_("Disputed hours to settle"), "disputed", tone="warning"),
    ]


def _heap(person: Person, key: str, label: str, status: str, tone: str = "") -> Heap:
    found = waiting_for(person, Week.status == status, limit=waiting.FIRST)
    items = tuple(Item(week.youth.name, length(week.minutes), "hours", week.id, hours.silent_until(week))
                  for week in found)  # fmt: skip
    count = db.session.scalar(select(func.count()).select_from(
        visible(select(Week), person).where(Week.status == status).subquery())) or 0  # fmt: skip
    return Heap(key, label, count, items, tone)


waiting.show("hours", frozenset({"coordinator", "supervisor"}), heaps)


def next_step(agreement: Agreement, found: Sequence[Line], done: Progress) -> tuple[str, Week | None]:
    """What the youth does next, as a word for the page to say, and the week in which that is done."""
    disputed = next((line.week for line in found if line.status == "disputed"), None)
    if disputed is not None:
        return "answer", disputed
    over = next((line.week for line in reversed(found) if line.status == "open" and line.sunday < clock.today()), None)
    if over is not None:
        return "hand_in", over
    if agreement.status != "in_force":
        return ("wait" if any(line.status == "submitted" for line in found) else "done"), None
    return ("complete" if done.counts >= done.goal else "note"), None
