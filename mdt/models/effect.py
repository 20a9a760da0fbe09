"""The outbox: what must follow an event. Written with it, carried out after the commit, found again by the sweep."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.base import Base, Identified, UtcDateTime
from mdt.models.event import BigKey, Event


class Effect(Base):
    """A paper to make or a role to tell; once by (event, kind, name)."""

    __tablename__ = "effect"
    __table_args__ = (
        UniqueConstraint("event_id", "kind", "name"),
        CheckConstraint("kind IN ('evidence', 'tell')", name="kind"),
        Index("ix_effect_waiting", "done_at", "retry_at"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("event.id"))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    retry_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column(Text)

    event: Mapped[Event] = relationship()


class Reminder(Identified, Base):
    """A reminder that was sent: once for each subject, kind and cycle, however often the clock asks.

    `cycle` is the day on which it turns, `day` the one on which it was due.
    """

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("subject_id", "kind", "cycle"),)

    case_id: Mapped[uuid.UUID] = mapped_column(Uuid, index=True)
    subject_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(40))
    cycle: Mapped[date]
    day: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Mail(Identified, Base):
    """One letter to one address. At least once: the Message-ID is its own, so a second copy is recognisable."""

    __tablename__ = "mail"
    __table_args__ = (UniqueConstraint("effect_id", "recipient"), Index("ix_mail_waiting", "sent_at", "retry_at"))

    effect_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("effect.id"))
    reminder_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("reminder.id"), index=True)
    case_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, index=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    retry_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column(Text)
