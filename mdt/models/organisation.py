"""A volunteer organisation, and who may act for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from mdt.models.base import Base, Identified, UtcDateTime


class Organisation(Identified, Base):
    """An organisation as registered: strict forms (8-digit KVK number, 9-digit RSIN, postcode `1234 AB`)."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("length(kvk_number) = 8", name="kvk_number"),
        CheckConstraint("rsin IS NULL OR length(rsin) = 9", name="rsin"),
    )

    name: Mapped[str] = mapped_column(String(300))
    kvk_number: Mapped[str] = mapped_column(String(8), unique=True)
    rsin: Mapped[str | None] = mapped_column(String(9))
    street: Mapped[str] = mapped_column(String(200))
    postcode: Mapped[str] = mapped_column(String(7))
    city: Mapped[str] = mapped_column(String(120))
    municipality: Mapped[str] = mapped_column(String(120), index=True)
    sector: Mapped[str] = mapped_column(String(40), index=True)
    email: Mapped[str] = mapped_column(String(254))
    telephone: Mapped[str | None] = mapped_column(String(30))
    website: Mapped[str | None] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(2), default="nl")
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Municipality(Base):
    """A municipality with its CBS code, from a dated list."""

    __tablename__ = "municipality"
    __table_args__ = (Index("ix_municipality_name", "name"),)

    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    province: Mapped[str] = mapped_column(String(60))
