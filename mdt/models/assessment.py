"""One assessor's independent assessment of an application, indicator by indicator."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.application import Application
from mdt.models.base import Base, Identified, UtcDateTime, status_check
from mdt.models.person import Person
from workflows import AssessmentWorkflow


class Assessment(Identified, Base):
    """The assessor's place in a case; `lead` is who writes the advice."""

    __tablename__ = "assessment"
    __table_args__ = (status_check(AssessmentWorkflow), Index("ix_assessment_load", "assessor_id", "status"))

    application_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("application.id"), index=True)
    assessor_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    lead: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(String(30))
    version: Mapped[int] = mapped_column(default=1)
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime)

    application: Mapped[Application] = relationship()
    assessor: Mapped[Person] = relationship()
    judgements: Mapped[list[Judgement]] = relationship(order_by="Judgement.indicator")

    __mapper_args__ = {"version_id_col": version}
    noun = "assessment"


class Judgement(Identified, Base):
    """A score on one indicator, with what was seen and heard. `sources` ⊆ observation, conversation, document."""

    __tablename__ = "judgement"
    __table_args__ = (UniqueConstraint("assessment_id", "indicator"),)

    assessment_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("assessment.id"), index=True)
    indicator: Mapped[str] = mapped_column(String(60))
    score: Mapped[str] = mapped_column(String(20), default="")
    sources: Mapped[list[str]] = mapped_column(JSON, default=list)
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __mapper_args__ = {"version_id_col": version}
