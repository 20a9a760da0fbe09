"""Schools and their programmes, as imported from public lists, never typed in by hand."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.base import Base, Identified

SECTORS = ("vo", "mbo", "hbo", "wo")
LOAD_UNITS = ("EC", "SBU")


def _one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


class School(Identified, Base):
    """A school under its BRIN: four characters, or six for one location of a school for secondary education."""

    __tablename__ = "school"
    __table_args__ = (
        CheckConstraint(_one_of("sector", SECTORS), name="sector"),
        CheckConstraint("length(brin) IN (4, 6)", name="brin"),
        Index("ix_school_name", "name"),
    )

    brin: Mapped[str] = mapped_column(String(6), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    sector: Mapped[str] = mapped_column(String(3))
    city: Mapped[str] = mapped_column(String(120))
    active: Mapped[bool] = mapped_column(default=True)
    source: Mapped[str] = mapped_column(String(40))


class Programme(Identified, Base):
    """A programme of one school, or (without a school) one that every school of its sector may offer."""

    __tablename__ = "programme"
    __table_args__ = (
        CheckConstraint(_one_of("sector", SECTORS), name="sector"),
        CheckConstraint(f"study_load_unit IS NULL OR {_one_of('study_load_unit', LOAD_UNITS)}", name="study_load_unit"),
        CheckConstraint("(study_load IS NULL) = (study_load_unit IS NULL)", name="study_load"),
        UniqueConstraint("school_id", "sector", "code"),
        Index("ix_programme_name", "name"),
    )

    school_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("school.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(300))
    level: Mapped[str] = mapped_column(String(40))
    sector: Mapped[str] = mapped_column(String(3))
    study_load: Mapped[int | None]
    study_load_unit: Mapped[str | None] = mapped_column(String(3))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(40))

    school: Mapped[School | None] = relationship()
