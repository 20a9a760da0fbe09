"""The consent of a guardian for a youth under sixteen."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.base import Base, Identified, UtcDateTime, status_check
from mdt.models.youth import Youth
from workflows import ConsentWorkflow


class Consent(Identified, Base):
    """One asking and its answer; the guardian as named then, and the version of the text that was shown."""

    __tablename__ = "consent"
    __table_args__ = (status_check(ConsentWorkflow), Index("ix_consent_youth", "youth_id", "status"))

    youth_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("youth.id"))
    guardian_name: Mapped[str | None] = mapped_column(String(200))
    guardian_email: Mapped[str | None] = mapped_column(String(254))
    text_version: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(30))
    version: Mapped[int] = mapped_column(default=1)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_on: Mapped[date | None]
    ended_on: Mapped[date | None]

    youth: Mapped[Youth] = relationship()

    __mapper_args__ = {"version_id_col": version}
    noun = "consent"
