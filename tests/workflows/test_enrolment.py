"""The policy of the enrolment, by hand."""

from __future__ import annotations

import pytest

from tests.workflows.rules import Case, Sheet, named
from workflows.base import NotNow
from workflows.enrolment import EnrolmentFacts, EnrolmentWorkflow
from workflows.roles import Role

BOUNDS = {"youngest": 12, "oldest": 29}
CASES = (
    *(
        case
        for event, status in (("claim", None), ("accept", "invited"), ("join", "invited"))
        for case in (
            Case("age_is_within_the_bounds", status, event, {"invited_by_school": event != "join", "age": 12},
                 {"age": 11}, "born_on", "from the day you turn 12"),
            Case("age_is_within_the_bounds", status, event, {"invited_by_school": event != "join", "age": 29},
                 {"age": 30}, "born_on", "up to and including 29"),
        )
    ),
    *(
        case
        for event, status in (("claim", None), ("join", "invited"))
        for case in (
            Case("school_is_known", status, event, {"invited_by_school": False}, {"school_takes_part": False},
                 "school"),
            Case("programme_belongs_to_the_school", status, event, {"invited_by_school": False},
                 {"programme_fits": False}, "programme"),
            Case("not_enrolled_yet", status, event, {"invited_by_school": False}, {"already_enrolled": True}, "email"),
        )
    ),
    Case("not_enrolled_yet", None, "invite", {}, {"already_enrolled": True}, "email"),
    Case("invitation_is_still_valid", "invited", "accept", {}, {"invitation_is_valid": False}, None, "expired"),
    Case("invitation_is_still_valid", "invited", "join", {"invited_by_school": False}, {"invitation_is_valid": False}),
    Case("the_school_invited", "invited", "accept", {}, {"invited_by_school": False}, None, "host invited you"),
    Case("the_host_invited", "invited", "join", {"invited_by_school": False}, {"invited_by_school": True}),
    Case("programme_belongs_to_the_school", "claimed", "confirm", {}, {"programme_fits": False}, "programme"),
    Case("programme_belongs_to_the_school", "confirmed", "correct", {}, {"programme_fits": False}, "programme"),
)  # fmt: skip
SHEET = Sheet(EnrolmentWorkflow, EnrolmentFacts(age=17, **BOUNDS), CASES)


@pytest.mark.parametrize("case", named(CASES))
def test_each_rule_passes_and_refuses(case: Case) -> None:
    SHEET.check(case)


def test_every_rule_has_a_case() -> None:
    assert not SHEET.unproven()


def test_only_the_school_says_who_its_student_is() -> None:
    for event in ("confirm", "deny", "correct"):
        assert set(EnrolmentWorkflow.who[event]) == {Role.CLERK}


def test_a_school_that_invites_has_confirmed_and_a_host_has_not() -> None:
    assert EnrolmentWorkflow.move("invited", "accept", EnrolmentFacts()) == "confirmed"
    assert EnrolmentWorkflow.move("invited", "join", EnrolmentFacts(invited_by_school=False)) == "claimed"


def test_the_youth_and_the_school_end_it_and_the_host_does_not() -> None:
    assert {Role.YOUTH, Role.CLERK} <= set(EnrolmentWorkflow.who["end"])
    assert Role.ORGANISATION not in EnrolmentWorkflow.who["end"]


def test_whoever_awards_has_no_say_in_who_is_a_student() -> None:
    awarding = {Role.EXAMINER, Role.EXAM_BOARD, Role.SCHOOL}
    assert not [row.event for row in EnrolmentWorkflow.rows() if row.who & awarding]


@pytest.mark.parametrize("state", ["denied", "declined", "ended"])
def test_what_is_over_is_over(state: str) -> None:
    for event in ("confirm", "accept", "end"):
        with pytest.raises(NotNow):
            EnrolmentWorkflow.move(state, event, EnrolmentFacts())
