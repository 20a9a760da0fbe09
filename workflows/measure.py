"""The measure (maatregel): a condition, a warning, or the intention to suspend or to withdraw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from statemachine import Event, State

from workflows.base import N_, Begin, Refused, Workflow
from workflows.roles import Role

KINDS: dict[str, str] = {
    "condition": N_("Condition"),
    "warning": N_("Warning"),
    "intention_to_suspend": N_("Intention to suspend"),
    "intention_to_withdraw": N_("Intention to withdraw"),
}
INTENTIONS = ("intention_to_suspend", "intention_to_withdraw")
# What each intention announces, as an event of the accreditation.
ANNOUNCES = {"suspend": "intention_to_suspend", "withdraw": "intention_to_withdraw"}


@dataclass(frozen=True, kw_only=True)
class MeasureFacts:
    """What the rules on a measure may look at."""

    today: date
    kind: str = ""
    text: str = ""
    reasons: str = ""
    accreditation_stands: bool = True
    same_is_open: bool = False
    due_on: date | None = None
    due_minimum: date | None = None
    view_by: date | None = None
    view_minimum: date | None = None
    view_settled: bool = False
    danger: bool = False
    danger_stated: str = ""
    view: str = ""
    remedy: str = ""
    decided: bool = False
    accreditation_ended: bool = False


class MeasureWorkflow(Workflow):
    """What an organisation must put right, by when, and what became of it."""

    title = N_("Measure")

    # -- where it can be ------------------------------------------------------------------------------------------
    imposed = State(N_("To be put right"), initial=True)
    answered = State(N_("Put right, says the organisation"))
    overdue = State(N_("Term passed"))
    met = State(N_("Met"), final=True)
    lifted = State(N_("Lifted"), final=True)
    carried_out = State(N_("Carried out"), final=True)

    # -- what can happen ------------------------------------------------------------------------------------------
    begins = {
        "impose": Begin(
            "imposed", N_("Impose a measure"),
            ("kind_is_known", "accreditation_stands", "one_at_a_time", "what_must_change_is_said", "reasons_are_given",
             "danger_is_stated", "term_is_long_enough", "view_has_its_term"),
        ),
        "attach": Begin("imposed", N_("Attach a condition of the grant"), ("what_must_change_is_said",)),
    }  # fmt: skip
    give_view = Event(imposed.to.itself(validators=["view_is_in_time", "view_says_something"]),
                      name=N_("Give a view on the measure"))  # fmt: skip
    report_remedy = Event(answered.from_(imposed, overdue, validators="remedy_is_described"),
                          name=N_("Report that it is put right"))  # fmt: skip
    accept = Event(answered.to(met), name=N_("Accept the remedy"))
    reject = Event(answered.to(imposed, validators=["reasons_are_given", "new_term_is_long_enough"]),
                   name=N_("Reject the remedy"))  # fmt: skip
    term_passes = Event(imposed.to(overdue, validators="term_has_passed"), name=N_("The term passes"))
    lift = Event(lifted.from_(imposed, answered, overdue, validators="reasons_or_end"), name=N_("Lift the measure"))
    carry_out = Event(
        carried_out.from_(overdue, answered, imposed, validators=["it_is_an_intention", "it_was_decided"]),
        name=N_("Carry out what was announced"),
    )

    # -- who may --------------------------------------------------------------------------------------------------
    who = {
        "impose": {Role.BOARD},
        "attach": {Role.SYSTEM},
        "give_view": {Role.ORGANISATION},
        "report_remedy": {Role.ORGANISATION},
        "accept": {Role.OFFICE, Role.BOARD},
        "reject": {Role.OFFICE, Role.BOARD},
        "term_passes": {Role.SYSTEM},
        "lift": {Role.BOARD, Role.SYSTEM},
        "carry_out": {Role.SYSTEM},
    }
    by_post = frozenset({"give_view", "report_remedy"})
    acts_next = {"imposed": Role.ORGANISATION, "answered": Role.OFFICE, "overdue": Role.BOARD}

    # -- what follows ---------------------------------------------------------------------------------------------
    # Of the four letters with which a measure is imposed, the one of its kind is made.
    evidence = {
        "impose": ("condition_letter", "warning_letter", "suspension_intention", "withdrawal_intention"),
        "accept": "measure_met_letter",
    }
    tell = {
        "impose": {Role.ORGANISATION, Role.OFFICE},
        "give_view": {Role.OFFICE, Role.BOARD},
        "report_remedy": {Role.OFFICE},
        "accept": {Role.ORGANISATION},
        "reject": {Role.ORGANISATION},
        "term_passes": {Role.ORGANISATION, Role.OFFICE, Role.BOARD},
        "lift": {Role.ORGANISATION},
    }

    # -- the rules ------------------------------------------------------------------------------------------------
    def kind_is_known(self) -> None:
        """It is a condition, a warning, or the intention to suspend or to withdraw."""
        if self.facts.kind not in KINDS:
            raise Refused(N_("Choose what kind of measure it is."), field="kind")

    def accreditation_stands(self) -> None:
        """A measure is imposed on an accreditation that is in force or suspended."""
        if not self.facts.accreditation_stands:
            raise Refused(N_("This accreditation has ended; there is nothing left to put right."))

    def one_at_a_time(self) -> None:
        """There is one open intention of a kind at a time."""
        if self.facts.same_is_open and self.facts.kind in INTENTIONS:
            raise Refused(N_("This intention has been announced already and is still open."), field="kind")

    def what_must_change_is_said(self) -> None:
        """It says what must change."""
        if not self.facts.text.strip():
            raise Refused(N_("Write down what must change, so that the organisation knows what is enough."),
                          field="text")  # fmt: skip

    def reasons_are_given(self) -> None:
        """Reasons are stated."""
        if not self.facts.reasons.strip():
            raise Refused(N_("State the reasons."), field="reasons")

    def danger_is_stated(self) -> None:
        """Who shortens the time to remedy because youths are in danger states the danger."""
        if self.facts.danger and not self.facts.danger_stated.strip():
            raise Refused(N_("State the danger to youths; it stands in the letter."), field="danger_stated")

    def term_is_long_enough(self) -> None:
        """There is time to remedy: at least two weeks, and two months before a withdrawal, unless youths are in
        danger.
        """
        facts, due, first = self.facts, self.facts.due_on, self.facts.due_minimum
        if due is None or due <= facts.today:
            raise Refused(N_("Name the day by which it must be put right."), field="due_on")
        if first is not None and due < first and not facts.danger:
            raise Refused(N_("Give enough time to remedy: choose %(day)s or later. Only danger to youths shortens it."),
                          field="due_on", day=first)  # fmt: skip

    def view_has_its_term(self) -> None:
        """An intention names a term for a view of at least two weeks, unless youths are in danger (4:8, 4:9, 4:11)."""
        facts = self.facts
        if facts.kind not in INTENTIONS:
            return
        if facts.view_by is None or facts.view_by <= facts.today:
            raise Refused(N_("Name the day until which the organisation can give its view."), field="view_by")
        if facts.view_minimum is not None and facts.view_by < facts.view_minimum and not facts.danger:
            raise Refused(N_("Give at least two weeks: choose %(day)s or later."), field="view_by",
                          day=facts.view_minimum)  # fmt: skip

    def view_is_in_time(self) -> None:
        """The view is given within its term."""
        last = self.facts.view_by or self.facts.due_on
        if last is not None and self.facts.today > last:
            raise Refused(N_("The term for a view ended on %(day)s."), day=last)

    def view_says_something(self) -> None:
        """The view is written down."""
        if not self.facts.view.strip():
            raise Refused(N_("Write down the view."), field="view")

    def remedy_is_described(self) -> None:
        """It says what was done, so that somebody can look whether it is enough."""
        if not self.facts.remedy.strip():
            raise Refused(N_("Write down what you did to put it right."), field="remedy")

    def new_term_is_long_enough(self) -> None:
        """Who rejects a remedy names a new day, at least two weeks ahead, unless youths are in danger."""
        facts = self.facts
        if facts.due_on is None or facts.due_on <= facts.today:
            raise Refused(N_("Name the day by which it must be put right."), field="due_on")
        if facts.due_minimum is not None and facts.due_on < facts.due_minimum and not facts.danger:
            raise Refused(N_("Give at least two weeks: choose %(day)s or later."), field="due_on",
                          day=facts.due_minimum)  # fmt: skip

    def term_has_passed(self) -> None:
        """The last day has passed and nothing was reported. What was reported in time waits for whoever looks at it."""
        due = self.facts.due_on
        if due is not None and self.facts.today <= due:
            raise Refused(N_("The term ends on %(day)s."), day=due)

    def reasons_or_end(self) -> None:
        """The board says why; a measure also ends with the accreditation on which it was imposed."""
        if not self.facts.accreditation_ended:
            self.reasons_are_given()

    def it_is_an_intention(self) -> None:
        """Only what was announced can be carried out."""
        if self.facts.kind not in INTENTIONS:
            raise Refused(N_("A condition or a warning announces nothing that can be carried out."))

    def it_was_decided(self) -> None:
        """It goes with the suspension or withdrawal that it announced."""
        if not self.facts.decided:
            raise Refused(N_("This follows by itself when the accreditation is suspended or withdrawn."))
