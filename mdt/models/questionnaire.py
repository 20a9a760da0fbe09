"""The youths' questionnaire: who may answer, what was answered and is not shown yet, and what is shown.

No column, key or relation leads from an answer to who gave it; `services.questionnaire` says what that protects.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.base import Base, Identified, UtcDateTime
from mdt.models.organisation import Organisation
from mdt.models.youth import Youth
from workflows.questionnaire import FROM


class QuestionnaireInvitation(Identified, Base):
    """A youth may answer once about an organisation in a year. `used` has no time: it would be that of the answer."""

    __tablename__ = "questionnaire_invitation"
    __table_args__ = (UniqueConstraint("youth_id", "organisation_id", "year"),)

    youth_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("youth.id"))
    organisation_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("organisation.id"))
    year: Mapped[int]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    valid_until: Mapped[datetime] = mapped_column(UtcDateTime)
    used: Mapped[bool] = mapped_column(default=False)

    youth: Mapped[Youth] = relationship()
    organisation: Mapped[Organisation] = relationship()


class QuestionnaireAnswer(Identified, Base):
    """An answer that is not shown yet: by question the step chosen on the scale. What was skipped is not there.

    On SQLite the table has no rowid, which would tell the order in which the answers came.
    """

    __tablename__ = "questionnaire_answer"
    __table_args__ = ({"sqlite_with_rowid": False},)

    organisation_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("organisation.id"))
    year: Mapped[int]
    version: Mapped[str] = mapped_column(String(20))
    answers: Mapped[dict[str, int]] = mapped_column(JSON)


class QuestionnaireTally(Identified, Base):
    """What a group of at least five answers said (`workflows.questionnaire.Counts`); the answers themselves are gone.

    The years are the first and the last of the rounds in the group: the same one, or it cannot be told apart.
    """

    __tablename__ = "questionnaire_tally"
    __table_args__ = (
        CheckConstraint(f"answers >= {FROM}", name="enough"),
        CheckConstraint("first_year <= last_year", name="years"),
    )

    organisation_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("organisation.id"), index=True)
    first_year: Mapped[int]
    last_year: Mapped[int]
    answers: Mapped[int]
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    released_on: Mapped[date]
