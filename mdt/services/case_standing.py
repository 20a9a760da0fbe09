"""How a case stands at this moment, in a few words: for who comes a moment too late."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from mdt.access import Person, visible
from mdt.models import (
    Accreditation,
    Agreement,
    Application,
    Assessment,
    CheckIn,
    Cohort,
    Credit,
    Event,
    Measure,
    Objection,
    Visit,
    db,
)
from mdt.models import Person as Somebody
from mdt.services.timeline import SENTENCES
from workflows import WORKFLOWS
from workflows.roles import LABELS, Role

OF_CASE: dict[str, type[Any]] = {
    "assessment": Assessment, "visit": Visit, "agreement": Agreement, "credit": Credit, "cohort": Cohort,
    "accreditation": Accreditation, "measure": Measure, "check_in": CheckIn, "objection": Objection,
}  # fmt: skip
# What is shown on the page of the case that it belongs to.
PART_OF = {"assessment": "application", "visit": "application", "measure": "accreditation",
           "check_in": "accreditation"}  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """The state of a subject, and the last event on it; `state`, `action` and `role` are message ids."""

    page: str  # the noun whose page shows the case, and the id there
    id: uuid.UUID
    number: str
    state: str
    action: str
    who: str
    role: str
    at: datetime | None


def of(noun: str, id: uuid.UUID, person: Person) -> Standing | None:
    """How a case stands; None when there is none that this person can see."""
    model = OF_CASE.get(noun, Application)
    subject = db.session.scalar(visible(select(model), person).where(model.id == id))
    if subject is None:
        return None
    case = getattr(subject, PART_OF[subject.noun]) if subject.noun in PART_OF else subject
    workflow = WORKFLOWS[subject.noun]
    query = (
        select(Event.name, Event.role, Event.recorded_at, Somebody.name)
        .outerjoin(Somebody, Event.actor_id == Somebody.id)
        .where(Event.subject_id == subject.id)
    )
    last = db.session.execute(query.order_by(Event.id.desc()).limit(1)).first()
    name, role, at, who = last or ("", "", None, None)
    action = SENTENCES.get((subject.noun, name), next((row.name for row in workflow.rows() if row.event == name), ""))
    return Standing(case.noun, case.id, getattr(case, "number", "") or case.name, workflow.label(subject.status),
                    action, who or "", LABELS[Role(role)] if role else "", at)  # fmt: skip
