"""Youths, schools and agreements for tests, in any state, each brought there by the events that lead to it.

    deal = agreement(at="in_force")                    # deal.agreement, .youth (a person), .coordinator, .clerk
    deal = agreement(at="proposed", age=15, school=school())

The steps are those of `mdt.demo.agreement`. The host is accredited from today on. Nothing is committed.
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from mdt.access import forget_standing
from mdt.demo import agreement as play
from mdt.demo.agreement import Deal
from mdt.models import Consent, Enrolment, Membership, Organisation, Person, Programme, School, Youth, db
from mdt.services import clock
from tests import factories

YEAR = timedelta(days=366)


def school(*, name: str = "Hogeschool Voorbeeld", brin: str = "99AA", sector: str = "hbo") -> School:
    """A fictitious school."""
    found = db.session.query(School).filter_by(brin=brin).one_or_none()
    made = found or School(brin=brin, name=name, sector=sector, city="Utrecht", source="test")
    db.session.add(made)
    db.session.flush()
    return made


def programme(of: School, *, name: str = "Social Work", code: str = "99001") -> Programme:
    """A programme of a school."""
    made = Programme(school_id=of.id, code=code, name=name, level="hbo-bachelor", sector=of.sector, study_load=240,
                     study_load_unit="EC", source="test")  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def at_school(of: School, function: str = "clerk", name: str = "Klaas School") -> Person:
    """Somebody with a function at a school: clerk, examiner or exam_board."""
    found = factories.person(name)
    db.session.add(Membership(id=uuid.uuid4(), school_id=of.id, person_id=found.id, function=function,
                              status="confirmed", email=found.email, created_at=clock.now()))  # fmt: skip
    db.session.flush()
    forget_standing()
    return found


def youth(name: str = "Sem Jong", *, age: int = 19, born_on: date | None = None, consent: bool = True) -> Youth:
    """A youth of an age; under sixteen with a guardian who gave consent."""
    today = clock.today()
    person = factories.person(name)
    made = Youth(id=uuid.uuid4(), person_id=person.id, person=person,
                 born_on=born_on or today.replace(year=today.year - age, day=1), created_at=clock.now())  # fmt: skip
    if age < 16:
        made.guardian_name, made.guardian_email = "Gea Ouder", "gea.ouder@voorbeeld.example"
    db.session.add(made)
    db.session.flush()
    if age < 16 and consent:
        db.session.add(Consent(youth_id=made.id, guardian_name=made.guardian_name, guardian_email=made.guardian_email,
                               text_version="1", status="given", asked_at=clock.now(), given_on=today))  # fmt: skip
        db.session.flush()
    return made


def enrolled(of: Youth, at: School, study: Programme | None = None) -> Enrolment:
    """The confirmed enrolment of a youth at a school."""
    made = Enrolment(youth_id=of.id, school_id=at.id, programme_id=study.id if study else None,
                     student_number="123456", status="confirmed", created_at=clock.now(),
                     confirmed_on=clock.today())  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def host(*, accredited: bool = True, **given: Any) -> Organisation:
    """A host, accredited from today unless told otherwise."""
    made = factories.organisation(**given)
    if accredited:
        factories.granted(of=made)
    return made


def agreement(
    *, at: str = "in_force", age: int = 19, of: Organisation | None = None, who: Youth | None = None,
    school: School | None = None, starts_on: date | None = None, ends_on: date | None = None, by: str = "youth",
    **words: Any,
) -> Deal:  # fmt: skip
    """An agreement in a state of the process; `completed` waits for hours, see `serve`."""
    found = who or youth(age=age)
    organisation = of or host()
    coordinator = factories.coordinator_of(organisation)
    clerk = None
    if school is not None:
        enrolled(found, school)
        clerk = at_school(school)
    people = {"youth": found.person, "organisation": coordinator, "school": clerk}
    deal = play.draft(found, organisation, coordinator=coordinator, school=school, clerk=clerk, by=people[by],
                      starts_on=starts_on, ends_on=ends_on, **words)  # fmt: skip
    return bring(deal, at)


def bring(deal: Deal, at: str) -> Deal:
    """Bring a draft into a state."""
    if at == "draft":
        return deal
    play.propose(deal)
    if at == "withdrawn":
        deal.fire("withdraw", deal.drafter)
    if at in ("proposed", "withdrawn"):
        return deal
    play.name_supervisor(deal)
    play.sign(deal)
    if at == "ended_early":
        deal.fire("end_early", deal.youth, text="Ik ga verhuizen.")
    return deal
