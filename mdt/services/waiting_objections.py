"""What waits in objections: for the office, the hearing officer, the board and the organisation."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from mdt.access import Person, organisations_of
from mdt.models import Objection, db
from mdt.services import clock
from mdt.services.objection_standing import UNDECIDED
from mdt.services.waiting_items import FIRST, Heap, Item
from workflows.base import N_


def office() -> list[Heap]:
    """Objections to check, and those of which the term has passed."""
    return [
        _heap("objection", N_("Objections to check"), Objection.status == "received"),
        _heap("objection_late", N_("Objections of which the term has passed"), Objection.status.in_(UNDECIDED),
              Objection.decide_by < clock.today(), tone="negative"),
    ]  # fmt: skip


def hearer(_person: Person) -> list[Heap]:
    """Hearings to plan and to report, and advice to give."""
    return [
        _heap("objection", N_("Hearings to plan"), Objection.status == "in_handling"),
        _heap("objection_hearing", N_("Hearings that are planned"), Objection.status == "hearing_planned"),
        _heap("objection_advice", N_("Objections to advise on"), Objection.status == "heard"),
    ]


def board() -> list[Heap]:
    """Objections on which there is advice."""
    return [_heap("objection", N_("Objections to decide"), Objection.status == "advised")]


def organisation(person: Person) -> list[Heap]:
    """The objections of the organisation that are not decided."""
    own = Objection.organisation_id.in_(organisations_of(person))
    return [_heap("objection", N_("Your objections"), own, Objection.status.in_(UNDECIDED))]


def _heap(key: str, label: str, *conditions: Any, tone: str = "") -> Heap:
    query = select(Objection).where(*conditions).options(joinedload(Objection.organisation))
    rows = db.session.scalars(query.order_by(Objection.decide_by, Objection.id).limit(FIRST))
    count = db.session.scalar(select(func.count(Objection.id)).where(*conditions)) or 0
    items = tuple(Item(one.organisation.name, one.number, "objection", one.id, one.decide_by) for one in rows)
    return Heap(key, label, count, items, tone)
