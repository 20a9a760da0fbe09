"""A school judges service: one credit is awarded, one declined, a list is awarded, and anybody can verify the proof."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.pages.credit import Credit, Credits, Lists
from tests.e2e.pages.verify import Verify
from tests.e2e.people import People

NOOR, SEM = "noor@jong.example", "sem@jong.example"
CLERK, BOARD, EXAMINER = "dirk@hogeschool.example", "pieter@hogeschool.example", "Farida Toets"
PLAYGROUND, CAMP, LIST = "Speeltuin De Wip", "Zomerkamp De Vuurplaats", "Vergadering van december"
SEEN = "De reflectie laat zien wat de student leerde, en de examinator heeft de eenheid beoordeeld."
JUDGEMENT = "De examencommissie las reflectie en beoordeling en vindt dat de leeruitkomst is bereikt."
REASONS = "De reflectie beschrijft de dagen, maar niet wat u ervan leerde."


@pytest.mark.usefixtures("every_page_accessible")
def test_a_credit_is_awarded_and_anybody_can_verify_it(people: Callable[..., People]) -> None:
    everybody = people()
    case = everybody.arrive(CLERK, Credits).at(PLAYGROUND).act("Take up for review", Credit)
    here = case.propose(SEEN, examiner=EXAMINER).address

    decision = everybody.arrive(BOARD, Credit, here).says(SEEN).decide("Award")
    decision = decision.fill("reasons", JUDGEMENT).preview().is_a_concept("Noor Vis", JUDGEMENT).back_to_text()
    decision.decide("Award", Credit).says("Awarded")

    own = everybody.arrive(NOOR, Credit, here)
    statement = own.paper("Statement of study credit")
    credential = own.credential()
    assert "VerifiableCredential" in credential["type"]
    assert "Noor" not in str(credential)
    everybody.mail().letter_to(NOOR, own.main.inner_text().split("SP-")[1].split(" ")[0])
    everybody.anybody(Verify).verify(statement.code).says("Statement of study credit")
    everybody.anybody(Verify).check(statement.content).says("Your file is genuine")
    broken = statement.content.replace(b"%%EOF", b"%%EOF\n% erbij", 1)
    everybody.anybody(Verify).check(broken).says_not("Your file is genuine")


@pytest.mark.usefixtures("every_page_accessible")
def test_a_credit_is_declined_with_reasons(people: Callable[..., People]) -> None:
    everybody = people(javascript=False)
    here = everybody.arrive(SEM, Credits).at(CAMP).hand_in().address
    everybody.arrive(CLERK, Credit, here).act("Take up for review", Credit)
    decision = everybody.arrive(BOARD, Credit, here).decide("Decline").fill("reasons", REASONS)
    decision = decision.preview().is_a_concept("Sem Dekker", REASONS).back_to_text()
    decision.decide("Decline", Credit).says("Not awarded")
    own = everybody.arrive(SEM, Credit, here).says(REASONS)
    assert own.paper("Decision not to award study credit").content.startswith(b"%PDF")


@pytest.mark.usefixtures("every_page_accessible")
def test_a_list_is_tried_out_and_awarded_at_once(people: Callable[..., People]) -> None:
    everybody = people(language="en")
    listed = everybody.arrive(BOARD, Lists).the_list(LIST).try_out()
    listed.award(JUDGEMENT, 1).done("1 credit was awarded.").says("Carried out").says("Sem Dekker")
