"""The application (aanvraag): from the first click of an organisation to a decision of the board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from statemachine import Event, State

from workflows.base import N_, Begin, Refused, Workflow, stays
from workflows.roles import Role


@dataclass(frozen=True, kw_only=True)
class ApplicationFacts:
    """What the rules on an application may look at. Dates are business dates; texts come from the form."""

    today: date
    has_undecided: bool = False
    renewal_opens_on: date | None = None
    unanswered: tuple[str, ...] = ()
    missing: str = ""
    due: date | None = None
    due_minimum: date | None = None
    supplement_asked: bool = False
    supplement_falls_short: bool = False
    set_aside_from: date | None = None
    set_aside_until: date | None = None
    assessments_in: int = 0
    visit_reported: bool = False
    youths_spoken: int = 0
    others_spoken: int = 0
    conversations_needed: int = 2
    host_had_youths: bool = True
    first_youths_condition: bool = False
    outcome: str = ""
    summary: str = ""
    unexplained_dissent: tuple[str, ...] = ()
    deciding: str = ""
    deviation: str = ""
    indicators: frozenset[str] = frozenset()
    jointly_judged: frozenset[str] = frozenset()
    answered_by_second: frozenset[str] = frozenset()
    actor_was_involved: bool = False
    reasons: str = ""
    view_due: date | None = None
    view_settled: bool = False
    view: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    ends_earliest: date | None = None
    ends_latest: date | None = None
    conditions: tuple[tuple[str, date | None], ...] = ()
    decide_by: date | None = None
    new_decide_by: date | None = None
    objection_won: bool = False


GRANT_RULES = [
    "decider_was_not_involved", "reasons_are_given", "end_is_within_bounds", "conditions_are_dated",
    "departure_is_explained",
]  # fmt: skip


class ApplicationWorkflow(Workflow):
    """How an application goes, and who decides what."""

    title = N_("Application")

    # -- where it can be ------------------------------------------------------------------------------------------
    draft = State(N_("In preparation"), initial=True)
    submitted = State(N_("Submitted"))
    supplement_requested = State(N_("Supplement requested"))
    in_assessment = State(N_("In assessment"))
    advised = State(N_("Advice given"))
    refusal_intended = State(N_("Refusal intended"))
    granted = State(N_("Granted"), final=True)
    refused = State(N_("Refused"))
    not_processed = State(N_("Set aside"))
    withdrawn = State(N_("Withdrawn"), final=True)

    # -- what can happen ------------------------------------------------------------------------------------------
    begins = {
        "start": Begin("draft", N_("Start an application"), ("one_undecided_application", "renewal_is_open")),
    }
    submit = Event(draft.to(submitted, validators="every_section_is_answered"), name=N_("Submit the application"))
    request_supplement = Event(
        submitted.to(supplement_requested, validators=["missing_is_named", "term_is_long_enough"]),
        name=N_("Request a supplement"),
    )
    supplement = Event(supplement_requested.to(submitted, validators="every_section_is_answered"),
                       name=N_("Send the supplement"))  # fmt: skip
    take_up = Event(in_assessment.from_(submitted, supplement_requested), name=N_("Take up for assessment"))
    set_aside = Event(
        not_processed.from_(submitted, supplement_requested, validators=["set_aside_is_allowed", "reasons_are_given"]),
        name=N_("Set the application aside"),
    )
    agree_or_dissent = Event(
        in_assessment.to.itself(validators=["joint_judgement_is_complete", "dissent_is_explained"]),
        name=N_("Agree to the joint judgement, or dissent"),
    )
    advise = Event(
        in_assessment.to(
            advised,
            validators=["both_assessments_are_in", "visit_is_reported", "conversations_were_held",
                        "joint_judgement_is_complete", "second_assessor_answered", "outcome_is_proposed"],
        ),
        name=N_("Give the advice"),
    )  # fmt: skip
    grant = Event(granted.from_(advised, refusal_intended, validators=GRANT_RULES), name=N_("Grant the accreditation"))
    intend_refusal = Event(
        advised.to(refusal_intended,
                   validators=["decider_was_not_involved", "reasons_are_given", "term_is_long_enough"]),
        name=N_("Announce the intention to refuse"),
    )  # fmt: skip
    give_view = Event(refusal_intended.to.itself(validators=["view_is_in_time", "view_says_something"]),
                      name=N_("Give a view on the intention"))  # fmt: skip
    waive_view = Event(refusal_intended.to.itself(validators="view_is_in_time"),
                       name=N_("Waive the view"))  # fmt: skip
    refuse = Event(
        refusal_intended.to(
            refused,
            validators=[
                "decider_was_not_involved",
                "view_had_its_chance",
                "reasons_are_given",
                "departure_is_explained",
            ],
        ),
        name=N_("Refuse the application"),
    )
    send_back = Event(
        in_assessment.from_(advised, refusal_intended, validators=["decider_was_not_involved", "reasons_are_given"]),
        name=N_("Send back to the assessors"),
    )
    extend_term = Event(
        stays(submitted, in_assessment, advised, refusal_intended,
              validators=["term_has_not_passed", "new_term_is_later", "reasons_are_given"]),
        name=N_("Extend the decision term"),
    )  # fmt: skip
    consent_to_delay = Event(
        stays(submitted, in_assessment, advised, refusal_intended, validators=["delay_ends_later"]),
        name=N_("Consent to a later decision"),
    )
    put_in_default = Event(
        stays(submitted, in_assessment, advised, refusal_intended, validators=["term_has_passed"]),
        name=N_("Give notice of default"),
    )
    withdraw = Event(
        withdrawn.from_(draft, submitted, supplement_requested, in_assessment, advised, refusal_intended),
        name=N_("Withdraw the application"),
    )
    grant_on_objection = Event(
        refused.to(granted, validators=["objection_was_won", *GRANT_RULES]),
        name=N_("Grant after an objection"),
    )
    reopen_on_objection = Event(
        in_assessment.from_(
            refused, not_processed, validators=["objection_was_won", "decider_was_not_involved", "reasons_are_given"]
        ),
        name=N_("Reopen after an objection"),
    )

    # -- who may --------------------------------------------------------------------------------------------------
    who = {
        "start": {Role.ORGANISATION},
        "submit": {Role.ORGANISATION},
        "request_supplement": {Role.OFFICE},
        "supplement": {Role.ORGANISATION},
        "take_up": {Role.OFFICE},
        "set_aside": {Role.OFFICE},
        "agree_or_dissent": {Role.SECOND_ASSESSOR},
        "advise": {Role.LEAD_ASSESSOR},
        "send_back": {Role.BOARD},
        "intend_refusal": {Role.BOARD},
        "give_view": {Role.ORGANISATION},
        "waive_view": {Role.ORGANISATION},
        "refuse": {Role.BOARD},
        "grant": {Role.BOARD},
        "extend_term": {Role.OFFICE},
        "consent_to_delay": {Role.ORGANISATION},
        "put_in_default": {Role.ORGANISATION},
        "withdraw": {Role.ORGANISATION},
        "grant_on_objection": {Role.BOARD},
        "reopen_on_objection": {Role.BOARD},
    }
    by_post = frozenset({"start", "submit", "supplement", "give_view", "waive_view", "consent_to_delay",
                         "put_in_default", "withdraw"})  # fmt: skip
    acts_next = {
        "draft": Role.ORGANISATION,
        "submitted": Role.OFFICE,
        "supplement_requested": Role.ORGANISATION,
        "in_assessment": Role.LEAD_ASSESSOR,
        "advised": Role.BOARD,
        "refusal_intended": Role.BOARD,
    }

    # -- what follows ---------------------------------------------------------------------------------------------
    evidence = {
        "submit": "confirmation_of_receipt",
        "request_supplement": "supplement_request",
        "set_aside": "set_aside_decision",
        "advise": ("visit_report", "advice"),
        "intend_refusal": "intention_to_refuse",
        "refuse": "refusal_decision",
        "grant": ("grant_decision", "certificate"),
        "extend_term": "extension_letter",
        "grant_on_objection": ("grant_decision", "certificate"),
    }
    tell = {
        "submit": {Role.ORGANISATION, Role.OFFICE},
        "request_supplement": {Role.ORGANISATION},
        "supplement": {Role.OFFICE},
        "set_aside": {Role.ORGANISATION},
        "take_up": {Role.ORGANISATION},
        "advise": {Role.BOARD, Role.ORGANISATION},
        "send_back": {Role.LEAD_ASSESSOR, Role.SECOND_ASSESSOR},
        "intend_refusal": {Role.ORGANISATION},
        "give_view": {Role.BOARD},
        "waive_view": {Role.BOARD},
        "refuse": {Role.ORGANISATION},
        "grant": {Role.ORGANISATION},
        "extend_term": {Role.ORGANISATION},
        "consent_to_delay": {Role.OFFICE},
        "put_in_default": {Role.OFFICE, Role.BOARD},
        "withdraw": {Role.OFFICE},
        "grant_on_objection": {Role.ORGANISATION},
        "reopen_on_objection": {Role.ORGANISATION, Role.OFFICE},
    }

    # -- the rules ------------------------------------------------------------------------------------------------
    def one_undecided_application(self) -> None:
        """An organisation has one undecided application at a time."""
        if self.facts.has_undecided:
            raise Refused(N_("You already have an application that is not decided yet. Continue with that one."))

    def renewal_is_open(self) -> None:
        """An accredited organisation can apply again from six months before its accreditation ends."""
        opens = self.facts.renewal_opens_on
        if opens is not None and self.facts.today < opens:
            raise Refused(N_("You are accredited. You can apply for renewal from %(day)s."), day=opens)

    def every_section_is_answered(self) -> None:
        """Every section is answered."""
        if self.facts.unanswered:
            raise Refused(N_("These parts are not complete yet: %(sections)s."), sections=self.facts.unanswered)

    def missing_is_named(self) -> None:
        """The request names what is missing."""
        if not self.facts.missing.strip():
            raise Refused(
                N_("Write down what is missing, so that the organisation knows what to send."), field="missing"
            )

    def term_is_long_enough(self) -> None:
        """The organisation gets at least two weeks."""
        due, minimum = self.facts.due, self.facts.due_minimum
        if due is None or (minimum is not None and due < minimum):
            raise Refused(N_("Give at least two weeks: choose %(day)s or later."), field="due", day=minimum)

    def set_aside_is_allowed(self) -> None:
        """A supplement was asked, and its term passed or the answer falls short; within four weeks after that."""
        facts = self.facts
        if not facts.supplement_asked:
            raise Refused(N_("First ask for what is missing. Without that chance an application cannot be set aside."))
        if facts.set_aside_from is not None and facts.today < facts.set_aside_from:
            raise Refused(N_("The organisation still has until %(day)s to send the supplement."),
                          day=facts.due)  # fmt: skip
        if facts.set_aside_until is not None and facts.today > facts.set_aside_until:
            raise Refused(N_("This was possible until %(day)s (four weeks, art. 4:5(4) Awb). Take the application up."),
                          day=facts.set_aside_until)  # fmt: skip

    def both_assessments_are_in(self) -> None:
        """Both assessors have submitted their assessment."""
        if self.facts.assessments_in < 2:
            raise Refused(
                N_("Both assessments must be in first; now %(count)s of 2 are."), count=self.facts.assessments_in
            )

    def visit_is_reported(self) -> None:
        """The practice visit is reported."""
        if not self.facts.visit_reported:
            raise Refused(N_("The practice visit is not reported yet."))

    def conversations_were_held(self) -> None:
        """At least two conversations with youths were held; a host that has had none yet speaks with two other
        volunteers, and the advice proposes conversations with the first two youths within a year as a condition.
        """
        facts = self.facts
        if facts.youths_spoken >= facts.conversations_needed:
            return
        if facts.host_had_youths:
            raise Refused(N_("At least two conversations with youths are needed; %(count)s are reported."),
                          count=facts.youths_spoken)  # fmt: skip
        if facts.youths_spoken + facts.others_spoken < facts.conversations_needed:
            raise Refused(N_("This host has had no youths yet: two conversations with other volunteers are needed."))
        if not facts.first_youths_condition:
            raise Refused(N_("Propose the condition “conversations with the first two youths within a year”."),
                          field="first_youths_condition")  # fmt: skip

    def joint_judgement_is_complete(self) -> None:
        """There is a joint judgement for every indicator."""
        if open_ := self.facts.indicators - self.facts.jointly_judged:
            raise Refused(N_("%(count)s indicators have no joint judgement yet."), count=len(open_))

    def second_assessor_answered(self) -> None:
        """The second assessor agreed to each joint judgement as it now reads, or recorded dissent."""
        if open_ := self.facts.indicators - self.facts.answered_by_second:
            raise Refused(N_("The second assessor has not yet agreed or dissented on %(count)s indicators."),
                          count=len(open_))  # fmt: skip

    def dissent_is_explained(self) -> None:
        """Who dissents says why."""
        if self.facts.unexplained_dissent:
            raise Refused(N_("Say why you judge otherwise: %(indicators)s."), indicators=self.facts.unexplained_dissent)

    def outcome_is_proposed(self) -> None:
        """The advice proposes an outcome and sums up why."""
        if not self.facts.outcome or not self.facts.summary.strip():
            raise Refused(N_("Choose the outcome that you propose, and sum up why."))

    def departure_is_explained(self) -> None:
        """A decision that departs from the advice says why (art. 3:50 Awb)."""
        advised, decided = self.facts.outcome, self.facts.deciding
        if advised and decided and advised != decided and not self.facts.deviation.strip():
            raise Refused(N_("This decision departs from the advice. Say why."), field="deviation")

    def decider_was_not_involved(self) -> None:
        """Nobody decides who visited, judged or advised in this case."""
        if self.facts.actor_was_involved:
            raise Refused(N_("You visited, judged or advised in this case. Somebody else must decide."))

    def reasons_are_given(self) -> None:
        """Reasons are stated."""
        if not self.facts.reasons.strip():
            raise Refused(N_("State the reasons."), field="reasons")

    def view_is_in_time(self) -> None:
        """The view is given within its term."""
        if self.facts.view_due is not None and self.facts.today > self.facts.view_due:
            raise Refused(N_("The term for a view ended on %(day)s."), day=self.facts.view_due)

    def view_says_something(self) -> None:
        """The view is written down."""
        if not self.facts.view.strip():
            raise Refused(N_("Write down the view."), field="view")

    def view_had_its_chance(self) -> None:
        """The organisation gave its view or waived it, or the term for it passed."""
        facts = self.facts
        if not facts.view_settled and (facts.view_due is None or facts.today <= facts.view_due):
            raise Refused(N_("The organisation can still give its view until %(day)s."), day=facts.view_due)

    def end_is_within_bounds(self) -> None:
        """The accreditation begins today or later and ends within the bounds of the framework."""
        facts = self.facts
        if facts.starts_on is None or facts.starts_on < facts.today:
            raise Refused(N_("Choose a first day that is not in the past."), field="starts_on")
        if facts.ends_on is None or not facts.ends_earliest <= facts.ends_on <= facts.ends_latest:
            raise Refused(N_("Choose a last day from %(first)s to %(last)s."), field="ends_on",
                          first=facts.ends_earliest, last=facts.ends_latest)  # fmt: skip

    def conditions_are_dated(self) -> None:
        """Each condition has a date by which it must be met."""
        for text, due in self.facts.conditions:
            if not text.strip() or due is None:
                raise Refused(N_("Give each condition a text and a date."), field="conditions")
            if due <= self.facts.today:
                raise Refused(N_("The date of a condition must be after today."), field="conditions")

    def term_has_not_passed(self) -> None:
        """The present decision term has not passed yet."""
        if self.facts.decide_by is not None and self.facts.today > self.facts.decide_by:
            raise Refused(
                N_("The decision term ended on %(day)s; it can no longer be extended."), day=self.facts.decide_by
            )

    def new_term_is_later(self) -> None:
        """The new term ends after the present one."""
        new, now = self.facts.new_decide_by, self.facts.decide_by
        if new is None or (now is not None and new <= now):
            raise Refused(N_("Choose a day after %(day)s, when the present term ends."), field="new_decide_by", day=now)

    def delay_ends_later(self) -> None:
        """The agreed day lies after today."""
        if self.facts.new_decide_by is None or self.facts.new_decide_by <= self.facts.today:
            raise Refused(N_("Choose a day after today."), field="new_decide_by")

    def term_has_passed(self) -> None:
        """The decision term has passed."""
        if self.facts.decide_by is None or self.facts.today <= self.facts.decide_by:
            raise Refused(N_("The decision term runs until %(day)s. A notice of default is possible after that day."),
                          day=self.facts.decide_by)  # fmt: skip

    def objection_was_won(self) -> None:
        """An objection was decided and found well-founded, wholly or in part."""
        if not self.facts.objection_won:
            raise Refused(N_("There is no objection that was decided as well-founded."))
