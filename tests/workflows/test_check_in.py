"""The rules of the yearly check-in, each refused and passed on plain facts, and its policy in sentences."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.workflows.rules import Case, Sheet, named
from workflows.base import NotNow
from workflows.check_in import MOST_QUESTIONS, CheckInFacts, CheckInWorkflow
from workflows.roles import Role

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
CASES = (
    Case("a_year_has_passed", None, "fall_due", {"falls_due_on": TODAY}, {"falls_due_on": TODAY + DAY}, None, "next"),
    Case("once_a_year", None, "fall_due", {"falls_due_on": TODAY}, {"year_is_taken": True}, None, "already"),
    Case("every_question_is_answered", "due", "submit", {}, {"unanswered": ("youths",)}, "youths"),
    Case("six_weeks_have_passed", "due", "miss", {"submit_by": TODAY - DAY}, {"submit_by": TODAY}, None, "until"),
    Case("question_is_asked", "submitted", "ask_more", {"question": "Wie?"}, {"question": " "}, "question"),
    Case("answer_says_something", "more_asked", "answer", {"answer_text": "Kim."}, {"answer_text": ""}, "answer_text"),
    Case("accreditation_has_ended", "due", "cancel", {"accreditation_ended": True}, {"accreditation_ended": False}),
)
SHEET = Sheet(CheckInWorkflow, CheckInFacts(today=TODAY), CASES)


@pytest.mark.parametrize("case", named(CASES))
def test_the_rule_passes_and_refuses(case: Case) -> None:
    SHEET.check(case)


def test_every_rule_is_proven() -> None:
    assert not SHEET.unproven()


def test_it_asks_ten_questions_at_most() -> None:
    assert MOST_QUESTIONS == 10


def test_the_clock_asks_and_misses_and_nobody_else() -> None:
    assert all(set(CheckInWorkflow.who[event]) == {Role.SYSTEM} for event in ("fall_due", "miss", "cancel"))


def test_one_that_did_not_come_can_still_be_sent() -> None:
    assert CheckInWorkflow.move("missed", "submit", CheckInFacts(today=TODAY)) == "submitted"


def test_one_that_was_sent_is_never_missed() -> None:
    with pytest.raises(NotNow):
        CheckInWorkflow.move("submitted", "miss", CheckInFacts(today=TODAY, submit_by=TODAY - DAY))


def test_the_office_looks_at_it_and_the_organisation_answers() -> None:
    assert set(CheckInWorkflow.who["review"]) == set(CheckInWorkflow.who["ask_more"]) == {Role.OFFICE}
    assert set(CheckInWorkflow.who["answer"]) == set(CheckInWorkflow.who["submit"]) == {Role.ORGANISATION}
