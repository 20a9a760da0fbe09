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


def _first_day(context: Any) -> date:
    """Until a youth is known to have come, the years without one count from the first day."""
    return context.get_current_parameters()["starts_on"]


class Accreditation(Identified, Base):
    """In force from `starts_on` up to and including `ends_on`, unless it stops from an earlier day, or stands longer
    while a renewal that was filed in time is undecided.

    `check_in_on`, `youth_last_on` and `invited_on` are caches of the log, for what the clock looks for every night.
    """

    __tablename__ = "accreditation"
    __table_args__ = (
        status_check(AccreditationWorkflow),
        CheckConstraint("ends_on >= starts_on", name="period"),
        Index("ix_accreditation_period", "organisation_id", "starts_on", "ends_on"),
        Index("ix_accreditation_end", "status", "ends_on"),
        Index("ix_accreditation_check_in", "status", "check_in_on"),
        Index("ix_accreditation_youth", "status", "youth_last_on"),
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
    stopped_from: Mapped[date | None]
    stop_known_on: Mapped[date | None]
    granted_on: Mapped[date | None]
    invited_on: Mapped[date | None]
    check_in_on: Mapped[date | None]
    youth_last_on: Mapped[date | None] = mapped_column(default=_first_day)

    organisation: Mapped[Organisation] = relationship()
    application: Mapped[Application] = relationship(foreign_keys=[application_id])
    suspensions: Mapped[list[Suspension]] = relationship(order_by="Suspension.starts_on")

    __mapper_args__ = {"version_id_col": version}
    noun = "accreditation"

    @property
    def out_from(self) -> date | None:
        """The first day on which it is no longer in force, once that was decided."""
        return self.given_up_from or self.stopped_from


class Suspension(Identified, Base):
    """The days of one suspension. No two of one accreditation overlap: the database itself sees to it.

    `annulled_on` is set when an objection against it was well-founded: then it counts as never having been.
    """

    __tablename__ = "suspension"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="range"), Index("ix_suspension_end", "ends_on"))

    accreditation_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("accreditation.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    danger: Mapped[bool] = mapped_column(default=False)
    annulled_on: Mapped[date | None]


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
