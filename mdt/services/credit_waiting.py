"""What requests for credit ask of a youth, a clerk, an examiner and an exam board: on their front page.

A fixed number of statements, however many requests there are.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from mdt.access import Person, functions, schools_of, visible
from mdt.models import Cohort, Credit, Event, Review, Youth, db
from mdt.services.waiting import FIRST, Heap, Item, show
from workflows.base import N_

PREPARE = ("clerk", "examiner")
WHOSE = frozenset({"youth", *PREPARE, "exam_board"})


def heaps(person: Person) -> list[Heap]:
    """What is to be completed, taken up, proposed, decided and awarded as a list."""
    held = functions(person)
    found: list[Heap] = []
    if "youth" in held:
        found += _of_youth(person)
    if held & set(PREPARE):
        found += _to_prepare(person)
    if "exam_board" in held:
        found += _to_decide(person)
    return found


def _of_youth(person: Person) -> list[Heap]:
    own = select(Credit).where(Credit.youth_id.in_(select(Youth.id).where(Youth.person_id == person.id)))
    return [
        _heap("credits_returned", N_("Sent back: complete your request"), own.where(Credit.status == "returned"),
              tone="warning"),
        _heap("credits_draft", N_("Requests for credit that you can submit"), own.where(Credit.status == "draft")),
        _heap("credits_asked", N_("Requests that wait for your school"),
              own.where(Credit.status.in_(("submitted", "under_review")))),
    ]  # fmt: skip


def _to_prepare(person: Person) -> list[Heap]:
    here = select(Credit).where(Credit.school_id.in_(schools_of(person, *PREPARE)))
    return [
        _heap("credits_take_up", N_("Requests for credit to take up"), here.where(Credit.status == "submitted")),
        _heap("credits_propose", N_("Requests to make a proposal for"),
              here.where(Credit.status == "under_review", ~_is_proposed())),
    ]  # fmt: skip


def _to_decide(person: Person) -> list[Heap]:
    at = schools_of(person, "exam_board")
    here = select(Credit).where(Credit.school_id.in_(at))
    return [
        _heap("credits_decide", N_("Requests for credit to decide on"),
              here.where(Credit.status == "under_review", _is_proposed())),
        _lists(visible(select(Cohort), person).where(Cohort.school_id.in_(at), Cohort.status == "prepared")),
    ]  # fmt: skip


def _is_proposed() -> ColumnElement[bool]:
    """The condition that there is a proposal since a request was last handed in."""
    handed_in = (
        select(func.max(Event.recorded_at)).where(Event.subject_id == Credit.id, Event.name == "submit")
        .correlate(Credit).scalar_subquery()
    )  # fmt: skip
    since = or_(handed_in.is_(None), Review.made_at >= handed_in)
    return select(Review.id).where(Review.credit_id == Credit.id, since).correlate(Credit).exists()


def _heap(key: str, label: str, query: Select[Any], tone: str = "") -> Heap:
    rows = db.session.scalars(
        query.options(joinedload(Credit.youth).joinedload(Youth.person), joinedload(Credit.organisation),
                      joinedload(Credit.school))
        .order_by(Credit.submitted_on, Credit.number).limit(FIRST)
    )  # fmt: skip
    items = tuple(Item(f"{one.youth.name}, {one.host}", one.number, "credit", one.id) for one in rows)
    return Heap(key, label, _count(query), items, tone)


def _lists(query: Select[Any]) -> Heap:
    rows = db.session.scalars(query.options(joinedload(Cohort.school)).order_by(Cohort.created_at).limit(FIRST))
    items = tuple(Item(one.name, one.school.name, "cohort", one.id) for one in rows)
    return Heap("cohorts_award", N_("Lists to award"), _count(query), items)


def _count(query: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


show("credit", WHOSE, heaps)
