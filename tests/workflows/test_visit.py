"""The rules of the visit, each refused and passed on plain facts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.workflows.rules import Case, Sheet, named
from workflows.roles import Role
from workflows.visit import VisitFacts, VisitWorkflow

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
OFFER: dict[str, Any] = {"dates": (TODAY,), "place": "Lindelaan 1"}
CHOICE: dict[str, Any] = {"offered": (TODAY,), "chosen": TODAY}
PASSED: dict[str, Any] = {"offered": (TODAY - DAY,), "chosen": TODAY - DAY}
PAST: dict[str, Any] = {"dates": (TODAY, TODAY - DAY)}
COMMENT: dict[str, Any] = {"comment": "Het was vrijdag.", "comment_due": TODAY}

CASES = (
    Case("application_is_in_assessment", None, "propose", OFFER, {"application_is_open": False}, None),
    Case("one_visit_at_a_time", None, "propose", OFFER, {"another_is_live": True}, None, "a visit already"),
    Case("dates_are_to_come", None, "propose", OFFER, {"dates": ()}, "dates", "at least one"),
    Case("dates_are_to_come", None, "propose", OFFER, PAST, "dates", "before today"),
    Case("place_is_named", None, "propose", OFFER, {"place": " "}, "place"),
    Case("date_was_offered", "proposed", "agree", CHOICE, {"chosen": TODAY + DAY}, "chosen", "offered"),
    Case("date_was_offered", "proposed", "agree", CHOICE, PASSED, "chosen", "has passed"),
    Case("date_was_offered", "counter_proposed", "accept_date", CHOICE, {"chosen": None}, "chosen"),
    Case("dates_are_to_come", "proposed", "ask_other_date", OFFER, {"dates": ()}, "dates"),
    Case("dates_are_to_come", "agreed", "ask_other_date", OFFER, PAST, "dates"),
    *(
        case
        for status in ("counter_proposed", "agreed")
        for case in (
            Case("dates_are_to_come", status, "propose_again", OFFER, {"dates": ()}, "dates"),
            Case("place_is_named", status, "propose_again", OFFER, {"place": ""}, "place"),
        )
    ),
    Case("the_day_has_come", "agreed", "hold", {"agreed_on": TODAY}, {"agreed_on": TODAY + DAY}, None, "on or after"),
    Case("every_theme_is_observed", "held", "report", {"conversations": 1}, {"themes_unobserved": ("Leren",)}, None),
    Case("conversations_are_noted", "held", "report", {"conversations": 1}, {"conversations": 0}, "conversations"),
    Case("comment_says_something", "reported", "comment_on_facts", COMMENT, {"comment": ""}, "comment"),
    Case("comment_is_in_time", "reported", "comment_on_facts", COMMENT, {"comment_due": TODAY - DAY}, None),
)
SHEET = Sheet(VisitWorkflow, VisitFacts(today=TODAY), CASES)


@pytest.mark.parametrize("case", named(CASES))
def test_the_rule_passes_and_refuses(case: Case) -> None:
    SHEET.check(case)


def test_every_rule_is_proven() -> None:
    assert not SHEET.unproven()


def test_what_was_held_cannot_be_cancelled() -> None:
    sources = {row.source for row in VisitWorkflow.rows() if row.event == "cancel"}
    assert sources == {"proposed", "counter_proposed", "agreed"}


def test_the_organisation_never_notes_or_reports_its_own_visit() -> None:
    for event in ("hold", "report", "propose"):
        assert Role.ORGANISATION not in VisitWorkflow.who[event] and event not in VisitWorkflow.by_post
