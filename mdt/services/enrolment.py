"""The enrolment: a youth names a school or is invited, and the school confirms."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from flask import current_app
from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from mdt.access import Actor, Link
from mdt.models import Enrolment, Event, Organisation, Person, Programme, School, Youth, db
from mdt.rules import rounds
from mdt.services import account, clock, invitation
from mdt.services import school as schools
from mdt.services.transitions import Handling, Occasion, begin, fire, handle
from workflows.age import age_on
from workflows.enrolment import EnrolmentFacts
from workflows.roles import Role

OPEN = ("invited", "claimed", "confirmed")


def facts(enrolment: Enrolment, occasion: Occasion) -> EnrolmentFacts:
    """What the rules may look at."""
    given = _understood(enrolment, occasion)
    youth: Youth | None = given.get("youth") or enrolment.youth
    chosen: School | None = given.get("school") or enrolment.school
    programme = given.get("programme", enrolment.programme)
    limits = rounds.bounds(occasion.today)
    return EnrolmentFacts(
        already_enrolled=_already_there(enrolment, youth, chosen),
        invitation_is_valid=invitation.holds(enrolment, on=occasion.today),
        invited_by_school=enrolment.organisation_id is None,
        school_takes_part=chosen is not None and chosen.active,
        programme_fits=schools.fits(chosen.id if chosen else None, programme),
        age=age_on(youth.born_on, occasion.today) if youth and youth.born_on else None,
        youngest=limits.youngest, oldest=limits.oldest,
    )  # fmt: skip


def snapshot(enrolment: Enrolment, occasion: Occasion) -> dict[str, Any]:
    """What mails are made from; never a token."""
    youth, school, programme = enrolment.youth, enrolment.school, enrolment.programme
    return {
        "youth": {"name": youth.name} if youth else None,
        "school": {"name": school.name, "brin": school.brin, "sector": school.sector} if school else None,
        "programme": {"name": programme.name, "code": programme.code} if programme else None,
        "organisation": {"name": enrolment.organisation.name} if enrolment.organisation else None,
        "student_number": enrolment.student_number, "email": enrolment.email,
        "valid_until": enrolment.valid_until.isoformat() if enrolment.valid_until else None,
        "invited_by": occasion.actor.name if isinstance(occasion.actor, Person) else None,
        "reasons": occasion.given.get("reasons") or None,
    }  # fmt: skip


def claim(
    youth: Youth, *, school: School, programme: Programme | None = None, student_number: str | None = None,
    actor: Actor,
) -> Enrolment:  # fmt: skip
    """A youth says which school they attend; the school confirms it. Raises NotPermitted or Refused."""
    made = Enrolment(
        id=uuid.uuid4(), youth=youth, youth_id=youth.id, school=school, school_id=school.id, programme=programme,
        programme_id=programme.id if programme else None, student_number=_number(student_number),
        created_at=clock.now(),
    )  # fmt: skip
    with db.session.no_autoflush:
        begin(made, "claim", actor=actor)
    return made


def invite(
    *, email: str, actor: Person, school: School | None = None, organisation: Organisation | None = None,
    student_number: str | None = None, programme: Programme | None = None,
) -> Enrolment:  # fmt: skip
    """A school invites a student, or a host a youth, by mail after the commit. Raises NotPermitted or Refused."""
    made = Enrolment(
        id=uuid.uuid4(), email=account.normal(email), school=school, school_id=school.id if school else None,
        organisation=organisation, organisation_id=organisation.id if organisation else None, programme=programme,
        programme_id=programme.id if programme else None, student_number=_number(student_number),
        created_at=clock.now(),
    )  # fmt: skip
    with db.session.no_autoflush:
        begin(made, "invite", actor=actor)
    return made


def answer(invited: Enrolment, *, actor: Actor, **given: Any) -> Event:
    """Accept an invitation. By the school: confirmed at once; by a host: the school that is named confirms it."""
    return fire(invited, "accept" if invited.organisation_id is None else "join", actor=actor, **given)


def decline(invited: Enrolment) -> None:
    """Decline an invitation by its link, for which nobody needs an account. Raises NotNow."""
    fire(invited, "decline", actor=Link(Role.INVITED, "enrolment", invited.id))


def by_token(token: str) -> Enrolment | None:
    """The enrolment for which an invitation's link was made; None for a token that we did not make."""
    return invitation.by_token(Enrolment, token)


def link(event: Event) -> str:
    """The address that the letter about an event carries."""
    base = str(current_app.config["MDT_BASE_URL"]).rstrip("/")
    found = db.session.get_one(Enrolment, event.subject_id)
    if event.name in ("invite", "invite_again"):
        return f"{base}/youths/invitations/{invitation.token(found)}"
    return f"{base}/"


def of_youth(youth: Youth) -> list[Enrolment]:
    """A youth's enrolments, the newest first."""
    query = select(Enrolment).where(Enrolment.youth_id == youth.id)
    query = query.options(joinedload(Enrolment.school), joinedload(Enrolment.programme))
    return list(db.session.scalars(query.order_by(Enrolment.created_at.desc())))


def at_school(school_ids: Sequence[uuid.UUID], *, status: str | None = None, limit: int = 500) -> list[Enrolment]:
    """The enrolments at these schools with their youths, by name; those that wait, the oldest first."""
    query = (
        select(Enrolment)
        .outerjoin(Enrolment.youth)
        .outerjoin(Youth.person)
        .options(
            contains_eager(Enrolment.youth).contains_eager(Youth.person), joinedload(Enrolment.school),
            joinedload(Enrolment.programme),
        )
        .where(Enrolment.school_id.in_(school_ids))
    )  # fmt: skip
    if status:
        query = query.where(Enrolment.status == status)
    oldest = Enrolment.created_at if status == "claimed" else func.lower(func.coalesce(Person.name, Enrolment.email))
    return list(db.session.scalars(query.order_by(oldest, Enrolment.id).limit(limit)))


def _already_there(enrolment: Enrolment, youth: Youth | None, school: School | None) -> bool:
    """Whether the youth (or the address) has an open enrolment at this school, or from this host, already."""
    who = [Enrolment.youth_id == youth.id] if youth else []
    if enrolment.email:
        who.append(Enrolment.email == enrolment.email)
    if enrolment.organisation_id is None or school is not None:
        place: Any = Enrolment.school_id == (school.id if school else enrolment.school_id)
    else:
        place = Enrolment.organisation_id == enrolment.organisation_id
    query = select(Enrolment.id).where(or_(*who), place, Enrolment.status.in_(OPEN), Enrolment.id != enrolment.id)
    return bool(who) and db.session.scalar(query.limit(1)) is not None


def _understood(enrolment: Enrolment, occasion: Occasion) -> dict[str, Any]:
    """What the form gave, with the programme that the school typed. Raises Refused."""
    given = dict(occasion.given)
    if "programme_text" in given and enrolment.school is not None:
        given["programme"] = schools.programme(enrolment.school, given["programme_text"])
        occasion.made["programme"] = given["programme"]
    return given


def _number(typed: str | None) -> str | None:
    return (typed or "").strip() or None


def _offer(enrolment: Enrolment, occasion: Occasion) -> None:
    invitation.offer(enrolment, on=occasion.today)


def _take(enrolment: Enrolment, occasion: Occasion) -> None:
    """What an acceptance brings: the youth, and for a host's invitation the school."""
    for name in ("youth", "school", "programme"):
        if (value := occasion.given.get(name)) is not None:
            setattr(enrolment, name, value)
            setattr(enrolment, f"{name}_id", value.id)
    enrolment.student_number = _number(occasion.given.get("student_number")) or enrolment.student_number
    if enrolment.status == "confirmed":
        enrolment.confirmed_on = occasion.today


def _correct(enrolment: Enrolment, occasion: Occasion) -> None:
    """The school's word on programme and number, when it says so."""
    if "programme" in occasion.made:
        programme = occasion.made["programme"]
        enrolment.programme, enrolment.programme_id = programme, programme.id if programme else None
    if "student_number" in occasion.given:
        enrolment.student_number = _number(occasion.given["student_number"])


def _confirm(enrolment: Enrolment, occasion: Occasion) -> None:
    _correct(enrolment, occasion)
    enrolment.confirmed_on = occasion.today


def _end(enrolment: Enrolment, occasion: Occasion) -> None:
    enrolment.ended_on = occasion.effective_on


handle(
    "enrolment",
    Handling(
        facts=facts,
        snapshot=snapshot,
        case=lambda enrolment: enrolment.id,
        case_kind="enrolment",
        apply={
            "invite": _offer, "invite_again": _offer, "accept": _take, "join": _take, "confirm": _confirm,
            "correct": _correct, "end": _end,
        },
    ),
)  # fmt: skip
