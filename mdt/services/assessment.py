"""Assessments: inviting two independent assessors, judging blind, and what releases them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from mdt.access import SYSTEM, WORKING, Person
from mdt.models import Application, Assessment, JointJudgement, Judgement, Membership, Tie, db
from mdt.models.event import Event
from mdt.services import clock, framework_versions
from mdt.services.transitions import Handling, Occasion, begin, fire, handle
from mdt.services.wording import plain
from workflows.assessment import AssessmentFacts
from workflows.base import N_, NotNow, NotPermitted, Refused

LIVE = ("invited", *WORKING)


def invite(application: Application, *, assessor: Person, lead: bool, actor: Person) -> Assessment:
    """Invite an assessor for one of the two places. Raises NotPermitted or Refused."""
    assessment = Assessment(
        id=uuid.uuid4(), application=application, application_id=application.id, assessor=assessor,
        assessor_id=assessor.id, lead=lead, invited_at=clock.moment(),
    )  # fmt: skip
    with db.session.no_autoflush:  # the new row has no status before the rules have spoken
        begin(assessment, "invite", actor=actor)
    return assessment


def of_application(application: Application, *statuses: str) -> list[Assessment]:
    """The assessments of a case in these states (all of them when none is named), the lead first."""
    query = select(Assessment).where(Assessment.application_id == application.id)
    if statuses:
        query = query.where(Assessment.status.in_(statuses))
    return list(db.session.scalars(query.order_by(Assessment.lead.desc(), Assessment.invited_at)))


def load_of_assessors() -> list[tuple[Person, int]]:
    """Every appointed assessor with the number of assessments that wait for them, the least loaded first."""
    waiting = func.count(Assessment.id)
    query = (
        select(Person, waiting)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Assessment, (Assessment.assessor_id == Person.id) & Assessment.status.in_(("invited", "open")))
        .where(Membership.function == "assessor", Membership.status == "confirmed")
        .group_by(Person.id)
        .order_by(waiting, Person.name)
    )
    return [(person, count) for person, count in db.session.execute(query)]


def ties(application: Application) -> set[uuid.UUID]:
    """The persons with a tie to the organisation: its members, and those who have declared one."""
    members = select(Membership.person_id).where(
        Membership.organisation_id == application.organisation_id, Membership.person_id.is_not(None)
    )
    declared = select(Tie.person_id).where(Tie.organisation_id == application.organisation_id)
    return {person for person in db.session.scalars(members.union(declared)) if person is not None}


def both_in(application: Application) -> bool:
    """Whether both assessments are submitted, so that each may be seen by the other."""
    return len(of_application(application, "submitted")) >= 2


def judge(
    assessment: Assessment, indicator: str, *, actor: Person, score: str, sources: Sequence[str], note: str,
    expected_version: int | None = None,
) -> Judgement:  # fmt: skip
    """Save a judgement on one indicator, complete or not. Raises NotPermitted, NotNow, or Refused when stale."""
    if assessment.assessor_id != actor.id:
        raise NotPermitted(N_("Only the assessor writes this assessment."))
    if assessment.status != "open":
        raise NotNow("judge", assessment.status)
    framework = framework_versions.of(assessment.application)
    framework.indicator(indicator)
    if score and score not in {level.id for level in framework.scale}:
        raise Refused(N_("Choose a level of the scale."), field="score")
    row = db.session.scalar(
        select(Judgement)
        .where(Judgement.assessment_id == assessment.id, Judgement.indicator == indicator)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        row = Judgement(assessment_id=assessment.id, indicator=indicator)
        db.session.add(row)
    elif expected_version is not None and row.version != expected_version:
        raise Refused(
            N_("This judgement was saved in another window. Your text is still here; compare and save again.")
        )
    known = {source.id for source in framework.sources}
    row.score, row.sources, row.note = score, [source for source in sources if source in known], note
    row.saved_at = clock.now()
    db.session.flush()
    db.session.expire(assessment, ["judgements"])
    return row


def release_all(application: Application, _occasion: Occasion, _event: Event) -> None:
    """Release every live assessment: the application was withdrawn or set aside."""
    for assessment in of_application(application, *LIVE):
        fire(assessment, "release", actor=SYSTEM)


def _facts(assessment: Assessment, occasion: Occasion) -> AssessmentFacts:
    application = assessment.application
    framework = framework_versions.of(application)
    judged = {row.indicator: row for row in assessment.judgements if row.score} if assessment.status else {}
    practice = framework.practice_sources
    with db.session.no_autoflush:
        live = [a for a in of_application(application, *LIVE) if a.id != assessment.id]
        past = [a for a in of_application(application) if a.id != assessment.id]
        appointed = select(Membership.id).where(
            Membership.person_id == assessment.assessor_id, Membership.function == "assessor",
            Membership.status == "confirmed",
        )  # fmt: skip
        is_assessor = db.session.scalar(appointed.limit(1)) is not None
    return AssessmentFacts(
        application_is_open=application.status == "in_assessment",
        application_is_advised=application.status not in ("in_assessment", "submitted", "supplement_requested"),
        assessor_is_assessor=is_assessor,
        assessor_is_tied=assessment.assessor_id in ties(application)
        or any(a.assessor_id == assessment.assessor_id and a.status == "recused" for a in past),
        assessor_has_place=any(a.assessor_id == assessment.assessor_id for a in live),
        places_taken=len(live),
        lead_taken=any(a.lead for a in live),
        as_lead=assessment.lead,
        declared=bool(occasion.given.get("declared")),
        reasons=str(occasion.given.get("reasons") or ""),
        unjudged=tuple(i.plain for i in framework.indicators if i.id not in judged),  # type: ignore[misc]
        without_practice=tuple(
            i.plain for i in framework.indicators  # type: ignore[misc]
            if i.id in judged and not practice & set(judged[i.id].sources)
        ),
    )  # fmt: skip


def _snapshot(assessment: Assessment, occasion: Occasion) -> dict[str, Any]:
    """The judgements are frozen with `submit`, so that a reopened assessment keeps its first."""
    application = assessment.application
    found: dict[str, Any] = {
        "given": plain(dict(occasion.given)),
        "case": {"number": application.number, "kind": "application", "id": str(application.id)},
        "organisation": {"name": application.organisation.name},
        "assessment": {"id": str(assessment.id), "lead": assessment.lead, "assessor": assessment.assessor.name},
    }
    if occasion.event == "submit":
        found["judgements"] = [
            {"indicator": row.indicator, "score": row.score, "sources": row.sources, "note": row.note}
            for row in assessment.judgements
        ]
    return found


def _note_tie(assessment: Assessment, _occasion: Occasion, _event: Event) -> None:
    """Who declares a conflict is not asked again for this organisation, and agreed to nothing."""
    organisation = assessment.application.organisation_id
    db.session.add(
        Tie(person_id=assessment.assessor_id, organisation_id=organisation, kind="declared", noted_at=clock.now())
    )
    rows = select(JointJudgement).where(JointJudgement.application_id == assessment.application_id)
    for row in db.session.scalars(rows):
        row.agreed = None


handle(
    "assessment",
    Handling(
        facts=_facts,
        snapshot=_snapshot,
        case=lambda assessment: assessment.application_id,
        case_kind="application",
        follow={"declare_conflict": _note_tie},
    ),
)
