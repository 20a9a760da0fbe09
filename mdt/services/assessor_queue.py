"""What waits for an assessor: each case with the next things to do, at a fixed number of SQL statements."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from mdt.access import Person
from mdt.models import Application, Assessment, JointJudgement, Judgement, Proposal, Visit, db
from mdt.rules.framework import Framework
from mdt.services import clock, framework_versions
from workflows.base import N_

PER_PAGE = 25


@dataclass(frozen=True)
class Task:
    """One thing to do; `page` says where: assessment, plan, visit, on_the_spot, report, advice or answer."""

    label: str
    page: str
    id: uuid.UUID


@dataclass(frozen=True)
class Waiting:
    """A case of this assessor, with what waits for them; no tasks means that others act first."""

    assessment: Assessment
    tasks: tuple[Task, ...]
    visit: Visit | None
    judged: int
    indicators: int
    days_open: int
    days_left: int | None

    @property
    def application(self) -> Application:
        return self.assessment.application


@dataclass(frozen=True)
class _Standing:
    """What the tables say of a set of cases, gathered once for all of them."""

    visits: dict[uuid.UUID, Visit]
    judged: dict[uuid.UUID, int]
    submitted: dict[uuid.UUID, int]
    joint: dict[uuid.UUID, tuple[int, int]]
    proposed: set[uuid.UUID]
    frameworks: dict[str, Framework]
    today: date


def waiting(person: Person, *, page: int) -> tuple[Pagination, list[Waiting]]:
    """The live assessments of a person, the nearest decision term first, 25 to a page."""
    found = _page(_of(person).where(_live()).order_by(Application.decide_by, Assessment.invited_at), page)
    standing = _standing(found.items)
    rows = [_waiting(assessment, standing) for assessment in found.items]
    return found, sorted(rows, key=lambda row: (not row.tasks, row.assessment.status != "invited"))


def finished(person: Person, *, page: int) -> Pagination:
    """The assessments of a person that ask nothing any more, the latest first."""
    return _page(_of(person).where(~_live()).order_by(Assessment.invited_at.desc()), page)


def _of(person: Person) -> Select[Any]:
    joined = joinedload(Assessment.application).joinedload(Application.organisation)
    return (
        select(Assessment)
        .join(Application, Application.id == Assessment.application_id)
        .where(Assessment.assessor_id == person.id)
        .options(joined)
    )


def _live() -> Any:
    in_hand = and_(Assessment.status == "submitted", Application.status == "in_assessment")
    return or_(Assessment.status.in_(("invited", "open")), in_hand)


def _page(query: Select[Any], page: int) -> Pagination:
    return db.paginate(query, page=page, per_page=PER_PAGE, max_per_page=PER_PAGE, error_out=False)


def _standing(assessments: Sequence[Assessment]) -> _Standing:
    cases = [one.application_id for one in assessments]
    visits = db.session.scalars(
        select(Visit).where(Visit.application_id.in_(cases), Visit.status != "cancelled").order_by(Visit.created_at)
    )
    judged = (
        select(Judgement.assessment_id, func.count())
        .where(Judgement.assessment_id.in_([one.id for one in assessments]), Judgement.score != "")
        .group_by(Judgement.assessment_id)
    )
    submitted = (
        select(Assessment.application_id, func.count())
        .where(Assessment.application_id.in_(cases), Assessment.status == "submitted")
        .group_by(Assessment.application_id)
    )
    answered = func.sum(case((JointJudgement.agreed.is_(None), 0), else_=1))
    joint = (
        select(JointJudgement.application_id, func.count(), answered)
        .where(JointJudgement.application_id.in_(cases))
        .group_by(JointJudgement.application_id)
    )
    proposed = select(Proposal.application_id).where(Proposal.application_id.in_(cases), Proposal.outcome != "")
    return _Standing(
        visits={visit.application_id: visit for visit in visits},
        judged=_pairs(judged),
        submitted=_pairs(submitted),
        joint={row[0]: (row[1], int(row[2])) for row in db.session.execute(joint)},
        proposed=set(db.session.scalars(proposed)),
        frameworks=_frameworks(assessments),
        today=clock.today(),
    )


def _frameworks(assessments: Sequence[Assessment]) -> dict[str, Framework]:
    """Each version once, for these are few and the cases are many."""
    names = {one.application.framework_version for one in assessments}
    return {name: framework_versions.version(name) for name in names}


def _pairs(query: Any) -> dict[uuid.UUID, int]:
    found: dict[uuid.UUID, int] = defaultdict(int)
    found.update((row[0], row[1]) for row in db.session.execute(query))
    return found


def _waiting(assessment: Assessment, standing: _Standing) -> Waiting:
    today, application = standing.today, assessment.application
    framework = standing.frameworks[application.framework_version]
    tasks = [*_own_tasks(assessment), *_visit_tasks(assessment, standing, today)]
    tasks += _joint_tasks(assessment, standing, framework)
    invited_on = assessment.invited_at.astimezone(clock.AMSTERDAM).date()
    return Waiting(
        assessment=assessment,
        tasks=tuple(tasks),
        visit=standing.visits.get(application.id) if assessment.status != "invited" else None,
        judged=standing.judged.get(assessment.id, 0),
        indicators=len(framework.indicators),
        days_open=max((today - invited_on).days, 0),
        days_left=(application.decide_by - today).days if application.decide_by else None,
    )


def _own_tasks(assessment: Assessment) -> Iterable[Task]:
    if assessment.status == "invited":
        yield Task(N_("Answer the invitation"), "assessment", assessment.id)
    if assessment.status == "open":
        yield Task(N_("Judge the indicators"), "assessment", assessment.id)


def _visit_tasks(assessment: Assessment, standing: _Standing, today: date) -> Iterable[Task]:
    application = assessment.application
    if assessment.status not in ("open", "submitted") or application.status != "in_assessment":
        return
    visit = standing.visits.get(application.id)
    if visit is None:
        yield Task(N_("Plan the visit"), "plan", application.id)
    elif visit.status == "counter_proposed":
        yield Task(N_("Answer the dates of the organisation"), "visit", visit.id)
    elif visit.status == "agreed" and visit.agreed_on and visit.agreed_on <= today:
        yield Task(N_("Note what you see on the visit"), "visit", visit.id)
    elif visit.status == "held":
        yield Task(N_("Report the visit"), "report", visit.id)


def _joint_tasks(assessment: Assessment, standing: _Standing, framework: Framework) -> Iterable[Task]:
    case_id = assessment.application_id
    if assessment.application.status != "in_assessment" or standing.submitted.get(case_id, 0) < 2:
        return
    written, answered = standing.joint.get(case_id, (0, 0))
    complete = written >= len(framework.indicators)
    if assessment.lead and (not complete or case_id not in standing.proposed):
        yield Task(N_("Write the joint advice"), "advice", case_id)
    elif assessment.lead and answered == written:
        yield Task(N_("Give the advice"), "advice", case_id)
    elif not assessment.lead and complete and answered < written:
        yield Task(N_("Answer the joint judgement"), "advice", case_id)
