"""Schools, youths, enrolments and consents for tests, in any state, each brought there by the events that lead to it.

    uni = school(sector="hbo")                      # with a programme; people_of(uni).clerk, .examiner, .board
    noor = youth(age=17)                            # noor.person is the account; under sixteen the guardian is asked
    enrolled = enrolment(at="confirmed", of=noor, school=uni)
    agreed = consent(at="given")                    # of a youth of fourteen

Nothing is committed.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from mdt.access import SYSTEM, Link
from mdt.models import Consent, Enrolment, Membership, Person, Programme, School, Youth, db
from mdt.services import clock
from mdt.services import consent as consents
from mdt.services import enrolment as enrolments
from mdt.services import membership as memberships
from mdt.services import youth as youths
from mdt.services.transitions import fire
from tests import factories
from workflows.roles import Role

_numbers = count(1)
LOADS = {"vo": None, "mbo": 1600, "hbo": 240, "wo": 180}


@dataclass(frozen=True)
class SchoolPeople:
    """Who acts for a school; `board` awards."""

    clerk: Person
    examiner: Person
    board: Person


def school(*, sector: str = "hbo", name: str = "Hogeschool De Verbeelding", active: bool = True) -> School:
    """A fictional school with one programme and no people yet."""
    n = next(_numbers)
    made = School(
        id=uuid.uuid4(), brin=f"99{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}", name=name, sector=sector, city="Utrecht",
        active=active, source="tests",
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    programme(of=made)
    return made


def programme(*, of: School, name: str = "Social Work", code: str | None = None) -> Programme:
    """A programme of a school."""
    load = LOADS[of.sector]
    made = Programme(
        id=uuid.uuid4(), school_id=of.id, code=code or f"{99000 + next(_numbers)}", name=name, level="bachelor",
        sector=of.sector, study_load=load, study_load_unit=load and ("SBU" if of.sector == "mbo" else "EC"),
        source="tests",
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def programme_of(found: School) -> Programme:
    """The first programme of a school."""
    return db.session.query(Programme).filter_by(school_id=found.id).order_by(Programme.code).first()  # type: ignore[return-value]


def at_school(found: School, function: str, name: str = "Stan Streep") -> Person:
    """Somebody with a function in a school: clerk, examiner or exam_board."""
    joined = factories.person(name)
    clerk = db.session.query(Membership).filter_by(school_id=found.id, function="clerk", status="confirmed").first()
    by = clerk.person if clerk else factories.official("office")
    invited = memberships.invite(school=found, email=joined.email, function=function, actor=by)
    memberships.accept(invited, actor=joined)
    return joined


def people_of(found: School) -> SchoolPeople:
    """A clerk, an examiner and a member of the exam board of a school, made when there is none."""
    return SchoolPeople(*(
        _holder(found, function) or at_school(found, function, name)
        for function, name in (("clerk", "Stan Streep"), ("examiner", "Ella Maat"), ("exam_board", "Ineke Zegel"))
    ))  # fmt: skip


def _holder(found: School, function: str) -> Person | None:
    held = db.session.query(Membership).filter_by(school_id=found.id, function=function, status="confirmed").first()
    return held.person if held else None


def born(age: int) -> date:
    """The birthday of somebody who became so old a hundred days ago."""
    day = date.fromordinal(clock.today().toordinal() - 100)
    return date(day.year - age, day.month, min(day.day, 28))


def youth(*, age: int = 19, name: str = "Noor Vis", consent: str | None = "given", **data: Any) -> Youth:
    """A youth with an account. Under sixteen the guardian was asked, and has answered as `consent` says:
    asked, given, refused or withdrawn.
    """
    person = factories.person(name)
    guardian = {"guardian_name": "Petra Vis", "guardian_email": f"ouder.{next(_numbers)}@voorbeeld.example"}
    made = youths.add(person, {"born_on": born(age), **guardian, **data})
    if asked := consents.current(made):
        _bring(asked, consent or "asked")
    return made


def enrolment(
    *, at: str = "confirmed", of: Youth | None = None, school: School | None = None, by_host: Any = None,
) -> Enrolment:  # fmt: skip
    """An enrolment in a state: invited, claimed, confirmed, denied, declined or ended.

    `by_host` is the organisation that invites; otherwise an invitation comes from the school.
    """
    place = school or _new_school()
    clerk = people_of(place).clerk
    if at in ("invited", "declined"):
        by = factories.coordinator_of(by_host) if by_host else clerk
        email = of.person.email if of else f"nieuw.{next(_numbers)}@voorbeeld.example"
        made = enrolments.invite(email=email, actor=by, organisation=by_host, school=None if by_host else place)
        if at == "declined":
            enrolments.decline(made)
        return made
    who = of or youth()
    made = enrolments.claim(who, school=place, programme=programme_of(place), student_number="s1234567",
                            actor=who.person)  # fmt: skip
    if at in ("confirmed", "ended"):
        fire(made, "confirm", actor=clerk)
    if at == "denied":
        fire(made, "deny", actor=clerk, reasons="Dit nummer kennen wij niet.")
    if at == "ended":
        fire(made, "end", actor=clerk)
    return made


def _new_school() -> School:
    return school()


def consent(*, at: str = "asked", age: int = 14) -> Consent:
    """A consent in a state: asked, given, refused, withdrawn or ended."""
    found = consents.latest(youth(age=age, name="Bo Jong", consent=at))
    assert found is not None
    return found


def guardian(of: Consent) -> Link:
    """Who acts by the guardian's link."""
    return Link(Role.GUARDIAN, "consent", of.id, None, of.guardian_email or "")


def _bring(asked: Consent, at: str) -> None:
    if at in ("given", "withdrawn"):
        fire(asked, "give", actor=guardian(asked))
    if at == "withdrawn":
        fire(asked, "withdraw", actor=guardian(asked))
    if at == "refused":
        fire(asked, "refuse", actor=guardian(asked))
    if at == "ended":
        fire(asked, "lapse", actor=SYSTEM)
