"""The answers to an application's sections: saved as they come, complete when every asked question has one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from mdt.access import Actor, Person, roles_of
from mdt.models import Answer, Application, db
from mdt.rules.framework import Framework, Question, Section
from mdt.services import clock, framework_versions
from workflows.base import N_, NotNow, NotPermitted, Refused
from workflows.roles import Role

OPEN = ("draft", "supplement_requested")


def all_of(application: Application) -> dict[str, Any]:
    """Every answer of an application by question id."""
    rows = db.session.scalars(select(Answer).where(Answer.application_id == application.id))
    return {question: value for row in rows for question, value in row.content.items()}


def rows_of(application: Application) -> dict[str, Answer]:
    """The saved answers by section."""
    rows = db.session.scalars(select(Answer).where(Answer.application_id == application.id))
    return {row.section: row for row in rows}


def row_of(application: Application, section: str) -> Answer | None:
    """The saved answers to a section."""
    return db.session.scalar(select(Answer).where(Answer.application_id == application.id, Answer.section == section))


def is_answered(question: Question, value: Any) -> bool:
    """Whether a question needs nothing more. Zero hours is an answer; an empty text is none."""
    return question.optional or value not in (None, "", [])


def state_of(section: Section, answers: dict[str, Any], *, small: bool) -> str:
    """`done`, `begun` or `todo`."""
    asked = section.asked(small=small)
    if all(is_answered(question, answers.get(question.id)) for question in asked):
        return "done" if any(question.id in answers for question in asked) else "todo"
    return "begun" if any(answers.get(question.id) not in (None, "", []) for question in asked) else "todo"


def unanswered(application: Application, framework: Framework) -> tuple[Section, ...]:
    """The sections that still need an answer."""
    answers = all_of(application)
    small = framework.small_organisation.fits(answers)
    return tuple(s for s in framework.sections if state_of(s, answers, small=small) != "done")


def require_open(application: Application, actor: Actor) -> None:
    """Raise unless this actor may change answers now."""
    roles = roles_of(actor, application)
    if not roles & {Role.ORGANISATION, Role.COLLEAGUE, Role.OFFICE}:
        raise NotPermitted(N_("Only the organisation, or the office on its behalf, changes the answers."))
    if application.status not in OPEN:
        raise NotNow("save", application.status)


def take_over(application: Application, before: Application, *, actor: Person) -> None:
    """Begin a renewal with what is known: the answers to the questions that are still asked in the same way."""
    framework, known = framework_versions.of(application), all_of(before)
    small = framework.small_organisation.fits(known)
    for section in framework.sections:
        content = {q.id: known[q.id] for q in section.questions if q.id in known and _still_fits(q, known[q.id])}
        if content:
            db.session.add(Answer(
                application_id=application.id, section=section.id, content=content, saved_by=actor.id,
                saved_at=application.created_at, complete=state_of(section, content, small=small) == "done",
            ))  # fmt: skip
    application.small = small
    db.session.flush()


def taken_over(row: Answer, application: Application) -> bool:
    """Whether a section still stands as it was taken over from the application before."""
    return application.renews_id is not None and row.saved_at == application.created_at


def _still_fits(question: Question, value: Any) -> bool:
    """Whether an answer from before can answer the question as it is asked now."""
    known = {choice.id for choice in question.choices}
    if question.choices:
        return set(value if isinstance(value, list) else [value]) <= known
    return not (isinstance(value, str) and question.max_length is not None and len(value) > question.max_length)


def save(
    application: Application, section_id: str, content: dict[str, Any], *, actor: Person, expected_version: int | None
) -> Answer:
    """Save a section as it stands, complete or not; an answer that `content` leaves out stays as it was.

    Raises NotNow when the application is closed for answers, and Refused when somebody else saved in between.
    """
    db.session.flush()
    db.session.refresh(application, with_for_update={"of": Application})  # a submission waits for it, or it for that
    require_open(application, actor)
    framework = framework_versions.of(application)
    section = framework.section(section_id)
    row = db.session.scalar(
        select(Answer)
        .where(Answer.application_id == application.id, Answer.section == section_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        row = Answer(application_id=application.id, section=section_id, content={})
        db.session.add(row)
    elif expected_version is not None and expected_version != row.version:
        raise Refused(
            N_("A colleague saved this part while you were typing. Your text is still here; compare and save again.")
        )
    known = {question.id for question in section.questions}
    row.content = (row.content or {}) | {key: value for key, value in content.items() if key in known}
    row.saved_at, row.saved_by = clock.now(), actor.id
    db.session.flush()
    answers = all_of(application)
    small = framework.small_organisation.fits(answers)
    row.complete = state_of(section, answers, small=small) == "done"
    if application.small != small:
        application.small = small
    db.session.flush()
    return row
