"""The policy of credit, on plain facts: its rules one by one, and the sentences that matter most."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.workflows.rules import Case, Sheet, named
from workflows.base import NotNow, Refused
from workflows.cohort import CohortFacts, CohortWorkflow
from workflows.credit import CreditFacts, CreditWorkflow
from workflows.roles import Role

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
START: dict[str, Any] = {"agreement_is_completed": True}
HOURS: dict[str, Any] = {"service_minutes": 80 * 60}
UNIT: dict[str, Any] = {"basis": "assessed_unit", "basis_text": "VRIJ3", "passed": True, "assessed_on": TODAY}
PROPOSAL = UNIT | {"reasons": "De uren en de reflectie passen bij de leeruitkomst."}
AWARD = PROPOSAL | {"is_prepared": True}
REVOKE: dict[str, Any] = {
    "ground": "fraud", "heard_on": TODAY, "awarded_on": TODAY - DAY, "hearing": "De student kwam niet.",
    "reasons": "De uren zijn verzonnen.",
}  # fmt: skip
APPEAL: dict[str, Any] = {
    "appeal_body": "College van beroep", "appeal_on": TODAY, "appeal_reference": "CBE 12", "decided_on": TODAY - DAY,
    "amount": 300, "maximum": 500,
}  # fmt: skip


def on_submit(status: str) -> tuple[Case, ...]:
    """The rules on handing in, the first time and again."""
    return (
        Case("evidence_is_complete", status, "submit", HOURS, {"missing_evidence": ("Reflectie",)}),
        Case("hours_are_confirmed", status, "submit", HOURS, {"weeks_unconfirmed": 2}, says="2"),
        Case("hours_are_confirmed", status, "submit", HOURS, {"service_minutes": 0}),
        Case("hours_are_accredited", status, "submit", HOURS, {"service_minutes": 0, "minutes_not_accredited": 60}),
    )


def on_appeal(status: str) -> tuple[Case, ...]:
    """The rules on the outcome of an appeal."""
    event = "award_on_appeal"
    return (
        Case("appeal_was_decided", status, event, APPEAL, {"appeal_body": " "}, "appeal_body"),
        Case("appeal_was_decided", status, event, APPEAL, {"appeal_on": TODAY + DAY}, "appeal_on"),
        Case("appeal_was_decided", status, event, APPEAL, {"appeal_on": TODAY - 2 * DAY}, "appeal_on"),
        Case("appeal_was_decided", status, event, APPEAL, {"appeal_reference": ""}, "appeal_reference"),
        Case("amount_is_within_the_scheme", status, event, APPEAL, {"amount": 600}, "amount", "5"),
        Case("amount_is_within_the_scheme", status, event, APPEAL, {"amount": 0}, "amount"),
    )


CASES = (
    Case("enrolment_is_confirmed", None, "start", START, {"enrolment_is_confirmed": False}),
    Case("scheme_applies", None, "start", START, {"scheme_applies": False}, "scheme"),
    Case("service_is_done", None, "start", START, {"agreement_is_completed": False}),
    Case("service_is_done", None, "start", {"is_prior": True, "scheme_allows_prior": True},
         {"scheme_allows_prior": False}, "scheme"),
    Case("one_credit_for_one_service", None, "start", START, {"another_is_live": True}),
    *on_submit("draft"),
    *on_submit("returned"),
    Case("what_is_missing_is_named", "under_review", "send_back", {"what_is_missing": "De reflectie."},
         {"what_is_missing": " "}, "what_is_missing"),
    Case("basis_is_named", "under_review", "propose", PROPOSAL, {"basis": "sympathy"}, "basis"),
    Case("basis_is_named", "under_review", "propose", PROPOSAL, {"basis_text": " "}, "basis_text"),
    Case("unit_is_assessed", "under_review", "propose", PROPOSAL, {"passed": False}, "passed"),
    Case("unit_is_assessed", "under_review", "propose", PROPOSAL, {"assessed_on": TODAY + DAY}, "assessed_on"),
    Case("proposal_says_why", "under_review", "propose", PROPOSAL, {"reasons": ""}, "reasons"),
    Case("is_prepared", "under_review", "award", AWARD, {"is_prepared": False}),
    Case("who_proposed_does_not_decide", "under_review", "award", AWARD, {"proposed_by_who_decides": True}),
    Case("hours_are_enough", "under_review", "award", AWARD, {"enough": False, "shortage": "1 EC."}, says="1 EC."),
    Case("basis_is_named", "under_review", "award", AWARD, {"basis": ""}, "basis"),
    Case("unit_is_assessed", "under_review", "award", AWARD, {"assessed_on": None}, "assessed_on"),
    Case("judgement_is_given", "under_review", "award", AWARD, {"reasons": " "}, "reasons"),
    Case("who_proposed_does_not_decide", "under_review", "decline", {"reasons": "Te weinig."},
         {"proposed_by_who_decides": True}),
    Case("reasons_are_given", "under_review", "decline", {"reasons": "Te weinig."}, {"reasons": ""}, "reasons"),
    Case("ground_is_named", "awarded", "revoke", REVOKE, {"ground": "regret"}, "ground"),
    Case("student_was_heard", "awarded", "revoke", REVOKE, {"heard_on": None}, "heard_on"),
    Case("student_was_heard", "awarded", "revoke", REVOKE, {"heard_on": TODAY - 2 * DAY}, "heard_on"),
    Case("student_was_heard", "awarded", "revoke", REVOKE, {"hearing": ""}, "hearing"),
    Case("reasons_are_given", "awarded", "revoke", REVOKE, {"reasons": ""}, "reasons"),
    *on_appeal("not_awarded"),
    *on_appeal("revoked"),
)  # fmt: skip
SHEET = Sheet(CreditWorkflow, CreditFacts(today=TODAY), CASES)

LIST: dict[str, Any] = {"name": "Vergadering van december", "chosen": 3}
ALL: dict[str, Any] = {"tried_out": True, "agreed_count": 3, "waiting": 3, "reasons": "Wij hebben ze besproken."}
COHORT_CASES = (
    Case("list_is_named", None, "prepare", LIST, {"name": ""}, "name"),
    Case("list_is_sound", None, "prepare", LIST, {"chosen": 0}, "credits"),
    Case("list_is_sound", None, "prepare", LIST, {"strange": 1}, "credits"),
    Case("list_is_sound", None, "prepare", LIST, {"chosen": 2001}, "credits", "2000"),
    Case("was_tried_out", "prepared", "award_all", ALL, {"tried_out": False}),
    Case("who_prepared_does_not_decide", "prepared", "award_all", ALL, {"prepared_by_who_decides": True}),
    Case("count_is_the_one_seen", "prepared", "award_all", ALL, {"agreed_count": 2}, "agreed_count", "3"),
    Case("judgement_is_given", "prepared", "award_all", ALL, {"reasons": ""}, "reasons"),
    Case("nothing_waits", "awarding", "finish", {}, {"waiting": 1}),
)
COHORT_SHEET = Sheet(CohortWorkflow, CohortFacts(), COHORT_CASES)


@pytest.mark.parametrize("case", named(CASES))
def test_the_rule_passes_and_refuses(case: Case) -> None:
    SHEET.check(case)


@pytest.mark.parametrize("case", named(COHORT_CASES))
def test_the_rule_on_a_list_passes_and_refuses(case: Case) -> None:
    COHORT_SHEET.check(case)


def test_every_rule_is_proven() -> None:
    assert not SHEET.unproven()
    assert not COHORT_SHEET.unproven()


def facts(**given: Any) -> CreditFacts:
    """Facts that would let the award pass, with what differs."""
    return replace(CreditFacts(today=TODAY), **(AWARD | given))


def test_only_the_exam_board_awards_or_declines_and_in_vo_the_school() -> None:
    for event in ("award", "decline", "revoke", "award_on_appeal"):
        assert set(CreditWorkflow.who[event]) == {Role.EXAM_BOARD, Role.SCHOOL}
    for event in ("take_up", "propose", "send_back"):
        assert set(CreditWorkflow.who[event]) == {Role.CLERK, Role.EXAMINER}


def test_hours_alone_never_give_credit() -> None:
    with pytest.raises(Refused, match="judgement"):
        CreditWorkflow.move("under_review", "award", facts(reasons=""))
    assert CreditWorkflow.move("under_review", "award", facts()) == "awarded"


def test_nothing_is_awarded_that_was_not_submitted_taken_up_and_proposed() -> None:
    for status in ("draft", "submitted", "returned"):
        with pytest.raises(NotNow):
            CreditWorkflow.move(status, "award", facts())
    with pytest.raises(Refused, match="propose"):
        CreditWorkflow.move("under_review", "award", facts(is_prepared=False))


def test_an_exemption_needs_its_article_and_no_examiner() -> None:
    exempt = facts(basis="exemption", basis_text="OER art. 5.4", passed=None, assessed_on=None)
    assert CreditWorkflow.move("under_review", "award", exempt) == "awarded"
    with pytest.raises(Refused, match="OER"):
        CreditWorkflow.move("under_review", "award", replace(exempt, basis_text=""))


def test_extracurricular_service_and_a_statement_of_hours_need_no_unit() -> None:
    for basis in ("extracurricular", "statement", "citizenship"):
        found = facts(basis=basis, basis_text="", passed=None, assessed_on=None)
        assert CreditWorkflow.move("under_review", "award", found) == "awarded"


def test_a_school_without_an_exam_board_may_award_what_it_proposed() -> None:
    alone = facts(has_exam_board=False, proposed_by_who_decides=True)
    assert CreditWorkflow.move("under_review", "award", alone) == "awarded"


def test_what_was_awarded_is_not_withdrawn_but_revoked_after_a_hearing() -> None:
    with pytest.raises(NotNow):
        CreditWorkflow.move("awarded", "withdraw", facts())
    with pytest.raises(Refused, match="Hear the student first"):
        CreditWorkflow.move("awarded", "revoke", facts(**(REVOKE | {"heard_on": None})))


def test_an_appeal_brings_back_what_was_declined_or_revoked_and_nothing_else() -> None:
    sources = {row.source for row in CreditWorkflow.rows() if row.event == "award_on_appeal"}
    assert sources == {"not_awarded", "revoked"}
    assert not CreditWorkflow.is_closed("under_review")
    assert CreditWorkflow.is_closed("not_awarded")


def test_prior_volunteering_has_no_hours_in_our_books() -> None:
    assert CreditWorkflow.move("draft", "submit", facts(is_prior=True, service_minutes=0)) == "submitted"
