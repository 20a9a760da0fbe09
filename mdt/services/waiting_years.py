"""What waits in the years of accreditations: for the organisation, the office and the board."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from mdt.access import Person, organisations_of
from mdt.models import Accreditation, CheckIn, Measure, db
from mdt.services import clock, timers
from mdt.services.accreditation_standing import STANDING
from mdt.services.waiting_items import FIRST, Heap, Item
from workflows.base import N_
from workflows.measure import INTENTIONS, KINDS

# The states in which the organisation has until a day; in the others no day counts.
DATED = ("due", "missed", "imposed", "overdue")


def organisation(person: Person) -> list[Heap]:
    """What is asked of the organisation about its accreditation, and the accreditations that it has."""
    own = Accreditation.organisation_id.in_(organisations_of(person))
    held = select(Accreditation).where(own, Accreditation.status.in_(STANDING))
    return [
        _heap("check_in", N_("Check-in to fill in"), CheckIn, CheckIn.submit_by, own,
              CheckIn.status.in_(("due", "missed", "more_asked"))),
        _heap("measure", N_("To be put right"), Measure, Measure.due_on, own,
              Measure.status.in_(("imposed", "overdue"))),
        _accreditations("accreditation", N_("Your accreditation"), held),
    ]  # fmt: skip


def office() -> list[Heap]:
    """Check-ins to read, remedies to look at, and cases in which the clock could not go on."""
    failed = timers.failures()
    return [
        _heap("check_in", N_("Check-ins to look at"), CheckIn, CheckIn.submit_by, CheckIn.status == "submitted"),
        _heap("remedy", N_("Remedies to look at"), Measure, Measure.due_on, Measure.status == "answered"),
        Heap("timers", N_("Cases in which the clock could not go on"), len(failed), (), "negative"),
    ]


def board() -> list[Heap]:
    """Intentions of which the time to remedy has passed."""
    ripe = or_(Measure.status == "overdue", (Measure.status == "answered") & (Measure.due_on < clock.today()))
    return [
        _heap("announced", N_("Announced, and the time to remedy has passed"), Measure, Measure.due_on,
              Measure.kind.in_(INTENTIONS), ripe),
        _heap("remedy", N_("Remedies to look at"), Measure, Measure.due_on, Measure.status == "answered"),
    ]  # fmt: skip


def _heap(key: str, label: str, model: Any, day: Any, *conditions: Any) -> Heap:
    query = select(model).join(Accreditation, model.accreditation_id == Accreditation.id).where(*conditions)
    loaded = joinedload(model.accreditation).joinedload(Accreditation.organisation)
    rows = db.session.scalars(query.options(loaded).order_by(day, model.id).limit(FIRST))
    items = tuple(
        _item(one.accreditation, getattr(one, day.key) if one.status in DATED else None,
              KINDS[one.kind] if isinstance(one, Measure) else "")
        for one in rows
    )  # fmt: skip
    return Heap(key, label, _count(query), items)


def _accreditations(key: str, label: str, query: Select[Any]) -> Heap:
    rows = db.session.scalars(query.options(joinedload(Accreditation.organisation)).order_by(Accreditation.starts_on))
    items = tuple(_item(one, one.ends_on) for one in rows)
    return Heap(key, label, len(items), items[:FIRST])


def _item(case: Accreditation, due: Any, what: str = "") -> Item:
    return Item(case.organisation.name, case.number, "accreditation", case.id, due, what)


def _count(query: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
