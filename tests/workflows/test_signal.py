"""The policy of signals, by hand: one adviser reads, and nobody else knows unless the adviser says so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.workflows.rules import Case, Sheet, named
from workflows import CONFIDENTIAL, WORKFLOWS
from workflows.base import NotNow
from workflows.roles import Role
from workflows.signal import SignalFacts, SignalWorkflow

TODAY = date(2026, 11, 29)
PASSED = {"kept_until": TODAY - timedelta(days=1)}
SAYS_NOTHING = {"text": "  "}
CASES = (
    Case("something_is_said", None, "report", {}, SAYS_NOTHING, "text", "A few words"),
    Case("somebody_independent_can_read_it", None, "report", {}, {"readers": 0}, "organisation", "have not kept it"),
    Case("something_is_said", "received", "add", {}, SAYS_NOTHING, "text"),
    Case("something_is_said", "closed", "add", {}, SAYS_NOTHING, "text"),
    Case("something_is_said", "under_investigation", "write", {}, SAYS_NOTHING, "text"),
    Case("something_is_said", "under_investigation", "conclude", {}, SAYS_NOTHING, "text"),
    Case("receiver_is_named", "under_investigation", "share", {}, {"shared_with": ""}, "receiver", "with whom"),
    Case("receiver_is_named", "under_investigation", "share", {}, {"receiver_is_known": False}, "receiver", "one"),
    Case("receiver_has_no_ties", "under_investigation", "share", {}, {"receiver_is_tied": True}, "receiver", "ties"),
    Case("what_is_shared_is_said", "under_investigation", "share", {}, SAYS_NOTHING, "text", "exactly this text"),
    Case("term_of_keeping_has_passed", "closed", "erase", PASSED, {"kept_until": TODAY}, None, "kept until"),
    Case("term_of_keeping_has_passed", "closed", "erase", PASSED, {"kept_until": None}),
)
SHEET = Sheet(SignalWorkflow, SignalFacts(today=TODAY, readers=1, text="Hij dreigt.", shared_with="Het bureau"), CASES)
ADVISER = {Role.CONFIDENTIAL_ADVISER}


@pytest.mark.parametrize("case", named(CASES))
def test_each_rule_passes_and_refuses(case: Case) -> None:
    SHEET.check(case)


def test_every_rule_has_a_case() -> None:
    assert not SHEET.unproven()


def test_anyone_reports_and_no_account_is_asked() -> None:
    assert set(SignalWorkflow.who["report"]) == {Role.PUBLIC}


def test_only_the_adviser_opens_takes_up_shares_and_closes() -> None:
    for event in ("open", "take_up", "write", "share", "hand_over", "conclude"):
        assert set(SignalWorkflow.who[event]) == ADVISER


def test_neither_office_nor_board_nor_assessor_nor_organisation_may_do_anything() -> None:
    assert {role for row in SignalWorkflow.rows() for role in row.who} == {
        Role.PUBLIC, Role.REPORTER, Role.CONFIDENTIAL_ADVISER, Role.INFORMED, Role.SYSTEM,
    }  # fmt: skip


def test_whom_the_adviser_informed_may_read_that_and_nothing_else() -> None:
    assert [event for event, who in SignalWorkflow.who.items() if Role.INFORMED in who] == ["open_share"]


def test_nobody_is_told_but_the_adviser_and_whom_the_adviser_informs() -> None:
    assert {event: set(roles) for event, roles in SignalWorkflow.tell.items()} == {
        "report": ADVISER, "add": ADVISER, "hand_over": ADVISER, "share": {Role.INFORMED},
    }  # fmt: skip


def test_no_paper_is_made_of_a_signal() -> None:
    assert not SignalWorkflow.evidence


@pytest.mark.parametrize("state", ["received", "closed", "erased"])
def test_nothing_is_shared_before_it_was_taken_up_or_after_it_was_closed(state: str) -> None:
    with pytest.raises(NotNow):
        SignalWorkflow.move(state, "share", SHEET.base)


def test_an_addition_opens_what_was_closed() -> None:
    assert SignalWorkflow.move("closed", "add", SHEET.base) == "under_investigation"


def test_who_hands_over_leaves_it_to_be_taken_up_by_another() -> None:
    assert SignalWorkflow.move("under_investigation", "hand_over", SHEET.base) == "received"


def test_only_what_was_closed_is_erased_and_nothing_brings_it_back() -> None:
    assert [row.source for row in SignalWorkflow.rows() if row.event == "erase"] == ["closed"]
    assert not [row.event for row in SignalWorkflow.rows() if row.source == "erased"]


def test_signals_are_the_one_thing_that_nobody_may_know_to_exist() -> None:
    assert CONFIDENTIAL == {"signal"} < set(WORKFLOWS)
