"""The erasure (verzoek om wissen): a youth asks that the personal data be erased; the proof remains."""

from __future__ import annotations

from dataclasses import dataclass

from statemachine import Event, State

from workflows.base import N_, Begin, Refused, Workflow
from workflows.roles import Role


@dataclass(frozen=True, kw_only=True)
class ErasureFacts:
    """What the rules on a request for erasure may look at."""

    already_open: bool = False
    youth_decides: bool = True
    asked_by_guardian: bool = False
    by_guardian: bool = False
    reasons_given: bool = True
    still_running: tuple[str, ...] = ()


class ErasureWorkflow(Workflow):
    """How somebody's data are erased on request, and who answers for it."""

    title = N_("Request for erasure")

    # -- where it can be ------------------------------------------------------------------------------------------
    requested = State(N_("Requested"), initial=True)
    carried_out = State(N_("Carried out"), final=True)
    refused = State(N_("Refused"), final=True)
    taken_back = State(N_("Taken back"), final=True)

    # -- what can happen ------------------------------------------------------------------------------------------
    begins = {"request": Begin("requested", N_("Ask for erasure"), ("asked_once", "a_guardian_asks_until_sixteen"))}
    carry_out = Event(
        requested.to(carried_out, validators=["the_office_says_why", "nothing_runs_any_more"]),
        name=N_("Erase the data"),
    )
    refuse = Event(requested.to(refused, validators="the_office_says_why"), name=N_("Refuse the request"))
    take_back = Event(requested.to(taken_back, validators="who_asked_takes_back"), name=N_("Take back the request"))

    # -- who may --------------------------------------------------------------------------------------------------
    who = {
        "request": {Role.YOUTH, Role.GUARDIAN},
        "carry_out": {Role.OFFICE},
        "refuse": {Role.OFFICE},
        "take_back": {Role.YOUTH, Role.GUARDIAN},
    }
    acts_next = {"requested": Role.OFFICE}

    # -- what follows ---------------------------------------------------------------------------------------------
    tell = {
        "request": {Role.OFFICE, Role.YOUTH, Role.GUARDIAN},
        "refuse": {Role.YOUTH, Role.GUARDIAN},
    }

    # -- the rules ------------------------------------------------------------------------------------------------
    def asked_once(self) -> None:
        """One request is open at a time."""
        if self.facts.already_open:
            raise Refused(N_("You have asked for erasure already. The office answers within a month."))

    def a_guardian_asks_until_sixteen(self) -> None:
        """A guardian asks it for a youth under sixteen (UAVG art. 5 lid 4)."""
        if self.facts.by_guardian and self.facts.youth_decides:
            raise Refused(N_("From sixteen a youth decides alone. Only the youth can ask for erasure."))

    def who_asked_takes_back(self) -> None:
        """Who asked takes it back: what a guardian asked for a youth under sixteen is the guardian's to take back."""
        if self.facts.asked_by_guardian and not self.facts.by_guardian and not self.facts.youth_decides:
            raise Refused(N_("Your parent or guardian asked for this. Only they can take it back."))

    def the_office_says_why(self) -> None:
        """The office gives its reasons, whether it erases or refuses."""
        if not self.facts.reasons_given:
            raise Refused(N_("Write down the reasons."), field="reasons")

    def nothing_runs_any_more(self) -> None:
        """What still runs is ended first: an agreement in force, or a credit under review."""
        if self.facts.still_running:
            raise Refused(N_("First end what still runs: %(what)s."), what=", ".join(self.facts.still_running))
