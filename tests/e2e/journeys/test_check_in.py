"""A year: an organisation puts right what is asked and fills in its check-in on a phone; the office looks at both."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mdt.demo.cast import hosts
from tests.e2e.pages.accreditation import Accreditation
from tests.e2e.pages.home import Home
from tests.e2e.people import People

TOREN, LINDE = hosts()["toren"], hosts()["linde"]
REMEDY = "Bij elke ingang hangt een bordje, en op de eerste dag stelt de vertrouwenspersoon zich voor."
TOLD = {
    "youths": "5", "early_end": "1", "learnt": "Wie eerst de tafels dekte, leidt nu de kookploeg van donderdag.",
    "difficult": "In augustus waren er te weinig begeleiders.",
}  # fmt: skip
CHOSEN = {"guides": "mostly", "safety": "none"}
QUESTION, ANSWER = "Wie begeleidt er nu in augustus?", "Twee vrijwilligers van de zomerschool, die zijn ingewerkt."


def accreditation_of(people: People, email: str, organisation: str) -> Accreditation:
    """The page of an organisation's accreditation, from its front page."""
    home = people.arrive(email, Home)
    card = home.main.locator("section").filter(has_text=home.word("Your accreditation")).last
    card.get_by_role("link", name=organisation).first.click()
    return Accreditation(home.page)


@pytest.mark.usefixtures("every_page_accessible")
def test_what_is_asked_in_a_year_is_done_on_a_phone_and_looked_at(people: Callable[..., People]) -> None:
    phone, desk = people(width=320, touch=True), people()

    case = accreditation_of(phone, TOREN.email, TOREN.name)
    here = case.page.url
    assert case.word("To be put right") in case.measure("Condition").inner_text()
    case = case.of_measure("Condition", "Report that it is put right").fill("remedy", REMEDY).done(
        "Report that it is put right"
    )  # fmt: skip
    case.tells("The organisation reported that it is put right.", "A measure was imposed.").says(REMEDY)
    looked = desk.office(Accreditation, here).of_measure("Condition", "Accept the remedy").done("Accept the remedy")
    looked.tells("The remedy was accepted; the measure is met.")

    form = accreditation_of(phone, LINDE.email, LINDE.name).check_in("Send the check-in")
    form = form.answer({"youths": "vijf"}, {}).press("Send the check-in", type(form))
    assert form.error_summary.evaluate("summary => summary === document.activeElement")
    case = form.answer(TOLD, CHOSEN).send().says("Sent in")
    there = case.page.url

    asked = desk.office(Accreditation, there).read_check_in().says(TOLD["learnt"]).ask(QUESTION)
    asked.tells("The office asked more about the check-in.", "The check-in was sent.")
    case = phone.arrive(LINDE.email, Accreditation, there).check_in("Answer the question")
    case = case.says(QUESTION).send_answer(ANSWER).says("The organisation answered about its check-in.")
    looked = desk.office(Accreditation, there).read_check_in().says(ANSWER).mark_as_looked_at()
    looked.tells("The office looked at the check-in.", "The organisation answered about its check-in.")
    desk.mail().letter_to(LINDE.email, LINDE.name)
    met = phone.arrive(TOREN.email, Accreditation, here).paper("Letter that a measure is met")
    assert TOREN.name in met.title
