"""The agreement of a youth, an organisation and (where credit is asked) a school; its versions and signatures."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.accreditation import Accreditation
from mdt.models.base import Base, Identified, UtcDateTime, status_check
from mdt.models.organisation import Organisation
from mdt.models.school import Programme, School
from mdt.models.youth import Youth
from workflows import AgreementWorkflow

SIDES = ("youth", "organisation", "school")
PARTIES = (*SIDES, "guardian")
WAYS = ("account", "link", "paper")


def _one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


class Agreement(Identified, Base):
    """`draft` is what is being written; what the parties sign is a version. `contact` is outside every version, so
    that correcting it voids no signature. The columns of period and round follow the version that counts.
    """

    __tablename__ = "agreement"
    __table_args__ = (
        status_check(AgreementWorkflow),
        CheckConstraint(_one_of("drafted_by", SIDES), name="drafted_by"),
        Index("ix_agreement_youth", "youth_id", "status"),
        Index("ix_agreement_organisation", "organisation_id", "status"),
        Index("ix_agreement_school", "school_id", "status"),
    )

    number: Mapped[str] = mapped_column(String(20), unique=True)
    youth_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("youth.id"))
    organisation_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("organisation.id"))
    school_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("school.id"))
    programme_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("programme.id"))
    accreditation_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("accreditation.id"), index=True)
    status: Mapped[str] = mapped_column(String(30))
    version: Mapped[int] = mapped_column(default=1)
    drafted_by: Mapped[str] = mapped_column(String(20))
    round: Mapped[str | None] = mapped_column(String(20))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None] = mapped_column(index=True)
    draft: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    contact: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    current_version_id: Mapped[str | None] = mapped_column(String(64))
    pending_version_id: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    in_force_on: Mapped[date | None]
    closed_on: Mapped[date | None]

    youth: Mapped[Youth] = relationship()
    organisation: Mapped[Organisation] = relationship()
    school: Mapped[School | None] = relationship()
    programme: Mapped[Programme | None] = relationship()
    accreditation: Mapped[Accreditation | None] = relationship()
    versions: Mapped[list[AgreementVersion]] = relationship(
        order_by="AgreementVersion.number", back_populates="agreement"
    )
    signatures: Mapped[list[Signature]] = relationship(order_by="Signature.signed_at")
    comments: Mapped[list[AgreementComment]] = relationship(order_by="AgreementComment.written_at")
    assessment: Mapped[SupervisorAssessment | None] = relationship(back_populates="agreement")

    __mapper_args__ = {"version_id_col": version}
    noun = "agreement"

    @property
    def current(self) -> AgreementVersion | None:
        """The version that counts: proposed, or in force."""
        return next((one for one in self.versions if one.id == self.current_version_id), None)

    @property
    def pending(self) -> AgreementVersion | None:
        """A change that waits for signatures while the present version stands."""
        return next((one for one in self.versions if one.id == self.pending_version_id), None)


class AgreementVersion(Base):
    """One version, for ever: its id is the hash of its content. Erasing the youth's data empties the content only."""

    __tablename__ = "agreement_version"
    __table_args__ = (UniqueConstraint("agreement_id", "number"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    agreement_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("agreement.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_by: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    agreement: Mapped[Agreement] = relationship(back_populates="versions")


class Signature(Identified, Base):
    """A signature under one version, for one party. `person_id` is who signed or, on paper, who recorded it."""

    __tablename__ = "signature"
    __table_args__ = (
        UniqueConstraint("version_id", "party"),
        CheckConstraint(_one_of("party", PARTIES), name="party"),
        CheckConstraint(_one_of("how", WAYS), name="how"),
        CheckConstraint("how <> 'link' OR link_id IS NOT NULL", name="by_link"),
        CheckConstraint("(how = 'paper') = (upload_id IS NOT NULL)", name="on_paper"),
    )

    agreement_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("agreement.id"), index=True)
    version_id: Mapped[str] = mapped_column(String(64), ForeignKey("agreement_version.id"))
    party: Mapped[str] = mapped_column(String(20))
    how: Mapped[str] = mapped_column(String(10))
    name: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    person_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("person.id"))
    link_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)  # which link: its row goes when the data are erased
    upload_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("upload.id"))
    signed_on: Mapped[date]
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AgreementComment(Identified, Base):
    """What a party said about a version."""

    __tablename__ = "agreement_comment"

    agreement_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("agreement.id"), index=True)
    version_id: Mapped[str] = mapped_column(String(64), ForeignKey("agreement_version.id"))
    party: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SupervisorAssessment(Identified, Base):
    """What the supervisor wrote at the end: per learning outcome how far it was reached, and in plain words."""

    __tablename__ = "supervisor_assessment"

    agreement_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("agreement.id"), unique=True)
    version_id: Mapped[str] = mapped_column(String(64), ForeignKey("agreement_version.id"))
    name: Mapped[str] = mapped_column(String(200))
    outcomes: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    minutes_known: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    written_on: Mapped[date]

    agreement: Mapped[Agreement] = relationship(back_populates="assessment")
