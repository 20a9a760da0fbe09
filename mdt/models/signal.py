"""A signal about social safety, what is said in it since, and what the adviser shared of it."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.base import Base, Identified, UtcDateTime, status_check
from mdt.models.organisation import Organisation
from mdt.models.person import Person
from workflows import SignalWorkflow


class Signal(Identified, Base):
    """What was reported. Nothing leads to who reported it but what they wrote themselves.

    `code_hash` is of the code with which the reporter comes back. `about` is the organisation as it was typed,
    `about_key` the same stripped of what is written in different ways, by which advisers with ties are kept out;
    `organisation_id` is set when it is one of the register. `adviser_id` is who took it up.
    """

    __tablename__ = "signal"
    __table_args__ = (status_check(SignalWorkflow), Index("ix_signal_worklist", "status", "received_on"))

    status: Mapped[str] = mapped_column(String(30))
    version: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(String(2), default="nl")
    received_on: Mapped[date]
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("organisation.id"), index=True)
    about: Mapped[str] = mapped_column(String(300), default="")
    about_key: Mapped[str] = mapped_column(String(300), default="")
    moment: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    name: Mapped[str] = mapped_column(String(200), default="")
    contact: Mapped[str] = mapped_column(String(254), default="")
    adviser_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("person.id"), index=True)
    closed_on: Mapped[date | None]
    erased_on: Mapped[date | None]

    organisation: Mapped[Organisation | None] = relationship()
    adviser: Mapped[Person | None] = relationship()
    messages: Mapped[list[SignalMessage]] = relationship(order_by="SignalMessage.written_at", viewonly=True)
    shares: Mapped[list[SignalShare]] = relationship(
        order_by="SignalShare.shared_at", back_populates="signal", viewonly=True
    )

    __mapper_args__ = {"version_id_col": version}
    noun = "signal"

    @property
    def reference(self) -> str:
        """What it is called. Not a number in a row: a gap would tell an adviser who may not see one that it exists."""
        return self.id.hex[:6].upper()


class SignalMessage(Identified, Base):
    """What the reporter added, or the adviser wrote to the reporter."""

    __tablename__ = "signal_message"
    __table_args__ = (CheckConstraint("author IN ('reporter', 'adviser')", name="author"),)

    signal_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("signal.id"), index=True)
    author: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignalShare(Identified, Base):
    """What was shared, and with whom: an account, or (`person_id` empty) an outsider whose name was written down."""

    __tablename__ = "signal_share"

    signal_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("signal.id"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text)
    shared_at: Mapped[datetime] = mapped_column(UtcDateTime)

    signal: Mapped[Signal] = relationship(back_populates="shares")
    person: Mapped[Person | None] = relationship()
