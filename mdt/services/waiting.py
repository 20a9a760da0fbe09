"""What waits for somebody, for each function they hold: how many, and the first five. A fixed number of statements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from mdt.access import Person, functions, organisations_of, visible
from mdt.models import Application, Assessment, Effect, Event, Mail, Visit, db
from mdt.services import calendar, case_list, clock, mail, waiting_objections, waiting_years
from mdt.services.waiting_items import FIRST, Heap, Item
from workflows import CONFIDENTIAL
from workflows.base import N_

LIVE = ("invited", "open", "submitted")


def heaps(person: Person) -> list[tuple[str, list[Heap]]]:
    """For each function that somebody holds, what waits for them; a function with no heaps at all is left out."""
    held = functions(person)
    found = ((name, build(person)) for name, whose, build in _BUILDERS if held & whose)
    return [(name, heaps) for name, heaps in found if heaps]


def show(name: str, whose: frozenset[str], build: Callable[[Person], list[Heap]]) -> None:
    """Let the front page of who holds one of these functions say what waits there; the noun's service calls it once."""
    _BUILDERS.append((name, whose, build))


def office(person: Person) -> list[Heap]:
    """What came in, what needs an assessor, what is late, and what did not leave the house."""
    today = clock.today()
    return [
        _cases(person, "intake", N_("To check"), Application.status == "submitted"),
        _cases(person, "assign", N_("To assign to assessors"), needs_assessor()),
        _cases(person, "late_supplement", N_("Supplement not received in time"),
               Application.status == "supplement_requested", Application.respond_by < today, tone="warning"),
        _cases(person, "overdue", N_("Decision term passed"), Application.status.in_(case_list.UNDECIDED),
               Application.decide_by < today, tone="negative"),
        _silent(silent(today)),
        *waiting_years.office(),
        *waiting_objections.office(),
        Heap("failed", N_("Mail and papers that failed"), _failed(), (), "warning"),
    ]  # fmt: skip


def board(person: Person) -> list[Heap]:
    """What can be decided, what waits for a view, and what is late."""
    today = clock.today()
    return [
        _cases(person, "decide", N_("To decide"), or_(
            Application.status == "advised",
            (Application.status == "refusal_intended")
            & or_(Application.respond_by.is_(None), Application.respond_by < today),
        )),
        _cases(person, "view", N_("Waiting for a view"), Application.status == "refusal_intended",
               Application.respond_by >= today),
        _cases(person, "overdue", N_("Decision term passed"), Application.status.in_(case_list.UNDECIDED),
               Application.decide_by < today, tone="negative"),
        *waiting_years.board(),
        *waiting_objections.board(),
    ]  # fmt: skip


def assessor(person: Person) -> list[Heap]:
    """Invitations, assessments to write, and joint advice that is open."""
    own = select(Assessment).join(Application, Assessment.application_id == Application.id).where(
        Assessment.assessor_id == person.id
    )  # fmt: skip
    return [
        _assessments("invited", N_("Invitations to answer"), own.where(Assessment.status == "invited")),
        _assessments("open", N_("Assessments to write"), own.where(Assessment.status == "open")),
        _assessments("joint", N_("Submitted, the joint advice follows"),
                     own.where(Assessment.status == "submitted", Application.status == "in_assessment")),
    ]  # fmt: skip


def organisation(person: Person) -> list[Heap]:
    """What is asked of the organisation, and what is under way."""
    own = Application.organisation_id.in_(organisations_of(person))
    dates = select(Visit.application_id).where(Visit.status == "proposed")
    yours = or_(Application.status.in_(("draft", "supplement_requested")), Application.respond_by.is_not(None),
                Application.id.in_(dates))  # fmt: skip
    return [
        *waiting_years.organisation(person),
        *waiting_objections.organisation(person),
        _cases(person, "yours", N_("Your turn"), own, Application.status.in_(case_list.UNDECIDED), yours),
        _cases(person, "running", N_("Under way"), own, Application.status.in_(case_list.UNDECIDED), ~yours),
        _cases(person, "closed", N_("Closed"), own, Application.status.not_in(case_list.UNDECIDED)),
    ]


def needs_assessor() -> Any:
    """The condition that a case in assessment has fewer than two assessors."""
    live = (
        select(func.count(Assessment.id))
        .where(Assessment.application_id == Application.id, Assessment.status.in_(LIVE))
        .scalar_subquery()
    )
    return (Application.status == "in_assessment") & (live < 2)


def silent(today: date) -> list[Assessment]:
    """The invitations that had no answer within the ten working days of terms.yaml, oldest first."""
    rule = calendar.length("assessor_silence", today)
    days = calendar.calendar()
    query = (
        select(Assessment)
        .where(Assessment.status == "invited")
        .options(joinedload(Assessment.application).joinedload(Application.organisation),
                 joinedload(Assessment.assessor))
        .order_by(Assessment.invited_at)
    )  # fmt: skip
    found = db.session.scalars(query)
    return [one for one in found if days.add_working_days(invited_on(one), rule.value) < today]


def invited_on(assessment: Assessment) -> date:
    """The day of an invitation, in Amsterdam."""
    return assessment.invited_at.astimezone(clock.AMSTERDAM).date()


def _silent(found: list[Assessment]) -> Heap:
    items = tuple(
        Item(f"{one.assessor.name}, {one.application.organisation.name}", one.application.number, "assessors",
             one.application_id)
        for one in found[:FIRST]
    )  # fmt: skip
    return Heap("silent", N_("Assessors who do not answer"), len(found), items, "warning")


def _cases(person: Person, key: str, label: str, *conditions: Any, tone: str = "") -> Heap:
    base = visible(select(Application), person).where(*conditions)
    due = func.coalesce(Application.respond_by, Application.decide_by)
    rows = db.session.scalars(
        base.options(joinedload(Application.organisation)).order_by(due.is_(None), due, Application.id).limit(FIRST)
    )
    page = "assessors" if key == "assign" else "application"
    items = tuple(Item(a.organisation.name, a.number, page, a.id, case_list.due_on(a)) for a in rows)
    return Heap(key, label, _count(base), items, tone)


def _assessments(key: str, label: str, query: Select[Any]) -> Heap:
    rows = db.session.scalars(
        query.options(joinedload(Assessment.application).joinedload(Application.organisation))
        .order_by(Application.decide_by, Assessment.id).limit(FIRST)
    )  # fmt: skip
    items = tuple(
        Item(a.application.organisation.name, a.application.number, "assessment", a.id, a.application.decide_by)
        for a in rows
    )
    return Heap(key, label, _count(query), items)


def _count(query: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


def _failed() -> int:
    mails = select(func.count(Mail.id)).where(Mail.sent_at.is_(None), Mail.attempts > 0, mail.of_no_secret())
    effects = select(func.count(Effect.id)).where(
        Effect.done_at.is_(None), Effect.attempts > 0, Effect.event.has(Event.noun.not_in(CONFIDENTIAL))
    )
    return (db.session.scalar(mails) or 0) + (db.session.scalar(effects) or 0)


_BUILDERS: list[tuple[str, frozenset[str], Callable[[Person], list[Heap]]]] = [
    ("office", frozenset({"office"}), office),
    ("hearer", frozenset({"hearer"}), waiting_objections.hearer),
    ("board", frozenset({"board"}), board),
    ("assessor", frozenset({"assessor"}), assessor),
    ("organisation", frozenset({"coordinator", "colleague"}), organisation),
]
