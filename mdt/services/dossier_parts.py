"""Parts that the dossiers of several kinds of case share: papers, letters, and data as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from mdt.models import Document, Mail, db
from mdt.services import evidence, paper
from mdt.services.dossier import Asked, File
from workflows.base import N_

# An address in a letter can hold a secret that opens a door; a dossier is passed on.
SECRET = re.compile(r"(?<=/)(?![0-9a-f]{8}-[0-9a-f]{4}-)[A-Za-z0-9_.-]{24,}")


def papers_of(asked: Asked) -> Iterable[File]:
    """The papers of the case, each as it was issued; of one that was erased nothing is left to give."""
    query = select(Document).where(Document.case_id == asked.subject.id, Document.erased_at.is_(None))
    for document in db.session.scalars(query.order_by(Document.number)):
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


def json_file(path: str, what: str, content: Any) -> File:
    """Plain data as a file."""
    return File(path, what, lambda: json.dumps(content, ensure_ascii=False, indent=1).encode())
