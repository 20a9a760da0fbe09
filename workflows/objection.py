"""The objection (bezwaar) against a decision on an application or an accreditation (chapters 6 and 7 Awb)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from statemachine import Event, State

from workflows.base import N_, Begin, Refused, Workflow, stays
from workflows.objection_terms import Timeliness
from workflows.objection_words import CONTESTED, INADMISSIBLE, LATE_WAYS, NO_HEARING, OUTCOMES, POSSIBLE
from workflows.roles import Role


@dataclass(frozen=True, kw_only=True)
class ObjectionFacts:
    """What the rules on an objection may look at."""

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
    decide_by: date | None = None
    actor_took_decision: bool = False
    reasons: str = ""
    deviation: str = ""
    deciding: str = ""
    consequence: str = ""


DECIDING_RULES = ["decider_did_not_take_it", "reasons_are_given", "lateness_is_settled", "departure_is_explained"]


class ObjectionWorkflow(Workflow):
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
        "extend_to": {Role.SYSTEM},
        "declare_inadmissible": {Role.BOARD},
        "declare_well_founded": {Role.BOARD},
        "declare_partly_founded": {Role.BOARD},
        "declare_unfounded": {Role.BOARD},
        "withdraw": {Role.ORGANISATION},
    }
    by_post = frozenset({"lodge", "complete", "withdraw"})
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
        "extend_to": {Role.ORGANISATION, Role.HEARER},
        "declare_inadmissible": {Role.ORGANISATION, Role.OFFICE},
        "declare_well_founded": {Role.ORGANISATION, Role.OFFICE},
        "declare_partly_founded": {Role.ORGANISATION, Role.OFFICE},
        "declare_unfounded": {Role.ORGANISATION, Role.OFFICE},
        "withdraw": {Role.ORGANISATION, Role.OFFICE, Role.HEARER},
    }

    # -- the rules ------------------------------------------------------------------------------------------------
    def against_one_decision(self) -> None:
        """An objection is directed against one decision: to set aside, refuse, grant, suspend or withdraw, or a
        lapse.
        """
        if self.facts.contested not in CONTESTED:
            raise Refused(N_("Choose the decision that you object to."), field="decision")

    def one_at_a_time(self) -> None:
        """While an objection against a decision is being handled, a second one is added to it, not begun anew."""
        if self.facts.pending_already:
            raise Refused(N_("An objection against this decision is being handled already. Add to that one."))

    def not_decided_before(self) -> None:
        """After the decision on an objection the way is to the court, not a second objection (art. 7:1 Awb)."""
        if self.facts.decided_already:
            raise Refused(N_("There was a decision on an objection against this decision. The next step is the court."))

    def days_are_possible(self) -> None:
        """A letter is not posted after it was received."""
        posted, received = self.facts.posted_on, self.facts.received_on
        if posted is not None and received is not None and posted > received:
            raise Refused(N_("The letter was received on %(day)s, so it was posted on that day at the latest."),
                          field="posted_on", day=received)  # fmt: skip

    def what_is_missing_is_said(self) -> None:
        """It says what is missing (art. 6:5 Awb)."""
        if not self.facts.missing.strip():
            raise Refused(N_("Write down what is missing."), field="missing")

    def term_is_reasonable(self) -> None:
        """It names a term of at least two weeks; the decision term stands still meanwhile (art. 6:6 and 7:10 Awb)."""
        facts = self.facts
        if facts.due is None or (facts.due_minimum is not None and facts.due < facts.due_minimum):
            raise Refused(N_("Give at least two weeks: choose %(day)s or later."), field="due", day=facts.due_minimum)

    def completion_says_something(self) -> None:
        """What was missing is sent."""
        if not self.facts.completion.strip():
            raise Refused(N_("Write down what was asked."), field="completion")

    def came_in_time_or_is_excused(self) -> None:
        """It came within six weeks (by post: posted within them and received within a week after), or the lateness is
        excused with a reason, or that is left to the decision (art. 6:7 to 6:11 Awb).
        """
        facts = self.facts
        if facts.timeliness != Timeliness.LATE:
            return
        if facts.late_way not in LATE_WAYS:
            raise Refused(N_("The term ended on %(day)s and this came later. Say what to do with that."),
                          field="late_way", day=facts.term_ends_on)  # fmt: skip
        if facts.late_way == "excusable" and not facts.late_reasons.strip():
            raise Refused(N_("State why the lateness is excusable."), field="late_reasons")

    def grounds_are_known(self) -> None:
        """The grounds are known; if not, they are asked first (art. 6:5 and 6:6 Awb)."""
        if not self.facts.grounds.strip():
            raise Refused(N_("The grounds are missing. Ask the organisation to complete the objection first."))

    def hearer_was_not_involved(self) -> None:
        """Who hears the organisation had no part in preparing the decision (art. 7:5 Awb)."""
        if self.facts.actor_was_involved:
            raise Refused(N_("You were involved in this decision. Somebody else must hear the organisation (art. 7:5 "
                             "Awb)."))  # fmt: skip

    def most_were_not_involved(self) -> None:
        """Of those who hear, most were not involved in preparing the decision, who leads the hearing among them (art.
        7:5 Awb).
        """
        facts = self.facts
        if facts.heard_with_involved > facts.heard_with:
            raise Refused(N_("No more people can have been involved than there were."), field="heard_with_involved")
        if facts.heard_with_involved * 2 >= facts.heard_with + 1:
            raise Refused(N_("Most of those who hear may not have been involved in the decision (art. 7:5 Awb). Plan "
                             "the hearing again with others."), field="heard_with_involved")  # fmt: skip

    def time_to_prepare(self) -> None:
        """The file lies open for at least a week, and papers can come until ten days before the hearing (art. 7:4
        Awb).
        """
        facts = self.facts
        if facts.hearing_on is None or (facts.hearing_from is not None and facts.hearing_on < facts.hearing_from):
            raise Refused(N_("Papers can be sent until ten days before, so choose %(day)s or later."),
                          field="hearing_on", day=facts.hearing_from)  # fmt: skip

    def place_is_named(self) -> None:
        """The place is named."""
        if not self.facts.place.strip():
            raise Refused(N_("Say where the hearing is, or that it is by video."), field="place")

    def ground_to_waive(self) -> None:
        """There is a ground of art. 7:3 Awb to do without a hearing."""
        if self.facts.ground not in NO_HEARING:
            raise Refused(N_("Choose the ground on which there is no hearing."), field="ground")

    def hearing_was_held(self) -> None:
        """The day of the hearing has come."""
        if self.facts.hearing_on is not None and self.facts.today < self.facts.hearing_on:
            raise Refused(N_("The hearing is on %(day)s."), day=self.facts.hearing_on)

    def hearing_is_reported(self) -> None:
        """A report is made of what was said (art. 7:7 Awb)."""
        if not self.facts.report.strip():
            raise Refused(N_("Write down what was said, also when nobody came."), field="report")

    def advice_is_given(self) -> None:
        """The advice names an outcome and says why."""
        if self.facts.advice not in OUTCOMES:
            raise Refused(N_("Choose what you advise."), field="advice")
        if not self.facts.proposal.strip():
            raise Refused(N_("Say why you advise this."), field="proposal")

    def adjourned_once(self) -> None:
        """The decision is adjourned once, by six weeks at most (art. 7:10 lid 3 Awb)."""
        if self.facts.adjourned_already:
            raise Refused(N_("The decision was adjourned already, and that is possible once."))

    def term_still_runs(self) -> None:
        """It is adjourned before the decision term has passed."""
        by = self.facts.decide_by
        if by is not None and self.facts.today > by:
            raise Refused(N_("The decision term ended on %(day)s. After that it cannot be adjourned."), day=by)

    def reasons_are_given(self) -> None:
        """Reasons are stated."""
        if not self.facts.reasons.strip():
            raise Refused(N_("State the reasons."), field="reasons")

    def decider_did_not_take_it(self) -> None:
        """Who took the decision itself does not decide on the objection (art. 10:3 lid 3 Awb)."""
        if self.facts.actor_took_decision:
            raise Refused(N_("You took the decision that is objected to. Somebody else on the board must decide on the "
                             "objection (art. 10:3 lid 3 Awb)."))  # fmt: skip

    def ground_is_true(self) -> None:
        """The ground is named and is so: late and not excused; asked to complete and not done in time; no decision or
        no interest.
        """
        facts = self.facts
        if facts.ground not in INADMISSIBLE:
            raise Refused(N_("Choose the ground on which the objection is inadmissible."), field="ground")
        excused = facts.late_way == "excusable"
        if facts.ground == "late" and (facts.timeliness != Timeliness.LATE or excused):
            raise Refused(N_("The objection came in time, or its lateness was excused."), field="ground")
        if facts.ground == "not_completed" and not facts.completion_asked:
            raise Refused(N_("First ask what is missing, with a term (art. 6:6 Awb)."), field="ground")
        if facts.ground == "not_completed" and (facts.completed_in_time or not facts.completion_passed):
            raise Refused(N_("The term to complete it has not passed, or it was completed in time."), field="ground")

    def lateness_is_settled(self) -> None:
        """A late objection that was left to the decision is only decided on its merits with the reason that excuses it
        (art. 6:11 Awb).
        """
        if self.facts.left_to_decision and not self.facts.late_reasons.strip():
            raise Refused(N_("The objection came late. State why that is excusable, or declare it inadmissible."),
                          field="late_reasons")  # fmt: skip

    def departure_is_explained(self) -> None:
        """Where the decision departs from the advice, it says why (art. 7:13 lid 7 Awb)."""
        facts = self.facts
        if facts.deciding and facts.advice and facts.deciding != facts.advice and not facts.deviation.strip():
            raise Refused(N_("This departs from the advice. State why."), field="deviation")

    def consequence_is_named(self) -> None:
        """As far as it is well-founded the decision is revoked, and what takes its place is named (art. 7:11 lid 2
        Awb).
        """
        if self.facts.consequence not in POSSIBLE.get(self.facts.contested, ()):
            raise Refused(N_("Choose what takes the place of the decision."), field="consequence")
