"""The policy of the membership, by hand."""

from __future__ import annotations

import pytest

from workflows.base import NotNow, Refused
from workflows.membership import MembershipFacts, MembershipWorkflow
from workflows.roles import Role

MOVES = {
    ("invited", "accept"): "confirmed",
    ("invited", "decline"): "denied",
    ("invited", "invite_again"): "invited",
    ("confirmed", "end"): "ended",
}
EVENTS = ("accept", "decline", "invite_again", "end")


@pytest.mark.parametrize("state", MembershipWorkflow.state_names())
@pytest.mark.parametrize("event", EVENTS)
def test_every_event_in_every_state(state: str, event: str) -> None:
    facts = MembershipFacts(other_coordinators=1)
    if (state, event) in MOVES:
        assert MembershipWorkflow.move(state, event, facts) == MOVES[state, event]
    else:
        with pytest.raises(NotNow):
            MembershipWorkflow.move(state, event, facts)


def test_nothing_follows_on_an_ended_or_declined_membership() -> None:
    assert not [row for row in MembershipWorkflow.rows() if row.source in ("ended", "denied")]


def test_only_the_invited_accept_and_decline() -> None:
    for event in ("accept", "decline"):
        assert set(MembershipWorkflow.who[event]) == {Role.INVITED}


def test_a_colleague_ends_but_never_invites() -> None:
    assert Role.COLLEAGUE in MembershipWorkflow.who["end"]
    assert Role.COLLEAGUE not in MembershipWorkflow.who["invite"]
    assert Role.COLLEAGUE not in MembershipWorkflow.who["invite_again"]


def test_assessors_and_the_board_have_no_say_in_memberships() -> None:
    staff = {Role.ASSESSOR, Role.LEAD_ASSESSOR, Role.SECOND_ASSESSOR, Role.BOARD}
    assert not [row.event for row in MembershipWorkflow.rows() if row.who & staff]


@pytest.mark.parametrize(
    ("state", "event", "facts", "field", "words"),
    [
        ("invited", "accept", MembershipFacts(invitation_is_valid=False), None, "has expired"),
        ("invited", "accept", MembershipFacts(advises_beside_another_function=True), None, "no other function"),
        ("confirmed", "end", MembershipFacts(is_coordinator=True), None, "at least one coordinator"),
        ("confirmed", "end", MembershipFacts(last_of_the_office=True), None, "works at the office"),
    ],
)
def test_what_is_refused(state: str, event: str, facts: MembershipFacts, field: str | None, words: str) -> None:
    with pytest.raises(Refused, match=words) as refusal:
        MembershipWorkflow.move(state, event, facts)
    assert refusal.value.field == field


def test_a_coordinator_leaves_when_another_stays() -> None:
    facts = MembershipFacts(is_coordinator=True, other_coordinators=1)
    assert MembershipWorkflow.move("confirmed", "end", facts) == "ended"


def test_an_expired_invitation_can_be_sent_again_and_declined() -> None:
    facts = MembershipFacts(invitation_is_valid=False)
    assert MembershipWorkflow.move("invited", "invite_again", facts) == "invited"
    assert MembershipWorkflow.move("invited", "decline", facts) == "denied"


@pytest.mark.parametrize(
    ("event", "facts", "field"),
    [
        ("register", MembershipFacts(organisation_is_known=True), "kvk_number"),
        ("invite", MembershipFacts(already_member=True), "email"),
        ("invite", MembershipFacts(advises_beside_another_function=True), None),
    ],
)
def test_what_does_not_begin(event: str, facts: MembershipFacts, field: str | None) -> None:
    with pytest.raises(Refused) as refusal:
        MembershipWorkflow.open_with(event, facts)
    assert refusal.value.field == field


def test_how_a_membership_begins() -> None:
    assert MembershipWorkflow.open_with("register", MembershipFacts()) == "confirmed"
    assert MembershipWorkflow.open_with("invite", MembershipFacts()) == "invited"
