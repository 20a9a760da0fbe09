"""The assessment (beoordeling): two assessors judge each application independently; one of them leads."""

from __future__ import annotations

from dataclasses import dataclass

from statemachine import Event, State

from workflows.base import N_, Begin, Refused, Workflow
from workflows.roles import Role


@dataclass(frozen=True, kw_only=True)
class AssessmentFacts:
    """What the rules on an assessment may look at."""

    application_is_open: bool = True
    application_is_advised: bool = False
    assessor_is_assessor: bool = True
    assessor_is_tied: bool = False
    assessor_has_place: bool = False
    places_taken: int = 0
    lead_taken: bool = False
    as_lead: bool = False
    declared: bool = False
    reasons: str = ""
    unjudged: tuple[str, ...] = ()
    without_practice: tuple[str, ...] = ()


class AssessmentWorkflow(Workflow):
    """How an assessor comes to a judgement, blind to the other's until both are submitted."""

    title = N_("Assessment")

    # -- where it can be ------------------------------------------------------------------------------------------
    invited = State(N_("Invited"), initial=True)
    open = State(N_("Open for judging"))
    submitted = State(N_("Assessment submitted"))
    recused = State(N_("Recused"), final=True)
    declined = State(N_("Declined"), final=True)
    released = State(N_("Released"), final=True)

    # -- what can happen ------------------------------------------------------------------------------------------
    begins = {
        "invite": Begin("invited", N_("Invite an assessor"),
                        ("application_is_in_assessment", "assessor_is_appointed", "assessor_is_independent",
                         "a_place_is_free", "one_leads")),
    }  # fmt: skip
    clear_conflict = Event(invited.to(open, validators="declaration_is_made"), name=N_("Declare independence"))
    decline = Event(invited.to(declined), name=N_("Decline the invitation"))
    submit = Event(open.to(submitted, validators=["every_indicator_is_judged", "practice_carries"]),
                   name=N_("Submit the assessment"))  # fmt: skip
    declare_conflict = Event(
        invited.to(recused, validators=["advice_is_not_given", "reasons_are_given"])
        | open.to(recused, validators=["advice_is_not_given", "reasons_are_given"])
        | submitted.to(recused, validators=["advice_is_not_given", "reasons_are_given"]),
        name=N_("Declare a conflict of interest"),
    )
    replace = Event(
        invited.to(released, validators="reasons_are_given") | open.to(released, validators="reasons_are_given"),
        name=N_("Replace the assessor"),
    )
    reopen = Event(submitted.to(open, validators=["advice_is_not_given", "reasons_are_given"]),
                   name=N_("Reopen because of a factual error"))  # fmt: skip
    release = Event(invited.to(released) | open.to(released) | submitted.to(released), name=N_("Release the assessor"))

    # -- who may --------------------------------------------------------------------------------------------------
    who = {
        "invite": {Role.OFFICE},
        "clear_conflict": {Role.ASSESSOR},
        "declare_conflict": {Role.ASSESSOR},
        "decline": {Role.ASSESSOR},
        "replace": {Role.OFFICE},
        "submit": {Role.ASSESSOR},
        "reopen": {Role.OFFICE},
        "release": {Role.SYSTEM},
    }
    acts_next = {"invited": Role.ASSESSOR, "open": Role.ASSESSOR}

    # -- what follows ---------------------------------------------------------------------------------------------
    tell = {
        "invite": {Role.ASSESSOR},
        "declare_conflict": {Role.OFFICE},
        "decline": {Role.OFFICE},
        "replace": {Role.ASSESSOR},
        "reopen": {Role.ASSESSOR},
        "release": {Role.ASSESSOR},
    }

    # -- the rules ------------------------------------------------------------------------------------------------
    def application_is_in_assessment(self) -> None:
        """The application has been taken up for assessment."""
        if not self.facts.application_is_open:
            raise Refused(N_("Assessors can be invited while the application is in assessment."))

    def assessor_is_appointed(self) -> None:
        """Only an appointed assessor is invited."""
        if not self.facts.assessor_is_assessor:
            raise Refused(N_("Choose somebody who is appointed as an assessor."), field="assessor")

    def assessor_is_independent(self) -> None:
        """The assessor is not a member of the organisation, nor paid by it, nor recused before."""
        if self.facts.assessor_is_tied:
            raise Refused(N_("This assessor has a tie with the organisation. Choose somebody else."), field="assessor")

    def a_place_is_free(self) -> None:
        """Two assessors judge an application, each once."""
        if self.facts.assessor_has_place:
            raise Refused(N_("This assessor has already been invited for this application."), field="assessor")
        if self.facts.places_taken >= 2:
            raise Refused(N_("There are two assessors already. Replace one of them first."))

    def one_leads(self) -> None:
        """Exactly one of the two leads."""
        if self.facts.as_lead and self.facts.lead_taken:
            raise Refused(N_("There is a lead assessor already."), field="lead")
        if not self.facts.as_lead and not self.facts.lead_taken and self.facts.places_taken == 1:
            raise Refused(N_("One of the two must lead. Invite this assessor as the lead."), field="lead")

    def declaration_is_made(self) -> None:
        """The assessor declares to have no tie with the organisation; until then no page or file of the case opens."""
        if not self.facts.declared:
            raise Refused(
                N_("Confirm that you have no tie with this organisation, or declare the conflict."), field="declared"
            )

    def advice_is_not_given(self) -> None:
        """The advice has not been given yet."""
        if self.facts.application_is_advised:
            raise Refused(N_("The advice has been given. Ask the board to send the case back."))

    def reasons_are_given(self) -> None:
        """Reasons are stated."""
        if not self.facts.reasons.strip():
            raise Refused(N_("State the reasons."), field="reasons")

    def every_indicator_is_judged(self) -> None:
        """Every indicator is judged."""
        if self.facts.unjudged:
            raise Refused(N_("Not judged yet: %(indicators)s."), indicators=self.facts.unjudged)

    def practice_carries(self) -> None:
        """Every judgement rests on an observation or a conversation; a document may support it, never carry it."""
        if self.facts.without_practice:
            raise Refused(N_("Judged without an observation or a conversation: %(indicators)s."),
                          indicators=self.facts.without_practice)  # fmt: skip
