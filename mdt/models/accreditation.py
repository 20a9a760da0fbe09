"""An accreditation and the decisions that it and an application rest on."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.application import Application
from mdt.models.base import Base, Identified, UtcDateTime, status_check
from mdt.models.organisation import Organisation
from workflows import AccreditationWorkflow


class Accreditation(Identified, Base):
    """In force from `starts_on` up to and including `ends_on` (and `given_up_from` the day it stops before that)."""

    __tablename__ = "accreditation"
    __table_args__ = (
        status_check(AccreditationWorkflow),
        CheckConstraint("ends_on >= starts_on", name="period"),
        Index("ix_accreditation_period", "organisation_id", "starts_on", "ends_on"),
    )

    number: Mapped[str] = mapped_column(String(20), unique=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("organisation.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("application.id"), unique=True)
    status: Mapped[str] = mapped_column(String(30))
    version: Mapped[int] = mapped_column(default=1)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    given_up_from: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship()
    application: Mapped[Application] = relationship(foreign_keys=[application_id])

    __mapper_args__ = {"version_id_col": version}
    noun = "accreditation"


class Decision(Identified, Base):
    """A decision as taken. The row never changes (a trigger sees to it); a later one supersedes it."""

    __tablename__ = "decision"

    application_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("application.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(30))
    decided_on: Mapped[date]
    decided_by: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    reasons: Mapped[str] = mapped_column(Text)
    content: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    supersedes_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("decision.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
