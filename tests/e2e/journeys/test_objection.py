"""A suspension that was announced, and an objection against it that is won, by an organisation without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from mdt.demo.cast import hosts
from tests.e2e.journeys.test_check_in import accreditation_of
from tests.e2e.pages.accreditation import Accreditation
from tests.e2e.pages.objection import Objection
from tests.e2e.pages.register import Entry
from tests.e2e.pages.verify import Verify
from tests.e2e.people import People

HOF = hosts()["hof"]
CHANGE = "Op elke werkdag is er een begeleider op de tuin."
WHY = "Op drie woensdagen stonden jongeren alleen op de tuin."
VIEW = "Op die woensdagen was er een invaller, die niet op het rooster stond."
WEIGHING = "Een invaller van wie niemand weet, kan een jongere niet begeleiden."
GROUNDS = "Het besluit noemt de invaller niet. Op het rooster dat wij meesturen staat die op alle drie de dagen."
SAID = "De organisatie liet het rooster zien. De invaller vertelde wat er op die woensdagen gebeurde."
ADVICE = "De invaller was er, en de jongeren wisten dat. Daarmee valt de reden voor de schorsing weg."
REASONS = "Wij volgen het advies: op alle drie de dagen was er iemand bij de jongeren."


@pytest.fixture
def address(own_site: str) -> str:
    """A site of its own: the terms between an intention and the decision on an objection take weeks."""
    return own_site


def as_it_stood(people: People, case: Accreditation, day: date, words: str) -> None:
    """Look in the register how the organisation stood on a day."""
    Entry.open(people.page_of(""), case.register_on(day)).says(HOF.name).says(words)


@pytest.mark.usefixtures("every_page_accessible")
def test_a_suspension_is_undone_by_an_objection(people: Callable[..., People]) -> None:
    everybody = people(javascript=False)
    case = accreditation_of(everybody, HOF.email, HOF.name)
    here = case.page.url

    form = everybody.board(Accreditation, here).impose().choose("kind", "intention_to_suspend")
    form = form.fill("text", CHANGE).fill("reasons", WHY)
    form.preview().is_a_concept(CHANGE, WHY).back_to_text()
    imposed = type(form)(form.page).done("Impose a measure")
    assert imposed.word("To be put right") in imposed.measure("Intention to suspend").inner_text()
    case = everybody.arrive(HOF.email, Accreditation, here)
    case.of_measure("Intention to suspend", "Give a view on the measure").fill("view", VIEW).done(
        "Give a view on the measure"
    ).tells("The organisation gave its view on a measure.", "A measure was imposed.")  # fmt: skip

    mail = everybody.mail()
    mail = mail.move_to(mail.today + timedelta(days=15))
    first = mail.today + timedelta(days=1)
    last = first + timedelta(days=60)
    decision = everybody.board(Accreditation, here).says(VIEW).decide("Suspend the accreditation")
    for name, value in (("from_day", first), ("until", last)):
        decision.fill(name, value.strftime("%d-%m-%Y"))
    decision = decision.fill("weighing", WEIGHING).fill("reasons", WHY)
    decision = decision.preview().is_a_concept(WEIGHING, decision.day(last)).back_to_text()
    suspended = decision.decide("Suspend the accreditation", Accreditation)
    suspended.tells("The accreditation was suspended.", "The organisation gave its view on a measure.")
    for day, words in ((first - timedelta(days=1), "In force"), (last, "Suspended"),
                       (last + timedelta(days=1), "In force")):  # fmt: skip
        as_it_stood(everybody, suspended, day, words)

    case = everybody.arrive(HOF.email, Accreditation, here)
    taken = case.paper("Decision to suspend an accreditation")
    lodged = case.object().lodge(GROUNDS).says(GROUNDS)
    there = lodged.page.url
    everybody.office(Objection, there).act("Take the objection up").tells("The objection was taken up.")
    planned = everybody.hearer(Objection, there).plan("10.00 tot 11.00 uur", "Stationsplein 1, Den Haag")
    planned.tells("The hearing was planned.")
    everybody.mail().letter_to(HOF.email, "hoorzitting")
    mail = everybody.mail()
    mail.move_to(mail.today + timedelta(days=14))
    heard = everybody.hearer(Objection, there).report("De coördinator en de invaller", SAID)
    heard.advise("declare_well_founded", ADVICE).tells("The hearing officer gave advice.", "The objection was lodged.")

    everybody.board(Objection, there).says(ADVICE).says(
        "You took the decision that is objected to. Somebody else on the board must decide on the objection (art. "
        "10:3 lid 3 Awb)."
    )
    decision = everybody.deputy(Objection, there).decide("Declare the objection well-founded")
    decision = decision.choose("consequence", "restore").fill("reasons", REASONS)
    decision = decision.preview().is_a_concept(REASONS).back_to_text()
    decision.decide("Declare the objection well-founded", Objection).says("Well-founded")

    won = everybody.arrive(HOF.email, Objection, there).paper("Decision on an objection")
    assert HOF.name in won.title
    case = everybody.arrive(HOF.email, Accreditation, here).tells("The accreditation was restored after an objection.")
    as_it_stood(everybody, case, last, "In force")
    everybody.anybody(Verify).verify(taken.code).says(HOF.name)
    everybody.anybody(Verify).verify(won.code).says(HOF.name)
    everybody.mail().letter_to(HOF.email, HOF.name)
