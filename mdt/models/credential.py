"""Credentials that schools gave for service, and the keys they are signed with."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from mdt.models.base import Base, Identified, UtcDateTime
from mdt.models.event import BigKey


class IssuerKey(Identified, Base):
    """A signing key of a school (Ed25519). The private half is kept encrypted; the public half is kept for ever.

    A retired key signs nothing more, and what it signed stays valid; a revoked one makes what it signed invalid.
    """

    __tablename__ = "issuer_key"
    __table_args__ = (UniqueConstraint("brin", "number"),)

    brin: Mapped[str] = mapped_column(String(8))
    number: Mapped[int]
    public_key: Mapped[str] = mapped_column(String(80), unique=True)  # multibase
    private_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Credential(Identified, Base):
    """One credential for one award. `position` is its place in a status list of the school; a revoked one stays."""

    __tablename__ = "credential"
    __table_args__ = (
        UniqueConstraint("brin", "status_list", "position"),
        UniqueConstraint("event_id"),
        Index("ix_credential_award", "award_id"),
    )

    award_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    event_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("event.id"))
    brin: Mapped[str] = mapped_column(String(8))
    status_list: Mapped[int]
    position: Mapped[int]
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
