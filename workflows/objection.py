"""The objection (bezwaar) against a decision on an application or an accreditation (chapters 6 and 7 Awb)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from statemachine import Event, State

from workflows.base import N_, Begin, stays
from workflows.objection_rules import ObjectionRules
from workflows.objection_terms import Timeliness
from workflows.roles import Role


@dataclass(frozen=True, kw_only=True)
class ObjectionFacts:
    """What the rules on an objection may look at. `on` is the legal day of the event, `today` the present one."""

    today: date
    contested: str = ""
    pending_already: bool = False
    decided_already: bool = False
    received_on: date | None = None
    decided_on: date | None = None
    posted_on: date | None = None
    missing: str = ""
    due: date | None = None
    due_minimum: date | None = None
    completion: str = ""
    completion_asked: bool = False
    completion_passed: bool = False
    completed_in_time: bool = False
    grounds: str = ""
    timeliness: str = Timeliness.IN_TIME
    term_ends_on: date | None = None
    late_way: str = ""
    late_reasons: str = ""
    left_to_decision: bool = False
    actor_was_involved: bool = False
    heard_with: int = 0
    heard_with_involved: int = 0
    hearing_on: date | None = None
    hearing_from: date | None = None
    place: str = ""
    ground: str = ""
    report: str = ""
    advice: str = ""
    proposal: str = ""
    adjourned_already: bool = False
    on: date | None = None
    decide_by: date | None = None
    term_stands_still: bool = False
    new_decide_by: date | None = None
    defaulted_on: date | None = None
    actor_took_decision: bool = False
    reasons: str = ""
    deviation: str = ""
    deciding: str = ""
    consequence: str = ""


DECIDING_RULES = ["decider_did_not_take_it", "reasons_are_given", "lateness_is_settled", "departure_is_explained"]


class ObjectionWorkflow(ObjectionRules):
    """How an objection goes, who hears the organisation, and who decides anew."""

    title = N_("Objection")

    # -- where it can be ------------------------------------------------------------------------------------------
    received = State(N_("Received"), initial=True)
    completion_asked = State(N_("Completion asked"))
    in_handling = State(N_("In handling"))
    hearing_planned = State(N_("Hearing planned"))
    heard = State(N_("Heard"))
    advised = State(N_("Advice given"))
    decided = State(N_("Decided"), final=True)
    withdrawn = State(N_("Withdrawn"), final=True)

    # -- what can happen ------------------------------------------------------------------------------------------
    begins = {
        "lodge": Begin("received", N_("Lodge an objection"),
                       ("against_one_decision", "one_at_a_time", "not_decided_before", "days_are_possible")),
    }  # fmt: skip
    ask_completion = Event(received.to(completion_asked, validators=["what_is_missing_is_said", "term_is_reasonable"]),
                           name=N_("Ask to complete the objection"))  # fmt: skip
    complete = Event(completion_asked.to(received, validators="completion_says_something"),
                     name=N_("Complete the objection"))  # fmt: skip
    take_up = Event(received.to(in_handling, validators=["came_in_time_or_is_excused", "grounds_are_known"]),
                    name=N_("Take the objection up"))  # fmt: skip
    plan_hearing = Event(
        in_handling.to(hearing_planned, validators=["hearer_was_not_involved", "time_to_prepare", "place_is_named"]),
        name=N_("Plan the hearing"),
    )
    plan_again = Event(
        hearing_planned.to.itself(validators=["hearer_was_not_involved", "time_to_prepare", "place_is_named"]),
        name=N_("Plan the hearing on another day"),
    )
    waive_hearing = Event(in_handling.to(heard, validators=["ground_to_waive", "reasons_are_given"]),
                          name=N_("Do without a hearing"))  # fmt: skip
    report_hearing = Event(
        hearing_planned.to(heard, validators=["hearer_was_not_involved", "most_were_not_involved", "hearing_was_held",
                                              "hearing_is_reported"]),
        name=N_("Report the hearing"),
    )  # fmt: skip
    advise = Event(heard.to(advised, validators=["hearer_was_not_involved", "advice_is_given"]),
                   name=N_("Advise on the objection"))  # fmt: skip
    adjourn = Event(
        stays(in_handling, hearing_planned, heard, advised,
              validators=["adjourned_once", "term_still_runs", "reasons_are_given"]),
        name=N_("Adjourn the decision on the objection"),
    )  # fmt: skip
    consent_to_further_delay = Event(
        stays(received, in_handling, hearing_planned, heard, advised,
              validators=["term_still_runs", "new_day_is_later"]),
        name=N_("Agree to a later decision on the objection"),
    )  # fmt: skip
    delay_for_procedure = Event(
        stays(in_handling, hearing_planned, heard, advised,
              validators=["term_still_runs", "new_day_is_later", "reasons_are_given"]),
        name=N_("Delay the decision for a procedure that the law asks"),
    )  # fmt: skip
    put_in_default = Event(
        stays(received, completion_asked, in_handling, hearing_planned, heard, advised,
              validators=["term_has_passed", "one_notice_is_enough"]),
        name=N_("Give notice of default on the objection"),
    )  # fmt: skip
    extend_to = Event(
        stays(received, completion_asked, in_handling, hearing_planned, heard, advised, validators=[]),
        name=N_("Extend the objection to a later decision"),
    )
    declare_inadmissible = Event(
        decided.from_(received, completion_asked, in_handling, heard, advised,
                      validators=["decider_did_not_take_it", "ground_is_true", "reasons_are_given"]),
        name=N_("Declare the objection inadmissible"),
    )  # fmt: skip
    declare_well_founded = Event(advised.to(decided, validators=[*DECIDING_RULES, "consequence_is_named"]),
                                 name=N_("Declare the objection well-founded"))  # fmt: skip
    declare_partly_founded = Event(advised.to(decided, validators=[*DECIDING_RULES, "consequence_is_named"]),
                                   name=N_("Declare the objection partly well-founded"))  # fmt: skip
    declare_unfounded = Event(advised.to(decided, validators=DECIDING_RULES),
                              name=N_("Declare the objection unfounded"))  # fmt: skip
    withdraw = Event(withdrawn.from_(received, completion_asked, in_handling, hearing_planned, heard, advised),
                     name=N_("Withdraw the objection"))  # fmt: skip

    # -- who may --------------------------------------------------------------------------------------------------
    who = {
        "lodge": {Role.ORGANISATION},
        "ask_completion": {Role.OFFICE},
        "complete": {Role.ORGANISATION},
        "take_up": {Role.OFFICE},
        "plan_hearing": {Role.HEARER},
        "plan_again": {Role.HEARER},
        "waive_hearing": {Role.HEARER},
        "report_hearing": {Role.HEARER},
        "advise": {Role.HEARER},
        "adjourn": {Role.BOARD},
        "consent_to_further_delay": {Role.ORGANISATION},
        "delay_for_procedure": {Role.BOARD},
        "put_in_default": {Role.ORGANISATION},
        "extend_to": {Role.SYSTEM},
        "declare_inadmissible": {Role.BOARD},
        "declare_well_founded": {Role.BOARD},
        "declare_partly_founded": {Role.BOARD},
        "declare_unfounded": {Role.BOARD},
        "withdraw": {Role.ORGANISATION},
    }
    by_post = frozenset({"lodge", "complete", "consent_to_further_delay", "put_in_default", "withdraw"})
    acts_next = {
        "received": Role.OFFICE, "completion_asked": Role.ORGANISATION, "in_handling": Role.HEARER,
        "hearing_planned": Role.HEARER, "heard": Role.HEARER, "advised": Role.BOARD,
    }  # fmt: skip

    # -- what follows ---------------------------------------------------------------------------------------------
    evidence = {
        "lodge": "objection_confirmation",
        "plan_hearing": "hearing_invitation",
        "plan_again": "hearing_invitation",
        "report_hearing": "hearing_report",
        "adjourn": "adjournment_letter",
        "consent_to_further_delay": "adjournment_letter",
        "delay_for_procedure": "adjournment_letter",
        "declare_inadmissible": "inadmissible_decision",
        "declare_well_founded": "objection_decision",
        "declare_partly_founded": "objection_decision",
        "declare_unfounded": "objection_decision",
    }
    tell = {
        "lodge": {Role.ORGANISATION, Role.OFFICE},
        "ask_completion": {Role.ORGANISATION},
        "complete": {Role.ORGANISATION, Role.OFFICE},
        "take_up": {Role.ORGANISATION, Role.HEARER},
        "plan_hearing": {Role.ORGANISATION, Role.OFFICE},
        "plan_again": {Role.ORGANISATION, Role.OFFICE},
        "waive_hearing": {Role.ORGANISATION},
        "report_hearing": {Role.ORGANISATION},
        "advise": {Role.BOARD},
        "adjourn": {Role.ORGANISATION},
        "consent_to_further_delay": {Role.ORGANISATION, Role.OFFICE, Role.HEARER, Role.BOARD},
        "delay_for_procedure": {Role.ORGANISATION, Role.OFFICE, Role.HEARER},
        "put_in_default": {Role.ORGANISATION, Role.OFFICE, Role.HEARER, Role.BOARD},
        "extend_to": {Role.ORGANISATION, Role.HEARER},
        "declare_inadmissible": {Role.ORGANISATION, Role.OFFICE},
        "declare_well_founded": {Role.ORGANISATION, Role.OFFICE},
        "declare_partly_founded": {Role.ORGANISATION, Role.OFFICE},
        "declare_unfounded": {Role.ORGANISATION, Role.OFFICE},
        "withdraw": {Role.ORGANISATION, Role.OFFICE, Role.HEARER},
    }
