"""Arrangements for tests of what follows an event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from mdt import jobs
from mdt.models import Document, Effect, Mail, db
from mdt.services import effects as carrying
from mdt.services.seal import UNSEALED, Sealed


class Killed(BaseException):
    """The worker was killed here."""


def commit_and_work(app: Flask) -> None:
    """Commit what the test arranged and let the worker do everything that is due; then read anew."""
    db.session.commit()
    jobs.run_until_quiet(app)  # objects are expired now: reading one begins a transaction again


def fake_papers(monkeypatch: pytest.MonkeyPatch, render: Callable[..., bytes] | None = None) -> list[str]:
    """Render quickly, unsealed: the bytes name kind, number and code. Returns the numbers rendered, as it goes."""
    rendered: list[str] = []

    def quick(kind: str, record: Mapping[str, Any], *, language: str, concept: bool = False) -> bytes:
        rendered.append(str(record["number"]))
        return render(kind, record) if render else f"%PDF {kind} {record['number']} {record['code']}".encode()

    monkeypatch.setattr("mdt.services.evidence.render", quick)
    monkeypatch.setattr("mdt.services.seal.seal", lambda content: Sealed(content, UNSEALED, None, None))
    return rendered


def papers() -> list[Document]:
    """Every paper, in the order of their numbers."""
    return list(db.session.scalars(select(Document).order_by(Document.number)))


def letters(recipient: str | None = None) -> list[Mail]:
    """Every letter, or those to one address."""
    query = select(Mail).order_by(Mail.created_at, Mail.recipient)
    return list(db.session.scalars(query.where(Mail.recipient == recipient) if recipient else query))


def effects(kind: str) -> list[Effect]:
    """Every effect of a kind, oldest first."""
    return list(db.session.scalars(select(Effect).where(Effect.kind == kind).order_by(Effect.id)))


def tell_all() -> None:
    """Write every letter that is due, in the transaction at hand."""
    for effect_id in carrying.due():
        carrying.carry_out(effect_id)
