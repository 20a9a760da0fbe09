"""Which objections run against a case or a decision, and which were won; reads, and extends one that runs."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from mdt.access import SYSTEM
from mdt.models import Accreditation, Application, Decision, Event, Objection, db
from mdt.services import log, transitions
from workflows import ObjectionWorkflow
from workflows.objection_words import CONTESTED, WON

UNDECIDED = tuple(ObjectionWorkflow.acts_next)
TAKEN_AWAY = ("suspend", "withdraw", "lapse")


def of_case(case: Application | Accreditation) -> list[Objection]:
    """The objections against decisions on an application or an accreditation, the latest first."""
    mine = (Objection.accreditation_id == case.id if isinstance(case, Accreditation)
            else (Objection.application_id == case.id) & Objection.accreditation_id.is_(None))  # fmt: skip
    return list(db.session.scalars(select(Objection).where(mine).order_by(Objection.received_on.desc())))


def pending(case: Application | Accreditation) -> list[Objection]:
    """Those that are not decided yet."""
    return [one for one in of_case(case) if one.status in UNDECIDED]


def against(event_ids: Iterable[int]) -> set[int]:
    """Of these decisions (by their events) those against which an objection runs. One statement."""
    ids = list(event_ids)
    query = select(Objection.event_id, Objection.also_event_id).where(
        Objection.status.in_(UNDECIDED), or_(Objection.event_id.in_(ids), Objection.also_event_id.in_(ids))
    )
    return {one for row in db.session.execute(query) for one in row if one is not None}


def superseded(event_ids: Iterable[int]) -> dict[int, date]:
    """Of these decisions (by their events) those that a later one superseded, with its day. One statement."""
    earlier = aliased(Decision)
    query = (
        select(earlier.event_id, Decision.decided_on).join(earlier, Decision.supersedes_id == earlier.id)
        .where(earlier.event_id.in_(list(event_ids))).order_by(Decision.decided_on.desc())
    )  # fmt: skip
    return {row[0]: row[1] for row in db.session.execute(query)}


def contestable(case: Application | Accreditation) -> list[Event]:
    """The decisions in a case against which one can object, the latest first: neither superseded nor objected to."""
    names = [word.split(".")[1] for word in CONTESTED if word.startswith(f"{case.noun}.")]
    query = select(Event).where(
        Event.subject_id == case.id, Event.name.in_(names),
        ~select(Objection.id).where(or_(Objection.event_id == Event.id, Objection.also_event_id == Event.id),
                                    Objection.status != "withdrawn").exists(),
    ).order_by(Event.id.desc())  # fmt: skip
    replaced = select(Decision.supersedes_id).where(Decision.supersedes_id.is_not(None))
    old = set(
        db.session.scalars(
            select(Decision.event_id).where(Decision.id.in_(replaced), Decision.application_id == _application(case))
        )
    )
    return [event for event in db.session.scalars(query) if event.id not in old]


def _application(case: Application | Accreditation) -> uuid.UUID:
    return case.application_id if isinstance(case, Accreditation) else case.id


def won(case: Application | Accreditation) -> bool:
    """Whether the decision that a case stands on lost an objection, and what takes its place is still to be done."""
    names = TAKEN_AWAY if isinstance(case, Accreditation) else ("refuse", "set_aside")
    last = log.last(case.id, *names)
    if last is None:
        return False
    query = select(Objection.id).where(
        or_(Objection.event_id == last.id, Objection.also_event_id == last.id),
        Objection.outcome.in_(WON), Objection.consequence.in_(("grant", "reopen", "restore")),
    )  # fmt: skip
    return db.session.scalar(query.limit(1)) is not None


def extend(accreditation: Accreditation, event: Event) -> None:
    """An objection that runs is directed against a later decision in its place as well (art. 6:19 Awb)."""
    for one in pending(accreditation):
        transitions.fire(one, "extend_to", actor=SYSTEM, effective_on=event.effective_on, later=event.id,
                         decision=event.name)  # fmt: skip
