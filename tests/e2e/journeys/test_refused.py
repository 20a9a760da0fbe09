"""A refusal in English: announced, answered with a view, and decided with what was done with that view."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.journeys import course
from tests.e2e.pages.application import Case, GiveView
from tests.e2e.pages.decision import Decision
from tests.e2e.pages.organisation import Newcomer
from tests.e2e.pages.register import Register
from tests.e2e.pages.verify import Verify
from tests.e2e.people import People

GARDEN = Newcomer(
    name="Rooftop Garden Collective", kvk="90000902", sector="natuur", coordinator="Imani Cole",
    email="imani@rooftop.example", language="en",
)  # fmt: skip
SUMMARY = "The youths waited for most of the afternoon, and nobody knew who guides them."
REASONS = "Youths have no guide of their own, and do not know whom to turn to when something goes wrong."
VIEW = "Since the visit we have found two guides, who begin in January."
WEIGHING = "That guides were found is good. They have not begun yet, so no youth has noticed it."


@pytest.mark.usefixtures("every_page_accessible")
def test_an_organisation_is_heard_before_it_is_refused(people: Callable[..., People]) -> None:
    everybody = people(language="en")

    case = everybody.join(GARDEN).start_an_application().start().answer_everything()
    case = case.check_answers().sign_and_submit().stands_at("Submitted")
    here = case.address

    everybody.office(Case, here).take_up()
    course.assign(everybody, here)
    course.declare(everybody, GARDEN.name)
    course.visit(everybody, GARDEN, here, seen=course.HARDLY)
    course.assess(everybody, GARDEN.name, score="absent", note=course.HARDLY)
    course.advise(everybody, here, score="absent", outcome="refuse", summary=SUMMARY)

    decision = everybody.board(Case, here).follow("Announce the intention to refuse", Decision)
    decision = decision.fill("reasons", REASONS).preview().is_a_concept(REASONS).back_to_text()
    decision.decide("Announce the intention to refuse").stands_at("Refusal intended")

    case = everybody.arrive(GARDEN.email, Case, here)
    assert GARDEN.name in case.paper("Intention to refuse an accreditation").title
    case.follow("Give a view on the intention", GiveView).give(VIEW).tells("The organisation gave its view.")

    decision = everybody.board(Case, here).says(VIEW).follow("Refuse the application", Decision)
    decision = decision.fill("weighing", WEIGHING).fill("reasons", REASONS)
    decision = decision.preview().is_a_concept(WEIGHING, VIEW, "objection").back_to_text()
    decision.decide("Refuse the application").stands_at("Refused")

    case = everybody.arrive(GARDEN.email, Case, here).says("The application has been refused.")
    refusal = case.paper("Decision to refuse an accreditation")
    everybody.mail().letter_to(GARDEN.email, case.number)
    found = everybody.anybody(Verify).verify(refusal.code)
    found.says("This is a decision that was issued.").says_not(REASONS)
    everybody.anybody(Register).search(GARDEN.name).says_not(GARDEN.kvk)
