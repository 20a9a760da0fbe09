"""An objection against one decision, with what was said and planned in it. Its terms are reckoned from these days."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.accreditation import Accreditation
from mdt.models.application import Application
from mdt.models.base import Base, Identified, status_check
from mdt.models.event import BigKey, Event
from mdt.models.organisation import Organisation
from workflows import ObjectionWorkflow
from workflows.objection_words import OUTCOMES


class Objection(Identified, Base):
    """`event_id` is the decision objected to, as the log has it; `accreditation_id` is set when it was on one.

    `also_event_id` is a later decision to which the objection extends (art. 6:19 Awb); `decide_by` caches the term.
    """

    __tablename__ = "objection"
    __table_args__ = (
        status_check(ObjectionWorkflow),
        CheckConstraint(f"outcome IS NULL OR outcome IN ({', '.join(repr(name) for name in OUTCOMES)})",
                        name="outcome"),
        Index("ix_objection_due", "status", "decide_by"),
    )  # fmt: skip

    number: Mapped[str] = mapped_column(String(20), unique=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("organisation.id"), index=True)
    application_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("application.id"), index=True)
    accreditation_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("accreditation.id"), index=True)
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("event.id"), index=True)
    also_event_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("event.id"))
    status: Mapped[str] = mapped_column(String(30))
    version: Mapped[int] = mapped_column(default=1)
    announced_on: Mapped[date]
    received_on: Mapped[date]
    posted_on: Mapped[date | None]
    grounds: Mapped[str] = mapped_column(Text, default="")
    late_because: Mapped[str] = mapped_column(Text, default="")
    missing: Mapped[str] = mapped_column(Text, default="")
    asked_on: Mapped[date | None]
    complete_by: Mapped[date | None]
    completed_on: Mapped[date | None]
    late_way: Mapped[str] = mapped_column(String(20), default="")
    late_reasons: Mapped[str] = mapped_column(Text, default="")
    by_committee: Mapped[bool] = mapped_column(default=False)
    hearing_on: Mapped[date | None]
    hearing_at: Mapped[str] = mapped_column(String(60), default="")
    hearing_place: Mapped[str] = mapped_column(String(200), default="")
    no_hearing: Mapped[str] = mapped_column(String(20), default="")
    report: Mapped[str] = mapped_column(Text, default="")
    advice: Mapped[str] = mapped_column(String(30), default="")
    proposal: Mapped[str] = mapped_column(Text, default="")
    adjourned_on: Mapped[date | None]
    decide_by: Mapped[date | None]
    decided_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(String(30))
    consequence: Mapped[str] = mapped_column(String(20), default="")

    organisation: Mapped[Organisation] = relationship()
    application: Mapped[Application] = relationship()
    accreditation: Mapped[Accreditation | None] = relationship()
    contested: Mapped[Event] = relationship(foreign_keys=[event_id])

    __mapper_args__ = {"version_id_col": version}
    noun = "objection"

    @property
    def against(self) -> str:
        """What is contested, as the process names it: `application.refuse`."""
        return f"{self.contested.noun}.{self.contested.name}"
