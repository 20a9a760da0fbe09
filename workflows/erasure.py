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
    begins = {"request": Begin("requested", N_("Ask for erasure"), ("asked_once",))}
    carry_out = Event(
        requested.to(carried_out, validators=["the_office_says_why", "nothing_runs_any_more"]),
        name=N_("Erase the data"),
    )
    refuse = Event(requested.to(refused, validators="the_office_says_why"), name=N_("Refuse the request"))
    take_back = Event(requested.to(taken_back), name=N_("Take back the request"))

    # -- who may --------------------------------------------------------------------------------------------------
    who = {
        "request": {Role.YOUTH},
        "carry_out": {Role.OFFICE},
        "refuse": {Role.OFFICE},
        "take_back": {Role.YOUTH},
    }
    acts_next = {"requested": Role.OFFICE}

    # -- what follows ---------------------------------------------------------------------------------------------
    tell = {
        "request": {Role.OFFICE},
        "refuse": {Role.YOUTH},
    }

    # -- the rules ------------------------------------------------------------------------------------------------
    def asked_once(self) -> None:
        """One request is open at a time."""
        if self.facts.already_open:
            raise Refused(N_("You have asked for erasure already. The office answers within a month."))

    def the_office_says_why(self) -> None:
        """The office gives its reasons, whether it erases or refuses."""
        if not self.facts.reasons_given:
            raise Refused(N_("Write down the reasons."), field="reasons")

    def nothing_runs_any_more(self) -> None:
        """What still runs is ended first: an agreement in force, or a credit under review."""
        if self.facts.still_running:
            raise Refused(N_("First end what still runs: %(what)s."), what=", ".join(self.facts.still_running))
