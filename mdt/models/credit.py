"""A credit, the proposals on it, and the lists by which many are awarded in one action."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.agreement import Agreement
from mdt.models.base import Base, Identified, UtcDateTime, status_check
from mdt.models.organisation import Organisation
from mdt.models.person import Person
from mdt.models.scheme import Scheme
from mdt.models.school import Programme, School
from mdt.models.youth import Youth
from workflows import CohortWorkflow, CreditWorkflow

OUTCOMES = ("waiting", "awarded", "failed")


class Credit(Identified, Base):
    """What a youth asks of a school for one service, and what came of it.

    Without an agreement it is about earlier volunteering, of which the youth states the hours (`prior_…`). `counted`
    holds what was counted when it was handed in; the weeks are locked from then on, so it cannot change.
    """

    __tablename__ = "credit"
    __table_args__ = (
        status_check(CreditWorkflow),
        CheckConstraint("(agreement_id IS NULL) = (prior_minutes IS NOT NULL)", name="prior"),
        CheckConstraint("amount >= 0 AND service_minutes >= 0 AND reflection_minutes >= 0", name="amounts"),
        Index("ix_credit_school", "school_id", "status"),
    )

    number: Mapped[str] = mapped_column(String(24), unique=True)
    youth_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("youth.id"), index=True)
    school_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("school.id"))
    programme_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("programme.id"))
    scheme_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("scheme.id"), index=True)
    agreement_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("agreement.id"), index=True)
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("organisation.id"), index=True)
    student_number: Mapped[str | None] = mapped_column(String(30))
    status: Mapped[str] = mapped_column(String(30))
    version: Mapped[int] = mapped_column(default=1)
    reflection: Mapped[str] = mapped_column(Text, default="")
    reflection_minutes: Mapped[int] = mapped_column(default=0)
    portfolio: Mapped[str] = mapped_column(Text, default="")
    prior_organisation: Mapped[str | None] = mapped_column(String(200))
    prior_activities: Mapped[str | None] = mapped_column(Text)
    prior_from: Mapped[date | None]
    prior_until: Mapped[date | None]
    prior_minutes: Mapped[int | None]
    counted: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    service_minutes: Mapped[int] = mapped_column(default=0)
    amount: Mapped[int] = mapped_column(default=0)
    submitted_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    youth: Mapped[Youth] = relationship()
    school: Mapped[School] = relationship()
    programme: Mapped[Programme | None] = relationship()
    scheme: Mapped[Scheme] = relationship()
    agreement: Mapped[Agreement | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    reviews: Mapped[list[Review]] = relationship(order_by="Review.made_at")

    __mapper_args__ = {"version_id_col": version}
    noun = "credit"

    @property
    def is_prior(self) -> bool:
        """Whether it is about volunteering of before, outside any agreement."""
        return self.prior_minutes is not None

    @property
    def host(self) -> str:
        """The name of where it was done."""
        return self.organisation.name if self.organisation else self.prior_organisation or ""


class Review(Identified, Base):
    """A proposal to award, by a clerk or examiner. The latest counts, and an earlier one is kept."""

    __tablename__ = "review"

    credit_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("credit.id"), index=True)
    basis: Mapped[str] = mapped_column(String(20))
    basis_text: Mapped[str] = mapped_column(String(200), default="")
    passed: Mapped[bool | None]
    assessed_on: Mapped[date | None]
    assessed_by: Mapped[str] = mapped_column(String(200), default="")
    reasons: Mapped[str] = mapped_column(Text)
    made_by: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    author: Mapped[Person] = relationship()


class Cohort(Identified, Base):
    """A list of credits for one decision. The trial and the award are carried out by the worker, in batches."""

    __tablename__ = "cohort"
    __table_args__ = (status_check(CohortWorkflow), Index("ix_cohort_school", "school_id", "status"))

    school_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("school.id"))
    name: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(30))
    version: Mapped[int] = mapped_column(default=1)
    prepared_by: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    awarded_by: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    judgement: Mapped[str] = mapped_column(Text, default="")
    trial_asked_by: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    trial_done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    school: Mapped[School] = relationship()
    clerk: Mapped[Person] = relationship(foreign_keys=prepared_by)
    decider: Mapped[Person | None] = relationship(foreign_keys=awarded_by)
    entries: Mapped[list[Entry]] = relationship(order_by="Entry.position", back_populates="cohort")

    __mapper_args__ = {"version_id_col": version}
    noun = "cohort"


class Entry(Identified, Base):
    """A credit on a list: the version that was put on it, what the trial said, and what came of it.

    `finding` is the sentence why it would not be, or was not, awarded, as a message id with what fills it in.
    """

    __tablename__ = "cohort_entry"
    __table_args__ = (
        CheckConstraint(f"outcome IN ({', '.join(repr(word) for word in OUTCOMES)})", name="outcome"),
        UniqueConstraint("cohort_id", "credit_id"),
        Index("ix_cohort_entry_waiting", "cohort_id", "outcome"),
    )

    cohort_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("cohort.id"))
    credit_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("credit.id"), index=True)
    position: Mapped[int]
    credit_version: Mapped[int]
    tried: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str] = mapped_column(String(10), default="waiting")
    finding: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    cohort: Mapped[Cohort] = relationship(back_populates="entries")
    credit: Mapped[Credit] = relationship()
