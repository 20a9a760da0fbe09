"""A credit (studiepunten): a school recognises service. Hours alone never give it; a judgement on them does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from statemachine import Event, State

from workflows.base import N_, Begin, Refused, Workflow
from workflows.credits import Basis
from workflows.roles import Role

GROUNDS = ("error", "fraud")


@dataclass(frozen=True, kw_only=True)
class CreditFacts:
    """What the rules on a credit may look at."""

    today: date
    enrolment_is_confirmed: bool = True
    scheme_applies: bool = True
    agreement_is_completed: bool = False
    is_prior: bool = False
    scheme_allows_prior: bool = False
    another_is_live: bool = False
    missing_evidence: tuple[str, ...] = ()
    service_minutes: int = 0
    weeks_unconfirmed: int = 0
    minutes_not_accredited: int = 0
    what_is_missing: str = ""
    enough: bool = True
    shortage: str = ""
    is_prepared: bool = False
    has_exam_board: bool = True
    proposed_by_who_decides: bool = False
    basis: str = ""
    basis_text: str = ""
    passed: bool | None = None
    assessed_on: date | None = None
    reasons: str = ""
    ground: str = ""
    awarded_on: date | None = None
    heard_on: date | None = None
    hearing: str = ""
    appeal_body: str = ""
    appeal_on: date | None = None
    appeal_reference: str = ""
    decided_on: date | None = None
    amount: int = 0
    maximum: int = 0
    earns_credit: bool = True


class CreditWorkflow(Workflow):
    """How service becomes credit: claimed by the youth, prepared by a clerk, judged by the exam board."""

    title = N_("Study credit")

    # -- where it can be ------------------------------------------------------------------------------------------
    draft = State(N_("Being prepared"), initial=True)
    submitted = State(N_("Submitted to the school"))
    under_review = State(N_("Being reviewed"))
    returned = State(N_("Sent back to complete"))
    awarded = State(N_("Awarded"))
    not_awarded = State(N_("Not awarded"))
    revoked = State(N_("Revoked"))
    withdrawn = State(N_("Withdrawn"), final=True)

    # -- what can happen ------------------------------------------------------------------------------------------
    begins = {
        "start": Begin("draft", N_("Ask for credit"),
                       ("enrolment_is_confirmed", "scheme_applies", "service_is_done", "one_credit_for_one_service")),
    }  # fmt: skip
    submit = Event(
        draft.to(submitted, validators=["evidence_is_complete", "hours_are_confirmed", "hours_are_accredited"])
        | returned.to(submitted, validators=["evidence_is_complete", "hours_are_confirmed", "hours_are_accredited"]),
        name=N_("Submit to the school"),
    )
    take_up = Event(submitted.to(under_review), name=N_("Take up for review"))
    propose = Event(
        under_review.to.itself(validators=["basis_is_named", "unit_is_assessed", "proposal_says_why"]),
        name=N_("Propose to award"),
    )
    send_back = Event(under_review.to(returned, validators="what_is_missing_is_named"), name=N_("Send back"))
    award = Event(
        under_review.to(awarded, validators=["is_prepared", "who_proposed_does_not_decide", "hours_are_enough",
                                             "basis_is_named", "unit_is_assessed", "judgement_is_given"]),
        name=N_("Award"),
    )  # fmt: skip
    decline = Event(
        under_review.to(not_awarded, validators=["who_proposed_does_not_decide", "reasons_are_given"]),
        name=N_("Decline"),
    )
    withdraw = Event(
        draft.to(withdrawn) | submitted.to(withdrawn) | under_review.to(withdrawn) | returned.to(withdrawn),
        name=N_("Withdraw the request"),
    )
    revoke = Event(
        awarded.to(revoked, validators=["ground_is_named", "student_was_heard", "reasons_are_given"]),
        name=N_("Revoke the credit"),
    )
    award_on_appeal = Event(
        not_awarded.to(awarded, validators=["appeal_was_decided", "amount_is_within_the_scheme"])
        | revoked.to(awarded, validators=["appeal_was_decided", "amount_is_within_the_scheme"]),
        name=N_("Award after an appeal"),
    )

    # -- who may --------------------------------------------------------------------------------------------------
    who = {
        "start": {Role.YOUTH},
        "submit": {Role.YOUTH},
        "take_up": {Role.CLERK, Role.EXAMINER},
        "propose": {Role.CLERK, Role.EXAMINER},
        "send_back": {Role.CLERK, Role.EXAMINER},
        "award": {Role.EXAM_BOARD, Role.SCHOOL},
        "decline": {Role.EXAM_BOARD, Role.SCHOOL},
        "withdraw": {Role.YOUTH},
        "revoke": {Role.EXAM_BOARD, Role.SCHOOL},
        "award_on_appeal": {Role.EXAM_BOARD, Role.SCHOOL},
    }
    acts_next = {
        "draft": Role.YOUTH,
        "submitted": Role.CLERK,
        "under_review": Role.EXAM_BOARD,
        "returned": Role.YOUTH,
    }

    # -- what follows ---------------------------------------------------------------------------------------------
    evidence = {
        "award": ("credit_statement", "school_hours_statement"),
        "award_on_appeal": ("credit_statement", "school_hours_statement"),
        "decline": "not_awarded_decision",
        "revoke": "revocation_decision",
    }
    tell = {
        "submit": {Role.CLERK},
        "send_back": {Role.YOUTH},
        "award": {Role.YOUTH},
        "decline": {Role.YOUTH},
        "revoke": {Role.YOUTH},
        "award_on_appeal": {Role.YOUTH},
    }

    # -- the rules ------------------------------------------------------------------------------------------------
    def enrolment_is_confirmed(self) -> None:
        """The school has confirmed that the youth is its student."""
        if not self.facts.enrolment_is_confirmed:
            raise Refused(N_("Your school has not confirmed your enrolment yet. Ask for credit once it has."))

    def scheme_applies(self) -> None:
        """The school has a scheme for the programme, in force on the day."""
        if not self.facts.scheme_applies:
            raise Refused(N_("Your school has no scheme for this programme that applies today."), field="scheme")

    def service_is_done(self) -> None:
        """The agreement is completed; earlier volunteering counts only where the scheme allows it."""
        if self.facts.is_prior:
            if not self.facts.scheme_allows_prior:
                raise Refused(N_("This scheme does not recognise volunteering that was done before."), field="scheme")
        elif not self.facts.agreement_is_completed:
            raise Refused(N_("The agreement is not completed yet. The organisation completes it when your hours are "
                             "made and your activities are done."))  # fmt: skip

    def one_credit_for_one_service(self) -> None:
        """One service gives credit once."""
        if self.facts.another_is_live:
            raise Refused(N_("Credit for this service has been asked already."))

    def evidence_is_complete(self) -> None:
        """Everything that the scheme asks is there."""
        if self.facts.missing_evidence:
            raise Refused(N_("The scheme asks this too: %(missing)s."), missing=self.facts.missing_evidence)

    def hours_are_confirmed(self) -> None:
        """There are hours, and each of them is confirmed."""
        if self.facts.is_prior:
            return
        if self.facts.weeks_unconfirmed:
            raise Refused(N_("Weeks that are not confirmed yet: %(weeks)s. Wait for the supervisor, or ask."),
                          weeks=self.facts.weeks_unconfirmed)  # fmt: skip
        if self.facts.service_minutes + self.facts.minutes_not_accredited <= 0:
            raise Refused(N_("There are no confirmed hours yet."))

    def hours_are_accredited(self) -> None:
        """Only hours under an accreditation that was in force on their day count; at least one does."""
        if self.facts.is_prior:
            return
        if self.facts.service_minutes <= 0 < self.facts.minutes_not_accredited:
            raise Refused(N_("None of the hours were made while the accreditation of the organisation was in force."))

    def what_is_missing_is_named(self) -> None:
        """The youth is told what is missing."""
        if not self.facts.what_is_missing.strip():
            raise Refused(N_("Say what is missing, so that the student can complete it."), field="what_is_missing")

    def basis_is_named(self) -> None:
        """The basis in the school's own rules is named."""
        if self.facts.basis not in tuple(Basis):
            raise Refused(N_("Say on which ground of your rules the service is recognised."), field="basis")
        named = (Basis.ASSESSED_UNIT, Basis.EXEMPTION, Basis.ELECTIVE)
        if self.facts.basis in named and not self.facts.basis_text.strip():
            raise Refused(N_("Name the unit, or the article of the examination rules (OER)."), field="basis_text")

    def unit_is_assessed(self) -> None:
        """A unit or elective is awarded only when an examiner judged it sufficient, on a day that has been."""
        if self.facts.basis not in (Basis.ASSESSED_UNIT, Basis.ELECTIVE):
            return
        if self.facts.assessed_on is None or self.facts.assessed_on > self.facts.today:
            raise Refused(N_("Give the day on which the examiner assessed it, today or before."), field="assessed_on")
        if not self.facts.passed:
            raise Refused(N_("The examiner did not judge it sufficient, so this unit cannot be awarded."),
                          field="passed")  # fmt: skip

    def proposal_says_why(self) -> None:
        """The proposal says what the judgement can rest on."""
        if not self.facts.reasons.strip():
            raise Refused(N_("Say what you saw in the hours, the reflection and the assessment."), field="reasons")

    def is_prepared(self) -> None:
        """A clerk or examiner has proposed it."""
        if not self.facts.is_prepared:
            raise Refused(N_("A clerk or examiner has to propose it first."))

    def who_proposed_does_not_decide(self) -> None:
        """Who proposed it does not decide on it; a school without an exam board may."""
        if self.facts.has_exam_board and self.facts.proposed_by_who_decides:
            raise Refused(N_("You proposed this yourself. Somebody else of the exam board decides."))

    def hours_are_enough(self) -> None:
        """The amount follows from the scheme and the hours, rounded down, and is not below the minimum."""
        if not self.facts.enough:
            raise Refused(N_("By the scheme this gives no credit: %(shortage)s"), shortage=self.facts.shortage)

    def judgement_is_given(self) -> None:
        """The exam board gives its own judgement; hours alone give no credit."""
        if not self.facts.reasons.strip():
            raise Refused(N_("Write down the judgement that the credit rests on."), field="reasons")

    def reasons_are_given(self) -> None:
        """The decision says why."""
        if not self.facts.reasons.strip():
            raise Refused(N_("Give the reasons. The student reads them in the decision."), field="reasons")

    def ground_is_named(self) -> None:
        """A credit is revoked only for an error or for fraud."""
        if self.facts.ground not in GROUNDS:
            raise Refused(N_("Say whether it was an error or fraud."), field="ground")

    def student_was_heard(self) -> None:
        """The student was heard first."""
        heard = self.facts.heard_on
        if heard is None or heard > self.facts.today:
            raise Refused(N_("Hear the student first, and give the day on which you did."), field="heard_on")
        if self.facts.awarded_on is not None and heard < self.facts.awarded_on:
            raise Refused(N_("The hearing lies before the award. Give the day on which the student was heard."),
                          field="heard_on")  # fmt: skip
        if not self.facts.hearing.strip():
            raise Refused(N_("Write down what the student said, or that the student did not come."), field="hearing")

    def appeal_was_decided(self) -> None:
        """The outcome of the appeal is registered: which body, when, and under which number."""
        if not self.facts.appeal_body.strip():
            raise Refused(N_("Name the body that decided on the appeal."), field="appeal_body")
        decided = self.facts.appeal_on
        if decided is None or decided > self.facts.today:
            raise Refused(N_("Give the day of the decision on the appeal, today or before."), field="appeal_on")
        if self.facts.decided_on is not None and decided < self.facts.decided_on:
            raise Refused(N_("The appeal cannot have been decided before the decision itself."), field="appeal_on")
        if not self.facts.appeal_reference.strip():
            raise Refused(N_("Give the number of the decision on the appeal."), field="appeal_reference")

    def amount_is_within_the_scheme(self) -> None:
        """What is awarded after an appeal stays within the maximum of the scheme."""
        if not self.facts.earns_credit:
            return
        if self.facts.amount <= 0:
            raise Refused(N_("Give the amount that the appeal leads to."), field="amount")
        if self.facts.maximum and self.facts.amount > self.facts.maximum:
            raise Refused(N_("The scheme gives at most %(maximum)s."), field="amount",
                          maximum=f"{self.facts.maximum // 100}")  # fmt: skip
