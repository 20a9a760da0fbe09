"""On phones 320 pixels wide: something lacks, it is sent and taken up, and the visit is noted on the spot."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from tests.e2e.journeys import course
from tests.e2e.pages.application import ANSWERS, Case
from tests.e2e.pages.decision import Decision
from tests.e2e.pages.organisation import Newcomer
from tests.e2e.pages.verify import Verify
from tests.e2e.people import People

BREAD = Newcomer(
    name="Buurtbakkerij Korst", kvk="90000903", sector="welzijn", coordinator="Sjoerd Haan",
    email="sjoerd@korst.example",
)  # fmt: skip
MISSING = "Wie er bij het bakken op veiligheid let"
NOTE = "Bij het bakken is altijd een begeleider met een EHBO-diploma. De foto laat de werkplek zien."
SUMMARY = "Jongeren bakken voor de hele buurt, met iemand naast zich. Dat zagen en proefden wij."


def photograph() -> bytes:
    """A picture as a phone would send it."""
    out = BytesIO()
    Image.new("RGB", (640, 480), (180, 140, 90)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.usefixtures("every_page_accessible")
def test_what_lacks_is_sent_and_the_visit_is_noted_on_a_phone(people: Callable[..., People]) -> None:
    everybody = people(width=320, touch=True)

    case = everybody.join(BREAD).start_an_application().start()
    here = case.address
    case.first_section().answer(ANSWERS[0]).is_saved()
    case = everybody.arrive(BREAD.email, Case, here).says("Ready").answer_everything()
    case = case.check_answers().sign_and_submit()
    receipt = case.paper("Confirmation of receipt")

    office = everybody.office(Case, here).follow("Request a supplement", Decision)
    office = office.fill("missing", MISSING).preview().is_a_concept(MISSING).back_to_text()
    office.decide("Request a supplement").stands_at("Supplement requested").says("The clock stands still")

    case = everybody.arrive(BREAD.email, Case, here).says(MISSING)
    everybody.mail().letter_to(BREAD.email, case.number)
    case = case.files().add("werkplek.png", photograph(), "image/png").says("werkplek.png").back()
    case = case.check_supplement().send_the_supplement(NOTE).stands_at("Submitted")

    everybody.office(Case, here).says(NOTE).take_up().stands_at("In assessment")
    course.assign(everybody, here)
    course.declare(everybody, BREAD.name)
    course.visit(everybody, BREAD, here)
    course.assess(everybody, BREAD.name, score="present", note=course.SEEN)
    course.advise(everybody, here, score="present", outcome="grant", summary=SUMMARY)

    decision = everybody.board(Case, here).follow("Grant the accreditation", Decision).fill("reasons", SUMMARY)
    decision.decide("Grant the accreditation").stands_at("Granted")
    case = everybody.arrive(BREAD.email, Case, here)
    case.tells("The accreditation was granted.", "The supplement was sent.", "A supplement was requested.")
    everybody.anybody(Verify).verify(case.paper("Certificate of accreditation").code).says(BREAD.name)
    everybody.anybody(Verify).verify(receipt.code).says("Confirmation of receipt")
