"""Every file in which a paper was issued: sealed at first, later with an archive timestamp, or made again when lost."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.base import Base, Identified, UtcDateTime
from mdt.models.document import Document


class SealCertificate(Base):
    """A certificate that sealed papers of ours. It stays when its key is replaced: its papers are checked by it."""

    __tablename__ = "seal_certificate"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    subject: Mapped[str] = mapped_column(String(300))
    issuer: Mapped[str] = mapped_column(String(300))
    self_made: Mapped[bool]
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    first_used_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Revision(Identified, Base):
    """One file of a paper. The document points to the newest; of one that was `lost_at`, only the digest is left."""

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        CheckConstraint("level IN ('none', 'B-B', 'B-T', 'B-LT', 'B-LTA')", name="level"),
    )

    document_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("document.id", ondelete="CASCADE"))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    level: Mapped[str] = mapped_column(String(5))
    certificate_id: Mapped[str | None] = mapped_column(String(64), ForeignKey("seal_certificate.fingerprint"))
    ages_on: Mapped[date | None] = mapped_column(index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lost_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    document: Mapped[Document] = relationship()
    certificate: Mapped[SealCertificate | None] = relationship()
