"""The agreement (leerovereenkomst): what a youth will do and learn at an organisation, signed by everybody it binds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from statemachine import Event, State

from workflows.agreement_rules import AgreementRules
from workflows.base import N_, Begin, stays
from workflows.roles import Role

SIDES = frozenset({Role.YOUTH, Role.ORGANISATION, Role.CLERK, Role.SCHOOL})
PARTIES = SIDES | {Role.GUARDIAN}
TOLD = frozenset({Role.YOUTH, Role.ORGANISATION, Role.CLERK, Role.GUARDIAN})


@dataclass(frozen=True, kw_only=True)
class AgreementFacts:
    """What the rules on an agreement may look at. Parties are `youth`, `organisation`, `school` and `guardian`."""

    today: date
    starts_on: date | None = None
    ends_on: date | None = None
    age_at_start: int | None = None
    age: int | None = None
    round_is_known: bool = True
    youngest: int = 12
    oldest: int = 29
    fewest_minutes: int = 0
    most_minutes: int | None = None
    fewest_months: int = 0
    most_months: int | None = None
    minutes_goal: int = 0
    works: bool = True
    missing: tuple[str, ...] = ()
    parties: tuple[str, ...] = ("youth", "organisation")
    unreachable: tuple[str, ...] = ()
    consent: bool = True
    by_who_drafted: bool = True
    signed: tuple[str, ...] = ()
    side: str | None = None
    signed_for: tuple[str, ...] = ()
    versions: tuple[str, str] = ("", "")  # the one that was read, and the one that stands there
    paper: tuple[str | None, bool, date | None] = (None, False, None)  # whose, with a scan or not, when
    differs: bool = True
    change_waits: bool = False
    change_signed: tuple[str, ...] = ()
    text: str = ""
    accredited_at_start: bool = True
    minutes_made: int = 0
    some_confirmed: bool = False
    activities_done: bool = False
    assessed: bool = False
    supervisor_can_be_reached: bool = True
    unassessed: tuple[str, ...] = ()
    closes_on: date | None = None


class AgreementWorkflow(AgreementRules):
    """How an agreement is drafted, signed, kept to and completed."""

    title = N_("Agreement")

    # -- where it can be ------------------------------------------------------------------------------------------
    draft = State(N_("Draft agreement"), initial=True)
    proposed = State(N_("To be signed"))
    in_force = State(N_("In force"))
    completed = State(N_("Completed"))
    not_completed = State(N_("Not completed"))
    ended_early = State(N_("Ended early"))
    withdrawn = State(N_("Agreement withdrawn"), final=True)

    # -- what can happen ------------------------------------------------------------------------------------------
    begins = {"start": Begin("draft", N_("Draft an agreement"), ("consent_is_given",))}
    _whole = [
        "everything_is_filled_in",
        "age_fits_the_round",
        "period_and_hours_fit_the_round",
        "under_thirteen_no_work",
    ]
    propose = Event(
        draft.to(proposed, validators=["only_who_drafted", *_whole, "parties_can_be_reached", "consent_is_given"]),
        name=N_("Propose the agreement"),
    )
    sign = Event(
        stays(
            proposed,
            validators=["version_is_the_present_one", "nobody_signs_for_two_sides", "signed_once",
                        "supervisor_is_named"],
        ),
        name=N_("Sign the agreement"),
    )  # fmt: skip
    record_signature = Event(
        stays(proposed, validators=["version_is_the_present_one", "paper_is_complete"])
        | stays(in_force, validators=["a_change_waits", "version_is_the_present_one", "paper_is_complete"]),
        name=N_("Record a signature on paper"),
    )
    revise = Event(stays(proposed, validators=["something_differs", *_whole]), name=N_("Change the proposal"))
    correct_contact = Event(
        stays(draft, proposed, in_force, validators=["parties_can_be_reached"]), name=N_("Correct contact details")
    )
    comment = Event(stays(proposed, in_force, validators=["comment_says_something"]), name=N_("Comment"))
    take_effect = Event(
        proposed.to(in_force, validators=["all_have_signed", "host_is_accredited", "consent_is_given"]),
        name=N_("Take effect"),
    )
    propose_change = Event(
        stays(in_force, validators=["one_change_at_a_time", "something_differs", *_whole]), name=N_("Propose a change")
    )
    sign_change = Event(
        stays(in_force, validators=["a_change_waits", "version_is_the_present_one", "nobody_signs_for_two_sides",
                                    "signed_once"]),
        name=N_("Sign the change"),
    )  # fmt: skip
    reject_change = Event(
        stays(in_force, validators=["a_change_waits", "reason_is_given"]), name=N_("Reject the change")
    )
    change_takes_effect = Event(
        stays(in_force, validators=["a_change_waits", "all_have_signed"]), name=N_("Change takes effect")
    )
    ask_assessment = Event(
        stays(in_force, validators=["supervisor_is_reachable", "not_assessed_yet"]),
        name=N_("Ask the supervisor's assessment"),
    )
    assess = Event(stays(in_force, validators=["every_outcome_is_assessed"]), name=N_("Write the assessment"))
    complete = Event(
        in_force.to(completed, validators=["hours_are_made", "activities_are_done", "supervisor_has_assessed"]),
        name=N_("Complete"),
    )
    close_unfinished = Event(
        in_force.to(not_completed, validators="four_weeks_after_the_end"), name=N_("Close as not completed")
    )
    end_early = Event(in_force.to(ended_early, validators="reason_is_given"), name=N_("End early"))
    state_hours = Event(
        stays(in_force, completed, not_completed, ended_early, validators=["hours_were_confirmed"]),
        name=N_("Ask for a statement of hours"),
    )
    discard = Event(draft.to(withdrawn, validators="only_who_drafted"), name=N_("Throw the draft away"))
    withdraw = Event(proposed.to(withdrawn, validators="who_drafted_or_the_youth"), name=N_("Withdraw the proposal"))

    # -- who may --------------------------------------------------------------------------------------------------
    who = {
        "start": SIDES,
        "propose": SIDES,
        "sign": PARTIES,
        "record_signature": SIDES - {Role.YOUTH},
        "revise": SIDES,
        "correct_contact": SIDES,
        "comment": PARTIES,
        "take_effect": {Role.SYSTEM},
        "propose_change": SIDES,
        "sign_change": PARTIES,
        "reject_change": PARTIES,
        "change_takes_effect": {Role.SYSTEM},
        "ask_assessment": {Role.ORGANISATION, Role.SYSTEM},
        "assess": {Role.SUPERVISOR},
        "complete": {Role.ORGANISATION},
        "close_unfinished": {Role.ORGANISATION, Role.SYSTEM},
        "end_early": PARTIES | {Role.SYSTEM},
        "state_hours": {Role.YOUTH},
        "discard": SIDES | {Role.SYSTEM},
        "withdraw": SIDES | {Role.SYSTEM},
    }
    acts_next = {"draft": Role.YOUTH, "proposed": Role.YOUTH, "in_force": Role.ORGANISATION}

    # -- what follows ---------------------------------------------------------------------------------------------
    evidence = {
        "take_effect": "agreement",
        "change_takes_effect": "agreement",
        "assess": "supervisor_assessment",
        "complete": "certificate_of_participation",
        "state_hours": "statement_of_hours",
    }
    tell = {
        "propose": TOLD,
        "revise": TOLD,
        "comment": TOLD,
        "take_effect": TOLD,
        "propose_change": TOLD,
        "reject_change": TOLD,
        "change_takes_effect": TOLD,
        "ask_assessment": {Role.SUPERVISOR},
        "assess": {Role.ORGANISATION, Role.YOUTH},
        "complete": TOLD,
        "close_unfinished": TOLD,
        "end_early": TOLD | {Role.SUPERVISOR},
        "withdraw": TOLD,
    }
