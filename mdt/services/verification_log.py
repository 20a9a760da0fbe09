"""Checking the log: every chain from its first event to its head, every seal, and the one against the other.

Read in one pass, a few rows at a time: heads, events and sealed heads in step, ordered by case. Only the states of the
subjects of one case, and one hash for each level of a seal's tree, are in memory.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Generic, TypeVar

from sqlalchemy import select

from mdt.models import (
    Accreditation,
    Application,
    CaseHead,
    Credit,
    Event,
    LogSeal,
    Objection,
    Organisation,
    SealedHead,
    db,
)
from mdt.services import chain, sealing_log, timestamping

BATCH = 500
Key = TypeVar("Key", uuid.UUID, int)


class Fault(Exception):  # noqa: N818 - says what was found, as Refused does
    """The first thing that is wrong; the message is a sentence that names the case, the event number and what."""


class _Beside(Generic[Key]):
    """Rows ordered by a key, read in step with something else that is ordered by it."""

    def __init__(self, rows: Iterable[Any], key: str) -> None:
        self.rows, self.key = iter(rows), key
        self.row = next(self.rows, None)

    def of(self, wanted: Key) -> Iterator[Any]:
        """The rows of a key; those of a smaller one must have been taken."""
        while self.row is not None and getattr(self.row, self.key) == wanted:
            yield self.row
            self.row = next(self.rows, None)

    def stray(self, before: Key | None = None) -> Any:
        """A row that belongs to nothing that was asked for, or None."""
        if self.row is None or (before is not None and getattr(self.row, self.key) >= before):
            return None
        return self.row


@contextmanager
def stream(query: Any) -> Iterator[Iterable[Any]]:
    """The rows of a query, fetched a few at a time; the cursor is closed also when a fault is found midway."""
    rows = db.session.execute(query.execution_options(yield_per=BATCH))
    try:
        yield rows
    finally:
        rows.close()


def named(case_id: uuid.UUID, kind: str) -> str:
    """A case as people call it."""
    numbered: tuple[Any, ...] = (Application, Accreditation, Credit, Objection)
    for noun in numbered:
        if number := db.session.scalar(select(noun.number).where(noun.id == case_id)):
            return f"case {number}"
    name = db.session.scalar(select(Organisation.name).where(Organisation.id == case_id))
    return f"the memberships of {name}" if name else f"case {case_id} ({kind})"


# -- chains ---------------------------------------------------------------------------------------------------------
def verify_chains(subjects: dict[str, Any]) -> tuple[int, int]:
    """Follow every chain; returns how many cases and events there are. `subjects` are the tables by noun."""
    cases = events = 0
    head = CaseHead.__table__
    heads = select(head.c.case_id, head.c.kind, head.c.sequence, head.c.hash).order_by(head.c.case_id)
    places = select(Event.__table__).order_by(Event.case_id, Event.sequence)
    sealed = select(SealedHead.__table__).order_by(SealedHead.case_id, SealedHead.sequence)
    with ExitStack() as open_:
        event_rows: _Beside[uuid.UUID] = _Beside(open_.enter_context(stream(places)), "case_id")
        seal_rows: _Beside[uuid.UUID] = _Beside(open_.enter_context(stream(sealed)), "case_id")
        for found in open_.enter_context(stream(heads)):
            _no_stray(event_rows, seal_rows, found.case_id)
            events += _follow(found, event_rows.of(found.case_id), seal_rows.of(found.case_id), subjects)
            cases += 1
        _no_stray(event_rows, seal_rows)
    return cases, events


def _no_stray(events: _Beside[uuid.UUID], sealed: _Beside[uuid.UUID], before: uuid.UUID | None = None) -> None:
    """Events or seals of a case that is gone."""
    if row := sealed.stray(before):
        raise Fault(f"The whole {named(row.case_id, 'removed')} is gone from the log: seal {row.seal_number} "
                    f"covers its events up to {row.sequence}.")  # fmt: skip
    if row := events.stray(before):
        raise Fault(f"In {named(row.case_id, row.noun)}, event {row.sequence} ({row.name}): its case has no head.")


def _follow(head: Any, events: Iterator[Any], sealed: Iterator[Any], subjects: dict[str, Any]) -> int:
    """Follow one chain from its first event to its head; returns how many events it has."""
    previous, count = chain.GENESIS, 0
    states: dict[uuid.UUID, tuple[str, str]] = {}
    seal = next(sealed, None)
    for event in events:
        count += 1
        if problem := _wrong_with(event, count, previous, states):
            raise Fault(f"In {named(head.case_id, head.kind)}, event {count} ({event.name}): {problem}.")
        if seal is not None and seal.sequence == count:
            if seal.hash != event.hash:
                raise Fault(f"In {named(head.case_id, head.kind)}, the events up to {count} ({event.name}) were "
                            f"written again: seal {seal.seal_number} knows others.")  # fmt: skip
            seal = next(sealed, None)
        previous = event.hash
        states[event.subject_id] = (event.noun, event.status_after)
    _ends_well(head, count, previous, seal)
    for subject_id, (noun, status) in states.items():
        _verify_status(head, noun, subject_id, status, subjects)
    return count


def _ends_well(head: Any, count: int, last_hash: str, seal: Any) -> None:
    """The chain ends where its head and the last seal of the case say."""
    if count < head.sequence:
        raise Fault(f"In {named(head.case_id, head.kind)}, event {count + 1} is missing: there should be "
                    f"{head.sequence} events.")  # fmt: skip
    if seal is not None:
        raise Fault(f"In {named(head.case_id, head.kind)}, event {count + 1} is missing: seal {seal.seal_number} "
                    f"covers {seal.sequence} events.")  # fmt: skip
    if count > head.sequence or last_hash != head.hash:
        raise Fault(f"In {named(head.case_id, head.kind)}, event {count} was added or changed outside the log: "
                    f"the head of the case knows {head.sequence} events and another hash.")  # fmt: skip


def _wrong_with(event: Any, expected: int, previous: str, states: dict[uuid.UUID, tuple[str, str]]) -> str | None:
    """What is wrong with an event at its place in the chain, or None."""
    if event.sequence != expected:
        return f"event {expected} is missing; this one is number {event.sequence}"
    if event.previous_hash != previous:
        return "it does not follow the event before it; that one was changed, removed or moved"
    if chain.digest(event) != event.hash:
        return "it was changed after it was recorded; its hash does not match"
    if (event.snapshot is None) != (event.salt is None):
        return "its snapshot and its salt must be there both, or be erased both"
    if event.snapshot is not None and chain.commitment(event.salt or "", event.snapshot) != event.commitment:
        return "the data that it froze was changed; it does not match its commitment"
    before = states.get(event.subject_id, (event.noun, None))[1]
    if event.status_before != before:
        return f"it begins in the state {event.status_before}, but the one before it ended in {before}"
    return None


def _verify_status(head: Any, noun: str, subject_id: uuid.UUID, status: str, subjects: dict[str, Any]) -> None:
    model = subjects[noun]
    case = named(head.case_id, head.kind) if (stands := _status(model, subject_id)) != status else ""
    if stands is None:
        raise Fault(f"In {case}, the {noun} {subject_id} is in the log but no longer in its table.")
    if stands != status:
        raise Fault(f"In {case}, the status of the {noun} is {stands}, but by the log it is {status}.")


def _status(model: Any, subject_id: uuid.UUID) -> str | None:
    return db.session.scalar(select(model.status).where(model.id == subject_id))


# -- seals ----------------------------------------------------------------------------------------------------------
def verify_seals() -> int:
    """Every seal: its number, its place in the chain, its tree, its hash and its timestamp; returns how many."""
    count, previous = 0, chain.GENESIS
    heads = select(SealedHead.__table__).order_by(SealedHead.seal_number, SealedHead.case_id)
    with stream(select(LogSeal).order_by(LogSeal.number)) as seals, stream(heads) as rows:
        beside: _Beside[int] = _Beside(rows, "seal_number")
        for (seal,) in seals:
            count += 1
            if seal.number != count:
                raise Fault(f"Seal {count} of the log is missing.")
            if problem := _wrong_with_seal(seal, previous, beside.of(seal.number)):
                raise Fault(f"Seal {seal.number} of the log: {problem}.")
            previous = seal.hash
        if stray := beside.stray():
            raise Fault(f"Seal {stray.seal_number} of the log is missing.")
    return count


def _wrong_with_seal(seal: LogSeal, previous: str, heads: Iterator[Any]) -> str | None:
    """What is wrong with a seal, or None."""
    found = 0

    def leaves() -> Iterator[str]:
        nonlocal found
        for row in heads:
            found += 1
            yield chain.leaf(str(row.case_id), row.sequence, row.hash)

    root = chain.root(leaves())
    if found != seal.cases:
        return f"it covers {seal.cases} cases, and {found} are there"
    if root != seal.root:
        return "where one of its cases ended was changed"
    if seal.previous_hash != previous:
        return "it does not follow the seal before it; that one was changed or removed"
    if chain.seal_hash(sealing_log.said(seal)) != seal.hash:
        return "it was changed; its hash does not match"
    if seal.timestamp_token is not None:
        try:
            timestamping.time_of(seal.timestamp_token, seal.hash)
        except timestamping.NoTimestamp as problem:
            return str(problem)
    return None


def seal_on_paper(reference: dict[str, Any] | None) -> str | None:
    """What is wrong with the seal that a paper names, or None; the paper left the house, so it cannot be changed."""
    if reference is None:
        return None
    there = db.session.scalar(select(LogSeal.hash).where(LogSeal.number == reference["number"]))
    return None if there == reference["hash"] else f"it names seal {reference['number']}, which the log has otherwise"
