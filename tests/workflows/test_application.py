"""The rules of the application, each refused and passed on plain facts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.workflows.rules import Case, Sheet, named
from workflows.application import ApplicationFacts, ApplicationWorkflow
from workflows.base import NotNow
from workflows.roles import Role

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
BASE = ApplicationFacts(today=TODAY)
BOTH = frozenset({"own_guide", "welcome"})
ONE = frozenset({"own_guide"})

SUPPLEMENT = {"missing": "De uren", "due": TODAY + 14 * DAY, "due_minimum": TODAY + 14 * DAY}
ASIDE = {"supplement_asked": True, "set_aside_from": TODAY, "set_aside_until": TODAY, "reasons": "Niets ontvangen."}
ADVICE = {
    "assessments_in": 2, "visit_reported": True, "youths_spoken": 2, "indicators": BOTH, "jointly_judged": BOTH,
    "answered_by_second": BOTH, "outcome": "grant", "summary": "Gezien en gehoord.",
}  # fmt: skip
NO_YOUTHS = ADVICE | {"youths_spoken": 0, "host_had_youths": False, "others_spoken": 2, "first_youths_condition": True}
GRANT = {
    "reasons": "Goed gezien.", "starts_on": TODAY, "ends_on": TODAY + 700 * DAY, "ends_earliest": TODAY + 364 * DAY,
    "ends_latest": TODAY + 1460 * DAY, "outcome": "grant", "deciding": "grant",
    "conditions": (("Een vertrouwenspersoon", TODAY + DAY),),
}  # fmt: skip
INTENTION = {"reasons": "Geen begeleider.", "due": TODAY + 14 * DAY, "due_minimum": TODAY + 14 * DAY}
VIEW = {"view": "Wij zien dat anders.", "view_due": TODAY}
REFUSAL = {"reasons": "Geen begeleider.", "view_settled": True, "outcome": "refuse", "deciding": "refuse"}
UNHEARD = {"view_settled": False, "view_due": TODAY}
BACK = {"reasons": "Eén gesprek ontbreekt."}
LONGER = {"reasons": "Ziekte.", "decide_by": TODAY, "new_decide_by": TODAY + DAY}
DELAY = {"new_decide_by": TODAY + DAY}
LATE = {"decide_by": TODAY - DAY}
WON = {"objection_won": True, "reasons": "Het bezwaar is gegrond."}
INVOLVED = {"actor_was_involved": True}
SILENT = {"reasons": "  "}


def granting(event: str, status: str, good: dict[str, Any]) -> tuple[Case, ...]:
    """The rules that every grant keeps."""
    rows: tuple[tuple[str, dict[str, Any], str | None, str], ...] = (
        ("decider_was_not_involved", INVOLVED, None, "Somebody else must decide"),
        ("reasons_are_given", SILENT, "reasons", "State the reasons"),
        ("end_is_within_bounds", {"starts_on": TODAY - DAY}, "starts_on", "not in the past"),
        ("end_is_within_bounds", {"starts_on": None}, "starts_on", "not in the past"),
        ("end_is_within_bounds", {"ends_on": TODAY + 363 * DAY}, "ends_on", "last day from"),
        ("end_is_within_bounds", {"ends_on": TODAY + 1461 * DAY}, "ends_on", "last day from"),
        ("end_is_within_bounds", {"ends_on": None}, "ends_on", "last day from"),
        ("conditions_are_dated", {"conditions": (("Een bordje", None),)}, "conditions", "a text and a date"),
        ("conditions_are_dated", {"conditions": ((" ", TODAY + DAY),)}, "conditions", "a text and a date"),
        ("conditions_are_dated", {"conditions": (("Een bordje", TODAY),)}, "conditions", "after today"),
        ("departure_is_explained", {"outcome": "refuse", "deviation": " "}, "deviation", "departs from the advice"),
    )  # fmt: skip
    return tuple(Case(rule, status, event, good, bad, field, says) for rule, bad, field, says in rows)


CASES: tuple[Case, ...] = (
    Case("one_undecided_application", None, "start", {}, {"has_undecided": True}, None, "not decided yet"),
    Case("renewal_is_open", None, "start", {"renewal_opens_on": TODAY}, {"renewal_opens_on": TODAY + DAY}, None),
    Case("every_section_is_answered", "draft", "submit", {}, {"unanswered": ("Leren",)}, None, "Leren"),
    Case("missing_is_named", "submitted", "request_supplement", SUPPLEMENT, {"missing": "\n "}, "missing"),
    Case("term_is_long_enough", "submitted", "request_supplement", SUPPLEMENT, {"due": TODAY + 13 * DAY}, "due"),
    Case("term_is_long_enough", "submitted", "request_supplement", SUPPLEMENT, {"due": None}, "due"),
    Case("every_section_is_answered", "supplement_requested", "supplement", {}, {"unanswered": ("Leren",)}, None),
    *(
        case
        for status in ("submitted", "supplement_requested")
        for case in (
            Case("set_aside_is_allowed", status, "set_aside", ASIDE, {"supplement_asked": False}, None, "First ask"),
            Case("set_aside_is_allowed", status, "set_aside", ASIDE, {"set_aside_from": TODAY + DAY}, None, "still"),
            Case("set_aside_is_allowed", status, "set_aside", ASIDE, {"set_aside_until": TODAY - DAY}, None, "4:5(4)"),
            Case("reasons_are_given", status, "set_aside", ASIDE, SILENT, "reasons"),
        )
    ),
    Case("joint_judgement_is_complete", "in_assessment", "agree_or_dissent", ADVICE, {"jointly_judged": ONE}, None),
    Case("dissent_is_explained", "in_assessment", "agree_or_dissent", ADVICE, {"unexplained_dissent": ("Welk",)}, None),
    Case("both_assessments_are_in", "in_assessment", "advise", ADVICE, {"assessments_in": 1}, None, "1 of 2"),
    Case("visit_is_reported", "in_assessment", "advise", ADVICE, {"visit_reported": False}, None, "not reported"),
    Case("conversations_were_held", "in_assessment", "advise", ADVICE, {"youths_spoken": 1}, None, "1 are reported"),
    Case("conversations_were_held", "in_assessment", "advise", NO_YOUTHS, {"others_spoken": 1}, None, "volunteers"),
    Case("conversations_were_held", "in_assessment", "advise", NO_YOUTHS, {"first_youths_condition": False},
         "first_youths_condition", "within a year"),
    Case("joint_judgement_is_complete", "in_assessment", "advise", ADVICE, {"jointly_judged": ONE}, None, "no joint"),
    Case("second_assessor_answered", "in_assessment", "advise", ADVICE, {"answered_by_second": ONE}, None, "on 1"),
    Case("outcome_is_proposed", "in_assessment", "advise", ADVICE, {"outcome": ""}, None, "outcome"),
    Case("outcome_is_proposed", "in_assessment", "advise", ADVICE, {"summary": " "}, None, "sum up"),
    *granting("grant", "advised", GRANT),
    *granting("grant", "refusal_intended", GRANT),
    *granting("grant_on_objection", "refused", GRANT | WON),
    Case("objection_was_won", "refused", "grant_on_objection", GRANT | WON, {"objection_won": False}, None),
    Case("decider_was_not_involved", "advised", "intend_refusal", INTENTION, INVOLVED, None),
    Case("reasons_are_given", "advised", "intend_refusal", INTENTION, SILENT, "reasons"),
    Case("term_is_long_enough", "advised", "intend_refusal", INTENTION, {"due": TODAY + 13 * DAY}, "due"),
    Case("view_is_in_time", "refusal_intended", "give_view", VIEW, {"view_due": TODAY - DAY}, None, "ended on"),
    Case("view_says_something", "refusal_intended", "give_view", VIEW, {"view": ""}, "view"),
    Case("view_is_in_time", "refusal_intended", "waive_view", VIEW, {"view_due": TODAY - DAY}, None),
    Case("decider_was_not_involved", "refusal_intended", "refuse", REFUSAL, INVOLVED, None),
    Case("view_had_its_chance", "refusal_intended", "refuse", REFUSAL, UNHEARD, None, "still"),
    Case("reasons_are_given", "refusal_intended", "refuse", REFUSAL, SILENT, "reasons"),
    Case("departure_is_explained", "refusal_intended", "refuse", REFUSAL, {"outcome": "grant"}, "deviation"),
    *(
        case
        for status in ("advised", "refusal_intended")
        for case in (
            Case("decider_was_not_involved", status, "send_back", BACK, INVOLVED, None),
            Case("reasons_are_given", status, "send_back", BACK, SILENT, "reasons"),
        )
    ),
    *(
        case
        for status in ("submitted", "in_assessment", "advised", "refusal_intended")
        for case in (
            Case("term_has_not_passed", status, "extend_term", LONGER, {"decide_by": TODAY - DAY}, None, "no longer"),
            Case("new_term_is_later", status, "extend_term", LONGER, {"new_decide_by": TODAY}, "new_decide_by"),
            Case("new_term_is_later", status, "extend_term", LONGER, {"new_decide_by": None}, "new_decide_by"),
            Case("reasons_are_given", status, "extend_term", LONGER, SILENT, "reasons"),
            Case("delay_ends_later", status, "consent_to_delay", DELAY, {"new_decide_by": TODAY}, "new_decide_by"),
            Case("term_has_passed", status, "put_in_default", LATE, {"decide_by": TODAY}, None, "runs until"),
            Case("term_has_passed", status, "put_in_default", LATE, {"decide_by": None}, None),
        )
    ),
    *(
        case
        for status in ("refused", "not_processed")
        for case in (
            Case("objection_was_won", status, "reopen_on_objection", WON, {"objection_won": False}, None),
            Case("decider_was_not_involved", status, "reopen_on_objection", WON, INVOLVED, None),
            Case("reasons_are_given", status, "reopen_on_objection", WON, SILENT, "reasons"),
        )
    ),
)  # fmt: skip
SHEET = Sheet(ApplicationWorkflow, BASE, CASES)


@pytest.mark.parametrize("case", named(CASES))
def test_the_rule_passes_and_refuses(case: Case) -> None:
    SHEET.check(case)


def test_every_rule_is_proven() -> None:
    assert not SHEET.unproven()


def test_the_refusal_may_follow_when_the_term_for_a_view_has_passed_unused() -> None:
    facts = REFUSAL | {"view_settled": False, "view_due": TODAY - DAY}
    assert SHEET.refusal(Case("", "refusal_intended", "refuse", {}, {}), facts) is None


def test_a_departure_needs_no_words_when_there_is_no_advice() -> None:
    assert SHEET.refusal(Case("", "advised", "grant", {}, {}), GRANT | {"outcome": ""}) is None


@pytest.mark.parametrize("status", ["granted", "refused", "not_processed", "withdrawn"])
def test_what_is_decided_cannot_be_withdrawn(status: str) -> None:
    with pytest.raises(NotNow):
        ApplicationWorkflow.move(status, "withdraw", BASE)


def test_every_undecided_application_can_be_withdrawn() -> None:
    undecided = {status for status in ApplicationWorkflow.state_names() if not ApplicationWorkflow.is_closed(status)}
    assert {row.source for row in ApplicationWorkflow.rows() if row.event == "withdraw"} == undecided


def test_only_the_board_decides() -> None:
    for event in ("grant", "refuse", "intend_refusal", "send_back", "grant_on_objection", "reopen_on_objection"):
        assert set(ApplicationWorkflow.who[event]) == {Role.BOARD}


def test_the_office_enters_for_the_organisation_what_only_the_organisation_may() -> None:
    for event in ApplicationWorkflow.by_post:
        assert set(ApplicationWorkflow.who[event]) == {Role.ORGANISATION}
