"""A request that a youth's personal data be erased."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.base import Base, Identified, UtcDateTime, status_check
from mdt.models.youth import Youth
from workflows import ErasureWorkflow


class Erasure(Identified, Base):
    """The request, and the office's reasons for what it did with it."""

    __tablename__ = "erasure"
    __table_args__ = (status_check(ErasureWorkflow), Index("ix_erasure_open", "status", "requested_at"))

    youth_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("youth.id"), index=True)
    status: Mapped[str] = mapped_column(String(30))
    version: Mapped[int] = mapped_column(default=1)
    wish: Mapped[str] = mapped_column(Text)
    reasons: Mapped[str | None] = mapped_column(Text)
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer_by: Mapped[date]
    answered_on: Mapped[date | None]

    youth: Mapped[Youth] = relationship()

    __mapper_args__ = {"version_id_col": version}
    noun = "erasure"
