"""A youth answers on a phone, with the keyboard and without JavaScript, once; nobody sees it before there are five."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.pages.questionnaire import Own, Questionnaire, Register
from tests.e2e.people import People

YOUTH, HOST = "noor@jong.example", "linde"
STEPS = (5, 4, 0, 3, 5, 4, 2)


@pytest.mark.usefixtures("every_page_accessible")
def test_a_youth_says_how_it_was_and_nobody_is_the_wiser(people: Callable[..., People]) -> None:
    everybody = people(width=320, touch=True, javascript=False)
    register = Register.open(everybody.page_of("a visitor")).look_up(HOST)
    shown = register.main.inner_text()

    asked = everybody.arrive(YOUTH, Own).questions()
    address = asked.page.url
    assert asked.groups.count() == 8 and "Noor" not in asked.main.inner_text()
    asked.choose("learnt", "na")
    refused = asked.press("Send my answers", Questionnaire)
    refused.error_summary.get_by_role("link").first.click()
    assert "#guidance" in refused.page.url and refused.chosen("learnt") == "na"
    refused.answer_by_keyboard(*STEPS)
    assert [refused.chosen(name) for name in ("guidance", "safe", "whom_to_turn_to", "listened_to")] == [
        "5", "4", None, "3"
    ]  # fmt: skip
    refused.press("Send my answers", Questionnaire).says("Your answers have been kept, without your name.")

    again = Questionnaire.open(asked.page, address)
    assert again.heading == again.word("This link has been used")
    everybody.arrive(YOUTH, Own).says_not("Answer the questions")
    assert Register.open(register.page).look_up(HOST).main.inner_text() == shown
