"""A yearly check-in, with its answers."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.accreditation import Accreditation
from mdt.models.base import Base, Identified, status_check
from workflows import CheckInWorkflow


class CheckIn(Identified, Base):
    """The check-in of one year of an accreditation; it keeps the version of the questions that it asks."""

    __tablename__ = "check_in"
    __table_args__ = (
        status_check(CheckInWorkflow),
        UniqueConstraint("accreditation_id", "year"),
        Index("ix_check_in_due", "status", "submit_by"),
    )

    accreditation_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("accreditation.id"))
    year: Mapped[int]
    status: Mapped[str] = mapped_column(String(30))
    version: Mapped[int] = mapped_column(default=1)
    questions: Mapped[str] = mapped_column(String(20))
    due_on: Mapped[date]
    submit_by: Mapped[date]
    submitted_on: Mapped[date | None]
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    question: Mapped[str] = mapped_column(Text, default="")
    answer_text: Mapped[str] = mapped_column(Text, default="")

    accreditation: Mapped[Accreditation] = relationship()

    __mapper_args__ = {"version_id_col": version}
    noun = "check_in"

    @property
    def organisation_id(self) -> uuid.UUID:
        """Whose check-in it is."""
        return self.accreditation.organisation_id
