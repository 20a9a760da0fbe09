"""The rules of the assessment, each refused and passed on plain facts."""

from __future__ import annotations

import pytest

from tests.workflows.rules import Case, Sheet, named
from workflows.assessment import AssessmentFacts, AssessmentWorkflow
from workflows.roles import Role

LEAD = {"as_lead": True}
BESIDE = {"lead_taken": True, "places_taken": 1}
BECAUSE = {"reasons": "Mijn zus werkt hier."}

CASES = (
    Case("application_is_in_assessment", None, "invite", LEAD, {"application_is_open": False}, None, "in assessment"),
    Case("assessor_is_appointed", None, "invite", LEAD, {"assessor_is_assessor": False}, "assessor", "appointed"),
    Case("assessor_is_independent", None, "invite", LEAD, {"assessor_is_tied": True}, "assessor", "tie"),
    Case("a_place_is_free", None, "invite", BESIDE, {"assessor_has_place": True}, "assessor", "already"),
    Case("a_place_is_free", None, "invite", BESIDE, {"places_taken": 2}, None, "two assessors"),
    Case("one_leads", None, "invite", BESIDE, LEAD, "lead", "a lead assessor already"),
    Case("one_leads", None, "invite", BESIDE, {"lead_taken": False}, "lead", "must lead"),
    Case("declaration_is_made", "invited", "clear_conflict", {"declared": True}, {"declared": False}, "declared"),
    Case("every_indicator_is_judged", "open", "submit", {}, {"unjudged": ("Welkom",)}, None, "Welkom"),
    Case("practice_carries", "open", "submit", {}, {"without_practice": ("Welkom",)}, None, "Welkom"),
    *(
        case
        for status in ("invited", "open", "submitted")
        for case in (
            Case("advice_is_not_given", status, "declare_conflict", BECAUSE, {"application_is_advised": True}, None),
            Case("reasons_are_given", status, "declare_conflict", BECAUSE, {"reasons": " "}, "reasons"),
        )
    ),
    Case("reasons_are_given", "invited", "replace", BECAUSE, {"reasons": ""}, "reasons"),
    Case("reasons_are_given", "open", "replace", BECAUSE, {"reasons": ""}, "reasons"),
    Case(
        "advice_is_not_given", "submitted", "reopen", BECAUSE, {"application_is_advised": True}, None, "send the case"
    ),
    Case("reasons_are_given", "submitted", "reopen", BECAUSE, {"reasons": ""}, "reasons"),
)
SHEET = Sheet(AssessmentWorkflow, AssessmentFacts(), CASES)


@pytest.mark.parametrize("case", named(CASES))
def test_the_rule_passes_and_refuses(case: Case) -> None:
    SHEET.check(case)


def test_every_rule_is_proven() -> None:
    assert not SHEET.unproven()


def test_nobody_but_the_assessor_judges_and_nobody_but_the_office_appoints() -> None:
    assert set(AssessmentWorkflow.who["submit"]) == {Role.ASSESSOR}
    assert set(AssessmentWorkflow.who["invite"]) == set(AssessmentWorkflow.who["replace"]) == {Role.OFFICE}


def test_an_assessor_who_is_out_stays_out() -> None:
    assert not [row for row in AssessmentWorkflow.rows() if row.source in ("recused", "declined", "released")]
