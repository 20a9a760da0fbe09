"""Everything on the one page of a signal: where it stands, what is in it once it was opened, and who opened it when."""

from __future__ import annotations

import uuid
from typing import Any

from flask_babel import format_time
from flask_babel import gettext as _
from sqlalchemy import select

from mdt.access import Person
from mdt.access.signal import advisers
from mdt.models import Event, Signal, db
from mdt.services import clock, register, signal
from mdt.web.transition import offered
from workflows import SignalWorkflow
from workflows.base import N_
from workflows.roles import LABELS, Role

SENTENCES: dict[str, str] = {
    "report": N_("The signal was reported."),
    "add": N_("The reporter added something."),
    "open": N_("The signal was opened."),
    "take_up": N_("The signal was taken up."),
    "write": N_("The adviser wrote to the reporter."),
    "share": N_("A part was shared."),
    "open_share": N_("What was shared was opened."),
    "hand_over": N_("The signal was handed over to another adviser."),
    "conclude": N_("The signal was closed."),
    "erase": N_("Everything that was said was erased."),
}
TURNS: dict[str, str] = {
    "received": N_("Open the signal and take it up. If you have to do with it yourself, hand it over."),
    "under_investigation": N_("Talk, write, share what is needed with whom it is needed, and close it."),
}


def case_page(one: Signal, person: Person, *, opened: bool) -> dict[str, Any]:
    """The context of the page. What was said is in it only when this visitor has just opened the signal."""
    content: dict[str, Any] = {}
    if opened and one.status != "erased":
        content = {"messages": signal.messages(one), "shares": signal.shared_in(one),
                   "slug": register.slug_of(one.organisation) if one.organisation else None}  # fmt: skip
    actions = [action for action in offered(one) if action["event"] not in ("open", "open_share")]
    return {
        "subject": one, "state": _(SignalWorkflow.label(one.status)), "opened": bool(content), **content,
        "next": _next(one, person), "actions": [a for a in actions if a["event"] != "hand_over"],
        "rare": [a for a in actions if a["event"] == "hand_over"], "history": history(one),
        "until": signal.kept_until(one), "alone": len(advisers()) < 2,
    }  # fmt: skip


def _next(one: Signal, person: Person) -> dict[str, Any] | None:
    role = SignalWorkflow.acts_next.get(one.status)
    if role is None:
        return None
    return {
        "who": _(LABELS[role]),
        "you": one.adviser_id in (None, person.id),
        "what": _(TURNS[one.status]),
        "by": None,
    }


def history(one: Signal) -> list[tuple[Any, str, str]]:
    """Day with time, what, and who: each opening is a line of its own."""
    events = signal.history(one)
    ids = {event.actor_id for event in events if event.actor_id}
    names = {row.id: row.name for row in db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))}
    return [(_when(event), _(SENTENCES[event.name]), _who(event, names)) for event in events]


def _when(event: Event) -> tuple[Any, str]:
    """The legal day, which the demonstration can move, and the time on Amsterdam's clock."""
    time = event.recorded_at.astimezone(clock.AMSTERDAM).time()
    return event.effective_on, str(format_time(time, "HH:mm", rebase=False))


def _who(event: Event, names: dict[uuid.UUID, str]) -> str:
    """The name with the role; of a reporter the log knows no name."""
    role = Role.REPORTER if event.role == Role.PUBLIC else Role(event.role)
    label = str(_(LABELS[role]))
    name = names.get(event.actor_id) if event.actor_id else None
    return f"{name} ({label.lower()})" if name else label
