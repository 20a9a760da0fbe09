"""A youth: signing up, the guardian, the pseudonym on papers, and what is said about an age."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from mdt.access import Actor, forget_standing
from mdt.models import Enrolment, Person, Programme, School, Youth, db
from mdt.rules import rounds
from mdt.services import account, clock, consent, enrolment
from workflows.age import DECIDES_ALONE, MAY_WORK, age_on
from workflows.base import N_, Refused
from workflows.enrolment import EnrolmentFacts, EnrolmentWorkflow

CAUTION = N_(
    "Children under 13 may not do work, also not as a volunteer. Until your thirteenth birthday you can only take part "
    "in activities of your school."
)


def of(person: Person) -> Youth | None:
    """What we know of a person as a youth, if they are one; nothing once it was erased."""
    return db.session.scalar(select(Youth).where(Youth.person_id == person.id, Youth.erased_at.is_(None)))


def age(youth: Youth, on: date | None = None) -> int | None:
    """The age on a day (today); None once the data were erased."""
    return age_on(youth.born_on, on or clock.today()) if youth.born_on else None


def needs_guardian(born_on: date, on: date | None = None) -> bool:
    """Whether a guardian has to consent."""
    return age_on(born_on, on or clock.today()) < DECIDES_ALONE


def caution(born_on: date, on: date | None = None) -> str | None:
    """The message id of what a youth of this age must know, or None."""
    return CAUTION if age_on(born_on, on or clock.today()) < MAY_WORK else None


def pairwise_id(youth: Youth, audience: str) -> str:
    """The pseudonym of a youth towards one audience (a paper, a school): it cannot be traced across them, and once the
    salt is shredded it leads nowhere. Raises LookupError after erasure.
    """
    if youth.evidence_salt is None:
        raise LookupError("the data of this youth were erased")
    said = f"{youth.id}|{audience}".encode()
    return hmac.new(bytes.fromhex(youth.evidence_salt), said, hashlib.sha256).hexdigest()[:32]


def require_age(born_on: date, on: date | None = None) -> None:
    """Raise Refused, at the field `born_on`, unless somebody of this age can start on a day."""
    day = on or clock.today()
    limits = rounds.bounds(day)
    facts = EnrolmentFacts(age=age_on(born_on, day), youngest=limits.youngest, oldest=limits.oldest)
    EnrolmentWorkflow.at("claimed", facts).age_is_within_the_bounds()


def check(data: Mapping[str, Any], *, email: str) -> None:
    """Raise Refused, at the field, when a youth with these data cannot sign up: the age, or no guardian."""
    require_age(data["born_on"])
    if needs_guardian(data["born_on"]):
        consent.require_guardian(
            name=data.get("guardian_name"), email=data.get("guardian_email"), born_on=data["born_on"], own=email
        )


def add(person: Person, data: Mapping[str, Any]) -> Youth:
    """Make a person a youth, and ask the guardian when one is needed. Raises Refused."""
    check(data, email=person.email)
    if db.session.scalar(select(Youth.id).where(Youth.person_id == person.id)) is not None:
        raise Refused(N_("The data of this account as a youth were erased. Sign up with another e-mail address."))
    under = needs_guardian(data["born_on"])
    youth = Youth(
        id=uuid.uuid4(), person_id=person.id, person=person, born_on=data["born_on"], created_at=clock.now(),
        guardian_name=(data.get("guardian_name") or "").strip() or None if under else None,
        guardian_email=account.normal(data.get("guardian_email") or "") or None if under else None,
    )  # fmt: skip
    db.session.add(youth)
    db.session.flush()
    forget_standing()
    if under:
        consent.ask(youth)
    return youth


def sign_up(
    data: Mapping[str, Any], *, password: str, school: School | None, programme: Programme | None = None,
    language: str = "nl",
) -> Youth | None:  # fmt: skip
    """Sign up a youth who comes alone, with the school that they name; the address is proven by mail.

    Somebody who has an account already gets a letter that says so, and nothing is made: the caller says the same
    either way. Raises Refused at the field.
    """
    account.check_password(password, email=data["email"])
    check(data, email=data["email"])
    if account.tell_if_known(data["email"], password=password):
        return None
    person = account.create_person(name=data["name"], email=data["email"], password=password, language=language)
    account.send_confirmation(person)
    youth = add(person, data)
    if school is not None:
        enrolment.claim(youth, school=school, programme=programme, student_number=data.get("student_number"),
                        actor=person)  # fmt: skip
    return youth


def accept(
    invited: Enrolment, *, data: Mapping[str, Any], person: Person | None, password: str = "", language: str = "nl",
    school: School | None = None, programme: Programme | None = None,
) -> Youth:  # fmt: skip
    """Accept an invitation by a host or a school: as somebody with an account, or as somebody new, whom the link
    proves. Raises NotPermitted, NotNow or Refused.
    """
    actor: Actor | None = person
    if person is None:
        person = account.create_person(
            name=data["name"], email=str(invited.email), password=password, language=language, confirmed=True
        )
        actor = person
    youth = of(person) or add(person, data)
    given = {"youth": youth, "student_number": data.get("student_number")}
    if invited.school_id is None:
        given |= {"school": school, "programme": programme}
    enrolment.answer(invited, actor=actor or person, **given)
    return youth
