"""A youth: what we know of a person because they serve, and nothing more. No BSN."""

from __future__ import annotations

import secrets
import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.base import Base, Identified, UtcDateTime
from mdt.models.person import Person


class Youth(Identified, Base):
    """One row for each youth. `evidence_salt` makes the pseudonym under which papers and credentials name the youth
    (`services.youth.pairwise_id`); erasing the data shreds it, and birth date and guardian with it.
    """

    __tablename__ = "youth"
    __table_args__ = (
        CheckConstraint("erased_at IS NOT NULL OR (born_on IS NOT NULL AND evidence_salt IS NOT NULL)", name="erased"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("person.id"), unique=True)
    born_on: Mapped[date | None]
    guardian_name: Mapped[str | None] = mapped_column(String(200))
    guardian_email: Mapped[str | None] = mapped_column(String(254))
    evidence_salt: Mapped[str | None] = mapped_column(String(64), default=lambda: secrets.token_hex(32))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def name(self) -> str:
        """The name under which everybody in the youth's cases knows them."""
        return self.person.name
