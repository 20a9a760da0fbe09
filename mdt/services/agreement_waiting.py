"""What agreements ask of a youth, an organisation or a school: on their front page. A fixed number of statements."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from mdt.access import Person, organisations_of, schools_of, visible
from mdt.models import Agreement, Signature, Youth, db
from mdt.services import clock
from mdt.services.waiting import FIRST, Heap, Item, show
from workflows.base import N_

SOON = timedelta(weeks=2)
WHOSE = frozenset({"youth", "coordinator", "clerk", "exam_board"})


def heaps(person: Person) -> list[Heap]:
    """What is to be signed, to be written further, and to be completed."""
    today = clock.today()
    mine = visible(select(Agreement), person)
    ending = mine.where(Agreement.status == "in_force", Agreement.ends_on <= today + SOON)
    return [
        _heap("agreements_sign", N_("Agreements to sign"), mine.where(_to_sign(person)), tone="warning"),
        _heap("agreements_draft", N_("Draft agreements"), mine.where(Agreement.status == "draft")),
        _heap("agreements_ending", N_("Agreements that end, to be completed"),
              ending.where(Agreement.organisation_id.in_(organisations_of(person, "coordinator"))), tone="warning"),
        _heap("agreements_running", N_("Agreements in force"), mine.where(Agreement.status == "in_force")),
    ]  # fmt: skip


def _to_sign(person: Person) -> Any:
    """The condition that one of somebody's sides has not signed what waits for signatures."""
    waits = or_(Agreement.status == "proposed", Agreement.pending_version_id.is_not(None))
    version = func.coalesce(Agreement.pending_version_id, Agreement.current_version_id)
    own = select(Youth.id).where(Youth.person_id == person.id)
    sides = {
        "youth": Agreement.youth_id.in_(own),
        "organisation": Agreement.organisation_id.in_(organisations_of(person, "coordinator")),
        "school": Agreement.school_id.in_(schools_of(person, "clerk")),
    }
    unsigned = [
        and_(mine, ~select(Signature.id).where(Signature.version_id == version, Signature.party == side).exists())
        for side, mine in sides.items()
    ]
    return and_(waits, or_(*unsigned))


def _heap(key: str, label: str, query: Select[Any], tone: str = "") -> Heap:
    count = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    rows = db.session.scalars(
        query.options(joinedload(Agreement.youth).joinedload(Youth.person), joinedload(Agreement.organisation))
        .order_by(Agreement.starts_on, Agreement.number).limit(FIRST)
    )  # fmt: skip
    items = tuple(
        Item(f"{one.youth.name}, {one.organisation.name}", one.number, "agreement", one.id,
             one.starts_on if one.status == "proposed" else one.ends_on if one.status == "in_force" else None)
        for one in rows
    )  # fmt: skip
    return Heap(key, label, count, items, tone)


show("agreement", WHOSE, heaps)
