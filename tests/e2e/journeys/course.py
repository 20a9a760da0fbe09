"""The part of a journey that every case goes through: from being taken up to the advice, as people click it."""

from __future__ import annotations

from datetime import timedelta

from mdt.demo.cast import LEAD, SECOND, Host
from mdt.rules.framework import Framework
from mdt.services import framework
from tests.e2e.pages.advice import Advice
from tests.e2e.pages.application import Case
from tests.e2e.pages.assessment import Assessments
from tests.e2e.pages.office import Assessors
from tests.e2e.pages.organisation import Newcomer
from tests.e2e.pages.visit import Agree, Propose, Visit
from tests.e2e.people import People

SEEN = "Een jongere liet zien hoe het wiel erin gaat en noemde meteen de naam van de begeleider."
HEARD = "Vertelt dat er altijd iemand is om op terug te vallen."
HARDLY = "Dit hebben wij die middag nauwelijks gezien."


def the_framework() -> Framework:
    """The framework that the demonstration judges by."""
    return framework.shipped()[-1]


def assign(people: People, case: str) -> None:
    """The office invites two assessors, who say that they are independent."""
    assessors = people.office(Case, case).follow("Assign assessors", Assessors)
    assessors.invite(LEAD[0], lead=True).invite(SECOND[0], lead=False).says(SECOND[0])


def declare(people: People, organisation: str) -> None:
    """Both assessors say that they are independent, which opens the case to them."""
    for assessor in (people.lead, people.second):
        assessor(Assessments).invitation_of(organisation).declare()


def visit(people: People, newcomer: Newcomer | Host, case: str, *, seen: str = SEEN) -> Visit:
    """A day is agreed, it comes, and what is seen and heard then is written down and reported."""
    mail = people.mail()
    day = mail.today + timedelta(days=1)
    people.lead(Case, case).follow("Propose a visit", Propose).propose(day)
    at_home = people.arrive(newcomer.email, Case, case)
    at_home.follow("Agree to a date", Agree).agree(day)
    mail.move_to(day)
    spot = people.lead(Case, case).follow("The visit", Visit).note_on_the_spot()
    if people.javascript:
        spot.note(seen).is_saved()
    talks = spot.note_everything(the_framework(), seen)
    talks = talks.heard("youth_in_service", HEARD).heard("youth_in_service", HEARD)
    return talks.back().hold().report()


def assess(people: People, organisation: str, *, score: str, note: str) -> None:
    """Both assessors judge every indicator, neither seeing what the other writes."""
    for assessor in (people.lead, people.second):
        own = assessor(Assessments).assessment_of(organisation)
        own.judge_everything(the_framework(), score, note).submit()


def advise(people: People, case: str, *, score: str, outcome: str, summary: str) -> Case:
    """Together they judge and propose; the first gives the advice to the board."""
    joint = people.lead(Case, case).follow("The joint advice", Advice)
    joint.judge_jointly(the_framework(), score, summary).propose(outcome, summary)
    people.second(Advice, f"{case}/advice").agree_with_everything()
    return people.lead(Advice, f"{case}/advice").give()
