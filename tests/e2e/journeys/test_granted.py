"""From registration to a certificate that anybody can verify, in a browser that runs no JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.journeys import course
from tests.e2e.pages.application import Case
from tests.e2e.pages.decision import Decision
from tests.e2e.pages.organisation import Newcomer
from tests.e2e.pages.register import Register
from tests.e2e.pages.verify import Verify
from tests.e2e.people import People

FIETSATELIER = Newcomer(
    name="Fietsatelier De Ketting", kvk="90000901", sector="milieu", coordinator="Nadia Vermeer",
    email="nadia@ketting.example",
)  # fmt: skip
SUMMARY = "Jongeren hebben een vaste begeleider en werk dat ertoe doet. Dat zagen en hoorden wij."
REASONS = "De beoordelaars zagen in de werkplaats dat jongeren goed begeleid worden. Wij nemen hun advies over."


@pytest.mark.usefixtures("every_page_accessible")
def test_an_organisation_is_accredited_on_what_was_seen(people: Callable[..., People]) -> None:
    everybody = people(javascript=False)

    home = everybody.join(FIETSATELIER)
    case = home.start_an_application().start().stands_at("In preparation").answer_everything()
    case = case.check_answers().says(FIETSATELIER.kvk).sign_and_submit()
    case.stands_at("Submitted").tells("The application was submitted.", "The application was started.")
    here = case.address

    everybody.office(Case, here).take_up().stands_at("In assessment")
    course.assign(everybody, here)
    course.declare(everybody, FIETSATELIER.name)
    course.visit(everybody, FIETSATELIER, here).says("Visit reported")
    course.assess(everybody, FIETSATELIER.name, score="present", note=course.SEEN)
    course.advise(everybody, here, score="present", outcome="grant", summary=SUMMARY).stands_at("Advice given")

    decision = everybody.board(Case, here).says(SUMMARY).follow("Grant the accreditation", Decision)
    concept = decision.fill("reasons", REASONS).preview().is_a_concept(FIETSATELIER.name, REASONS)
    decision = concept.back_to_text()
    assert decision.named("reasons").input_value() == REASONS
    decision.decide("Grant the accreditation").stands_at("Granted")

    case = everybody.arrive(FIETSATELIER.email, Case, here).says("The accreditation has been granted.")
    certificate = case.paper("Certificate of accreditation")
    assert certificate.content.startswith(b"%PDF") and FIETSATELIER.name in certificate.title
    everybody.mail().letter_to(FIETSATELIER.email, case.number)

    found = everybody.anybody(Verify).verify(certificate.code)
    found.says("The accreditation is in force.").says(FIETSATELIER.name)
    entry = everybody.anybody(Register).search("Ketting").entry_of(FIETSATELIER.name)
    entry.says("In force").says(FIETSATELIER.kvk)
