"""The policy of the assessment in sentences, each tried at the service."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from mdt.access import visible
from mdt.demo import play
from mdt.models import Application, Assessment, Person, db
from mdt.services import advice, assessment, log
from mdt.services.transitions import fire
from tests import factories
from workflows.base import NotNow, NotPermitted, Refused

pytestmark = pytest.mark.usefixtures("database")

BECAUSE = "Omdat het zo is."


def invite(case: play.Case, person: Person, *, lead: bool) -> Assessment:
    """The office invites somebody."""
    return assessment.invite(case.application, assessor=person, lead=lead, actor=case.staff.office)


def test_only_the_office_invites_and_only_appointed_assessors() -> None:
    case = factories.application(at="in_assessment")
    with pytest.raises(NotPermitted):
        assessment.invite(case.application, assessor=case.staff.second, lead=True, actor=case.staff.lead)
    with pytest.raises(Refused, match="appointed"):
        invite(case, case.staff.office, lead=True)


def test_nobody_assesses_an_organisation_of_which_they_are_a_member() -> None:
    case = factories.application(at="in_assessment")
    member = case.staff.lead
    from mdt.services import membership

    invited = membership.invite(
        organisation=case.organisation, email=member.email, function="colleague", actor=case.coordinator
    )
    membership.accept(invited, actor=member)
    with pytest.raises(Refused, match="tie") as refusal:
        invite(case, member, lead=True)
    assert refusal.value.field == "assessor"


def test_two_assess_of_whom_exactly_one_leads() -> None:
    case = factories.application(at="in_assessment")
    second = invite(case, case.staff.second, lead=False)
    with pytest.raises(Refused, match="must lead"):
        invite(case, case.staff.third, lead=False)
    invite(case, case.staff.lead, lead=True)
    with pytest.raises(Refused, match="two assessors"):
        invite(case, case.staff.third, lead=False)
    fire(second, "decline", actor=case.staff.second)
    with pytest.raises(Refused, match="a lead assessor already"):
        invite(case, case.staff.third, lead=True)
    assert invite(case, case.staff.third, lead=False).status == "invited"


def test_who_declared_a_tie_is_never_asked_again_for_this_organisation() -> None:
    case = factories.under_assessment(at="recused")
    with pytest.raises(Refused, match="tie"):
        invite(case, case.staff.lead, lead=True)
    play.withdraw(case)
    later = factories.application(at="in_assessment", of=case.organisation, officials=case.staff)
    with pytest.raises(Refused, match="tie"):
        invite(later, case.staff.second, lead=True)
    elsewhere = factories.application(at="in_assessment", officials=case.staff)
    assert invite(elsewhere, case.staff.lead, lead=True).status == "invited"


def test_until_the_declaration_no_page_of_the_case_opens() -> None:
    case = factories.under_assessment(at="invited")
    for one in case.pair:
        assert case.application not in db.session.scalars(visible(select(Application), one.assessor)).all()
        with pytest.raises(Refused) as refusal:
            fire(one, "clear_conflict", actor=one.assessor, declared=False)
        assert refusal.value.field == "declared"


def test_blind_until_both_are_in() -> None:
    case = factories.with_visit(at="reported")
    lead, second = case.pair
    play.assess(case, lead)
    assert not assessment.both_in(case.application)
    assert lead not in db.session.scalars(visible(select(Assessment), second.assessor)).all()
    with pytest.raises(NotNow):
        advice.judge(case.application, case.indicators[0], actor=lead.assessor, score="present", reasons=BECAUSE)
    play.assess(case, second)
    assert assessment.both_in(case.application)
    advice.judge(case.application, case.indicators[0], actor=lead.assessor, score="present", reasons=BECAUSE)


def test_reopened_both_are_blind_again_and_the_first_judgement_is_kept_as_it_was() -> None:
    case = factories.under_assessment(at="submitted")
    lead = case.pair[0]
    fire(lead, "reopen", actor=case.staff.office, reasons="De datum van het gesprek klopt niet.")
    assert not assessment.both_in(case.application)
    assessment.judge(
        lead, case.indicators[0], actor=lead.assessor, score="strong", sources=("conversation",), note="Nu"
    )
    fire(lead, "submit", actor=lead.assessor)
    events = [event for event in log.of_case(case.application.id) if event.subject_id == lead.id]
    first, again = (event.snapshot or {} for event in events if event.name == "submit")
    before = {row["indicator"]: row["score"] for row in first["judgements"]}
    after = {row["indicator"]: row["score"] for row in again["judgements"]}
    assert (before[case.indicators[0]], after[case.indicators[0]]) == ("present", "strong")


def test_nobody_judges_in_anothers_place() -> None:
    case = factories.under_assessment()
    lead = case.pair[0]
    for person in (case.staff.second, case.staff.third, case.staff.office, case.staff.board, case.coordinator):
        with pytest.raises(NotPermitted):
            assessment.judge(lead, case.indicators[0], actor=person, score="strong", sources=(), note="")


def test_a_document_may_support_a_judgement_but_never_carry_it() -> None:
    case = factories.under_assessment()
    lead = case.pair[0]
    play.judge(case, lead)
    paper = case.indicators[3]
    assessment.judge(
        lead, paper, actor=lead.assessor, score="present", sources=("document",), note="Staat in het plan."
    )
    with pytest.raises(Refused, match="without an observation"):
        fire(lead, "submit", actor=lead.assessor)
    sources = ("document", "observation")
    assessment.judge(lead, paper, actor=lead.assessor, score="present", sources=sources, note="Ook gezien.")
    assert fire(lead, "submit", actor=lead.assessor).status_after == "submitted"


def test_every_indicator_is_judged_before_an_assessment_is_submitted() -> None:
    case = factories.under_assessment()
    lead = case.pair[0]
    play.judge(case, lead)
    assessment.judge(lead, case.indicators[0], actor=lead.assessor, score="", sources=("observation",), note="Nog niet")
    with pytest.raises(Refused, match="Not judged yet"):
        fire(lead, "submit", actor=lead.assessor)


def test_what_is_submitted_is_not_judged_over() -> None:
    case = factories.under_assessment(at="submitted")
    lead = case.pair[0]
    with pytest.raises(NotNow):
        assessment.judge(lead, case.indicators[0], actor=lead.assessor, score="strong", sources=(), note="")


def test_a_late_conflict_voids_the_judgement_and_the_agreement() -> None:
    case = factories.ready_for_advice()
    fire(case.pair[1], "declare_conflict", actor=case.staff.second, reasons=BECAUSE)
    with pytest.raises(Refused, match="1 of 2"):
        play.advise(case)
    assert all(row.agreed is None for row in advice.judgements(case.application).values())
    assert case.application.id not in {
        a.id for a in db.session.scalars(visible(select(Application), case.staff.second))
    }


def test_the_load_of_assessors_counts_what_waits_for_them() -> None:
    case = factories.under_assessment()
    load = {person.id: count for person, count in assessment.load_of_assessors()}
    assert (load[case.staff.lead.id], load[case.staff.third.id]) == (1, 0)
