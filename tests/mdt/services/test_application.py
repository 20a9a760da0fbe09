"""The policy of the application in sentences, each tried at the service."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from mdt.access import SYSTEM, visible
from mdt.demo import play
from mdt.models import Accreditation, Application, Assessment, Decision, Effect, Event, Person, Visit, db
from mdt.services import advice, answers, assessment, framework_versions, log
from mdt.services import application as applications
from mdt.services import clock as clocks
from mdt.services import membership as memberships
from mdt.services.framework import parse
from mdt.services.transitions import actions, fire
from tests import factories
from workflows.base import NotNow, NotPermitted, Refused

pytestmark = pytest.mark.usefixtures("database")

WEEK = timedelta(days=7)
BECAUSE = "Omdat het zo is."


def seen(person: Person) -> set[object]:
    """The ids of the applications that somebody can see."""
    return {found.id for found in db.session.scalars(visible(select(Application), person))}


# -- applying -------------------------------------------------------------------------------------------------------
def test_an_organisation_has_one_undecided_application_at_a_time() -> None:
    case = factories.application()
    with pytest.raises(Refused, match="not decided yet"):
        applications.start(case.organisation, actor=case.coordinator)
    play.withdraw(case)
    assert applications.start(case.organisation, actor=case.coordinator).status == "draft"


def test_a_colleague_fills_in_but_only_a_coordinator_submits() -> None:
    case = factories.application()
    colleague = factories.colleague_of(case.organisation)
    answers.save(case.application, "learning", {"talks": "weekly"}, actor=colleague, expected_version=None)
    play.answer(case)
    with pytest.raises(NotPermitted, match="Organisation"):
        case.fire("submit", colleague)
    assert case.fire("submit", case.coordinator).status_after == "submitted"


def test_the_office_never_submits_by_itself_it_only_enters_what_came_by_post() -> None:
    case = factories.application()
    play.answer(case)
    office = case.staff.office
    with pytest.raises(Refused, match="how this reached the office") as refusal:
        case.fire("submit", office)
    assert refusal.value.field == "channel"
    with pytest.raises(Refused):
        case.fire("submit", office, channel="pigeon")
    event = case.fire("submit", office, channel="post", effective_on=clocks.today() - timedelta(days=2))
    assert (event.role, event.on_behalf_of, event.channel) == ("office", "organisation", "post")
    assert case.application.received_on == clocks.today() - timedelta(days=2)


def test_a_letter_does_not_come_from_the_future() -> None:
    case = factories.application()
    play.answer(case)
    with pytest.raises(Refused) as refusal:
        case.fire("submit", case.staff.office, channel="post", effective_on=clocks.today() + timedelta(days=1))
    assert refusal.value.field == "effective_on"


def test_an_incomplete_application_says_what_is_missing() -> None:
    case = factories.application()
    play.answer(case, sections=5)
    with pytest.raises(Refused) as refusal:
        case.fire("submit", case.coordinator)
    assert len(refusal.value.params["sections"]) == 1


def test_answers_change_in_a_draft_and_while_a_supplement_is_asked_and_never_else() -> None:
    case = factories.application(at="submitted")
    with pytest.raises(NotNow):
        play.answer(case)
    play.request_supplement(case)
    play.answer(case)
    with pytest.raises(NotPermitted):
        answers.save(case.application, "learning", {}, actor=case.staff.board, expected_version=None)


def test_a_stale_section_is_refused_and_the_fresh_one_stays() -> None:
    case = factories.application()
    saved = answers.save(
        case.application, "learning", {"talks": "weekly"}, actor=case.coordinator, expected_version=None
    )
    first = saved.version
    answers.save(case.application, "learning", {"talks": "monthly"}, actor=case.coordinator, expected_version=first)
    with pytest.raises(Refused, match="A colleague saved"):
        answers.save(case.application, "learning", {"talks": "not_yet"}, actor=case.coordinator, expected_version=first)
    assert answers.all_of(case.application)["talks"] == "monthly"


def test_a_case_keeps_the_framework_that_it_began_with() -> None:
    case = factories.application()
    framework = framework_versions.of(case.application)
    newer = framework.content | {"version": "2026-2", "valid_from": clocks.today().isoformat()}
    framework_versions.publish(parse(newer, name="2026-2"))
    other = factories.organisation(name="Een andere")
    begun = applications.start(other, actor=factories.coordinator_of(other))
    assert (case.application.framework_version, begun.framework_version) == (framework.version, "2026-2")


# -- who sees it ----------------------------------------------------------------------------------------------------
def test_a_draft_is_seen_by_its_organisation_and_the_office_alone() -> None:
    case = factories.application()
    stranger = factories.coordinator_of(factories.organisation(name="Een andere"))
    for person, sees in (
        (case.coordinator, True), (case.staff.office, True), (case.staff.board, False), (case.staff.lead, False),
        (stranger, False),
    ):  # fmt: skip
        assert (case.application.id in seen(person)) is sees


def test_an_assessor_sees_the_case_once_the_declaration_is_made_and_no_longer_than_the_work_lasts() -> None:
    case = factories.under_assessment(at="invited")
    lead = case.staff.lead
    assert case.application.id not in seen(lead)
    play.clear(case)
    assert case.application.id in seen(lead)
    fire(case.pair[0], "declare_conflict", actor=lead, reasons=BECAUSE)
    assert case.application.id not in seen(lead)
    assert case.application.id not in seen(case.staff.third)


# -- the office -----------------------------------------------------------------------------------------------------
def test_nothing_is_set_aside_without_a_chance_to_supplement() -> None:
    case = factories.application(at="submitted")
    with pytest.raises(Refused, match="First ask"):
        play.set_aside(case)
    play.request_supplement(case)
    with pytest.raises(Refused, match="still has"):
        play.set_aside(case)


def test_an_application_that_is_set_aside_or_withdrawn_releases_whom_it_kept_busy() -> None:
    case = factories.with_visit(at="agreed")
    play.withdraw(case)
    assert {one.status for one in case.pair} == {"released"}
    assert case.planned.status == "cancelled"
    released = log.last(case.pair[0].id, "release")
    assert released is not None and released.actor_kind == "system"


def test_a_reported_visit_stays_when_the_application_is_withdrawn() -> None:
    case = factories.ready_for_advice()
    play.withdraw(case)
    assert case.planned.status == "reported"


# -- the advice -----------------------------------------------------------------------------------------------------
def test_the_lead_advises_and_nobody_else() -> None:
    case = factories.ready_for_advice()
    for person in (case.staff.second, case.staff.third, case.staff.office, case.staff.board, case.coordinator):
        with pytest.raises(NotPermitted):
            case.fire("advise", person)
    assert play.advise(case).role == "lead_assessor"


def test_a_changed_joint_judgement_needs_a_new_answer_of_the_second_assessor() -> None:
    case = factories.ready_for_advice()
    indicator = case.indicators[0]
    advice.judge(case.application, indicator, actor=case.staff.lead, score="strong", reasons="Toch sterker.")
    with pytest.raises(Refused, match="on 1 indicators"):
        play.advise(case)
    case.fire("agree_or_dissent", case.staff.second, answers={indicator: {"agreed": False, "dissent": BECAUSE}})
    assert play.advise(case).status_after == "advised"


def test_who_dissents_says_why() -> None:
    case = factories.ready_for_advice()
    with pytest.raises(Refused, match="Say why"):
        case.fire(
            "agree_or_dissent", case.staff.second, answers={case.indicators[0]: {"agreed": False, "dissent": " "}}
        )


def test_a_host_without_youths_yet_speaks_with_others_and_gets_the_condition() -> None:
    heard = (("young_volunteer", "Doet mee sinds mei."), ("other_volunteer", "Begeleidt zelf."))
    case = factories.ready_for_advice(words=play.Words(had_youths=False, heard=heard))
    advice.propose(
        case.application, actor=case.staff.lead, outcome="grant", summary="Goed.", first_youths_condition=False
    )
    with pytest.raises(Refused) as refusal:
        play.advise(case)
    assert refusal.value.field == "first_youths_condition"
    play.propose(case)
    assert play.advise(case).status_after == "advised"


# -- the decision ---------------------------------------------------------------------------------------------------
def test_an_assessor_never_grants_and_neither_does_the_office() -> None:
    case = factories.application(at="advised")
    first = clocks.today()
    for person in (case.staff.lead, case.staff.second, case.staff.office, case.coordinator):
        with pytest.raises(NotPermitted, match="Board"):
            case.fire("grant", person, reasons=BECAUSE, starts_on=first, ends_on=first)


def on_the_board_too(officials: play.Staff) -> play.Staff:
    """The same officials, of whom the third assessor sits on the board as well."""
    both = officials.third
    invited = memberships.invite(organisation=None, email=both.email, function="board", actor=SYSTEM)
    memberships.accept(invited, actor=both)
    return officials


def test_who_visited_judged_or_advised_does_not_decide() -> None:
    officials = on_the_board_too(factories.staff())
    officials = dataclasses.replace(officials, lead=officials.third, board=officials.third)
    case = factories.application(at="advised", officials=officials)
    for step in (play.grant, play.intend_refusal):
        with pytest.raises(Refused, match="You visited, judged or advised"):
            step(case)
    case.staff = dataclasses.replace(officials, board=officials.deputy)
    assert play.grant(case).status_after == "granted"


@pytest.mark.parametrize(
    ("fate", "involved"),
    [("declare_conflict", True), ("replace", True), ("decline", False)],
)
def test_who_left_the_case_after_it_opened_does_not_decide_either(fate: str, involved: bool) -> None:
    officials = on_the_board_too(factories.staff())
    case = factories.application(at="in_assessment", officials=officials)
    place = assessment.invite(case.application, assessor=officials.third, lead=True, actor=officials.office)
    if involved:
        fire(place, "clear_conflict", actor=officials.third, declared=True)
    fire(place, fate, actor=officials.office if fate == "replace" else officials.third, reasons=BECAUSE)
    play.run(case, (*play.ASSESSED, play.advise))
    case.staff = dataclasses.replace(officials, board=officials.third)
    if involved:
        with pytest.raises(Refused, match="Somebody else must decide"):
            play.grant(case)
    else:
        assert play.grant(case).status_after == "granted"


def test_a_decision_that_departs_from_the_advice_says_why() -> None:
    case = factories.application(at="advised", words=play.Words(outcome="refuse"))
    first = clocks.today()
    given = {"reasons": BECAUSE, "starts_on": first, "ends_on": applications.last_day(case.application, first)}
    with pytest.raises(Refused) as refusal:
        case.fire("grant", case.staff.board, **given)
    assert refusal.value.field == "deviation"
    assert case.fire("grant", case.staff.board, **given, deviation=BECAUSE).status_after == "granted"


def test_no_refusal_before_the_organisation_could_give_its_view(clock: Callable[[date], None]) -> None:
    case = factories.application(at="refusal_intended")
    with pytest.raises(Refused, match="still give its view"):
        play.refuse(case)
    assert case.application.respond_by is not None
    clock(case.application.respond_by)
    with pytest.raises(Refused):
        play.refuse(case)
    clock(case.application.respond_by + timedelta(days=1))
    with pytest.raises(Refused):
        play.give_view(case)
    assert play.refuse(case).status_after == "refused"


def test_who_waives_the_view_need_not_wait() -> None:
    case = factories.application(at="refusal_intended")
    case.fire("waive_view", case.staff.office, channel="telephone")
    assert play.refuse(case).status_after == "refused"


def test_a_grant_brings_an_accreditation_a_decision_and_two_papers() -> None:
    case = factories.granted()
    granted = factories.accreditation_of(case)
    assert (granted.status, granted.starts_on) == ("active", clocks.today())
    (decision,) = applications.decisions(case.application)
    event = db.session.get_one(Event, decision.event_id)
    assert (decision.kind, decision.decided_by, event.name) == ("grant", case.staff.board.id, "grant")
    effects = db.session.scalars(select(Effect).where(Effect.event_id == event.id, Effect.kind == "evidence"))
    assert {effect.name for effect in effects} == {"grant_decision", "certificate"}


def test_sent_back_the_assessors_go_on_where_they_were() -> None:
    case = factories.application(at="advised")
    case.fire("send_back", case.staff.board, reasons=BECAUSE)
    assert case.application.status == "in_assessment"
    assert play.advise(case).status_after == "advised"


def test_a_closed_case_offers_nobody_anything() -> None:
    case = factories.granted()
    for person in (case.coordinator, case.staff.office, case.staff.lead, case.staff.board):
        assert actions(case.application, person) == []


def test_numbers_follow_each_other_without_gaps() -> None:
    first, second = factories.application(), factories.application()
    with pytest.raises(Refused):
        factories.application(of=first.organisation, officials=first.staff)
    third = factories.application()
    counted = [int(case.application.number.rsplit("-", 1)[1]) for case in (first, second, third)]
    assert counted == [counted[0], counted[0] + 1, counted[0] + 2]


def test_what_was_refused_left_nothing_behind() -> None:
    case = factories.application(at="advised")
    tables = (Decision, Accreditation, Visit, Assessment, Event, Effect)
    before = [db.session.query(table).count() for table in tables]
    for event in ("grant", "intend_refusal", "send_back", "refuse", "advise"):
        with pytest.raises((Refused, NotNow, NotPermitted)):
            case.fire(event, case.staff.board)
    assert [db.session.query(table).count() for table in tables] == before
