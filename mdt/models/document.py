"""Papers that were issued, files that were handed in, and the counters behind their numbers."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.agreement import Agreement
from mdt.models.application import Application
from mdt.models.base import Base, Identified, UtcDateTime
from mdt.models.event import BigKey, Event


class Document(Identified, Base):
    """A paper: one per event, kind. `code` is what the public types to verify it; `record` what the paper says, until
    its content was erased at the request of whom it was about: then number, code and fingerprint are all that is left.

    `sha256` and `size` are of its newest file (`revision`), `rendered_sha256` of what was rendered, before any seal.
    """

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("event_id", "kind"),)

    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("event.id"))
    case_id: Mapped[uuid.UUID] = mapped_column(Uuid, index=True)
    kind: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(24), unique=True)
    code: Mapped[str] = mapped_column(String(24), unique=True)
    language: Mapped[str] = mapped_column(String(2))
    issued_on: Mapped[date]
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    rendered_sha256: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    event: Mapped[Event] = relationship()


class Upload(Identified, Base):
    """A supporting file, stored under a random name outside the web root, its type found from its bytes."""

    __tablename__ = "upload"
    __table_args__ = (
        CheckConstraint("media_type IN ('application/pdf', 'image/png', 'image/jpeg')", name="media_type"),
        CheckConstraint("(application_id IS NULL) <> (agreement_id IS NULL)", name="belongs"),
    )

    application_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("application.id"), index=True)
    agreement_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("agreement.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    stored_as: Mapped[str] = mapped_column(String(64), unique=True)
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    uploaded_by: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("person.id"))

    application: Mapped[Application | None] = relationship(back_populates="uploads")
    agreement: Mapped[Agreement | None] = relationship()


class Counter(Base):
    """The last number given out, by kind and year; its row is locked while the next is taken, so there is no gap."""

    __tablename__ = "counter"

    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    value: Mapped[int] = mapped_column(Integer, default=0)


class KeptText(Identified, Base):
    """The text of a form whose session had expired, kept for a day for the browser that typed it."""

    __tablename__ = "kept_text"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    path: Mapped[str] = mapped_column(String(500))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Setting(Base):
    """A value that the running system keeps: the demo's business date is one."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
