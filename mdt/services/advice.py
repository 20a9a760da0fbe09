"""The joint judgement of both assessors, and what the lead proposes to the board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from mdt.access import Person, roles_of
from mdt.models import Application, Assessment, JointJudgement, Judgement, Proposal, db
from mdt.rules.framework import Condition, EvidenceSource, Framework, Indicator, Level
from mdt.rules.reading import Text
from mdt.services import assessment, clock, framework_versions, visit
from mdt.services.transitions import Occasion
from workflows.base import N_, NotNow, NotPermitted, Refused
from workflows.calendar import add_months
from workflows.roles import Role

OUTCOMES = ("grant", "refuse")


@dataclass(frozen=True)
class Side:
    """What one assessor found of one indicator."""

    assessor: str
    lead: bool
    level: Level | None
    note: str
    sources: tuple[EvidenceSource, ...]


@dataclass(frozen=True)
class Compared:
    """Two independent judgements on one indicator beside each other, and the joint one if it is there."""

    indicator: Indicator
    first: Side
    second: Side
    joint: JointJudgement | None

    @property
    def differs(self) -> bool:
        """Whether the two chose another level of the scale."""
        return self.first.level != self.second.level


@dataclass(frozen=True)
class Suggestion:
    """A condition that the lead may propose."""

    id: str
    title: Text
    text: Text
    due_on: date


def comparison(application: Application) -> list[Compared]:
    """Both judgements on every indicator, those that differ first; empty while not both assessments are in."""
    found = assessment.of_application(application, "submitted")
    if len(found) < 2:
        return []
    framework, joint = framework_versions.of(application), judgements(application)
    rows = [{row.indicator: row for row in one.judgements} for one in found[:2]]
    compared = [
        Compared(
            indicator,
            _side(found[0], rows[0].get(indicator.id), framework),
            _side(found[1], rows[1].get(indicator.id), framework),
            joint.get(indicator.id),
        )
        for indicator in framework.indicators
    ]
    return sorted(compared, key=lambda one: not one.differs)


def _side(one: Assessment, row: Judgement | None, framework: Framework) -> Side:
    level = framework.level(row.score) if row is not None and row.score else None
    sources = tuple(source for source in framework.sources if row is not None and source.id in row.sources)
    return Side(one.assessor.name, one.lead, level, row.note if row is not None else "", sources)


def judgements(application: Application) -> dict[str, JointJudgement]:
    """The joint judgements so far, by indicator."""
    rows = db.session.scalars(select(JointJudgement).where(JointJudgement.application_id == application.id))
    return {row.indicator: row for row in rows}


def proposal(application: Application) -> Proposal | None:
    """What the lead proposes."""
    return db.session.scalar(select(Proposal).where(Proposal.application_id == application.id))


def without_youths(application: Application) -> bool:
    """Whether the visit found a host without youths, so that others were spoken with instead."""
    held, wanted = visit.latest(application), framework_versions.of(application).conversations
    if held is None or held.host_had_youths:
        return False
    return wanted.counted([row.kind for row in held.conversations], "youth") < wanted.youths


def suggestions(application: Application) -> tuple[Suggestion, ...]:
    """The conditions of the framework that fit the joint judgements, each with its day reckoned from today."""
    framework = framework_versions.of(application)
    scores = {name: row.score for name, row in judgements(application).items()}
    found = framework.condition_proposals(scores, substituted=without_youths(application))
    return tuple(_suggestion(condition) for condition in found)


def standard_condition(application: Application) -> Suggestion:
    """The condition for a host that has had no youths yet."""
    framework = framework_versions.of(application)
    wanted = framework.conversations.condition_when_substituted
    return next(_suggestion(condition) for condition in framework.conditions if condition.id == wanted)


def conditions(row: Proposal) -> list[tuple[str, date | None]]:
    """The conditions of a proposal, each with its day."""
    return [(one["text"], date.fromisoformat(one["due_on"]) if one["due_on"] else None) for one in row.conditions]


def _suggestion(condition: Condition) -> Suggestion:
    return Suggestion(condition.id, condition.title, condition.text, add_months(clock.today(), condition.months))


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
        .execution_options(populate_existing=True)
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
