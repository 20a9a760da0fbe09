"""Reminders before and after a deadline, to whom it concerns, each once for its case, kind and cycle."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from mdt.models import Accreditation, Application, CheckIn, Mail, Measure, Objection, Reminder, Suspension, db
from mdt.services import clock, effects, mail
from mdt.services.accreditation_standing import FILED, STANDING
from mdt.services.calendar import length
from mdt.services.housekeeping import each_minute
from workflows import ObjectionWorkflow
from workflows.base import N_
from workflows.calendar import Length, Unit, add_months, add_years
from workflows.roles import Role
from workflows.terms import lapses_on

BATCH = 100
UNDECIDED = ("submitted", "in_assessment", "advised", "refusal_intended")
TO_ORGANISATION = (Role.ORGANISATION,)
TO_OFFICE = (Role.OFFICE,)
TO_DECIDERS = (Role.OFFICE, Role.BOARD)
TO_HEAR_AND_DECIDE = (Role.OFFICE, Role.HEARER, Role.BOARD)
# While a completion is awaited the term stands still, and nobody can decide.
OBJECTION_RUNS = tuple(status for status in ObjectionWorkflow.acts_next if status != "completion_asked")


@dataclass(frozen=True)
class Kind:
    """One kind of reminder: of what rows, on which of their days it turns, and how long before or after it is sent."""

    name: str
    label: str
    model: type[Any]
    cycle: Callable[[], ColumnElement[Any]]
    when: Callable[[], ColumnElement[bool]]
    term: str
    roles: tuple[Role, ...]
    after: bool = False

    def window(self, today: date) -> tuple[date, date]:
        """The days of the cycle of which the reminder is due today: an early one never comes when it is too late."""
        distance = length(self.term, today)
        if self.after:
            return date.min, ahead(today, distance)
        return today, _reach(today, distance)

    def day(self, cycle: date) -> date:
        """The day on which the reminder of a cycle is due."""
        distance = length(self.term, cycle)
        return distance.after(cycle) if self.after else ahead(cycle, distance)


def _column(of: Any) -> Callable[[], ColumnElement[Any]]:
    return lambda: of


def _no_renewal() -> ColumnElement[bool]:
    filed = exists().where(Application.renews_id == Accreditation.id, Application.status.in_((*FILED, "granted")))
    return and_(Accreditation.status.in_(STANDING), ~filed)


def _suspended() -> ColumnElement[bool]:
    case = exists().where(Accreditation.id == Suspension.accreditation_id, Accreditation.status == "suspended")
    return and_(Suspension.annulled_on.is_(None), case)


KINDS: tuple[Kind, ...] = (
    Kind("measure_due", N_("Term of a measure"), Measure, _column(Measure.due_on),
         lambda: Measure.status == "imposed", "reminder_measure", TO_ORGANISATION),
    Kind("measure_overdue", N_("Term of a measure passed"), Measure, _column(Measure.due_on),
         lambda: Measure.status == "overdue", "reminder_measure_overdue", (*TO_ORGANISATION, *TO_DECIDERS), after=True),
    Kind("check_in_due", N_("Yearly check-in"), CheckIn, _column(CheckIn.submit_by),
         lambda: CheckIn.status == "due", "reminder_check_in", TO_ORGANISATION),
    Kind("check_in_missed", N_("Yearly check-in not received"), CheckIn, _column(CheckIn.submit_by),
         lambda: CheckIn.status == "missed", "reminder_check_in_missed", (*TO_ORGANISATION, *TO_OFFICE), after=True),
    Kind("renewal_first", N_("Renewal"), Accreditation, _column(Accreditation.ends_on),
         _no_renewal, "reminder_renewal_first", TO_ORGANISATION),
    Kind("renewal_last", N_("Renewal, last reminder"), Accreditation, _column(Accreditation.ends_on),
         _no_renewal, "reminder_renewal_last", (*TO_ORGANISATION, *TO_OFFICE)),
    Kind("lapse_first", N_("No youth for three years"), Accreditation, _column(Accreditation.youth_last_on),
         lambda: Accreditation.status.in_(STANDING), "lapse_first_warning", (*TO_ORGANISATION, *TO_OFFICE)),
    Kind("lapse_last", N_("No youth for almost four years"), Accreditation, _column(Accreditation.youth_last_on),
         lambda: Accreditation.status.in_(STANDING), "lapse_last_warning", (*TO_ORGANISATION, *TO_OFFICE)),
    Kind("suspension_ends", N_("End of a suspension"), Suspension, _column(Suspension.ends_on),
         _suspended, "reminder_suspension", (*TO_ORGANISATION, *TO_DECIDERS)),
    Kind("supplement_due", N_("Supplement of the organisation"), Application, _column(Application.respond_by),
         lambda: Application.status == "supplement_requested", "reminder_supplement", TO_ORGANISATION),
    Kind("view_due", N_("View of the organisation"), Application, _column(Application.respond_by),
         lambda: Application.status == "refusal_intended", "reminder_view", TO_ORGANISATION),
    Kind("decision_due", N_("Decision on the application"), Application, _column(Application.decide_by),
         lambda: Application.status.in_(UNDECIDED), "reminder_decision", TO_DECIDERS),
    Kind("decision_overdue", N_("Decision term passed"), Application, _column(Application.decide_by),
         lambda: Application.status.in_(UNDECIDED), "reminder_decision_overdue", TO_DECIDERS, after=True),
    Kind("completion_due", N_("Completion of an objection"), Objection, _column(Objection.complete_by),
         lambda: Objection.status == "completion_asked", "reminder_completion", TO_ORGANISATION),
    Kind("objection_due", N_("Decision on the objection"), Objection, _column(Objection.decide_by),
         lambda: Objection.status.in_(OBJECTION_RUNS), "reminder_objection", TO_HEAR_AND_DECIDE),
    Kind("objection_overdue", N_("Decision term of the objection passed"), Objection, _column(Objection.decide_by),
         lambda: Objection.status.in_(OBJECTION_RUNS), "reminder_objection_overdue", TO_HEAR_AND_DECIDE, after=True),
)  # fmt: skip
BY_NAME = {kind.name: kind for kind in KINDS}


def ahead(day: date, distance: Length) -> date:
    """The day so long before another."""
    if distance.unit is Unit.YEARS:
        return add_years(day, -distance.value)
    if distance.unit is Unit.MONTHS:
        return add_months(day, -distance.value)
    return day - timedelta(days=distance.value * (7 if distance.unit is Unit.WEEKS else 1))


def _reach(today: date, distance: Length) -> date:
    """The latest day of which the day so long before it has come."""
    day = distance.after(today) + timedelta(days=4)
    while ahead(day, distance) > today:
        day -= timedelta(days=1)
    return day


def _turning(kind: Kind, today: date) -> tuple[date, date]:
    """The window in terms of what the column holds: of a lapse that is the last youth, four years before."""
    first, last = kind.window(today)
    if not kind.name.startswith("lapse"):
        return first, last
    years = length("lapse", today)
    return ahead(first - timedelta(days=1), years), ahead(last - timedelta(days=1), years)


def due(kind: Kind, today: date, limit: int = BATCH) -> Select[Any]:
    """The rows of which a reminder of a kind is due today and was not sent."""
    column = kind.cycle()
    first, last = _turning(kind, today)
    sent = exists().where(Reminder.subject_id == kind.model.id, Reminder.kind == kind.name, Reminder.cycle == column)
    query = select(kind.model).where(kind.when(), column.between(first, last), ~sent)
    return query.order_by(column, kind.model.id).limit(limit)


@each_minute
def run() -> int:
    """Send the reminders that are due, a batch at a time; returns how many."""
    today, count = clock.today(), 0
    for kind in KINDS:
        rows = db.session.scalars(due(kind, today, BATCH - count)).all()
        for row in rows:
            send(kind, row)
        count += len(rows)
        if count >= BATCH:
            break
    return count


def send(kind: Kind, subject: Any) -> Reminder:
    """Note a reminder and write its letters, in one transaction; a second one of its kind the database refuses."""
    column: date = getattr(subject, str(kind.cycle().key))
    deadline = lapses_on(column, length("lapse", column)) if kind.name.startswith("lapse") else column
    case = _case(subject)
    made = Reminder(id=uuid.uuid4(), case_id=case.id, subject_id=subject.id, kind=kind.name, cycle=column,
                    day=min(kind.day(deadline), clock.today()), created_at=clock.now())  # fmt: skip
    db.session.add(made)
    db.session.flush()
    written: set[str] = set()
    for role in kind.roles:
        for person in effects.people(role, case):
            if person.active and person.email not in written:
                written.add(person.email)
                _write(kind, made, case, person, role, deadline)
    return made


def _write(kind: Kind, made: Reminder, case: Any, person: Any, role: Role, deadline: date) -> None:
    base = str(current_app.config["MDT_BASE_URL"]).rstrip("/")
    context = {
        "name": person.name, "role": str(role), "day": deadline, "case": {"number": case.number},
        "organisation": {"name": case.organisation.name}, "link": f"{base}/{case.noun}s/{case.id}",
        "issuer": current_app.config["MDT_ISSUER_NAME"], "issuer_email": current_app.config["MDT_ISSUER_EMAIL"],
    }  # fmt: skip
    mail.queue(recipient=person.email, language=person.language, template=f"reminder_{kind.name}", context=context,
               case_id=case.id, reminder_id=made.id)  # fmt: skip


def _case(subject: Any) -> Any:
    """The application, accreditation or objection that a row belongs to."""
    if isinstance(subject, Suspension):
        return db.session.get_one(Accreditation, subject.accreditation_id)
    return subject if isinstance(subject, Application | Accreditation | Objection) else subject.accreditation


@dataclass(frozen=True)
class Sent:
    """A reminder as the page of a case shows it."""

    label: str
    day: date
    letters: int
    failed: int


def last(case_id: uuid.UUID) -> Sent | None:
    """The last reminder that was sent in a case."""
    row = db.session.scalar(
        select(Reminder).where(Reminder.case_id == case_id).order_by(Reminder.created_at.desc(), Reminder.day.desc())
        .limit(1)
    )  # fmt: skip
    if row is None:
        return None
    letters = select(func.count(Mail.id)).where(Mail.reminder_id == row.id)
    failed = letters.where(Mail.sent_at.is_(None), Mail.attempts > 0)
    return Sent(BY_NAME[row.kind].label, row.day, db.session.scalar(letters) or 0, db.session.scalar(failed) or 0)
