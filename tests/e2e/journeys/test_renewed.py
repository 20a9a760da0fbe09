"""Four years pass in the demonstration: every letter comes, and an accreditation is renewed without a gap."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from mdt.demo.cast import hosts
from tests.e2e.journeys import course
from tests.e2e.journeys.test_check_in import CHOSEN, TOLD, accreditation_of
from tests.e2e.pages.accreditation import Accreditation
from tests.e2e.pages.application import Case
from tests.e2e.pages.decision import Decision
from tests.e2e.pages.mail import DemoMail
from tests.e2e.pages.register import Entry
from tests.e2e.people import People
from workflows.calendar import add_months, add_years

LINDE = hosts()["linde"]
CHANGED = "Sinds vorig jaar koken jongeren ook voor de buurt, en leren zij een keuken te leiden."
SUMMARY = "Wat wij vier jaar geleden zagen, zagen wij weer: jongeren met een vaste begeleider en werk dat ertoe doet."


@pytest.fixture
def address(own_site: str) -> str:
    """A site of its own: four years pass there."""
    return own_site


def pass_time(people: People, *spans: str) -> DemoMail:
    """Let time pass, each time with what happens by itself."""
    mail = people.mail()
    for span in spans:
        mail = mail.let_pass(span)
    return mail


def test_four_years_pass_and_an_accreditation_is_renewed(
    people: Callable[..., People], accessible: Callable[[Any], None]
) -> None:
    everybody = people()
    began = everybody.mail().today
    case = accreditation_of(everybody, LINDE.email, LINDE.name)
    here = case.page.url

    pass_time(everybody, "half_year", "half_year")
    case = everybody.arrive(LINDE.email, Accreditation, here)
    case.check_in("Send the check-in").answer(TOLD, CHOSEN).send().says("Sent in")
    mail = pass_time(everybody, "half_year", "half_year", "half_year")
    mail.letter_to(LINDE.email, "Gaat u door")
    accessible(mail.page)
    case = everybody.arrive(LINDE.email, Accreditation, here)
    assert LINDE.name in case.paper("Invitation to renew an accreditation").title
    beginning = case.renew().says(re.compile("verander alleen wat er veranderd is"))
    accessible(beginning.page)
    renewal = beginning.start()
    renewal.says("Taken over from your application before. Change only what has changed.")
    there = renewal.address
    learning = renewal.section("Leren en waardering")
    assert learning.named("answer_learning").input_value()
    renewal = learning.fill("answer_learning", CHANGED).to_overview()
    renewal.check_answers().says(CHANGED).sign_and_submit().stands_at("Submitted")
    everybody.arrive(LINDE.email, Accreditation, here).says(
        "A renewal was filed in time. The accreditation stands until the decision on it."
    )

    everybody.office(Case, there).take_up()
    course.assign(everybody, there)
    course.declare(everybody, LINDE.name)
    course.visit(everybody, LINDE, there)
    course.assess(everybody, LINDE.name, score="present", note=course.SEEN)
    course.advise(everybody, there, score="present", outcome="grant", summary=SUMMARY)

    pass_time(everybody, "half_year")
    case = everybody.arrive(LINDE.email, Accreditation, here).says("In force")
    case.says("A renewal was filed in time. The accreditation stands until the decision on it.")
    decision = everybody.board(Case, there).follow("Grant the accreditation", Decision).fill("reasons", SUMMARY)
    decision.decide("Grant the accreditation").stands_at("Granted")
    certificate = everybody.arrive(LINDE.email, Case, there).paper("Certificate of accreditation")
    assert LINDE.name in certificate.title

    mail = pass_time(everybody, "half_year", "half_year")
    assert mail.today >= add_years(began, 4)
    assert any(str(mail.today.year) in about for _subject, about in mail.letters())
    case = everybody.arrive(LINDE.email, Accreditation, here).says("Renewed")
    for months in range(30, 49, 3):  # from the invitation on, without a gap
        Entry.open(everybody.page_of(""), case.register_on(add_months(began, months))).says("In force")
