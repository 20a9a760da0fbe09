"""The event log: what happened, append-only, hash-chained per case."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from mdt.models.base import Base, UtcDateTime

BigKey = BigInteger().with_variant(Integer, "sqlite")


class CaseHead(Base):
    """The end of a case's chain; locked while an event is added, so that a chain never forks."""

    __tablename__ = "case_head"

    case_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    sequence: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64), default="")


class Event(Base):
    """One fact. `snapshot` is what papers and mails are made from; the chain covers its salted commitment, so that
    erasing `salt` and `snapshot` removes the personal data and leaves the chain whole.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("case_id", "sequence"),
        CheckConstraint("actor_kind IN ('person', 'link', 'system')", name="actor_kind"),
        Index("ix_event_subject", "subject_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    case_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("case_head.case_id"))
    sequence: Mapped[int]
    noun: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    name: Mapped[str] = mapped_column(String(40))
    status_before: Mapped[str | None] = mapped_column(String(30))
    status_after: Mapped[str] = mapped_column(String(30))
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    role: Mapped[str] = mapped_column(String(20))
    on_behalf_of: Mapped[str | None] = mapped_column(String(20))
    channel: Mapped[str | None] = mapped_column(String(20))
    effective_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    snapshot: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    salt: Mapped[str | None] = mapped_column(String(64))
    commitment: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
