"""What the rules may look at of a week, loaded in one go, and what the limits for minors say of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mdt.models import Agreement, HoursEntry, Week, db
from mdt.rules import working_time as rules
from mdt.services import calendar, clock, consent
from mdt.services.hours_counted import accredited, period_of
from workflows.entries import FREE, SCHOOL, Entry
from workflows.hours import HoursFacts
from workflows.working_time import Finding, findings, proposed_kind

WEEK = timedelta(days=7)


def entry_of(given: Mapping[str, Any], *, noted_on: date) -> Entry:
    """What a form gave, as the rules see it. A weekend or public holiday is never a day at school."""
    day, kind = given["day"], str(given.get("kind") or FREE)
    no_school = proposed_kind(day, is_holiday=calendar.calendar().name_of(day) is not None) == FREE
    return Entry(
        day=day, start=given["start"], minutes=given["minutes"], activity=str(given.get("activity") or ""),
        outcome=str(given.get("outcome") or ""), reflection=str(given.get("reflection") or "").strip(),
        late_reason=str(given.get("late_reason") or "").strip(), noted_on=noted_on,
        kind=FREE if kind == SCHOOL and no_school else kind,
    )  # fmt: skip


def as_seen(row: HoursEntry) -> Entry:
    """A stored entry as the rules see it."""
    return Entry(day=row.day, start=row.start, minutes=row.minutes, activity=row.activity, outcome=row.outcome,
                 reflection=row.reflection, late_reason=row.late_reason, noted_on=row.noted_on,
                 kind=row.kind)  # fmt: skip


def facts(week: Week, *, today: date, without: HoursEntry | None = None) -> HoursFacts:
    """The facts of a week as it stands, leaving out an entry that is about to be corrected."""
    agreement, youth = week.agreement, week.agreement.youth
    standing = week.standing if week.status else []
    return HoursFacts(
        today=today, monday=week.monday, bounds=rules.bounds(today), limits=rules.limits(), born=youth.born_on,
        agreement=period_of(agreement), accredited=accredited(agreement),
        entries=tuple(as_seen(row) for row in standing if row is not without), around=_around(week),
        consent_in_force=consent.in_force(youth, today),
    )  # fmt: skip


def remarks(week: Week) -> list[Finding]:
    """What the limits for minors say of a week, to be shown with it."""
    seen = facts(week, today=clock.today())
    if seen.born is None:
        return []
    return findings(seen.entries, born=seen.born, limits=seen.limits, around=seen.around)


def _around(week: Week) -> tuple[Entry, ...]:
    """The other entries of the same youth that matter: elsewhere in this week, and on the day before and after it."""
    mine = select(Agreement.id).where(Agreement.youth_id == week.agreement.youth_id)
    query = (
        select(Week)
        .where(Week.agreement_id.in_(mine), Week.id != week.id)
        .where(Week.monday.between(week.monday - WEEK, week.monday + WEEK))
        .options(selectinload(Week.entries))
    )
    days = (week.monday - timedelta(days=1), week.monday + WEEK)
    with db.session.no_autoflush:
        rows = [row for other in db.session.scalars(query) for row in other.standing]
    return tuple(as_seen(row) for row in rows if days[0] <= row.day <= days[1])


def silent_until(week: Week) -> date | None:
    """The last day on which only the supervisor can confirm."""
    if week.status != "submitted" or week.submitted_on is None:
        return None
    rule = calendar.length("supervisor_silence", week.submitted_on)
    return calendar.calendar().add_working_days(week.submitted_on, rule.value)
