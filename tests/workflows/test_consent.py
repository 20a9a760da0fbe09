"""The policy of consent, by hand: under sixteen the guardian decides, and can change their mind."""

from __future__ import annotations

from datetime import date

import pytest

from tests.workflows.rules import Case, Sheet, named
from workflows.age import age_on, reaches
from workflows.base import NotNow
from workflows.consent import ConsentFacts, ConsentWorkflow
from workflows.roles import Role

CASES = (
    Case("youth_is_under_sixteen", None, "ask", {}, {"age": 16}),
    Case("guardian_can_be_asked", None, "ask", {}, {"guardian_is_named": False}, "guardian_email", "under sixteen"),
    Case("guardian_can_be_asked", None, "ask", {}, {"guardian_is_another": False}, "guardian_email", "not your own"),
    Case("asked_once", None, "ask", {}, {"already_open": True}),
    Case("youth_is_under_sixteen", "asked", "ask_again", {}, {"age": 16}),
    Case("guardian_can_be_asked", "asked", "ask_again", {}, {"guardian_is_named": False}, "guardian_email"),
    Case("youth_is_under_sixteen", "asked", "give", {}, {"age": 16}),
    Case("the_present_text_was_read", "asked", "give", {}, {"text_was_shown": False}, None, "text has changed"),
    Case("youth_is_sixteen", "asked", "turn_sixteen", {"age": 16}, {"age": 15}),
    Case("youth_is_sixteen", "given", "turn_sixteen", {"age": 16}, {"age": 15}),
)  # fmt: skip
SHEET = Sheet(ConsentWorkflow, ConsentFacts(age=15), CASES)


@pytest.mark.parametrize("case", named(CASES))
def test_each_rule_passes_and_refuses(case: Case) -> None:
    SHEET.check(case)


def test_every_rule_has_a_case() -> None:
    assert not SHEET.unproven()


def test_only_the_guardian_gives_refuses_and_withdraws() -> None:
    for event in ("give", "refuse", "withdraw"):
        assert set(ConsentWorkflow.who[event]) == {Role.GUARDIAN}


def test_the_system_asks_and_nobody_consents_for_the_guardian() -> None:
    assert set(ConsentWorkflow.who["ask"]) == {Role.SYSTEM}
    assert not [row.event for row in ConsentWorkflow.rows() if row.target == "given" and row.who - {Role.GUARDIAN}]


def test_a_consent_can_be_withdrawn_whatever_the_age() -> None:
    assert ConsentWorkflow.move("given", "withdraw", ConsentFacts(age=15)) == "withdrawn"
    assert ConsentWorkflow.move("given", "withdraw", ConsentFacts(age=16)) == "withdrawn"


@pytest.mark.parametrize("state", ["refused", "withdrawn", "ended"])
def test_a_refusal_is_not_turned_into_consent(state: str) -> None:
    with pytest.raises(NotNow):
        ConsentWorkflow.move(state, "give", ConsentFacts(age=15))


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2010, 11, 25), date(2026, 11, 24), 15),
        (date(2010, 11, 25), date(2026, 11, 25), 16),
        (date(2012, 2, 29), date(2028, 2, 29), 16),
        (date(2012, 2, 29), date(2027, 2, 28), 14),
        (date(2012, 2, 29), date(2027, 3, 1), 15),
    ],
)
def test_an_age_is_counted_in_full_years(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


def test_the_day_on_which_an_age_is_reached() -> None:
    assert reaches(date(2010, 11, 25), 16) == date(2026, 11, 25)
    assert reaches(date(2012, 2, 29), 13) == date(2025, 3, 1)
    for born in (date(2010, 11, 25), date(2012, 2, 29)):
        assert age_on(born, reaches(born, 16)) == 16
