"""The yearly check-in (jaarlijkse tussenstand): a few questions, so that help comes before a measure is needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from statemachine import Event, State

from workflows.base import N_, Begin, Refused, Workflow
from workflows.roles import Role

MOST_QUESTIONS = 10


@dataclass(frozen=True, kw_only=True)
class CheckInFacts:
    """What the rules on a check-in may look at."""

    today: date
    falls_due_on: date | None = None
    year_is_taken: bool = False
    submit_by: date | None = None
    unanswered: tuple[str, ...] = ()
    question: str = ""
    answer_text: str = ""
    accreditation_ended: bool = False


class CheckInWorkflow(Workflow):
    """How a check-in is asked, answered and looked at."""

    title = N_("Yearly check-in")

    # -- where it can be ------------------------------------------------------------------------------------------
    due = State(N_("To fill in"), initial=True)
    submitted = State(N_("Sent in"))
    missed = State(N_("Not received"))
    more_asked = State(N_("More asked"))
    reviewed = State(N_("Looked at"), final=True)
    cancelled = State(N_("Fallen away"), final=True)

    # -- what can happen ------------------------------------------------------------------------------------------
    begins = {"fall_due": Begin("due", N_("Ask for the check-in"), ("a_year_has_passed", "once_a_year"))}
    submit = Event(submitted.from_(due, missed, validators="every_question_is_answered"),
                   name=N_("Send the check-in"))  # fmt: skip
    miss = Event(due.to(missed, validators="six_weeks_have_passed"), name=N_("The check-in does not come"))
    ask_more = Event(submitted.to(more_asked, validators="question_is_asked"), name=N_("Ask for more"))
    answer = Event(more_asked.to(submitted, validators="answer_says_something"), name=N_("Answer the question"))
    review = Event(submitted.to(reviewed), name=N_("Mark as looked at"))
    cancel = Event(cancelled.from_(due, missed, submitted, more_asked, validators="accreditation_has_ended"),
                   name=N_("Fall away"))  # fmt: skip

    # -- who may --------------------------------------------------------------------------------------------------
    who = {
        "fall_due": {Role.SYSTEM},
        "submit": {Role.ORGANISATION},
        "miss": {Role.SYSTEM},
        "ask_more": {Role.OFFICE},
        "answer": {Role.ORGANISATION},
        "review": {Role.OFFICE},
        "cancel": {Role.SYSTEM},
    }
    by_post = frozenset({"submit", "answer"})
    acts_next = {
        "due": Role.ORGANISATION, "missed": Role.ORGANISATION, "submitted": Role.OFFICE,
        "more_asked": Role.ORGANISATION,
    }  # fmt: skip

    # -- what follows ---------------------------------------------------------------------------------------------
    tell = {
        "fall_due": {Role.ORGANISATION},
        "submit": {Role.OFFICE, Role.ORGANISATION},
        "miss": {Role.OFFICE, Role.ORGANISATION},
        "ask_more": {Role.ORGANISATION},
        "answer": {Role.OFFICE},
        "review": {Role.ORGANISATION},
    }

    # -- the rules ------------------------------------------------------------------------------------------------
    def a_year_has_passed(self) -> None:
        """It falls due on each anniversary of the accreditation, but not on the day on which that ends."""
        day = self.facts.falls_due_on
        if day is None or self.facts.today < day:
            raise Refused(N_("The next check-in falls due on %(day)s."), day=day)

    def once_a_year(self) -> None:
        """There is one check-in a year."""
        if self.facts.year_is_taken:
            raise Refused(N_("The check-in of this year has been asked already."))

    def every_question_is_answered(self) -> None:
        """Every question that is asked has an answer; there are ten at most."""
        if self.facts.unanswered:
            raise Refused(N_("Answer the questions that are still open."), field=self.facts.unanswered[0])

    def six_weeks_have_passed(self) -> None:
        """Six weeks have passed since it was asked."""
        last = self.facts.submit_by
        if last is not None and self.facts.today <= last:
            raise Refused(N_("The organisation still has until %(day)s."), day=last)

    def question_is_asked(self) -> None:
        """The office says what else it wants to know."""
        if not self.facts.question.strip():
            raise Refused(N_("Write down what you want to know."), field="question")

    def answer_says_something(self) -> None:
        """The answer is written down."""
        if not self.facts.answer_text.strip():
            raise Refused(N_("Write down the answer."), field="answer_text")

    def accreditation_has_ended(self) -> None:
        """It falls away with the accreditation."""
        if not self.facts.accreditation_ended:
            raise Refused(N_("A check-in falls away only when the accreditation ends."))
