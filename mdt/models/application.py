"""An application, its answers by section, and the joint judgement of its assessors."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.base import Base, Identified, UtcDateTime, status_check
from mdt.models.organisation import Organisation
from workflows import ApplicationWorkflow

if TYPE_CHECKING:
    from mdt.models.document import Upload


class Framework(Base):
    """One published version of the assessment framework, kept whole: a case reads the version it started with."""

    __tablename__ = "framework"

    version: Mapped[str] = mapped_column(String(20), primary_key=True)
    valid_from: Mapped[date]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Application(Identified, Base):
    """A case. `decide_by` and `overdue_from` are caches of what `services.deadlines` computes from the log."""

    __tablename__ = "application"
    __table_args__ = (status_check(ApplicationWorkflow), Index("ix_application_queue", "status", "decide_by"))

    number: Mapped[str] = mapped_column(String(20), unique=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("organisation.id"), index=True)
    framework_version: Mapped[str] = mapped_column(String(20), ForeignKey("framework.version"))
    renews_id: Mapped[uuid.UUID | None] = mapped_column(
        Uuid, ForeignKey("accreditation.id", use_alter=True), index=True
    )
    status: Mapped[str] = mapped_column(String(30))
    version: Mapped[int] = mapped_column(default=1)
    small: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_on: Mapped[date | None]
    decide_by: Mapped[date | None]
    respond_by: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship()
    framework: Mapped[Framework] = relationship()
    answers: Mapped[list[Answer]] = relationship(order_by="Answer.section")
    uploads: Mapped[list[Upload]] = relationship(back_populates="application", order_by="Upload.uploaded_at")

    __mapper_args__ = {"version_id_col": version}
    noun = "application"


class Answer(Identified, Base):
    """The answers to one section, as saved last. The row's own version finds a stale form."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("application_id", "section"),)

    application_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("application.id"), index=True)
    section: Mapped[str] = mapped_column(String(40))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    complete: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_by: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("person.id"))

    __mapper_args__ = {"version_id_col": version}


class JointJudgement(Identified, Base):
    """What both assessors find of one indicator. A change by the lead voids the second assessor's answer to it."""

    __tablename__ = "joint_judgement"
    __table_args__ = (UniqueConstraint("application_id", "indicator"),)

    application_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("application.id"), index=True)
    indicator: Mapped[str] = mapped_column(String(60))
    score: Mapped[str] = mapped_column(String(20))
    reasons: Mapped[str] = mapped_column(Text, default="")
    agreed: Mapped[bool | None]
    dissent: Mapped[str] = mapped_column(Text, default="")
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Proposal(Identified, Base):
    """What the lead assessor proposes to the board: the outcome in words, and conditions with dates."""

    __tablename__ = "proposal"

    application_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("application.id"), unique=True)
    outcome: Mapped[str] = mapped_column(String(10), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    conditions: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    first_youths_condition: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
