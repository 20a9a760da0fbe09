"""Parts that the dossiers of several kinds of case share: papers, letters, and data as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import or_, select

from mdt.models import Document, Event, Mail, Membership, Organisation, Person, db
from mdt.services import dossier_log, evidence, paper
from mdt.services.dossier import Asked, Block, File
from mdt.services.timeline import OWN, timeline
from workflows.base import N_
from workflows.roles import Role

# An address in a letter can hold a secret that opens a door; a dossier is passed on.
SECRET = re.compile(r"(?<=/)(?![0-9a-f]{8}-[0-9a-f]{4}-)[A-Za-z0-9_.-]{24,}")


def papers_of(asked: Asked) -> Iterable[File]:
    """The papers of the case, each as it was issued; of one that was erased nothing is left to give."""
    query = select(Document).where(Document.case_id == asked.subject.id, Document.erased_at.is_(None))
    yield from papers(db.session.scalars(query.order_by(Document.number)))


def papers(documents: Iterable[Document]) -> Iterable[File]:
    """Papers as files."""
    for document in documents:
        title = _(paper.TITLES.get(document.kind, N_("Paper")))
        path = f"papers/{document.number}-{document.kind.replace('_', '-')}.pdf"
        yield File(path, f"{title} ({document.number})", _reading(document), document.issued_on)


def _reading(document: Document) -> Callable[[], bytes]:
    return lambda: evidence.content_of(document)


def letters(asked: Asked, of_whom: Any = None) -> Iterable[File]:
    """The letters of the case, or those for which a condition holds, without the secrets that were in them."""
    query = select(Mail).where(Mail.case_id == asked.subject.id).order_by(Mail.created_at, Mail.recipient)
    if of_whom is not None:
        query = query.where(of_whom)
    for number, letter in enumerate(db.session.scalars(query), 1):
        on = letter.created_at.date()
        path = f"letters/{number:03}-{on.isoformat()}.txt"
        yield File(path, f"{letter.subject} ({letter.recipient})", _written(letter), on)


def _written(letter: Mail) -> Callable[[], bytes]:
    when = letter.sent_at or letter.created_at
    lines = [f"Message-ID: {letter.message_id}", f"Date: {when.isoformat()}", f"To: {letter.recipient}",
             f"Subject: {letter.subject}", "", SECRET.sub("…", letter.body)]  # fmt: skip
    return lambda: "\n".join(lines).encode()


def to_organisation(organisation: Organisation) -> Any:
    """The condition of a letter to an organisation itself or to whoever acts for it."""
    own = (
        select(Person.email)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.organisation_id == organisation.id)
    )
    return or_(Mail.recipient.in_(own), Mail.recipient == organisation.email)


def happened(asked: Asked) -> Iterable[Block]:
    """What happened, as the timeline of the case tells it to this reader."""
    entries = [{**entry, "when": day(entry["when"])} for entry in timeline(asked.events, asked.roles)]
    yield Block(_("What happened"), entries=entries)


def told_by_the_timeline(asked: Asked) -> Callable[[Event], str]:
    """How much of each event a reader gets where the timeline tells all of it: of what others froze, nothing."""

    def level(event: Event) -> str:
        return dossier_log.WHOLE if asked.inside or Role(event.role) in OWN else dossier_log.SAID

    return level


def day(value: date | None) -> str:
    """A day in words, or nothing."""
    return str(format_date(value, "d MMMM y")) if value else ""


def said(*pairs: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """The pairs that say something, as the pages leave out what is empty."""
    return [(label, value) for label, value in pairs if value]


def json_file(path: str, what: str, content: Any) -> File:
    """Plain data as a file."""
    return File(path, what, lambda: json.dumps(content, ensure_ascii=False, indent=1).encode())
