"""What the house holds about a youth: each noun says what is its, so that all of it can be handed over and erased."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, or_, select, update

from mdt.models import Consent, Document, Effect, Enrolment, Erasure, Event, Mail, SignedLink, Youth, db
from mdt.services import clock, evidence, revision, storage
from mdt.services.wording import plain

GONE = "–"
KEPT_IN_RECORD = ("kind", "number", "code", "language", "issued_on")


def _nothing(_row: Any) -> None:
    """A noun whose rows hold no personal data of their own."""


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What one noun holds of a youth. `rows` finds it, `erase` empties the personal fields of one row.

    Of each row all columns are handed over but those in `secret`. `running` says whether a row still runs, which must
    end before anything is erased, and `title` is how that is said.
    """

    noun: str
    title: str
    rows: Callable[[Youth], list[Any]]
    erase: Callable[[Any], None] = _nothing
    running: Callable[[Any], bool] = lambda _row: False
    secret: frozenset[str] = frozenset({"token_hash"})


_HOLDINGS: dict[str, Holding] = {}


def hold(holding: Holding) -> None:
    """Register what a noun holds; its service does so once when it is imported."""
    _HOLDINGS[holding.noun] = holding


def of_youth(model: Any) -> Callable[[Youth], list[Any]]:
    """The finder of a noun whose table names the youth."""
    return lambda youth: list(db.session.scalars(select(model).where(model.youth_id == youth.id)))


def still_running(youth: Youth) -> tuple[str, ...]:
    """The message ids of what must end before the data can be erased."""
    return tuple(one.title for one in _HOLDINGS.values() if any(one.running(row) for row in one.rows(youth)))


def archive(youth: Youth) -> bytes:
    """Everything about a youth as a ZIP: one JSON file for each noun, what was recorded of each event, and papers."""
    ids = _subjects(youth)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("youth.json", _json(_profile(youth)))
        for holding in _HOLDINGS.values():
            rows = [_columns(row, holding.secret) for row in holding.rows(youth)]
            packed.writestr(f"{holding.noun}.json", _json(rows))
        packed.writestr("events.json", _json([_recorded(event) for event in _events(ids)]))
        packed.writestr("letters.json", _json([_columns(letter, frozenset()) for letter in _letters_to(youth)]))
        for paper in _papers(ids):
            packed.writestr(f"papers/{paper.number}.pdf", evidence.content_of(paper))
            packed.writestr(f"papers/{paper.number}.json", _json(paper.record))
    return file.getvalue()


def erase(youth: Youth) -> dict[str, int]:
    """Shred salts, snapshots, papers, letters and every personal field; returns how many of each. The log still
    verifies: its chain covers commitments, and whoever holds a copy can still prove what it said.
    """
    ids = _subjects(youth)
    letters, papers = _erase_letters(youth, ids), _erase_papers(ids)
    shredded = db.session.execute(
        update(Event).where(Event.subject_id.in_(ids), Event.salt.is_not(None)).values(snapshot=None, salt=None)
    )
    for holding in _HOLDINGS.values():
        for row in holding.rows(youth):
            holding.erase(row)
    db.session.execute(delete(SignedLink).where(SignedLink.subject_id.in_(ids)))
    youth.born_on = youth.guardian_name = youth.guardian_email = youth.evidence_salt = None
    youth.erased_at = clock.now()
    db.session.flush()
    return {"events": shredded.rowcount, "papers": papers, "letters": letters}  # type: ignore[attr-defined]


def _subjects(youth: Youth) -> list[uuid.UUID]:
    """Whatever events and links can be about: the version of an agreement, whose id is a hash, is none of it."""
    found = (row.id for holding in _HOLDINGS.values() for row in holding.rows(youth))
    return [youth.id, *(id for id in found if isinstance(id, uuid.UUID))]


def _events(ids: list[uuid.UUID]) -> list[Event]:
    return list(db.session.scalars(select(Event).where(Event.subject_id.in_(ids)).order_by(Event.id)))


def _papers(ids: list[uuid.UUID]) -> list[Document]:
    query = select(Document).join(Event, Document.event_id == Event.id)
    query = query.where(Event.subject_id.in_(ids), Document.erased_at.is_(None)).order_by(Document.number)
    return list(db.session.scalars(query))


def _letters_to(youth: Youth) -> list[Mail]:
    return list(db.session.scalars(select(Mail).where(Mail.recipient == youth.person.email).order_by(Mail.created_at)))


def _erase_letters(youth: Youth, ids: list[uuid.UUID]) -> int:
    """Letters about the youth, to whomever; and what still had to be told or made."""
    effects = select(Effect.id).join(Event, Effect.event_id == Event.id).where(Event.subject_id.in_(ids))
    addresses = [email for email in (youth.person.email, youth.guardian_email) if email]
    gone = db.session.execute(delete(Mail).where(or_(Mail.effect_id.in_(effects), Mail.recipient.in_(addresses))))
    db.session.execute(delete(Effect).where(Effect.id.in_(effects), Effect.done_at.is_(None)))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _erase_papers(ids: list[uuid.UUID]) -> int:
    papers = _papers(ids)
    for paper in papers:
        paper.record = {name: paper.record[name] for name in KEPT_IN_RECORD if name in paper.record}
        paper.erased_at = clock.now()
        for digest in {paper.sha256, *revision.digests(paper)}:
            storage.remove(digest, folder="documents")
    return len(papers)


def _profile(youth: Youth) -> dict[str, Any]:
    person = youth.person
    return _columns(youth, frozenset()) | {
        "name": person.name, "email": person.email, "language": person.language, "account_made_at": person.created_at,
    }  # fmt: skip


def _recorded(event: Event) -> dict[str, Any]:
    return {
        "noun": event.noun, "subject": event.subject_id, "event": event.name, "role": event.role,
        "effective_on": event.effective_on, "recorded_at": event.recorded_at, "snapshot": event.snapshot,
        "salt": event.salt, "commitment": event.commitment, "hash": event.hash,
    }  # fmt: skip


def _columns(row: Any, secret: frozenset[str]) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs if column.key not in secret}


def _json(value: Any) -> str:
    return json.dumps(plain(value), ensure_ascii=False, indent=2, default=str) + "\n"


def _erase_enrolment(enrolment: Enrolment) -> None:
    enrolment.student_number = enrolment.email = enrolment.token_hash = None


def _erase_consent(consent: Consent) -> None:
    consent.guardian_name = consent.guardian_email = None


def _erase_request(erasure: Erasure) -> None:
    erasure.wish = GONE


hold(Holding(noun="enrolment", title="", rows=of_youth(Enrolment), erase=_erase_enrolment))
hold(Holding(noun="consent", title="", rows=of_youth(Consent), erase=_erase_consent))
hold(Holding(noun="erasure", title="", rows=of_youth(Erasure), erase=_erase_request))
