"""A cohort (lichting): the list of credits that a clerk prepares and the exam board awards in one action."""

from __future__ import annotations

from dataclasses import dataclass

from statemachine import Event, State

from workflows.base import N_, Begin, Refused, Workflow
from workflows.roles import Role

MOST = 2000


@dataclass(frozen=True, kw_only=True)
class CohortFacts:
    """What the rules on a cohort may look at."""

    name: str = ""
    chosen: int = 0
    strange: int = 0
    agreed_count: int | None = None
    waiting: int = 0
    tried_out: bool = False
    reasons: str = ""
    has_exam_board: bool = True
    prepared_by_who_decides: bool = False


class CohortWorkflow(Workflow):
    """How many credits are awarded at once: the list and the count, a trial, and the award itself."""

    title = N_("Award in one action")

    # -- where it can be ------------------------------------------------------------------------------------------
    prepared = State(N_("List prepared"), initial=True)
    awarding = State(N_("Being carried out"))
    carried_out = State(N_("Carried out"), final=True)
    discarded = State(N_("Discarded"), final=True)

    # -- what can happen ------------------------------------------------------------------------------------------
    begins = {"prepare": Begin("prepared", N_("Prepare a list"), ("list_is_named", "list_is_sound"))}
    award_all = Event(
        prepared.to(awarding, validators=["was_tried_out", "who_prepared_does_not_decide", "count_is_the_one_seen",
                                          "judgement_is_given"]),
        name=N_("Award the whole list"),
    )  # fmt: skip
    finish = Event(awarding.to(carried_out, validators="nothing_waits"), name=N_("Finish the list"))
    discard = Event(prepared.to(discarded), name=N_("Discard the list"))

    # -- who may --------------------------------------------------------------------------------------------------
    who = {
        "prepare": {Role.CLERK, Role.EXAMINER},
        "award_all": {Role.EXAM_BOARD, Role.SCHOOL},
        "finish": {Role.SYSTEM},
        "discard": {Role.CLERK, Role.EXAMINER, Role.EXAM_BOARD, Role.SCHOOL},
    }
    acts_next = {"prepared": Role.EXAM_BOARD, "awarding": Role.SYSTEM}

    # -- what follows ---------------------------------------------------------------------------------------------
    evidence = {"finish": "cohort_list"}

    # -- the rules ------------------------------------------------------------------------------------------------
    def list_is_named(self) -> None:
        """The list has a name by which the exam board knows it."""
        if not self.facts.name.strip():
            raise Refused(N_("Give the list a name, such as the day of the meeting."), field="name")

    def list_is_sound(self) -> None:
        """The list holds credits of this school that are under review and proposed, and not too many."""
        if not self.facts.chosen:
            raise Refused(N_("Choose at least one credit."), field="credits")
        if self.facts.strange:
            raise Refused(N_("Credits that are not under review with a proposal: %(count)s. Take them off the list."),
                          field="credits", count=self.facts.strange)  # fmt: skip
        if self.facts.chosen > MOST:
            raise Refused(N_("A list holds at most %(most)s credits. Make two lists."), field="credits", most=MOST)

    def was_tried_out(self) -> None:
        """The list was tried out first, so that it is known what would fail and why."""
        if not self.facts.tried_out:
            raise Refused(N_("Try the list out first. You then see which credits would not be awarded, and why."))

    def who_prepared_does_not_decide(self) -> None:
        """Who prepared the list does not decide on it; a school without an exam board may."""
        if self.facts.has_exam_board and self.facts.prepared_by_who_decides:
            raise Refused(N_("You prepared this list yourself. Somebody else of the exam board decides."))

    def count_is_the_one_seen(self) -> None:
        """The number of credits is the one that was seen."""
        if self.facts.agreed_count != self.facts.waiting:
            raise Refused(N_("There are %(count)s credits on the list. Look at it, and type that number."),
                          field="agreed_count", count=self.facts.waiting)  # fmt: skip

    def judgement_is_given(self) -> None:
        """The exam board gives its own judgement; hours alone give no credit."""
        if not self.facts.reasons.strip():
            raise Refused(N_("Write down the judgement that the credits rest on."), field="reasons")

    def nothing_waits(self) -> None:
        """Every credit on the list was awarded, or is named with the reason why not."""
        if self.facts.waiting:
            raise Refused(N_("The list is still being carried out."))
