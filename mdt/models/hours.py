"""The hours of one week under an agreement, and what was noted of each day."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.agreement import Agreement
from mdt.models.base import Base, Identified, UtcDateTime, status_check
from mdt.models.youth import Youth
from workflows import HoursWorkflow
from workflows.entries import DAY_KINDS

_KINDS = ", ".join(repr(kind) for kind in DAY_KINDS)


class Week(Identified, Base):
    """One week of one agreement; a week without a row is missing, which is not the same as no hours.

    `settled` is what a dispute came to. Entries that were corrected stay, and no longer stand.
    """

    __tablename__ = "hours"
    __table_args__ = (
        status_check(HoursWorkflow),
        UniqueConstraint("agreement_id", "monday"),
        Index("ix_hours_status", "status", "submitted_on"),
    )

    agreement_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("agreement.id"), index=True)
    monday: Mapped[date]
    status: Mapped[str] = mapped_column(String(30))
    version: Mapped[int] = mapped_column(default=1)
    submitted_on: Mapped[date | None]
    confirmed_on: Mapped[date | None]
    dispute: Mapped[str] = mapped_column(Text, default="")
    settled: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    agreement: Mapped[Agreement] = relationship()
    entries: Mapped[list[HoursEntry]] = relationship(
        order_by="HoursEntry.day, HoursEntry.start, HoursEntry.noted_at", back_populates="week"
    )

    __mapper_args__ = {"version_id_col": version}
    noun = "hours"

    @property
    def youth(self) -> Youth:
        """Whose hours they are."""
        return self.agreement.youth

    @property
    def organisation_id(self) -> uuid.UUID:
        """Where they were made."""
        return self.agreement.organisation_id

    @property
    def sunday(self) -> date:
        """The last day of the week."""
        return self.monday + timedelta(days=6)

    @property
    def standing(self) -> list[HoursEntry]:
        """The entries that stand: those that no later one corrects."""
        corrected = {entry.corrects_id for entry in self.entries}
        return [entry for entry in self.entries if entry.id not in corrected]

    @property
    def minutes(self) -> int:
        """The minutes that stand."""
        return sum(entry.minutes for entry in self.standing)


class HoursEntry(Identified, Base):
    """What was done on one day: a start by the clock in the Netherlands and whole minutes.

    `token` is that of the form, so that a form that is sent twice makes one entry. `corrects_id` names the entry in
    whose place this one comes; with no minutes it strikes that one out.
    """

    __tablename__ = "hours_entry"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 0 AND 1500", name="minutes"),
        CheckConstraint("minutes > 0 OR corrects_id IS NOT NULL", name="nothing"),
        CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
        Index("ix_hours_entry_week", "week_id", "day"),
    )

    week_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("hours.id"))
    day: Mapped[date]
    start: Mapped[time]
    minutes: Mapped[int]
    activity: Mapped[str] = mapped_column(String(300))
    outcome: Mapped[str] = mapped_column(String(300))
    reflection: Mapped[str] = mapped_column(String(1000), default="")
    late_reason: Mapped[str] = mapped_column(String(500), default="")
    kind: Mapped[str] = mapped_column(String(10))
    noted_on: Mapped[date]
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    noted_by: Mapped[str] = mapped_column(String(20))
    corrects_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("hours_entry.id"), unique=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)

    week: Mapped[Week] = relationship(back_populates="entries")
