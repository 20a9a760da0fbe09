"""Checking that the books are right: each case's chain, the statuses against the log, decisions, and papers.

The first thing that is wrong is a `Fault` whose message is a sentence. One case is in memory at a time.

What this proves: a changed or inserted event, and one removed from between others, is found by the chain; a removed end
by the case's head; a removed case by whatever still points to it. Somebody who rewrites all of a case at once is not.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select

from mdt.models import (
    Accreditation,
    Application,
    Assessment,
    CaseHead,
    CheckIn,
    Counter,
    Decision,
    Document,
    Effect,
    Event,
    Measure,
    Membership,
    Objection,
    Organisation,
    Visit,
    db,
)
from mdt.services import evidence, log, storage
from mdt.services.accreditation import DECISIONS as OF_ACCREDITATIONS
from mdt.services.application import DECISIONS
from workflows.objection_words import OUTCOMES

SUBJECTS: dict[str, Any] = {
    "application": Application,
    "assessment": Assessment,
    "visit": Visit,
    "accreditation": Accreditation,
    "membership": Membership,
    "measure": Measure,
    "check_in": CheckIn,
    "objection": Objection,
}
ADDED_WHEN_ISSUED = ("kind", "number", "code", "verify_url")
BATCH = 200


class Fault(Exception):  # noqa: N818 - says what was found, as Refused does
    """The first thing that is wrong; the message is a sentence that names the case, the event number and what."""


@dataclass
class Counts:
    """How much was checked and found right."""

    cases: int = 0
    events: int = 0
    decisions: int = 0
    papers: int = 0


def verify() -> Counts:
    """Check everything; raises Fault for the first thing that is wrong. Reads only."""
    counts = Counts()
    heads = select(CaseHead.case_id, CaseHead.kind, CaseHead.sequence, CaseHead.hash).order_by(CaseHead.case_id)
    with _stream(heads) as rows:
        for case_id, kind, sequence, hash_ in rows:
            counts.events += _verify_case(case_id, kind, sequence, hash_)
            counts.cases += 1
    _verify_that_all_have_events()
    counts.decisions = _verify_decisions()
    counts.papers = _verify_papers()
    return counts


@contextmanager
def _stream(query: Any) -> Iterator[Iterable[Any]]:
    """The rows of a query, fetched a few at a time; the cursor is closed also when a fault is found midway."""
    rows = db.session.execute(query.execution_options(yield_per=BATCH))
    try:
        yield rows
    finally:
        rows.close()


def _named(case_id: uuid.UUID, kind: str) -> str:
    """A case as people call it."""
    for noun, column in ((Application, Application.number), (Accreditation, Accreditation.number),
                         (Objection, Objection.number)):  # fmt: skip
        if number := db.session.scalar(select(column).where(noun.id == case_id)):
            return f"case {number}"
    name = db.session.scalar(select(Organisation.name).where(Organisation.id == case_id))
    return f"the memberships of {name}" if name else f"case {case_id} ({kind})"


def _verify_case(case_id: uuid.UUID, kind: str, length: int, last_hash: str) -> int:
    """Follow one chain from its first event to its head; returns how many events it has."""
    previous, count = log.GENESIS, 0
    states: dict[uuid.UUID, tuple[str, str]] = {}
    events = select(Event).where(Event.case_id == case_id).order_by(Event.sequence)
    with _stream(events) as rows:
        for (event,) in rows:
            count += 1
            if problem := _wrong_with(event, count, previous, states):
                raise Fault(f"In {_named(case_id, kind)}, event {count} ({event.name}): {problem}.")
            previous = event.hash
            states[event.subject_id] = (event.noun, event.status_after)
    if count < length:
        raise Fault(f"In {_named(case_id, kind)}, event {count + 1} is missing: there should be {length} events.")
    if count > length or previous != last_hash:
        raise Fault(f"In {_named(case_id, kind)}, event {count} was added or changed outside the log: "
                    f"the head of the case knows {length} events and another hash.")  # fmt: skip
    for subject_id, (noun, status) in states.items():
        _verify_status(case_id, kind, noun, subject_id, status)
    return count


def _wrong_with(event: Event, expected: int, previous: str, states: dict[uuid.UUID, tuple[str, str]]) -> str | None:
    """What is wrong with an event at its place in the chain, or None."""
    if event.sequence != expected:
        return f"event {expected} is missing; this one is number {event.sequence}"
    if event.previous_hash != previous:
        return "it does not follow the event before it; that one was changed, removed or moved"
    if log.digest(event) != event.hash:
        return "it was changed after it was recorded; its hash does not match"
    if (event.snapshot is None) != (event.salt is None):
        return "its snapshot and its salt must be there both, or be erased both"
    if event.snapshot is not None and log.commitment(event.salt or "", event.snapshot) != event.commitment:
        return "the data that it froze was changed; it does not match its commitment"
    before = states.get(event.subject_id, (event.noun, None))[1]
    if event.status_before != before:
        return f"it begins in the state {event.status_before}, but the one before it ended in {before}"
    return None


def _verify_status(case_id: uuid.UUID, kind: str, noun: str, subject_id: uuid.UUID, status: str) -> None:
    model = SUBJECTS[noun]
    stands = db.session.scalar(select(model.status).where(model.id == subject_id))
    if stands is None:
        raise Fault(f"In {_named(case_id, kind)}, the {noun} {subject_id} is in the log but no longer in its table.")
    if stands != status:
        raise Fault(f"In {_named(case_id, kind)}, the status of the {noun} is {stands}, but by the log it is {status}.")


def _verify_that_all_have_events() -> None:
    """Whatever has a status came by it through an event."""
    for noun, model in SUBJECTS.items():
        known = select(Event.id).where(Event.subject_id == model.id).exists()
        if lost := db.session.scalar(select(model.id).where(~known).limit(1)):
            raise Fault(f"The {noun} {lost} ({_named(lost, noun)}) has no events: its log was removed.")


def _verify_decisions() -> int:
    """Each decision is what its event says, and each event that decides has its decision."""
    count = 0
    query = select(Decision, Event).outerjoin(Event, Decision.event_id == Event.id).order_by(Decision.event_id)
    with _stream(query) as rows:
        for decision, event in rows:
            count += 1
            if event is None or not _belongs(decision, event):
                raise Fault(f"The decision {decision.id} belongs to no event of its application.")
            if problem := _wrong_with_decision(decision, event):
                raise Fault(
                    f"In {_named(event.case_id, 'application')}, event {event.sequence} ({event.name}): {problem}."
                )
    deciding = select(Event).where(or_(
        (Event.noun == "application") & Event.name.in_(DECISIONS),
        (Event.noun == "accreditation") & Event.name.in_(OF_ACCREDITATIONS),
        (Event.noun == "objection") & Event.name.in_(OUTCOMES),
    ))  # fmt: skip
    deciding = deciding.where(~select(Decision.id).where(Decision.event_id == Event.id).exists())
    if (event := db.session.scalar(deciding.order_by(Event.id).limit(1))) is not None:
        raise Fault(f"In {_named(event.case_id, 'application')}, event {event.sequence} ({event.name}): "
                    "its decision is missing.")  # fmt: skip
    return count


def _belongs(decision: Decision, event: Event) -> bool:
    """Whether an event is about the application of a decision, its accreditation, or an objection against either."""
    model: Any = {"accreditation": Accreditation, "objection": Objection}.get(event.noun)
    if model is None:
        return event.subject_id == decision.application_id
    found = db.session.get(model, event.subject_id)
    return found is not None and found.application_id == decision.application_id


def _wrong_with_decision(decision: Decision, event: Event) -> str | None:
    if decision.kind != event.name:
        return f"the decision says {decision.kind}"
    if decision.decided_on != event.effective_on or decision.recorded_at != event.recorded_at:
        return "the day of the decision was changed"
    if decision.decided_by != event.actor_id:
        return "the decision names somebody else as who decided"
    given = (event.snapshot or {}).get("given")
    if given is not None and decision.reasons != str(given.get("reasons") or ""):
        return "the reasons of the decision were changed"
    if given is not None and decision.content != {key: value for key, value in given.items() if key != "reasons"}:
        return "the content of the decision was changed"
    return None


def _verify_papers() -> int:
    """Each paper says what its event froze, its bytes are those that were issued, and none is missing."""
    count = 0
    query = (
        select(Document, Event).join(Event, Document.event_id == Event.id).order_by(Document.event_id, Document.kind)
    )
    with _stream(query) as rows:
        for document, event in rows:
            count += 1
            if problem := _wrong_with_paper(document, event):
                raise Fault(f"In {_named(event.case_id, 'application')}, event {event.sequence} ({event.name}), "
                            f"paper {document.number} ({document.kind}): {problem}.")  # fmt: skip
    made = select(Effect, Event).join(Event, Effect.event_id == Event.id)
    made = made.where(Effect.kind == "evidence", Effect.done_at.is_not(None))
    paper = select(Document.id).where(Document.event_id == Effect.event_id, Document.kind == Effect.name)
    if lost := db.session.execute(made.where(~paper.exists()).order_by(Effect.id).limit(1)).first():
        effect, event = lost
        raise Fault(f"In {_named(event.case_id, 'application')}, event {event.sequence} ({event.name}): "
                    f"its paper ({effect.name}) was issued and is gone.")  # fmt: skip
    _verify_numbers()
    return count


def _wrong_with_paper(document: Document, event: Event) -> str | None:
    said = {key: value for key, value in document.record.items() if key not in ADDED_WHEN_ISSUED}
    frozen = (event.snapshot or {}).get("papers", {}).get(document.kind)
    if frozen is not None and said != {k: v for k, v in frozen.items() if k not in ADDED_WHEN_ISSUED}:
        return "its record is not what the event froze"
    if (document.record["number"], document.record["code"]) != (document.number, document.code):
        return "its number or its code was changed"
    try:
        content = storage.read(document.sha256)
    except storage.Damaged as damage:
        return str(damage)
    return None if len(content) == document.size else "its size was changed"


def _verify_numbers() -> None:
    """Papers are numbered without gaps, so one that is gone shows in the count."""
    counters = select(Counter.year, Counter.value).where(Counter.kind == evidence.KIND_OF_NUMBER).order_by(Counter.year)
    for year, value in db.session.execute(counters).all():
        like = f"{evidence.KIND_OF_NUMBER}-{year}-%"
        there = db.session.scalar(select(func.count()).select_from(Document).where(Document.number.like(like))) or 0
        if there != value:
            raise Fault(f"In {year} {value} papers were numbered, and {there} are there.")
