"""What waits in signals: for the confidential adviser, and for whom something was shared with."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import and_, or_, select

from mdt.access import Person, visible
from mdt.access.signal import RECEIVERS
from mdt.models import Event, Signal, db
from mdt.services.signal import shared_with
from mdt.services.waiting import FIRST, Heap, Item, show
from workflows import SignalWorkflow
from workflows.base import N_


def worklist(person: Person) -> Sequence[Signal]:
    """The signals that an adviser sees, what nobody took up first, and of those the oldest."""
    found = db.session.scalars(visible(select(Signal), person).order_by(Signal.received_on, Signal.id))
    return sorted(found, key=lambda one: SignalWorkflow.state_names().index(one.status))


def added(found: Sequence[Signal], person: Person) -> set[uuid.UUID]:
    """The signals to which the reporter added something since this adviser opened them last."""
    rows = select(Event.subject_id, Event.name).where(
        Event.subject_id.in_([one.id for one in found if one.status != "erased"]),
        or_(Event.name == "add", and_(Event.name == "open", Event.actor_id == person.id)),
    )
    told: dict[uuid.UUID, list[str]] = {}
    for subject, name in db.session.execute(rows.order_by(Event.id)):
        told.setdefault(subject, []).append(name)
    return {id for id, names in told.items() if names[-1] == "add" and "open" in names}


def unopened(person: Person) -> set[str]:
    """The ids of what was shared with somebody that they have not opened yet."""
    shared = shared_with(person)
    events = select(Event).where(
        Event.subject_id.in_([one.signal_id for one in shared]),
        Event.name == "open_share",
        Event.actor_id == person.id,
    )
    opened = {(event.snapshot or {}).get("share") for event in db.session.scalars(events)} if shared else set()
    return {str(one.id) for one in shared} - opened


def _adviser(person: Person) -> list[Heap]:
    found = worklist(person)
    fresh, mine = ([one for one in found if one.status == status] for status in ("received", "under_investigation"))
    news = added(mine, person)
    return [
        _heap("signal", N_("Signals to take up"), fresh, "warning"),
        _heap("signal_added", N_("The reporter added something"), [one for one in mine if one.id in news], "warning"),
        _heap("signal_mine", N_("Signals that you work on"), mine),
    ]


def _heap(key: str, label: str, found: Sequence[Signal], tone: str = "") -> Heap:
    items = tuple(Item(one.reference, "", "signal", one.id) for one in found[:FIRST])
    return Heap(key, label, len(found), items, tone)


def _informed(person: Person) -> list[Heap]:
    """Nothing at all where nothing was shared: that there are signals is not for everybody to know."""
    found = shared_with(person)
    items = tuple(Item(one.signal.reference, "", "signal_share", one.id) for one in found[:FIRST])
    tone = "warning" if unopened(person) else ""
    return [Heap("signal_shared", N_("Shared with you in confidence"), len(found), items, tone)] if found else []


show("signal", frozenset({"confidential_adviser"}), _adviser)
show("signal_shared", frozenset(RECEIVERS), _informed)
