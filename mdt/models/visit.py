"""A practice visit: its dates, what was observed there, and the conversations without names."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.application import Application
from mdt.models.base import Base, Identified, UtcDateTime, status_check
from workflows import VisitWorkflow


class Visit(Identified, Base):
    """One visit. `dates` are ISO days on offer, by whoever proposed last."""

    __tablename__ = "visit"
    __table_args__ = (status_check(VisitWorkflow),)

    application_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("application.id"), index=True)
    status: Mapped[str] = mapped_column(String(30))
    version: Mapped[int] = mapped_column(default=1)
    dates: Mapped[list[str]] = mapped_column(JSON, default=list)
    place: Mapped[str] = mapped_column(String(300), default="")
    whom: Mapped[str] = mapped_column(Text, default="")
    agreed_on: Mapped[date | None]
    host_had_youths: Mapped[bool] = mapped_column(default=True)
    reported_on: Mapped[date | None]
    comment: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    application: Mapped[Application] = relationship()
    observations: Mapped[list[Observation]] = relationship(order_by="Observation.theme")
    conversations: Mapped[list[Conversation]] = relationship(order_by="Conversation.noted_at")

    __mapper_args__ = {"version_id_col": version}
    noun = "visit"


class Observation(Identified, Base):
    """What was seen of one indicator on the spot; saved as the assessor goes."""

    __tablename__ = "observation"
    __table_args__ = (UniqueConstraint("visit_id", "indicator"),)

    visit_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("visit.id"), index=True)
    theme: Mapped[str] = mapped_column(String(60))
    indicator: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text, default="")
    seen: Mapped[list[Any]] = mapped_column(JSON, default=list)
    saved_by: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Conversation(Identified, Base):
    """One conversation: of which kind, and what was heard. There is no column for who they were, on purpose."""

    __tablename__ = "conversation"

    visit_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("visit.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text, default="")
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
