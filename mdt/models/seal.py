"""The seals of the log: where the chains of the cases ended, numbered and chained, append-only as the log itself."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from mdt.models.base import Base, UtcDateTime


class LogSeal(Base):
    """One seal: over the heads of the cases that changed since the one before (`root`), and over that one (`previous`).

    Only the token of a timestamp service can be added afterwards, once.
    """

    __tablename__ = "log_seal"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cases: Mapped[int]
    root: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    timestamp_token: Mapped[bytes | None] = mapped_column(LargeBinary)


class SealedHead(Base):
    """Where the chain of one case ended when it was sealed."""

    __tablename__ = "sealed_head"
    __table_args__ = (Index("ix_sealed_head_seal", "seal_number", "case_id"),)

    case_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(String(64))
    seal_number: Mapped[int] = mapped_column(ForeignKey("log_seal.number"))
