"""The joint judgement of both assessors, and what the lead proposes to the board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from mdt.access import Person, roles_of
from mdt.models import Application, JointJudgement, Proposal, db
from mdt.services import assessment, clock, framework_versions
from mdt.services.transitions import Occasion
from workflows.base import N_, NotNow, NotPermitted, Refused
from workflows.roles import Role

OUTCOMES = ("grant", "refuse")


def judgements(application: Application) -> dict[str, JointJudgement]:
    """The joint judgements so far, by indicator."""
    rows = db.session.scalars(select(JointJudgement).where(JointJudgement.application_id == application.id))
    return {row.indicator: row for row in rows}


def proposal(application: Application) -> Proposal | None:
    """What the lead proposes."""
    return db.session.scalar(select(Proposal).where(Proposal.application_id == application.id))


def judge(
    application: Application,
    indicator: str,
    *,
    actor: Person,
    score: str,
    reasons: str,
    expected_version: int | None = None,
) -> JointJudgement:
    """Save a joint judgement. A change voids the second assessor's answer to this indicator.

    Raises NotPermitted (only the lead), NotNow (while both assessments are not in), or Refused when stale.
    """
    _require_lead(application, actor)
    framework = framework_versions.of(application)
    framework.indicator(indicator)
    if score not in {level.id for level in framework.scale}:
        raise Refused(N_("Choose a level of the scale."), field="score")
    row = db.session.scalar(
        select(JointJudgement)
        .where(JointJudgement.application_id == application.id, JointJudgement.indicator == indicator)
        .with_for_update()
    )
    if row is None:
        row = JointJudgement(application_id=application.id, indicator=indicator, score="", reasons="")
        db.session.add(row)
    elif expected_version is not None and row.version != expected_version:
        raise Refused(
            N_("This judgement was saved in another window. Your text is still here; compare and save again.")
        )
    if (row.score, row.reasons) != (score, reasons):
        row.agreed, row.dissent = None, ""
    row.score, row.reasons, row.saved_at = score, reasons, clock.now()
    db.session.flush()
    return row


def propose(
    application: Application, *, actor: Person, outcome: str, summary: str,
    conditions: Sequence[tuple[str, date | None]] = (), first_youths_condition: bool = False,
) -> Proposal:  # fmt: skip
    """Save what the lead proposes; the advice itself is given by the event `advise`."""
    _require_lead(application, actor)
    if outcome not in (*OUTCOMES, ""):
        raise Refused(N_("Choose the outcome that you propose."), field="outcome")
    row = proposal(application)
    if row is None:
        row = Proposal(application_id=application.id)
        db.session.add(row)
    row.outcome, row.summary, row.first_youths_condition = outcome, summary, first_youths_condition
    row.conditions = [
        {"text": text, "due_on": due.isoformat() if due else ""} for text, due in conditions if text.strip()
    ]
    row.saved_at = clock.now()
    db.session.flush()
    return row


def _require_lead(application: Application, actor: Person) -> None:
    if Role.LEAD_ASSESSOR not in roles_of(actor, application):
        raise NotPermitted(N_("The lead assessor writes the joint judgement."))
    if application.status != "in_assessment" or not assessment.both_in(application):
        raise NotNow("advise", application.status)


def record_answers(application: Application, occasion: Occasion) -> None:
    """Write the second assessor's answers: per indicator whether they agree, and if not, why."""
    answers: dict[str, dict[str, Any]] = occasion.given.get("answers") or {}
    for indicator, row in judgements(application).items():
        answer = answers.get(indicator)
        if answer is None:
            continue
        row.agreed = bool(answer.get("agreed"))
        row.dissent = "" if row.agreed else str(answer.get("dissent") or "").strip()
    db.session.flush()
