"""The rules of the accreditation, each refused and passed on plain facts, and its policy in sentences."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.workflows.rules import Case, Sheet, named
from workflows.accreditation import AccreditationFacts, AccreditationWorkflow
from workflows.base import NotNow
from workflows.roles import Role

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
ENDS = TODAY + 400 * DAY
BEGUN: dict[str, Any] = {"application_is_granted": True, "predecessor_ends_on": TODAY, "starts_on": TODAY + DAY}
UNTIL: dict[str, Any] = {"ends_on": TODAY + 9 * DAY, "from_day": TODAY}
DANGER: dict[str, Any] = {"danger": True, "danger_stated": "Zagen zonder bescherming."}
SUSPEND: dict[str, Any] = {"ends_on": ENDS, "from_day": TODAY, "until": TODAY + 30 * DAY, "intended": True,
                           "reasons": "Er veranderde niets."}  # fmt: skip
WITHDRAW: dict[str, Any] = {"ends_on": ENDS, "from_day": TODAY, "intended": True, "ground": "obligations",
                            "reasons": "Er veranderde niets."}  # fmt: skip
LAPSE: dict[str, Any] = {"lapses_on": TODAY}
PAST: dict[str, Any] = {"ends_on": TODAY - DAY}
W = "withdraw"

CASES = (
    Case("application_was_granted", None, "begin", BEGUN, {"application_is_granted": False}, None, "with a grant"),
    Case("no_gap_and_no_overlap", None, "begin", BEGUN, {"starts_on": TODAY}, None, "begins after that"),
    Case("no_gap_and_no_overlap", None, "begin", BEGUN | {"predecessor_stands": True},
         {"starts_on": TODAY + 2 * DAY}, "starts_on", "no gap"),
    Case("day_is_not_past", "active", "give_up", UNTIL, {"from_day": TODAY - DAY}, "from_day"),
    Case("day_is_not_past", "suspended", "give_up", UNTIL, {"from_day": TODAY + 10 * DAY}, "from_day"),
    Case("day_is_not_past", "active", W, WITHDRAW, {"from_day": None}, "from_day"),
    Case("decider_was_not_involved", "active", "suspend", SUSPEND, {"actor_was_involved": True}, None, "Somebody"),
    Case("decider_was_not_involved", "suspended", W, WITHDRAW, {"actor_was_involved": True}, None, "Somebody"),
    Case("suspension_was_announced", "active", "suspend", SUSPEND, {"intended": False}, "danger", "First announce"),
    Case("suspension_was_announced", "active", "suspend", SUSPEND, {"intended": False, "wait_until": ENDS}, "danger",
         "still has until"),
    Case("suspension_was_announced", "active", "suspend", SUSPEND | DANGER | {"intended": False},
         {"danger_stated": " "}, "danger_stated"),
    Case("range_is_sound", "active", "suspend", SUSPEND, {"from_day": TODAY - DAY}, "from_day"),
    Case("range_is_sound", "active", "suspend", SUSPEND, {"until": TODAY - DAY}, "until"),
    Case("range_is_sound", "active", "suspend", SUSPEND, {"until": ENDS + DAY}, "until"),
    Case("range_overlaps_no_other", "active", "suspend", SUSPEND, {"overlaps": True, "last_suspended_day": TODAY},
         "from_day", "There is a suspension until"),
    Case("reasons_are_given", "active", "suspend", SUSPEND, {"reasons": " "}, "reasons"),
    Case("reasons_are_given", "suspended", "reinstate", {"reasons": "Hersteld."}, {"reasons": ""}, "reasons"),
    Case("reasons_are_given", "active", W, WITHDRAW, {"reasons": ""}, "reasons"),
    Case("last_day_has_passed", "suspended", "suspension_ends", {"last_suspended_day": TODAY - DAY},
         {"last_suspended_day": TODAY}, None, "lasts until"),
    Case("withdrawal_was_announced", "active", W, WITHDRAW, {"intended": False}, "danger", "First announce"),
    Case("withdrawal_was_announced", "active", W, WITHDRAW | DANGER | {"intended": False}, {"danger_stated": ""},
         "danger_stated"),
    Case("ground_is_named", "active", W, WITHDRAW, {"ground": "zomaar"}, "ground"),
    Case("renewal_has_opened", "active", "invite_to_renew", {"renewal_opens_on": TODAY},
         {"renewal_opens_on": TODAY + DAY}, None, "goes out on"),
    Case("invited_once", "active", "invite_to_renew", {"renewal_opens_on": TODAY}, {"invited_already": True}),
    Case("end_has_passed", "active", "expire", PAST, {"ends_on": TODAY}, None, "until the end of"),
    Case("no_renewal_is_undecided", "active", "expire", PAST, {"renewal_pending": True}, None, "in time"),
    Case("no_renewal_is_undecided", "active", "expire", PAST, {"successor_starts_on": TODAY + DAY}, None, "in time"),
    Case("no_youth_for_four_years", "active", "lapse", LAPSE, {"lapses_on": TODAY + DAY}, None, "four years"),
    Case("successor_begins", "active", "be_renewed", {"successor_starts_on": TODAY},
         {"successor_starts_on": TODAY + DAY}, None, "no renewal"),
    Case("objection_was_won", "withdrawn", "restore_on_objection", {"objection_won": True, "reasons": "Gegrond."},
         {"objection_won": False}, None, "objection"),
    Case("reasons_are_given", "lapsed", "restore_on_objection", {"objection_won": True, "reasons": "Gegrond."},
         {"reasons": ""}, "reasons"),
)  # fmt: skip
SHEET = Sheet(AccreditationWorkflow, AccreditationFacts(today=TODAY), CASES)


@pytest.mark.parametrize("case", named(CASES))
def test_the_rule_passes_and_refuses(case: Case) -> None:
    SHEET.check(case)


def test_every_rule_is_proven() -> None:
    assert not SHEET.unproven()


def test_the_system_alone_lets_it_begin_and_run_out() -> None:
    by_itself = ("begin", "suspension_ends", "invite_to_renew", "expire", "lapse", "be_renewed")
    assert all(set(AccreditationWorkflow.who[event]) == {Role.SYSTEM} for event in by_itself)


def test_the_board_alone_takes_away_and_gives_back() -> None:
    taken = ("suspend", "reinstate", "withdraw", "restore_on_objection")
    assert all(set(AccreditationWorkflow.who[event]) == {Role.BOARD} for event in taken)


@pytest.mark.parametrize("event", ["suspend", "withdraw"])
def test_without_an_intention_only_danger_suffices(event: str) -> None:
    facts = {"suspend": SUSPEND, "withdraw": WITHDRAW}[event] | {"intended": False}
    alone = AccreditationFacts(today=TODAY, **facts)
    assert AccreditationWorkflow.objection_to("active", event, alone) is not None
    danger = AccreditationFacts(today=TODAY, **(facts | DANGER))
    assert AccreditationWorkflow.objection_to("active", event, danger) is None


def test_what_has_ended_does_not_end_again() -> None:
    for status in ("given_up", "expired", "renewed", "withdrawn", "lapsed"):
        with pytest.raises(NotNow):
            AccreditationWorkflow.move(status, "expire", AccreditationFacts(today=TODAY, **PAST))


def test_a_suspended_one_is_not_suspended_again_but_can_be_withdrawn() -> None:
    with pytest.raises(NotNow):
        AccreditationWorkflow.move("suspended", "suspend", AccreditationFacts(today=TODAY, **SUSPEND))
    facts = AccreditationFacts(today=TODAY, **WITHDRAW)
    assert AccreditationWorkflow.move("suspended", "withdraw", facts) == "withdrawn"


def test_only_what_was_decided_against_it_can_be_restored() -> None:
    ways = {row.source for row in AccreditationWorkflow.rows() if row.event == "restore_on_objection"}
    assert ways == {"withdrawn", "lapsed", "suspended"}
