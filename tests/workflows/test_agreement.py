"""The policy of the agreement, sentence by sentence, on plain facts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from workflows.agreement import AgreementFacts, AgreementWorkflow
from workflows.base import NotNow, Outdated, Refused
from workflows.roles import Role

TODAY = date(2026, 11, 25)
GOOD: dict[str, Any] = {
    "today": TODAY, "starts_on": date(2026, 12, 1), "ends_on": date(2027, 5, 15), "age_at_start": 19, "age": 19,
    "fewest_minutes": 80 * 60, "most_months": 6, "minutes_goal": 84 * 60, "minutes_made": 84 * 60,
    "activities_done": True, "assessed": True, "side": "youth", "versions": ("v2", "v2"),
}  # fmt: skip


def move(status: str, event: str, **changes: Any) -> str:
    """The state after an event on good facts, but for these."""
    return AgreementWorkflow.move(status, event, AgreementFacts(**GOOD | changes))


def refused(status: str, event: str, **changes: Any) -> Refused:
    """The refusal of an event."""
    with pytest.raises(Refused) as caught:
        move(status, event, **changes)
    return caught.value


def test_under_sixteen_an_agreement_begins_with_the_guardians_consent() -> None:
    assert AgreementWorkflow.open_with("start", AgreementFacts(**GOOD)) == "draft"
    with pytest.raises(Refused):
        AgreementWorkflow.open_with("start", AgreementFacts(**GOOD | {"consent": False}))
    refused("draft", "propose", consent=False)
    refused("proposed", "take_effect", signed=("youth", "organisation"), consent=False)


@pytest.mark.parametrize(("age", "works", "fits"), [
    (11, False, False), (12, True, False), (12, False, True), (13, True, True), (29, True, True), (30, True, False),
])  # fmt: skip
def test_the_age_counts_on_the_first_day_and_under_thirteen_nobody_works(age: int, works: bool, fits: bool) -> None:
    if fits:
        assert move("draft", "propose", age_at_start=age, works=works) == "proposed"
    else:
        assert refused("draft", "propose", age_at_start=age, works=works).field is None


@pytest.mark.parametrize(("changes", "field"), [
    ({"ends_on": date(2027, 5, 31)}, None), ({"ends_on": date(2027, 6, 1)}, "ends_on"),
    ({"ends_on": date(2026, 12, 1)}, "ends_on"),
    ({"fewest_months": 3, "ends_on": date(2027, 2, 28)}, None),
    ({"fewest_months": 3, "ends_on": date(2027, 2, 27)}, "ends_on"),
    ({"minutes_goal": 80 * 60}, None), ({"minutes_goal": 80 * 60 - 1}, "hours_goal"),
    ({"most_minutes": 50 * 60, "minutes_goal": 51 * 60, "fewest_minutes": 30 * 60}, "hours_goal"),
    ({"round_is_known": False}, "round"),
])  # fmt: skip
def test_period_and_hours_stay_within_the_round(changes: dict[str, Any], field: str | None) -> None:
    if field is None:
        assert move("draft", "propose", **changes) == "proposed"
    else:
        assert refused("draft", "propose", **changes).field == field


def test_only_who_drafted_proposes_and_the_youth_can_always_withdraw() -> None:
    refused("draft", "propose", by_who_drafted=False)
    refused("draft", "discard", by_who_drafted=False)
    refused("proposed", "withdraw", by_who_drafted=False, side="organisation")
    assert move("proposed", "withdraw", by_who_drafted=False, side="youth") == "withdrawn"


def test_a_signature_belongs_to_the_version_that_was_read() -> None:
    assert move("proposed", "sign") == "proposed"
    with pytest.raises(Outdated):
        move("proposed", "sign", versions=("v1", "v2"))
    with pytest.raises(Outdated):
        move("in_force", "sign_change", versions=("v1", "v2"), change_waits=True)


def test_nobody_signs_for_two_sides_nor_twice() -> None:
    refused("proposed", "sign", side="organisation", signed_for=("youth",))
    refused("proposed", "sign", signed=("youth",))
    refused("proposed", "sign", side="guardian", parties=("youth", "organisation"))
    refused("proposed", "sign", side="organisation", supervisor_can_be_reached=False)


def test_it_takes_effect_when_all_signed_and_the_host_is_accredited_on_the_first_day() -> None:
    everybody = ("youth", "organisation", "school", "guardian")
    assert move("proposed", "take_effect", parties=everybody, signed=everybody) == "in_force"
    assert "guardian" in refused("proposed", "take_effect", parties=everybody, signed=everybody[:3]).params["who"][0]
    refused("proposed", "take_effect", signed=("youth", "organisation"), accredited_at_start=False)
    assert AgreementWorkflow.who["take_effect"] == {Role.SYSTEM}


def test_a_change_stands_beside_the_agreement_until_all_have_signed() -> None:
    assert move("in_force", "propose_change") == "in_force"
    refused("in_force", "propose_change", change_waits=True)
    refused("in_force", "propose_change", differs=False)
    refused("in_force", "change_takes_effect", change_waits=True, change_signed=("youth",))
    refused("in_force", "reject_change", change_waits=True)
    assert move("in_force", "reject_change", change_waits=True, text="Te veel uren.") == "in_force"


def test_a_paper_signature_comes_with_its_scan() -> None:
    assert move("proposed", "record_signature", paper=("youth", True, TODAY)) == "proposed"
    assert refused("proposed", "record_signature", paper=("youth", False, TODAY)).field == "file"
    assert refused("proposed", "record_signature", paper=("school", True, TODAY)).field == "party"
    assert refused("proposed", "record_signature", paper=("youth", True, date(2026, 11, 26))).field == "signed_on"


def test_it_is_completed_on_hours_and_activities_and_the_assessment_together() -> None:
    assert move("in_force", "complete") == "completed"
    refused("in_force", "complete", minutes_made=84 * 60 - 1)
    refused("in_force", "complete", activities_done=False)
    refused("in_force", "complete", assessed=False)


def test_it_is_closed_four_weeks_after_its_last_day() -> None:
    refused("in_force", "close_unfinished", closes_on=date(2026, 11, 26))
    assert move("in_force", "close_unfinished", closes_on=TODAY) == "not_completed"
    refused("in_force", "end_early")
    assert move("in_force", "end_early", text="Verhuisd.") == "ended_early"


def test_a_statement_is_made_of_confirmed_hours_when_the_youth_asks_also_afterwards() -> None:
    assert AgreementWorkflow.who["state_hours"] == {Role.YOUTH}
    for status in ("in_force", "completed", "not_completed", "ended_early"):
        assert move(status, "state_hours", some_confirmed=True) == status
        refused(status, "state_hours", some_confirmed=False)


def test_what_is_completed_stays_so() -> None:
    for event in ("sign", "revise", "propose_change", "end_early"):
        with pytest.raises(NotNow):
            move("completed", event)
