"""What study credit asks of a youth and of a school: on their front page. A fixed number of statements."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from mdt.access import Person, functions, schools_of, visible
from mdt.models import Cohort, Credit, Event, Review, Youth, db
from mdt.services.waiting import FIRST, Heap, Item, show
from workflows.base import N_

PREPARES, DECIDES = frozenset({"clerk", "examiner"}), frozenset({"exam_board"})
WHOSE = PREPARES | DECIDES | {"youth"}


def heaps(person: Person) -> list[Heap]:
    """What a youth has to hand in, what a school has to take up and to propose, and what its exam board decides."""
    held, found = functions(person), []
    own = select(Credit).where(Credit.youth_id.in_(select(Youth.id).where(Youth.person_id == person.id)))
    if "youth" in held:
        found += [
            _heap("credits_returned", N_("Requests that your school sent back"), own.where(Credit.status == "returned"),
                  tone="warning", of_youth=True),
            _heap("credits_draft", N_("Requests that you have not handed in"), own.where(Credit.status == "draft"),
                  of_youth=True),
        ]  # fmt: skip
    if held & PREPARES:
        prepares = _at(person, *PREPARES)
        found += [
            _heap("credits_submitted", N_("Requests for credit to take up"),
                  prepares.where(Credit.status == "submitted")),
            _heap("credits_review", N_("Requests to propose or send back"),
                  prepares.where(Credit.status == "under_review", ~_is_proposed())),
        ]  # fmt: skip
    if held & DECIDES:
        decides = _at(person, *DECIDES)
        found += [
            _heap("credits_decide", N_("Proposals to decide on"),
                  decides.where(Credit.status == "under_review", _is_proposed())),
            _lists(person),
        ]  # fmt: skip
    return found


def _at(person: Person, *held: str) -> Select[Any]:
    return visible(select(Credit), person).where(Credit.school_id.in_(schools_of(person, *held)))


def _is_proposed() -> Any:
    """The condition that there is a proposal since the credit was last handed in."""
    handed_in = (
        select(func.max(Event.recorded_at)).where(Event.subject_id == Credit.id, Event.name == "submit")
        .correlate(Credit).scalar_subquery()
    )  # fmt: skip
    return select(Review.id).where(Review.credit_id == Credit.id, Review.made_at >= handed_in).exists()


def _heap(key: str, label: str, query: Select[Any], tone: str = "", *, of_youth: bool = False) -> Heap:
    rows = db.session.scalars(
        query.options(joinedload(Credit.youth).joinedload(Youth.person), joinedload(Credit.organisation))
        .order_by(Credit.submitted_on, Credit.number).limit(FIRST)
    )  # fmt: skip
    items = tuple(
        Item(one.host if of_youth else f"{one.youth.name}, {one.host}", one.number, "credit", one.id) for one in rows
    )
    return Heap(key, label, _count(query), items, tone)


def _lists(person: Person) -> Heap:
    query = select(Cohort).where(Cohort.school_id.in_(schools_of(person, *DECIDES)), Cohort.status == "prepared")
    rows = db.session.scalars(query.order_by(Cohort.created_at, Cohort.id).limit(FIRST))
    items = tuple(Item(one.name, "", "cohort", one.id) for one in rows)
    return Heap("cohorts_award", N_("Lists to award"), _count(query), items)


def _count(query: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


show("credit", WHOSE, heaps)
