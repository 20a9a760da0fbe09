"""A youth at a school, once the school has confirmed it."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.base import Base, Identified, UtcDateTime, status_check
from mdt.models.organisation import Organisation
from mdt.models.school import Programme, School
from mdt.models.youth import Youth
from workflows import EnrolmentWorkflow


class Enrolment(Identified, Base):
    """A youth comes later than the invitation, and so does the school when a host invites."""

    __tablename__ = "enrolment"
    __table_args__ = (
        status_check(EnrolmentWorkflow),
        CheckConstraint(
            "status NOT IN ('claimed', 'confirmed') OR (youth_id IS NOT NULL AND school_id IS NOT NULL)", name="parties"
        ),
        Index("ix_enrolment_school", "school_id", "status"),
        Index("ix_enrolment_youth", "youth_id", "status"),
    )

    youth_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("youth.id"))
    school_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("school.id"))
    programme_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("programme.id"))
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("organisation.id"), index=True)
    student_number: Mapped[str | None] = mapped_column(String(30))
    status: Mapped[str] = mapped_column(String(30))
    version: Mapped[int] = mapped_column(default=1)
    email: Mapped[str | None] = mapped_column(String(254))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    valid_until: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_on: Mapped[date | None]
    ended_on: Mapped[date | None]

    youth: Mapped[Youth | None] = relationship()
    school: Mapped[School | None] = relationship()
    programme: Mapped[Programme | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
    noun = "enrolment"
