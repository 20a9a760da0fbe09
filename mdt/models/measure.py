"""A measure: what an organisation must put right and by when, with its view and its remedy."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.accreditation import Accreditation
from mdt.models.base import Base, Identified, status_check
from workflows import MeasureWorkflow
from workflows.measure import KINDS


class Measure(Identified, Base):
    """A condition, a warning or an intention, imposed on an accreditation. `due_on` is the last day to remedy."""

    __tablename__ = "measure"
    __table_args__ = (
        status_check(MeasureWorkflow),
        CheckConstraint(f"kind IN ({', '.join(repr(kind) for kind in KINDS)})", name="kind"),
        Index("ix_measure_due", "status", "due_on"),
    )

    accreditation_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("accreditation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    status: Mapped[str] = mapped_column(String(30))
    version: Mapped[int] = mapped_column(default=1)
    text: Mapped[str] = mapped_column(Text)
    reasons: Mapped[str] = mapped_column(Text, default="")
    imposed_on: Mapped[date]
    due_on: Mapped[date]
    view_by: Mapped[date | None]
    view: Mapped[str] = mapped_column(Text, default="")
    view_on: Mapped[date | None]
    remedy: Mapped[str] = mapped_column(Text, default="")
    remedy_on: Mapped[date | None]
    danger: Mapped[bool] = mapped_column(default=False)
    danger_stated: Mapped[str] = mapped_column(Text, default="")

    accreditation: Mapped[Accreditation] = relationship()

    __mapper_args__ = {"version_id_col": version}
    noun = "measure"

    @property
    def organisation_id(self) -> uuid.UUID:
        """Whose measure it is."""
        return self.accreditation.organisation_id
