"""The rules on an objection, each with its sentence; `workflows.objection` says where each of them holds."""

from __future__ import annotations

from datetime import date

from workflows.base import N_, Refused, Workflow
from workflows.objection_terms import Timeliness
from workflows.objection_words import CONTESTED, INADMISSIBLE, LATE_WAYS, NO_HEARING, OUTCOMES, POSSIBLE


class ObjectionRules(Workflow):
    """The fifth block of the process file."""

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
        """The decision term is only made longer while it runs or stands still (art. 7:10 Awb)."""
        facts = self.facts
        if self._has_passed(facts.on or facts.today):
            raise Refused(N_("The decision term ended on %(day)s. After that it cannot be made longer."),
                          day=facts.decide_by)  # fmt: skip

    def _has_passed(self, day: date) -> bool:
        facts = self.facts
        return not facts.term_stands_still and facts.decide_by is not None and day > facts.decide_by

    def new_day_is_later(self) -> None:
        """The new last day lies after the present one; whoever objected agrees to it, or a procedure that the law asks
        needs it (art. 7:10 lid 4 Awb).
        """
        new, now = self.facts.new_decide_by, self.facts.decide_by
        if new is None or (now is not None and new <= now):
            raise Refused(N_("Choose a day after %(day)s, when the present term ends."), field="new_decide_by", day=now)

    def term_has_passed(self) -> None:
        """The decision term had passed when the notice came (art. 4:17 and 7:14 Awb)."""
        facts = self.facts
        if facts.term_stands_still:
            raise Refused(N_("The decision term stands still until what was asked has been sent, or its term passed."))
        if not self._has_passed(facts.on or facts.today):
            raise Refused(N_("The decision term runs until %(day)s. A notice of default is possible after that day."),
                          day=facts.decide_by)  # fmt: skip

    def one_notice_is_enough(self) -> None:
        """One notice of default is enough: the penalty counts from the first."""
        if self.facts.defaulted_on is not None:
            raise Refused(N_("Notice of default was given on %(day)s already. That one counts."),
                          day=self.facts.defaulted_on)  # fmt: skip

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
