"""The event log: adding to a case's chain, and reading it."""

from __future__ import annotations

import secrets
import uuid
from datetime import date
from typing import Any

from sqlalchemy import select

from mdt.models import CaseHead, Event, db
from mdt.services.chain import GENESIS, canonical, commitment, digest

__all__ = ["GENESIS", "append", "canonical", "commitment", "digest", "effective", "head_of", "last", "of_case"]


def head_of(case_id: uuid.UUID, kind: str) -> CaseHead:
    """The end of a case's chain, locked until the transaction ends; made when the case is new."""
    head = db.session.scalar(select(CaseHead).where(CaseHead.case_id == case_id).with_for_update())
    if head is None:
        head = CaseHead(case_id=case_id, kind=kind, sequence=0, hash=GENESIS)
        db.session.add(head)
        db.session.flush()
    return head


def append(event: Event, *, kind: str, snapshot: dict[str, Any]) -> Event:
    """Add an event to its case's chain; fills sequence, salt, commitment and hashes."""
    head = head_of(event.case_id, kind)
    event.salt = secrets.token_hex(16)
    event.snapshot = snapshot
    event.commitment = commitment(event.salt, snapshot)
    event.sequence = head.sequence + 1
    event.previous_hash = head.hash
    event.hash = digest(event)
    head.sequence, head.hash = event.sequence, event.hash
    db.session.add(event)
    db.session.flush()
    return event


def of_case(case_id: uuid.UUID) -> list[Event]:
    """The events of a case, oldest first."""
    return list(db.session.scalars(select(Event).where(Event.case_id == case_id).order_by(Event.sequence)))


def last(subject_id: uuid.UUID, *names: str) -> Event | None:
    """The last event with one of these names on a subject."""
    query = select(Event).where(Event.subject_id == subject_id, Event.name.in_(names))
    return db.session.scalar(query.order_by(Event.id.desc()).limit(1))


def effective(event: Event | None) -> date | None:
    """The legal date of an event, if there is one."""
    return event.effective_on if event else None
