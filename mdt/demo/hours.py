"""Hours of the demonstration: weeks in every state for who serves now, and enough of them for who completes.

`arrange(stage)` goes by the agreements that are in force; `serve` fills one for the stories of credit, and for tests.
Locked weeks come with a credit.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, time, timedelta

from sqlalchemy import select

from mdt.access import Link, Person
from mdt.demo.stage import Stage
from mdt.models import Agreement, HoursEntry, Membership, Week, db
from mdt.services import agreement as agreements
from mdt.services import clock, hours, link
from mdt.services import hours_overview as overview
from mdt.services.transitions import fire
from workflows.age import age_on
from workflows.entries import monday_of
from workflows.roles import Role
from workflows.working_time import ADULT

A_DAY, A_LONG_DAY = 240, 480  # minutes: the first within the limits of every age, in the holidays
DAYS_A_WEEK = 5
WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
LINES = (
    "Een gesprek beginnen gaat steeds makkelijker.", "Het was druk; ik vroeg op tijd om hulp.",
    "Ik maakte zelf de planning en die klopte bijna.", "Een gast bedankte mij, dat deed me goed.",
    "Ik leerde dat je eerst moet luisteren.",
)  # fmt: skip


def serve(agreement: Agreement, *, minutes: int, until: date | None = None) -> list[Week]:
    """Note, hand in and confirm so many minutes from the first day of an agreement on. The business date stays."""
    first, last = agreement.starts_on, until or clock.today()
    assert first is not None  # an agreement in force has a first day
    born = agreement.youth.born_on
    a_day = A_LONG_DAY if born is not None and age_on(born, first) >= ADULT else A_DAY
    left, found, day = minutes, [], first
    while left > 0 and day <= last:
        if day.weekday() < DAYS_A_WEEK:
            found.append(note(agreement, day, start=time(9), minutes=min(a_day, left)).week)
            left -= a_day
        day += DAY
    weeks = list(dict.fromkeys(found))
    for week in weeks:
        fire(week, "submit", actor=youth_of(agreement))
        fire(week, "confirm", actor=supervisor(week))
    return weeks


def note(agreement: Agreement, day: date, *, start: time = time(13), minutes: int = A_DAY) -> HoursEntry:
    """One entry by the youth."""
    activities, outcomes = overview.choices(agreement)
    late = "Ik had mijn telefoon een tijd niet." if clock.today() - day > timedelta(days=14) else ""
    return hours.note(
        agreement, actor=youth_of(agreement), token=uuid.uuid4().hex, day=day, start=start, minutes=minutes,
        activity=activities[day.toordinal() % len(activities)], outcome=outcomes[day.toordinal() % len(outcomes)],
        reflection=LINES[day.toordinal() % len(LINES)], late_reason=late, kind="holiday",
    )  # fmt: skip


def youth_of(agreement: Agreement) -> Person:
    """Who serves."""
    return agreement.youth.person


def supervisor(week: Week) -> Link:
    """The supervisor, as who comes by the link to a week."""
    found = link.live("hours", week.id, Role.SUPERVISOR)
    return link.actor_of(found[0])


def arrange(stage: Stage) -> None:
    """Weeks in every state under the agreements that are in force."""
    query = select(Agreement).where(Agreement.status == "in_force").order_by(Agreement.starts_on, Agreement.number)
    for number, agreement in enumerate(db.session.scalars(query)):
        if agreements.contact_of(agreement, "supervisor")["email"]:
            _weeks(stage, agreement, STATES[number % len(STATES)])
    clock.move_to(stage.today)


# From this week back: what became of each. `missing` is a week of which nothing was noted.
STATES: tuple[tuple[str, ...], ...] = (
    ("open", "submitted", "disputed", "missing", "settled", "corrected", "confirmed", "confirmed"),
    ("missing", "open", "submitted", "confirmed", "confirmed", "confirmed"),
)


def _weeks(stage: Stage, agreement: Agreement, states: Iterable[str]) -> None:
    this = monday_of(stage.today)
    for back, state in reversed(list(enumerate(states))):
        monday = this - back * WEEK
        fits = agreement.starts_on is not None and agreement.starts_on <= monday
        if fits and state != "missing" and not (back == 0 and stage.today == monday):
            _week(stage, agreement, monday, state)


def _week(stage: Stage, agreement: Agreement, monday: date, state: str) -> None:
    """Play one week; each step on a day on which it could have been done."""
    days = [day for day in (monday, monday + 2 * DAY) if day < stage.today]
    clock.move_to(min(monday + 4 * DAY, stage.today))
    entries = [note(agreement, day, minutes=150) for day in days]
    week, youth = entries[0].week, youth_of(agreement)
    if state == "open":
        return
    fire(week, "submit", actor=youth)
    clock.move_to(min(monday + 7 * DAY, stage.today))
    if state in ("disputed", "settled"):
        fire(week, "dispute", actor=supervisor(week), reason="Woensdag ging de activiteit niet door.")
    if state == "settled":
        fire(week, "settle", actor=_coordinator(agreement), heard_youth=True, heard_supervisor=True,
             settled="Er is wel gewerkt: de zaal is opgeruimd. De uren blijven staan.")  # fmt: skip
    if state in ("confirmed", "corrected"):
        fire(week, "confirm", actor=supervisor(week))
    if state == "corrected":
        wrong = entries[-1]
        hours.correct(week, actor=youth, token=uuid.uuid4().hex, corrects=wrong.id, day=wrong.day, start=wrong.start,
                      minutes=120, activity=wrong.activity, outcome=wrong.outcome, kind=wrong.kind,
                      reflection="Het was een half uur korter, zag ik later.", late_reason="")  # fmt: skip


def _coordinator(agreement: Agreement) -> Person:
    query = select(Membership).where(
        Membership.organisation_id == agreement.organisation_id, Membership.function == "coordinator",
        Membership.status == "confirmed",
    )  # fmt: skip
    found = db.session.scalars(query.order_by(Membership.created_at)).first()
    assert found is not None and found.person is not None  # an organisation keeps at least one
    return found.person
