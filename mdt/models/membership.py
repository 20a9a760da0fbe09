"""Who may act for an organisation, for a school, or (with neither) for the accrediting body itself."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.base import Base, Identified, UtcDateTime, status_check
from mdt.models.organisation import Organisation
from mdt.models.person import Person
from mdt.models.school import School
from workflows import MembershipWorkflow

ORGANISATION_FUNCTIONS = ("coordinator", "colleague", "supervisor")
SCHOOL_FUNCTIONS = ("clerk", "examiner", "exam_board")
STAFF_FUNCTIONS = ("office", "assessor", "board", "hearer", "confidential_adviser")


class Membership(Identified, Base):
    """One person's function. An invitation holds the address it was sent to and the hash of its token."""

    __tablename__ = "membership"
    __table_args__ = (
        status_check(MembershipWorkflow),
        CheckConstraint(
            "(organisation_id IS NULL AND school_id IS NULL"
            " AND function IN ('office', 'assessor', 'board', 'hearer', 'confidential_adviser'))"
            " OR (organisation_id IS NOT NULL AND school_id IS NULL"
            " AND function IN ('coordinator', 'colleague', 'supervisor'))"
            " OR (organisation_id IS NULL AND school_id IS NOT NULL"
            " AND function IN ('clerk', 'examiner', 'exam_board'))",
            name="function",
        ),
        CheckConstraint("status <> 'confirmed' OR person_id IS NOT NULL", name="confirmed_person"),
        Index("ix_membership_standing", "person_id", "status"),
    )

    organisation_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("organisation.id"), index=True)
    school_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("school.id"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    function: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(30))
    version: Mapped[int] = mapped_column(default=1)
    email: Mapped[str] = mapped_column(String(254))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    valid_until: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation | None] = relationship()
    school: Mapped[School | None] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def of_staff(self) -> bool:
        """Whether this is a function in the accrediting body itself."""
        return self.organisation_id is None and self.school_id is None

    __mapper_args__ = {"version_id_col": version}
    noun = "membership"
