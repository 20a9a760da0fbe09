"""The articles of the Awb and the Atw that bind who accredits, each under its name, and where the processes keep them.

What an article makes of days is in `test_terms` and `test_terms_properties`; how a case goes in the tests of services.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.workflows.reckoning import CALENDAR, weeks
from workflows import (
    AccreditationWorkflow,
    ApplicationWorkflow,
    MeasureWorkflow,
    ObjectionWorkflow,
)
from workflows.accreditation import AccreditationFacts
from workflows.calendar import Length, Unit
from workflows.objection import ObjectionFacts
from workflows.objection_terms import inspection_from, objection_decision_term, papers_until
from workflows.objection_words import EFFECT_OF_OBJECTION, LATE_WAYS, NO_HEARING
from workflows.roles import Role
from workflows.terms import Basis, follows_atw, term_after, term_until

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
DECIDING = (
    (ApplicationWorkflow, "set_aside"), (ApplicationWorkflow, "refuse"), (ApplicationWorkflow, "grant"),
    (AccreditationWorkflow, "suspend"), (AccreditationWorkflow, "withdraw"),
    (ObjectionWorkflow, "declare_inadmissible"), (ObjectionWorkflow, "declare_well_founded"),
    (ObjectionWorkflow, "declare_partly_founded"), (ObjectionWorkflow, "declare_unfounded"),
)  # fmt: skip


def rules_of(workflow: Any, event: str) -> set[str]:
    """The rules of an event, in whatever state it happens."""
    return {rule for row in workflow.rows() if row.event == event for rule in row.rules}


def refusal(workflow: Any, status: str, event: str, facts: Any) -> str:
    """What the process says to an event; empty when nothing stands in its way."""
    return str(workflow.objection_to(status, event, facts) or "")


# -- decisions (chapter 3) ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("workflow", "event"), DECIDING)
def test_art_3_41_a_decision_is_sent_to_whom_it_is_about(workflow: Any, event: str) -> None:
    assert Role.ORGANISATION in workflow.tell[event] and workflow.evidence[event]


@pytest.mark.parametrize(("workflow", "event"), DECIDING)
def test_art_3_46_to_3_48_a_decision_rests_on_stated_reasons(workflow: Any, event: str) -> None:
    assert "reasons_are_given" in rules_of(workflow, event)


def test_art_3_50_and_7_13_lid_7_departing_from_an_advice_is_explained() -> None:
    assert "departure_is_explained" in rules_of(ApplicationWorkflow, "refuse")
    assert "departure_is_explained" in rules_of(ApplicationWorkflow, "grant")
    assert "departure_is_explained" in rules_of(ObjectionWorkflow, "declare_well_founded")


# -- decisions on request (chapter 4) -------------------------------------------------------------------------------
def test_art_4_3a_receipt_is_confirmed() -> None:
    assert ApplicationWorkflow.evidence["submit"] == "confirmation_of_receipt"


def test_art_4_5_nothing_is_set_aside_without_a_chance_to_supplement() -> None:
    sources = {row.source for row in ApplicationWorkflow.rows() if row.event == "set_aside"}
    assert sources == {"submitted", "supplement_requested"}
    assert rules_of(ApplicationWorkflow, "set_aside") >= {"set_aside_is_allowed"}


def test_art_4_7_a_refusal_comes_after_an_intention_and_a_view_or_its_term() -> None:
    assert {row.source for row in ApplicationWorkflow.rows() if row.event == "refuse"} == {"refusal_intended"}
    assert "view_had_its_chance" in rules_of(ApplicationWorkflow, "refuse")


@pytest.mark.parametrize("event", ["suspend", "withdraw"])
def test_art_4_8_who_loses_an_accreditation_is_heard_first(event: str) -> None:
    facts = AccreditationFacts(today=TODAY, from_day=TODAY, until=TODAY + 9 * DAY, ends_on=TODAY + 99 * DAY,
                               reasons="Jongeren waren alleen.", ground="obligations")  # fmt: skip
    assert "First announce the intention" in refusal(AccreditationWorkflow, "active", event, facts)


def test_art_4_9_a_view_is_given_in_writing_or_orally_as_the_organisation_likes() -> None:
    assert "give_view" in ApplicationWorkflow.by_post and "give_view" in MeasureWorkflow.by_post


@pytest.mark.parametrize("event", ["suspend", "withdraw"])
def test_art_4_11_only_stated_danger_does_without_hearing(event: str) -> None:
    facts = AccreditationFacts(today=TODAY, from_day=TODAY, until=TODAY + 9 * DAY, ends_on=TODAY + 99 * DAY,
                               reasons="Gevaar.", ground="safety", danger=True)  # fmt: skip
    assert "State the danger" in refusal(AccreditationWorkflow, "active", event, facts)
    stated = AccreditationFacts(**{**vars(facts), "danger_stated": "Zagen zonder bescherming."})
    assert not refusal(AccreditationWorkflow, "active", event, stated)


def test_art_4_15_asking_without_a_term_suspends_nothing_and_so_is_refused() -> None:
    """ABRvS 21-9-2016, ECLI:NL:RVS:2016:2527."""
    assert "term_is_long_enough" in rules_of(ApplicationWorkflow, "request_supplement")
    facts = ObjectionFacts(today=TODAY, missing="De gronden", due=None, due_minimum=TODAY + 14 * DAY)
    assert "Give at least two weeks" in refusal(ObjectionWorkflow, "received", "ask_completion", facts)


# -- objection (chapters 6 and 7) -----------------------------------------------------------------------------------
def test_art_6_11_a_late_objection_is_handled_when_that_is_excusable() -> None:
    late = ObjectionFacts(today=TODAY, timeliness="late", grounds="Zo.", term_ends_on=TODAY - DAY)
    assert "this came later" in refusal(ObjectionWorkflow, "received", "take_up", late)
    for way in LATE_WAYS:
        taken = ObjectionFacts(**{**vars(late), "late_way": way, "late_reasons": "Brand."})
        assert not refusal(ObjectionWorkflow, "received", "take_up", taken)


def test_art_6_14_the_receipt_of_an_objection_is_confirmed_in_writing() -> None:
    assert ObjectionWorkflow.evidence["lodge"] == "objection_confirmation"
    assert Role.ORGANISATION in ObjectionWorkflow.tell["lodge"]


def test_art_6_16_an_objection_suspends_nothing() -> None:
    assert "does not suspend the decision" in EFFECT_OF_OBJECTION
    undoing = {"restore_on_objection", "grant_on_objection", "reopen_on_objection"}
    for workflow in (AccreditationWorkflow, ApplicationWorkflow):
        found = {row.event for row in workflow.rows() if row.event.endswith("_on_objection")}
        assert found <= undoing and all("objection_was_won" in rules_of(workflow, event) for event in found)


def test_art_7_2_and_7_3_who_objects_is_heard_or_a_ground_says_why_not() -> None:
    into = {row.event for row in ObjectionWorkflow.rows() if row.target == "heard" and row.source != "heard"}
    assert into == {"waive_hearing", "report_hearing"} and "ground_to_waive" in rules_of(
        ObjectionWorkflow, "waive_hearing"
    )
    assert set(NO_HEARING) == {"inadmissible", "unfounded", "waived", "no_answer", "met"}


def test_art_7_4_papers_until_ten_days_before_and_the_file_open_a_week() -> None:
    hearing = date(2026, 12, 28)  # the Monday after Christmas: counted backwards nothing rolls (art. 1 Atw)
    assert papers_until(hearing, Length(10, Unit.DAYS)) == date(2026, 12, 18)
    assert inspection_from(hearing, weeks(1)) == date(2026, 12, 21)
    assert "time_to_prepare" in rules_of(ObjectionWorkflow, "plan_hearing") & rules_of(ObjectionWorkflow, "plan_again")


def test_art_7_5_who_hears_was_not_involved_nor_were_most_of_them() -> None:
    assert {"hearer_was_not_involved", "most_were_not_involved"} <= rules_of(ObjectionWorkflow, "report_hearing")


def test_art_7_7_a_report_is_made_of_the_hearing() -> None:
    assert ObjectionWorkflow.evidence["report_hearing"] == "hearing_report"
    assert "hearing_is_reported" in rules_of(ObjectionWorkflow, "report_hearing")


def test_art_7_10_lid_5_every_delay_is_made_known_in_writing() -> None:
    for event in ("adjourn", "consent_to_further_delay", "delay_for_procedure"):
        assert ObjectionWorkflow.evidence[event] == "adjournment_letter"
    assert Role.ORGANISATION in ObjectionWorkflow.tell["ask_completion"]


def test_art_7_13_a_committee_makes_it_twelve_weeks() -> None:
    """ABRvS 17-8-2016, ECLI:NL:RVS:2016:2233: only when it was announced; otherwise six weeks apply."""
    six, twelve = (objection_decision_term(objection_term_ended_on=TODAY, length=weeks(n), calendar=CALENDAR)
                   for n in (6, 12))  # fmt: skip
    assert (six.ends_on, twelve.ends_on) == (date(2027, 1, 5), date(2027, 2, 16))


def test_art_7_14_notice_of_default_is_possible_once_the_term_has_passed() -> None:
    facts = ObjectionFacts(today=TODAY, decide_by=TODAY)
    assert "runs until" in refusal(ObjectionWorkflow, "heard", "put_in_default", facts)
    assert not refusal(ObjectionWorkflow, "heard", "put_in_default", ObjectionFacts(today=TODAY, decide_by=TODAY - DAY))


def test_art_10_3_lid_3_who_took_the_decision_does_not_decide_on_the_objection() -> None:
    for event in ("declare_inadmissible", "declare_well_founded", "declare_partly_founded", "declare_unfounded"):
        assert "decider_did_not_take_it" in rules_of(ObjectionWorkflow, event)


# -- the Algemene termijnenwet --------------------------------------------------------------------------------------
@pytest.mark.parametrize("day", [
    date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 4, 27), date(2026, 5, 5), date(2026, 5, 14),
    date(2026, 5, 25), date(2026, 12, 25), date(2026, 12, 26), date(2027, 3, 26), date(2027, 3, 29), date(2027, 4, 27),
    date(2027, 5, 5), date(2027, 5, 6), date(2027, 5, 17), date(2028, 4, 14), date(2028, 4, 17), date(2028, 4, 27),
    date(2028, 5, 5), date(2028, 5, 25), date(2028, 6, 5), date(2025, 4, 26),
])  # fmt: skip
def test_art_3_atw_the_holidays_5_may_every_year_and_kings_day_on_the_26th_when_the_27th_is_a_sunday(day: date) -> None:
    assert CALENDAR.name_of(day) and not CALENDAR.is_working_day(day)
    assert CALENDAR.name_of(date(day.year, 12, 31)) is None


def test_art_3_lid_3_atw_a_decreed_day_is_put_on_a_par() -> None:
    assert not CALENDAR.is_working_day(date(2026, 5, 15)), "the Friday after Ascension"


def test_art_5_atw_a_term_that_the_body_sets_itself_rolls_as_a_courtesy_only() -> None:
    assert not follows_atw(weeks(2), Basis.BODY)
    term = term_until(date(2026, 6, 1), date(2026, 6, 20), kind="x", law="art. 4:5 lid 1 Awb", calendar=CALENDAR)
    assert term.ends_on == date(2026, 6, 22) and not any("Atw" in step.law for step in term.steps)


def test_art_1_atw_a_term_of_the_law_rolls_by_law() -> None:
    term = term_after(date(2026, 4, 18), weeks(8), kind="x", law="art. 4:13 lid 2 Awb", calendar=CALENDAR)
    assert term.steps[-1].law == "art. 1 Atw"
