"""Papers: made once from what an event froze, sealed, kept as bytes, verifiable by a code that cannot be guessed."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import select

from mdt.models import Document, Event, db
from mdt.services import clock, credential, numbers, paper_schemas, revision, seal, sealing_log, storage
from mdt.services.pressroom import Made, Order, Pressroom
from mdt.services.rendering import RenderingFailed, render
from mdt.services.seal import Sealed, SealingFailed

KIND_OF_NUMBER = "DT"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O or U
WITH_CREDENTIAL = frozenset({"credit_statement", "school_hours_statement"})  # the file carries it
SIGNS, GROUP = 20, 4  # 20 signs of 5 bits: 100 bits
CONFUSED = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


@dataclass(frozen=True)
class Draft:
    """A paper rendered and sealed ahead of its transaction, under the number that it expected to get."""

    number: str
    record: dict[str, Any]
    rendered_sha256: str
    sealed: Sealed


def new_code() -> str:
    """A verification code of 100 bits in groups: `7KQ2-M9XW-4PHT-0B3C-V8RZ`."""
    signs = "".join(secrets.choice(LETTERS) for _ in range(SIGNS))
    return "-".join(signs[i : i + GROUP] for i in range(0, SIGNS, GROUP))


def tidy_code(typed: str) -> str:
    """A code as somebody typed it, in the form in which it is stored; signs that are easily confused are forgiven."""
    signs = "".join(sign for sign in typed.upper().translate(CONFUSED) if sign in LETTERS)
    return "-".join(signs[i : i + GROUP] for i in range(0, len(signs), GROUP))


def verify_url(code: str, language: str = "nl") -> str:
    """The public page of a code, in the language of the paper that it stands on."""
    page = f"{current_app.config['MDT_BASE_URL'].rstrip('/')}/verify/{code}"
    return page if language == "nl" else f"{page}?language={language}"


def schema_url(kind: str) -> str:
    """The public address of the JSON Schema of the record in a paper."""
    return f"{current_app.config['MDT_BASE_URL'].rstrip('/')}/schemas/{paper_schemas.name(kind)}"


def draft(event: Event, kind: str) -> Draft | None:
    """Render a paper ahead, outside any writing transaction, under the next free number; None if it exists already.

    Rendering takes long and a writing transaction on SQLite keeps everybody waiting. `issue` checks the number.
    """
    if document_of(event, kind) is not None:
        return None
    return _drafted(event, kind, numbers.following(KIND_OF_NUMBER))


def drafts(asked: Sequence[tuple[Event, str]], pressroom: Pressroom) -> list[Draft | None]:
    """Make several papers ahead at once, under the numbers that follow; None where `issue` must do it itself."""
    waiting = [document_of(event, kind) is None and kind in _frozen(event) for event, kind in asked]
    records: list[dict[str, Any]] = []
    for (event, kind), waits in zip(asked, waiting, strict=True):
        if waits:
            records.append(_record(event, kind, numbers.following(KIND_OF_NUMBER, ahead=len(records))))
    orders = [Order(record["kind"], record, record["language"]) for record in records]
    made = zip(records, pressroom.make(orders), strict=True)
    return [_draft(*next(made)) if waits else None for waits in waiting]


def _draft(record: dict[str, Any], made: Made | None) -> Draft | None:
    """What a process of the pressroom made; not when it has another key than we, whom the paper names."""
    held = made.sealed.certificate if made else None
    if made is None or (held is not None and seal.sealed_by(held) != record["sealed_by"]):
        return None
    return Draft(record["number"], record, made.rendered_sha256, made.sealed)


def issue(event: Event, kind: str, *, ahead: Draft | None = None) -> Document:
    """Make the paper of an event, or return the one that there is: exactly one for each (event, kind).

    Number, bytes and row are one transaction, so numbers have no gaps. `ahead` is used when its number is still the
    next; otherwise the paper is rendered here. Raises RenderingFailed or SealingFailed.
    """
    # Two workers at one event: the second waits here and then finds the first one's paper.
    db.session.scalar(select(Event.id).where(Event.id == event.id).with_for_update(key_share=True))
    if (known := document_of(event, kind)) is not None:
        return known
    number = numbers.take(KIND_OF_NUMBER)
    made = ahead if ahead is not None and ahead.number == number else _drafted(event, kind, number)
    document = Document(
        event_id=event.id, case_id=event.case_id, kind=kind, number=number, code=made.record["code"],
        language=made.record["language"], issued_on=date.fromisoformat(made.record["issued_on"]), record=made.record,
        sha256=storage.digest(made.sealed.content), size=len(made.sealed.content),
        rendered_sha256=made.rendered_sha256, created_at=clock.now(),
    )  # fmt: skip
    db.session.add(document)
    db.session.flush()
    revision.note(document, made.sealed)
    return document


def document_of(event: Event, kind: str) -> Document | None:
    """The paper of an event, if it has been issued."""
    return db.session.scalar(select(Document).where(Document.event_id == event.id, Document.kind == kind))


def content_of(document: Document) -> bytes:
    """The bytes of a paper as they were issued. Raises storage.Damaged."""
    return storage.read(document.sha256)


def restore(document: Document) -> bytes:
    """Make the lost bytes of a paper again, from its record; rendered, they are the same bytes or are not accepted.

    The seal cannot be the same, for it says when it was made: so the paper gets a new one, and with it a new file. The
    digest of the lost file stays known, and who holds a copy can still check it. Raises RenderingFailed, also when
    today's program makes other bytes of the record, or SealingFailed, also when a self-made seal would come in the
    place of one that somebody vouched for: the paper says nothing of that.
    """
    content = render(document.kind, document.record, language=document.language)
    if storage.digest(content) != (document.rendered_sha256 or document.sha256):
        raise RenderingFailed("made again, the paper is not the same to the byte; put it back from a backup")
    if document.rendered_sha256 is None:
        storage.store(content)
        return content
    lost = revision.newest(document)
    vouched_for = lost is not None and lost.certificate is not None and not lost.certificate.self_made
    if vouched_for and seal.sealed_by()["self_made"]:
        raise SealingFailed(
            "its seal was one that somebody vouched for, and the one here is self-made (MDT_SEAL_PKCS12)"
        )
    sealed = seal.seal(content)
    if lost is not None:
        lost.lost_at = clock.now()
    revision.note(document, sealed)
    return sealed.content


def ask_preview(kind: str, record: Mapping[str, Any], language: str) -> str:
    """Ask the worker for a paper marked CONCEPT, which is never stored; returns the key to fetch it with."""
    concept = {**record, "number": "", "code": "", "verify_url": "", "log_seal": None}
    return str(current_app.extensions["jobs"].ask_preview(kind, concept, language))


def preview_result(key: str, *, wait: float = 0.0, keep: bool = False) -> bytes | None:
    """The preview that was asked for, or None while it is not ready after `wait` seconds.

    It can be fetched once, unless it is kept: then it is there until the worker throws it away, minutes later.

    Raises RenderingFailed with the cause.
    """
    until = time.monotonic() + wait
    while True:
        answer = current_app.extensions["jobs"].preview(key, keep=keep)
        if answer is not None:
            break
        if time.monotonic() >= until:
            return None
        time.sleep(0.1)
    content, cause = answer
    if content is None:
        raise RenderingFailed(cause)
    return bytes(content)


def preview(kind: str, record: Mapping[str, Any], language: str) -> bytes:
    """Render a preview; the worker does so. Raises RenderingFailed."""
    return render(kind, record, language=language, concept=True)


def _drafted(event: Event, kind: str, number: str) -> Draft:
    record = _record(event, kind, number)
    content = render(kind, record, language=record["language"])
    # The one place where a paper is sealed: after it is rendered, before it is stored. (Many at once: `pressroom`.)
    return Draft(number, record, storage.digest(content), seal.seal(content))


def _frozen(event: Event) -> dict[str, dict[str, Any]]:
    """The records that an event froze, by kind of paper."""
    found: dict[str, dict[str, Any]] = (event.snapshot or {}).get("papers", {})
    return found


def _record(event: Event, kind: str, number: str) -> dict[str, Any]:
    """What a paper says: what its event froze, and what it is given when it is issued."""
    papers = _frozen(event)
    if kind not in papers:
        raise RenderingFailed(f"the event froze no record for this paper ({kind})")
    code = new_code()
    url = verify_url(code, papers[kind]["language"])
    record = {**papers[kind], "kind": kind, "number": number, "code": code, "verify_url": url,
              "schema_url": schema_url(kind), "log_seal": sealing_log.reference(),
              "sealed_by": seal.sealed_by()}  # fmt: skip
    if kind in WITH_CREDENTIAL and (given := credential.of_event(event)) is not None:
        record["credential"] = given.document
    return record
