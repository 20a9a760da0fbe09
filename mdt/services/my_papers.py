"""The papers of a youth: those that were issued in their own cases, and those on their way, whatever the noun."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select

from mdt.models import Agreement, Document, Effect, Event, Youth, db

CasesOf = Callable[[uuid.UUID], Select[Any]]
_CASES: list[CasesOf] = [lambda youth_id: select(Agreement.id).where(Agreement.youth_id == youth_id)]


def of_cases(cases: CasesOf) -> CasesOf:
    """Register which cases of a noun are a youth's own: from the id of the youth to a select of ids of cases."""
    _CASES.append(cases)
    return cases


def of(youth: Youth) -> list[Document]:
    """The papers, the newest first."""
    query = select(Document).where(or_(*(Document.case_id.in_(cases(youth.id)) for cases in _CASES)))
    return list(db.session.scalars(query.order_by(Document.created_at.desc(), Document.number.desc())))


def one(youth: Youth, document_id: uuid.UUID) -> Document | None:
    """One of the youth's own papers, or None."""
    query = select(Document).where(
        Document.id == document_id, or_(*(Document.case_id.in_(cases(youth.id)) for cases in _CASES))
    )
    return db.session.scalar(query)


def pending(youth: Youth) -> list[tuple[str, date]]:
    """The kinds of papers that are still being made, with the day of their event."""
    query = (
        select(Effect.name, Event.effective_on)
        .join(Event, Effect.event_id == Event.id)
        .where(or_(*(Event.case_id.in_(cases(youth.id)) for cases in _CASES)))
        .where(Effect.kind == "evidence", Effect.done_at.is_(None))
    )
    return [(name, on) for name, on in db.session.execute(query.order_by(Effect.id.desc()))]
