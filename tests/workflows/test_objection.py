"""The rules of an objection, each refused and passed on plain facts, and its policy in sentences."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.workflows.reckoning import CALENDAR, weeks
from tests.workflows.rules import Case, Sheet, named
from workflows.objection import ObjectionFacts, ObjectionWorkflow
from workflows.objection_terms import Timeliness, objection_decision_term, objection_term, timeliness
from workflows.objection_words import OUTCOMES
from workflows.roles import Role

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
REFUSAL = {"contested": "application.refuse"}
LATE: dict[str, Any] = {"grounds": "Dit klopt niet.", "timeliness": Timeliness.LATE, "late_way": "excusable",
                        "late_reasons": "Opname in het ziekenhuis.", "term_ends_on": TODAY - DAY}  # fmt: skip
HEARING: dict[str, Any] = {"hearing_on": TODAY + 10 * DAY, "hearing_from": TODAY + 10 * DAY, "place": "Den Haag"}
HELD: dict[str, Any] = {"hearing_on": TODAY, "report": "Er werd gezegd."}
DECIDED: dict[str, Any] = {"reasons": "Gegrond.", "advice": "declare_unfounded", "deciding": "declare_unfounded"}
WON: dict[str, Any] = DECIDED | REFUSAL | {"advice": "declare_well_founded", "deciding": "declare_well_founded",
                                           "consequence": "grant"}  # fmt: skip
NO_COMPLETION: dict[str, Any] = {"ground": "not_completed", "reasons": "Er kwam niets.", "completion_asked": True,
                                 "completion_passed": True}  # fmt: skip


def _decisions() -> tuple[Case, ...]:
    found: list[Case] = []
    for event, good in (("declare_well_founded", WON), ("declare_partly_founded", WON | {"deviation": "Deels."}),
                        ("declare_unfounded", DECIDED)):  # fmt: skip
        good = good | {"deciding": event}
        found += [
            Case("decider_did_not_take_it", "advised", event, good, {"actor_took_decision": True}, None, "10:3"),
            Case("reasons_are_given", "advised", event, good, {"reasons": ""}, "reasons"),
            Case("lateness_is_settled", "advised", event, good, {"left_to_decision": True}, "late_reasons"),
            Case("departure_is_explained", "advised", event, good,
                 {"advice": "declare_inadmissible", "deviation": " "}, "deviation"),
        ]  # fmt: skip
        if event != "declare_unfounded":
            found.append(Case("consequence_is_named", "advised", event, good, {"consequence": "restore"},
                              "consequence"))  # fmt: skip
    return tuple(found)


def _delays() -> tuple[Case, ...]:
    later: dict[str, Any] = {"decide_by": TODAY, "new_decide_by": TODAY + DAY, "reasons": "Een deskundige."}
    found = [
        Case(rule, "heard", event, later, bad, field)
        for event in ("consent_to_further_delay", "delay_for_procedure")
        for rule, bad, field in (("term_still_runs", {"decide_by": TODAY - DAY}, None),
                                 ("new_day_is_later", {"new_decide_by": TODAY}, "new_decide_by"))
    ]  # fmt: skip
    found.append(Case("reasons_are_given", "heard", "delay_for_procedure", later, {"reasons": " "}, "reasons"))
    late = {"decide_by": TODAY - DAY}
    found += [
        Case("term_has_passed", "heard", "put_in_default", late, {"decide_by": TODAY}, None, "runs until"),
        Case("term_has_passed", "heard", "put_in_default", late, {"on": TODAY - DAY}, None, "runs until"),
        Case("term_has_passed", "completion_asked", "put_in_default", late, {"term_stands_still": True}, None,
             "stands still"),
        Case("one_notice_is_enough", "heard", "put_in_default", late, {"defaulted_on": TODAY}, None, "That one counts"),
    ]  # fmt: skip
    return tuple(found)


CASES = (
    Case("against_one_decision", None, "lodge", REFUSAL, {"contested": "application.submit"}, "decision"),
    Case("one_at_a_time", None, "lodge", REFUSAL, {"pending_already": True}, None, "already"),
    Case("not_decided_before", None, "lodge", REFUSAL, {"decided_already": True}, None, "court"),
    Case("days_are_possible", None, "lodge", REFUSAL | {"posted_on": TODAY, "received_on": TODAY},
         {"posted_on": TODAY + DAY}, "posted_on"),
    Case("what_is_missing_is_said", "received", "ask_completion", {"missing": "Gronden", "due": TODAY},
         {"missing": " "}, "missing"),
    Case("term_is_reasonable", "received", "ask_completion",
         {"missing": "Gronden", "due": TODAY, "due_minimum": TODAY}, {"due": TODAY - DAY}, "due"),
    Case("completion_says_something", "completion_asked", "complete", {"completion": "Dit."}, {"completion": ""},
         "completion"),
    Case("came_in_time_or_is_excused", "received", "take_up", LATE, {"late_way": ""}, "late_way", "term ended"),
    Case("came_in_time_or_is_excused", "received", "take_up", LATE, {"late_reasons": ""}, "late_reasons"),
    Case("grounds_are_known", "received", "take_up", LATE, {"grounds": " "}, None, "complete the objection"),
    *(Case("hearer_was_not_involved", status, event, good, {"actor_was_involved": True}, None, "7:5")
      for status, event, good in (("in_handling", "plan_hearing", HEARING), ("hearing_planned", "plan_again", HEARING),
                                  ("hearing_planned", "report_hearing", HELD),
                                  ("heard", "advise", {"advice": "declare_unfounded", "proposal": "Zo."}))),
    *(Case(rule, status, event, HEARING, bad, field)
      for status, event in (("in_handling", "plan_hearing"), ("hearing_planned", "plan_again"))
      for rule, bad, field in (("time_to_prepare", {"hearing_on": TODAY + 9 * DAY}, "hearing_on"),
                               ("place_is_named", {"place": ""}, "place"))),
    Case("ground_to_waive", "in_handling", "waive_hearing", {"ground": "waived", "reasons": "Belde."},
         {"ground": "druk"}, "ground"),
    Case("reasons_are_given", "in_handling", "waive_hearing", {"ground": "waived", "reasons": "Belde."},
         {"reasons": ""}, "reasons"),
    Case("most_were_not_involved", "hearing_planned", "report_hearing",
         HELD | {"heard_with": 2, "heard_with_involved": 1}, {"heard_with": 1}, "heard_with_involved", "7:5"),
    Case("most_were_not_involved", "hearing_planned", "report_hearing", HELD, {"heard_with_involved": 1},
         "heard_with_involved", "No more people"),
    Case("hearing_was_held", "hearing_planned", "report_hearing", HELD, {"hearing_on": TODAY + DAY}, None, "is on"),
    Case("hearing_is_reported", "hearing_planned", "report_hearing", HELD, {"report": ""}, "report"),
    Case("advice_is_given", "heard", "advise", {"advice": "declare_unfounded", "proposal": "Zo."}, {"advice": "ja"},
         "advice"),
    Case("adjourned_once", "heard", "adjourn", {"reasons": "Ziekte."}, {"adjourned_already": True}, None, "once"),
    Case("term_still_runs", "heard", "adjourn", {"reasons": "Ziekte.", "decide_by": TODAY},
         {"decide_by": TODAY - DAY}, None, "cannot be made longer"),
    Case("reasons_are_given", "heard", "adjourn", {"reasons": "Ziekte."}, {"reasons": ""}, "reasons"),
    Case("decider_did_not_take_it", "received", "declare_inadmissible", NO_COMPLETION, {"actor_took_decision": True},
         None, "10:3"),
    Case("ground_is_true", "received", "declare_inadmissible", NO_COMPLETION, {"ground": "late"}, "ground", "in time"),
    Case("ground_is_true", "received", "declare_inadmissible", NO_COMPLETION, {"completion_asked": False}, "ground",
         "First ask"),
    Case("ground_is_true", "received", "declare_inadmissible", NO_COMPLETION, {"completion_passed": False}, "ground"),
    Case("reasons_are_given", "received", "declare_inadmissible", NO_COMPLETION, {"reasons": ""}, "reasons"),
    *_delays(),
    *_decisions(),
)  # fmt: skip
SHEET = Sheet(ObjectionWorkflow, ObjectionFacts(today=TODAY), CASES)


@pytest.mark.parametrize("case", named(CASES))
def test_the_rule_passes_and_refuses(case: Case) -> None:
    SHEET.check(case)


def test_every_rule_is_proven() -> None:
    assert not SHEET.unproven()


def test_only_the_board_decides_and_only_who_hears_advises() -> None:
    who = ObjectionWorkflow.who
    assert all(who[event] == {Role.BOARD} for event in (*OUTCOMES, "adjourn"))
    assert all(who[event] == {Role.HEARER} for event in ("plan_hearing", "waive_hearing", "report_hearing", "advise"))


def test_only_who_objected_agrees_to_wait_and_gives_notice_of_default_also_by_letter() -> None:
    for event in ("consent_to_further_delay", "put_in_default"):
        assert ObjectionWorkflow.who[event] == {Role.ORGANISATION} and event in ObjectionWorkflow.by_post
    assert ObjectionWorkflow.who["delay_for_procedure"] == {Role.BOARD}
    longer = ("adjourn", "consent_to_further_delay", "delay_for_procedure")
    assert all(ObjectionWorkflow.evidence[event] for event in longer), "made known in writing (art. 7:10 lid 5 Awb)"


def test_nothing_is_decided_on_its_merits_without_hearing_or_a_ground_not_to_hear() -> None:
    merits = set(OUTCOMES) - {"declare_inadmissible"}
    before = {row.source for row in ObjectionWorkflow.rows() if row.event in merits}
    assert before == {"advised"}
    assert {row.source for row in ObjectionWorkflow.rows() if row.target == "heard"} >= {"in_handling"}


def test_what_is_decided_stays_decided() -> None:
    assert not [row for row in ObjectionWorkflow.rows() if row.source in ("decided", "withdrawn")]


@pytest.mark.parametrize(("announced", "received", "posted", "answer"), [
    # sent on Tuesday 13 October 2026: the last day is Tuesday 24 November
    (date(2026, 10, 13), date(2026, 11, 24), None, Timeliness.IN_TIME),
    (date(2026, 10, 13), date(2026, 11, 25), None, Timeliness.LATE),  # day 43
    # sent on Saturday 10 October: day 42 is Saturday 21 November, so Monday the 23rd is in time (art. 1 Atw)
    (date(2026, 10, 10), date(2026, 11, 23), None, Timeliness.IN_TIME),
    (date(2026, 10, 10), date(2026, 11, 24), None, Timeliness.LATE),
    # posted on the last day, received within a week after it (art. 6:9 lid 2 Awb), and a day after that week
    (date(2026, 10, 13), date(2026, 12, 1), date(2026, 11, 24), Timeliness.IN_TIME_BY_POST),
    (date(2026, 10, 13), date(2026, 12, 2), date(2026, 11, 24), Timeliness.LATE),
    (date(2026, 10, 13), date(2026, 11, 26), date(2026, 11, 25), Timeliness.LATE),
])  # fmt: skip
def test_when_an_objection_is_in_time(announced: date, received: date, posted: date | None, answer: str) -> None:
    term = objection_term(announced_on=announced, length=weeks(6), calendar=CALENDAR)
    assert timeliness(term, received_on=received, posted_on=posted, post_limit=weeks(1), calendar=CALENDAR) == answer


@pytest.mark.parametrize(("length", "adjourned", "ends_on"), [
    (6, False, date(2027, 1, 5)),
    (6, True, date(2027, 2, 16)),
    (12, False, date(2027, 2, 16)),
])  # fmt: skip
def test_the_term_for_the_decision_counts_from_the_end_of_the_six_weeks(
    length: int, adjourned: bool, ends_on: date
) -> None:
    more = weeks(6) if adjourned else None
    term = objection_decision_term(objection_term_ended_on=TODAY, length=weeks(length),
                                   calendar=CALENDAR, adjourned_by=more)  # fmt: skip
    assert term.ends_on == ends_on
