"""Carrying out what must follow an event: papers are made, people are told. Once, however often it is tried."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import or_, select

from mdt.access import WORKING
from mdt.access.signal import readers
from mdt.models import (
    Accreditation,
    Agreement,
    Application,
    Assessment,
    CheckIn,
    Cohort,
    Consent,
    Credit,
    Effect,
    Enrolment,
    Erasure,
    Event,
    Mail,
    Measure,
    Membership,
    Objection,
    Person,
    Signal,
    Visit,
    Week,
    db,
)
from mdt.services import clock, enrolment, evidence, mail, membership, signal
from mdt.services import link as links
from mdt.services.pressroom import Pressroom
from workflows import CONFIDENTIAL
from workflows.roles import Role

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
BY_LINK = frozenset({Role.GUARDIAN, Role.SUPERVISOR})  # they have no account: a letter is all that reaches them
SUBJECTS: dict[str, type[Any]] = {
    "application": Application, "assessment": Assessment, "visit": Visit, "accreditation": Accreditation,
    "membership": Membership, "enrolment": Enrolment, "consent": Consent, "erasure": Erasure,
    "agreement": Agreement, "hours": Week, "credit": Credit, "cohort": Cohort,
    "measure": Measure, "check_in": CheckIn, "objection": Objection,
    "signal": Signal,
}  # fmt: skip


def due(limit: int = 500) -> list[int]:
    """The effects that can be carried out now: letters before papers, which take long, and then the oldest first."""
    query = (
        select(Effect.id)
        .where(Effect.done_at.is_(None), Effect.attempts <= len(mail.WAITS))
        .where(or_(Effect.retry_at.is_(None), Effect.retry_at <= clock.now()))
        .order_by(Effect.kind == "evidence", Effect.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def ahead(effect_id: int) -> evidence.Draft | None:
    """Render the paper of an effect before its transaction begins; None when it makes no paper or has one."""
    effect = db.session.get(Effect, effect_id)
    if effect is None or effect.kind != "evidence" or effect.done_at is not None:
        return None
    return evidence.draft(effect.event, effect.name)


def ahead_of(ids: Sequence[int], pressroom: Pressroom) -> dict[int, evidence.Draft | None]:
    """Make the papers of several effects at once, before their transactions begin; by effect."""
    query = select(Effect).where(Effect.id.in_(ids), Effect.kind == "evidence", Effect.done_at.is_(None))
    found = list(db.session.scalars(query.order_by(Effect.id)))
    made = evidence.drafts([(effect.event, effect.name) for effect in found], pressroom)
    return {effect.id: draft for effect, draft in zip(found, made, strict=True)}


def carry_out(effect_id: int, *, draft: evidence.Draft | None = None) -> bool:
    """Do one effect, in the transaction at hand; False when it was done already.

    Raises RenderingFailed. All of it is undone with the transaction, so a crash anywhere leaves it to be done again.
    """
    query = select(Effect).where(Effect.id == effect_id).with_for_update()
    effect = db.session.scalar(query.execution_options(populate_existing=True))
    if effect is None or effect.done_at is not None:
        return False
    if effect.kind == "evidence":
        evidence.issue(effect.event, effect.name, ahead=draft)
    else:
        tell(effect)
    effect.done_at, effect.retry_at, effect.error = clock.now(), None, None
    db.session.flush()
    return True


def failed(effect_id: int, cause: str) -> None:
    """Note why an effect was not carried out, for the office, and when it is tried again."""
    effect = db.session.get_one(Effect, effect_id)
    if effect.done_at is None:
        effect.retry_at, effect.error = mail.retry_at(effect.attempts), cause
        effect.attempts += 1


def retry() -> int:
    """Let every effect that failed be tried again now; returns how many, not counting those of what is confidential."""
    found = list(db.session.scalars(select(Effect).where(Effect.done_at.is_(None), Effect.attempts > 0)))
    for effect in found:
        effect.attempts, effect.retry_at = 0, None
    return sum(effect.event.noun not in CONFIDENTIAL for effect in found)


def tell(effect: Effect) -> None:
    """Write to everybody who has a role in the case, each in their own language."""
    event, role = effect.event, Role(effect.name)
    context = told(event) | {"role": str(role)}
    for email, name, language in recipients(event, role):
        if not _told_already(event, email):
            page = links.url_to(event, role, email) or link(event, role)
            mail.queue(recipient=email, language=language, template=f"{event.noun}_{event.name}",
                       context=context | {"name": name, "link": page}, case_id=event.case_id,
                       effect_id=effect.id)  # fmt: skip


def told(event: Event) -> dict[str, Any]:
    """What a letter may say: the event's frozen snapshot, never live rows, with ISO days as dates."""
    return {"papers": {}, **dated(event.snapshot or {})} | {
        "effective_on": event.effective_on, "acted": event.role, "channel": event.channel,
        "issuer": current_app.config["MDT_ISSUER_NAME"], "issuer_email": current_app.config["MDT_ISSUER_EMAIL"],
    }  # fmt: skip


def link(event: Event, role: Role) -> str:
    """The page on which the receiver reads on and acts."""
    base = str(current_app.config["MDT_BASE_URL"]).rstrip("/")
    if event.noun == "assessment" and role is Role.ASSESSOR:
        return f"{base}/assessments/{event.subject_id}"
    page = _PAGES.get(event.noun)
    return page(event) if callable(page) else f"{base}{page or '/'}".format(case=event.case_id, id=event.subject_id)


def dated(value: Any) -> Any:
    """Plain data with its ISO days (`2026-11-24`) as dates, so that a letter can write them out."""
    if isinstance(value, dict):
        return {key: dated(item) for key, item in value.items()}
    if isinstance(value, list):
        return [dated(item) for item in value]
    return date.fromisoformat(value) if isinstance(value, str) and DAY.fullmatch(value) else value


def recipients(event: Event, role: Role) -> list[tuple[str, str, str]]:
    """Address, name and language of whoever a role means in the case of an event.

    Nobody is told what they did themselves, except the organisation: for it the letter is the receipt (Awb 4:3a).
    """
    subject = db.session.get_one(SUBJECTS[event.noun], event.subject_id)
    if role is Role.INVITED:
        person = getattr(subject, "person", None)
        return [(subject.email, person.name if person else "", _language(subject))]
    if role in BY_LINK:
        return links.addresses(event.noun, event.subject_id, role)
    found = signal.informed(event) if role is Role.INFORMED else people(role, subject)
    return [
        (person.email, person.name, person.language)
        for person in found
        if person.active and (role is Role.ORGANISATION or person.id != event.actor_id)
    ]


def people(role: Role, subject: Any) -> Iterable[Person]:
    """Who holds a role in the case of a subject."""
    return _PEOPLE[role](subject)


def _language(invited: Membership | Enrolment) -> str:
    if isinstance(invited, Membership) and invited.person is not None:
        return invited.person.language
    return invited.organisation.language if invited.organisation else "nl"


def _youth(subject: Any) -> Iterable[Person]:
    """The youth of a case; nobody once the data were erased, for there is no address left."""
    youth = subject.youth
    return [youth.person] if youth is not None and youth.erased_at is None else []


def _clerks(subject: Any) -> Iterable[Person]:
    """The clerks of the school of a case; in a youth's own case those of every school where the youth is enrolled."""
    at: Any = [subject.school_id] if hasattr(subject, "school_id") else select(Enrolment.school_id).where(
        Enrolment.youth_id == subject.youth_id, Enrolment.status == "confirmed"
    )  # fmt: skip
    return _members(Membership.school_id.in_(at), Membership.function == "clerk")


def _coordinators(subject: Any) -> Iterable[Person]:
    organisation_id = getattr(subject, "organisation_id", None) or _application(subject).organisation_id
    return _members(Membership.organisation_id == organisation_id, Membership.function == "coordinator")


def _staff(function: str) -> Callable[[Any], Iterable[Person]]:
    return lambda _subject: _members(Membership.function == function)


def _members(*conditions: Any) -> Iterable[Person]:
    query = select(Person).join(Membership, Membership.person_id == Person.id).order_by(Person.email).distinct()
    return db.session.scalars(query.where(Membership.status == "confirmed", *conditions))


def _assessors(*conditions: Any) -> Callable[[Any], Iterable[Person]]:
    """The assessors who work on the case; of an assessment itself, its own assessor whatever its state."""

    def people(subject: Any) -> Iterable[Person]:
        if isinstance(subject, Assessment):
            return [subject.assessor]
        query = select(Person).join(Assessment, Assessment.assessor_id == Person.id).order_by(Person.email)
        working = (Assessment.application_id == _application(subject).id, Assessment.status.in_(WORKING))
        return db.session.scalars(query.where(*working, *conditions))

    return people


def _application(subject: Any) -> Application:
    return subject if isinstance(subject, Application) else subject.application


def _told_already(event: Event, email: str) -> bool:
    """Whether this event was written about to this address before, in another role."""
    query = select(Mail.id).join(Effect, Mail.effect_id == Effect.id)
    return db.session.scalar(query.where(Effect.event_id == event.id, Mail.recipient == email)) is not None


# Where the letter about an event leads: a path with the case or the subject in it, or a function that says so.
_PAGES: dict[str, str | Callable[[Event], str]] = {
    "application": "/applications/{case}", "assessment": "/applications/{case}", "visit": "/applications/{case}",
    "membership": membership.link, "enrolment": enrolment.link, "erasure": "/erasures",
    "accreditation": "/accreditations/{case}", "measure": "/accreditations/{case}",
    "check_in": "/accreditations/{case}", "objection": "/objections/{id}",
    "agreement": "/agreements/{id}", "hours": "/hours/{id}", "credit": "/credits/{id}",
    "signal": signal.link,
}  # fmt: skip

_PEOPLE: dict[Role, Callable[[Any], Iterable[Person]]] = {
    Role.ORGANISATION: _coordinators,
    Role.YOUTH: _youth,
    Role.CLERK: _clerks,
    Role.OFFICE: _staff("office"),
    Role.BOARD: _staff("board"),
    Role.HEARER: _staff("hearer"),
    Role.CONFIDENTIAL_ADVISER: readers,
    Role.ASSESSOR: _assessors(),
    Role.LEAD_ASSESSOR: _assessors(Assessment.lead.is_(True)),
    Role.SECOND_ASSESSOR: _assessors(Assessment.lead.is_(False)),
}
