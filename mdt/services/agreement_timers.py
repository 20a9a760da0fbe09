"""What the clock does with agreements: they take effect, the supervisor is asked, and what was left is closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from mdt.models import Agreement, SignedLink, SupervisorAssessment, db
from mdt.services import agreement_facts, clock
from mdt.services.agreement_events import by_itself
from mdt.services.housekeeping import each_minute, each_night

MOST = 200
BEFORE_THE_END = timedelta(weeks=1)


@each_night
def take_effect() -> int:
    """Those that all have signed and that waited for the host's accreditation; returns how many."""
    return _each("take_effect", Agreement.status == "proposed", Agreement.starts_on <= clock.today())


@each_minute
def ask_assessments() -> int:
    """In the last week the supervisor gets a link to write the assessment, once; returns how many."""
    asked = select(SignedLink.subject_id).where(SignedLink.noun == "agreement", SignedLink.role == "supervisor")
    assessed = select(SupervisorAssessment.agreement_id)
    return _each(
        "ask_assessment", Agreement.status == "in_force", Agreement.ends_on <= clock.today() + BEFORE_THE_END,
        Agreement.id.not_in(asked), Agreement.id.not_in(assessed),
    )  # fmt: skip


@each_minute
def close_unfinished() -> int:
    """Those that ended four weeks ago and were not completed; returns how many."""
    found = _those(Agreement.status == "in_force", Agreement.ends_on < clock.today() - timedelta(weeks=3))
    return sum(by_itself(one, "close_unfinished", effective_on=_closes_on(one)) for one in found)


def _closes_on(agreement: Agreement) -> date:
    """Its own day, also when the worker was away on it; not before, so that the rule can still refuse."""
    assert agreement.ends_on is not None  # it is in force
    return min(agreement_facts.closes_on(agreement.ends_on), clock.today())


def _each(event: str, *conditions: Any) -> int:
    return sum(by_itself(agreement, event) for agreement in _those(*conditions))


def _those(*conditions: Any) -> Sequence[Agreement]:
    return db.session.scalars(select(Agreement).where(*conditions).order_by(Agreement.number).limit(MOST)).all()
