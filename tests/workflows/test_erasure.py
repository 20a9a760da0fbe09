"""The policy of erasure, by hand: the youth asks, the office answers for it."""

from __future__ import annotations

import pytest

from tests.workflows.rules import Case, Sheet, named
from workflows.base import NotNow
from workflows.erasure import ErasureFacts, ErasureWorkflow
from workflows.roles import Role

CASES = (
    Case("asked_once", None, "request", {}, {"already_open": True}),
    Case("a_guardian_asks_until_sixteen", None, "request", {"by_guardian": True, "youth_decides": False},
         {"youth_decides": True}),
    Case("who_asked_takes_back", "requested", "take_back",
         {"asked_by_guardian": True, "by_guardian": True, "youth_decides": False},
         {"by_guardian": False}),
    Case("the_office_says_why", "requested", "carry_out", {}, {"reasons_given": False}, "reasons"),
    Case("the_office_says_why", "requested", "refuse", {}, {"reasons_given": False}, "reasons"),
    Case("nothing_runs_any_more", "requested", "carry_out", {}, {"still_running": ("an agreement",)}, None,
         "an agreement"),
)  # fmt: skip
SHEET = Sheet(ErasureWorkflow, ErasureFacts(), CASES)


@pytest.mark.parametrize("case", named(CASES))
def test_each_rule_passes_and_refuses(case: Case) -> None:
    SHEET.check(case)


def test_every_rule_has_a_case() -> None:
    assert not SHEET.unproven()


def test_the_youth_or_the_guardian_asks_and_the_office_alone_erases() -> None:
    assert set(ErasureWorkflow.who["request"]) == {Role.YOUTH, Role.GUARDIAN}
    assert set(ErasureWorkflow.who["carry_out"]) == {Role.OFFICE}


def test_who_turned_sixteen_takes_back_what_a_guardian_asked() -> None:
    facts = ErasureFacts(asked_by_guardian=True, youth_decides=True)
    assert ErasureWorkflow.move("requested", "take_back", facts) == "taken_back"


def test_nothing_is_erased_twice_or_after_a_refusal() -> None:
    for state in ("carried_out", "refused", "taken_back"):
        with pytest.raises(NotNow):
            ErasureWorkflow.move(state, "carry_out", ErasureFacts())


def test_what_still_runs_does_not_keep_the_office_from_refusing() -> None:
    assert ErasureWorkflow.move("requested", "refuse", ErasureFacts(still_running=("an agreement",))) == "refused"
