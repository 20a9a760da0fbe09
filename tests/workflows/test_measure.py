"""The rules of a measure, each refused and passed on plain facts, and its policy in sentences."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.workflows.rules import Case, Sheet, named
from workflows.measure import INTENTIONS, MeasureFacts, MeasureWorkflow
from workflows.roles import Role

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
IN_TWO_WEEKS, IN_TWO_MONTHS = TODAY + 14 * DAY, date(2027, 1, 24)
IMPOSE: dict[str, Any] = {
    "kind": "intention_to_withdraw", "text": "Er is weer een coördinator.", "reasons": "Niemand antwoordt.",
    "due_on": IN_TWO_MONTHS, "due_minimum": IN_TWO_MONTHS, "view_by": IN_TWO_WEEKS, "view_minimum": IN_TWO_WEEKS,
}  # fmt: skip
SHORT: dict[str, Any] = {"due_on": TODAY + DAY, "view_by": TODAY + DAY, "danger": True, "danger_stated": "Brand."}
REJECT: dict[str, Any] = {"reasons": "Te weinig.", "due_on": IN_TWO_WEEKS, "due_minimum": IN_TWO_WEEKS}
ANNOUNCED: dict[str, Any] = {"kind": "intention_to_suspend", "decided": True}

CASES = (
    Case("kind_is_known", None, "impose", IMPOSE, {"kind": "boete"}, "kind"),
    Case("accreditation_stands", None, "impose", IMPOSE, {"accreditation_stands": False}, None, "has ended"),
    Case("one_at_a_time", None, "impose", IMPOSE, {"same_is_open": True}, "kind", "announced already"),
    Case("what_must_change_is_said", None, "impose", IMPOSE, {"text": " "}, "text"),
    Case("what_must_change_is_said", None, "attach", {"text": "Een bordje."}, {"text": ""}, "text"),
    Case("reasons_are_given", None, "impose", IMPOSE, {"reasons": ""}, "reasons"),
    Case("danger_is_stated", None, "impose", IMPOSE | SHORT, {"danger_stated": ""}, "danger_stated"),
    Case("term_is_long_enough", None, "impose", IMPOSE, {"due_on": IN_TWO_MONTHS - DAY}, "due_on", "enough time"),
    Case("term_is_long_enough", None, "impose", IMPOSE | SHORT, {"due_on": TODAY}, "due_on"),
    Case("view_has_its_term", None, "impose", IMPOSE, {"view_by": IN_TWO_WEEKS - DAY}, "view_by", "two weeks"),
    Case("view_has_its_term", None, "impose", IMPOSE, {"view_by": None}, "view_by"),
    Case("view_is_in_time", "imposed", "give_view", {"view": "Wij hebben nu iemand.", "view_by": TODAY},
         {"view_by": TODAY - DAY}, None, "ended on"),
    Case("view_says_something", "imposed", "give_view", {"view": "Wij hebben nu iemand."}, {"view": " "}, "view"),
    Case("remedy_is_described", "imposed", "report_remedy", {"remedy": "Er is een rooster."}, {"remedy": ""}, "remedy"),
    Case("reasons_are_given", "answered", "reject", REJECT, {"reasons": ""}, "reasons"),
    Case("new_term_is_long_enough", "answered", "reject", REJECT, {"due_on": TODAY}, "due_on"),
    Case("new_term_is_long_enough", "answered", "reject", REJECT, {"due_on": IN_TWO_WEEKS - DAY}, "due_on"),
    Case("term_has_passed", "imposed", "term_passes", {"due_on": TODAY - DAY}, {"due_on": TODAY}, None, "ends on"),
    Case("reasons_or_end", "overdue", "lift", {"accreditation_ended": True}, {"accreditation_ended": False},
         "reasons"),
    Case("it_is_an_intention", "overdue", "carry_out", ANNOUNCED, {"kind": "warning"}, None, "announces nothing"),
    Case("it_was_decided", "answered", "carry_out", ANNOUNCED, {"decided": False}, None, "by itself"),
)  # fmt: skip
SHEET = Sheet(MeasureWorkflow, MeasureFacts(today=TODAY), CASES)


@pytest.mark.parametrize("case", named(CASES))
def test_the_rule_passes_and_refuses(case: Case) -> None:
    SHEET.check(case)


def test_every_rule_is_proven() -> None:
    assert not SHEET.unproven()


def test_danger_shortens_the_terms() -> None:
    facts = MeasureFacts(today=TODAY, **(IMPOSE | SHORT))
    assert MeasureWorkflow.open_with("impose", facts) == "imposed"


@pytest.mark.parametrize("kind", ["condition", "warning"])
def test_a_condition_and_a_warning_need_no_term_for_a_view(kind: str) -> None:
    facts = MeasureFacts(today=TODAY, **(IMPOSE | {"kind": kind, "view_by": None}))
    assert kind not in INTENTIONS and MeasureWorkflow.open_with("impose", facts) == "imposed"


def test_what_was_reported_in_time_does_not_become_overdue() -> None:
    assert {row.source for row in MeasureWorkflow.rows() if row.event == "term_passes"} == {"imposed"}


def test_after_the_term_it_can_still_be_put_right() -> None:
    facts = MeasureFacts(today=TODAY, remedy="Er is nu een rooster.")
    assert MeasureWorkflow.move("overdue", "report_remedy", facts) == "answered"


def test_nobody_carries_out_by_hand_and_only_the_board_imposes() -> None:
    assert set(MeasureWorkflow.who["carry_out"]) == {Role.SYSTEM}
    assert set(MeasureWorkflow.who["impose"]) == {Role.BOARD}


def test_the_office_can_enter_a_view_and_a_remedy_that_came_by_letter() -> None:
    assert MeasureWorkflow.by_post == {"give_view", "report_remedy"}
