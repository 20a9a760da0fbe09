"""The papers of a case: those that were issued, those on their way, and one of them as it was issued."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import Response, abort, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import select

from mdt.models import Document, Effect, Event, db
from mdt.services import evidence, objection_standing, paper, paper_standing
from workflows.base import N_


def papers(case_id: uuid.UUID, noun: str) -> list[dict[str, Any]]:
    """The papers of a case, the newest first; those on their way before them. `noun` has the page of each."""
    query = select(Document).where(Document.case_id == case_id).order_by(Document.created_at.desc())
    return listed(case_id, db.session.scalars(query).all(), address=lambda d: url_for(f"{noun}.paper", id=case_id,
                  document=d.id))  # fmt: skip


def listed(
    case_id: uuid.UUID, documents: Sequence[Document], *, address: Callable[[Document], str]
) -> list[dict[str, Any]]:
    """Papers as a page lists them, with what happened since to what they decide; those on their way first."""
    since = notes(documents)
    made = [
        {"title": _(paper.TITLES.get(d.kind, N_("Paper"))), "number": d.number, "date": d.issued_on, "code": d.code,
         "size": d.size, "url": address(d), "verify_url": url_for("verify.show", code=d.code),
         "note": since.get(d.event_id)}
        for d in documents
    ]  # fmt: skip
    waiting = [
        {"title": _(paper.TITLES.get(kind, N_("Paper"))), "pending": True, "url": None, "date": on}
        for kind, on in pending(case_id)
    ]
    return [*waiting, *made]


def notes(documents: Sequence[Document]) -> dict[int, str]:
    """What happened since to the decisions in papers: superseded, or under objection. Two statements."""
    deciding = paper_standing.DECISIONS | paper_standing.ACCREDITING
    ids = {d.event_id for d in documents if d.kind in deciding}
    said = dict.fromkeys(objection_standing.against(ids), _("Under objection"))
    return said | {
        event: _("Superseded by the decision of %(day)s", day=format_date(day, "d MMMM y"))
        for event, day in objection_standing.superseded(ids).items()
    }


def pending(case_id: uuid.UUID) -> list[tuple[str, date]]:
    """The kinds of papers that are still being made, with the day of their event."""
    query = (
        select(Effect.name, Event.effective_on)
        .join(Event, Effect.event_id == Event.id)
        .where(Event.case_id == case_id, Effect.kind == "evidence", Effect.done_at.is_(None))
    )
    return [(name, on) for name, on in db.session.execute(query.order_by(Effect.id.desc()))]


def deliver(case_id: uuid.UUID, document: uuid.UUID) -> Response:
    """One paper of a case. Aborts 404."""
    query = select(Document).where(Document.id == document, Document.case_id == case_id)
    issued = db.session.scalar(query) or abort(404)
    response = Response(evidence.content_of(issued), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{issued.number}.pdf"'
    return response
