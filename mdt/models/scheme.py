"""A school's own rules for recognising service: dated versions that never change."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.base import Base, Identified, UtcDateTime
from mdt.models.person import Person
from mdt.models.school import Programme, School
from workflows.credits import Basis, Unit

ASKS = ("reflection", "supervisor", "portfolio")


class Scheme(Identified, Base):
    """One version of one scheme. Versions of the same scheme share a `line`; a credit keeps the version it began with.

    Which version applies on a day follows from `valid_from`: a later one takes over, an earlier one is never touched.
    `offered` is false in the version by which a school stops. Minutes, percentages, and hundredths of a unit.
    """

    __tablename__ = "scheme"
    __table_args__ = (
        CheckConstraint(f"unit IN ({', '.join(repr(str(unit)) for unit in Unit)})", name="unit"),
        CheckConstraint(f"basis IN ({', '.join(repr(str(basis)) for basis in Basis)})", name="basis"),
        CheckConstraint("minimum >= 0 AND maximum >= 0 AND (maximum = 0 OR minimum <= maximum)", name="bounds"),
        CheckConstraint(
            "service_share BETWEEN 0 AND 100 AND reflection_share BETWEEN 0 AND 100 AND minutes_per_unit > 0",
            name="shares",
        ),
        UniqueConstraint("line", "number"),
        Index("ix_scheme_school", "school_id", "valid_from"),
    )

    line: Mapped[uuid.UUID] = mapped_column(Uuid, default=uuid.uuid4)
    number: Mapped[int] = mapped_column(default=1)
    school_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("school.id"))
    programme_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("programme.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    explanation: Mapped[str] = mapped_column(Text, default="")
    unit: Mapped[str] = mapped_column(String(10))
    basis: Mapped[str] = mapped_column(String(20))
    basis_text: Mapped[str] = mapped_column(String(200), default="")
    minutes_per_unit: Mapped[int]
    minimum: Mapped[int] = mapped_column(default=0)
    maximum: Mapped[int] = mapped_column(default=0)
    minimum_minutes: Mapped[int] = mapped_column(default=0)
    service_share: Mapped[int] = mapped_column(default=100)
    reflection_share: Mapped[int] = mapped_column(default=0)
    asks: Mapped[list[str]] = mapped_column(JSON, default=list)
    allows_prior: Mapped[bool] = mapped_column(default=False)
    offered: Mapped[bool] = mapped_column(default=True)
    valid_from: Mapped[date]
    made_by: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    school: Mapped[School] = relationship()
    programme: Mapped[Programme | None] = relationship()
    author: Mapped[Person] = relationship()
