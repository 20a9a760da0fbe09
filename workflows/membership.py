"""The membership (lidmaatschap): who may act for an organisation, a school, or the accrediting body itself."""

from __future__ import annotations

from dataclasses import dataclass

from statemachine import Event, State

from workflows.base import N_, Begin, Refused, Workflow
from workflows.roles import Role


@dataclass(frozen=True, kw_only=True)
class MembershipFacts:
    """What the rules on a membership may look at."""

    already_member: bool = False
    organisation_is_known: bool = False
    invitation_is_valid: bool = True
    is_coordinator: bool = False
    other_coordinators: int = 0
    last_clerk: bool = False
    last_of_the_office: bool = False
    advises_beside_another_function: bool = False


class MembershipWorkflow(Workflow):
    """How a person comes to act for an organisation or a school, and stops doing so."""

    title = N_("Membership")

    # -- where it can be ------------------------------------------------------------------------------------------
    invited = State(N_("Invitation sent"), initial=True)
    confirmed = State(N_("Member"))
    denied = State(N_("Invitation declined"), final=True)
    ended = State(N_("Membership ended"), final=True)

    # -- what can happen ------------------------------------------------------------------------------------------
    begins = {
        "register": Begin("confirmed", N_("Register an organisation"), ("organisation_is_new",)),
        "invite": Begin("invited", N_("Invite a colleague"), ("not_a_member_yet", "an_adviser_stands_apart")),
    }
    accept = Event(
        invited.to(confirmed, validators=["invitation_is_still_valid", "an_adviser_stands_apart"]),
        name=N_("Accept the invitation"),
    )
    decline = Event(invited.to(denied), name=N_("Refuse the invitation"))
    invite_again = Event(invited.to.itself(), name=N_("Send the invitation again"))
    end = Event(
        confirmed.to(ended, validators=["a_coordinator_remains", "a_clerk_remains", "the_office_remains"]),
        name=N_("End the membership"),
    )

    # -- who may --------------------------------------------------------------------------------------------------
    who = {
        "register": {Role.PUBLIC},
        "invite": {Role.ORGANISATION, Role.CLERK, Role.OFFICE, Role.SYSTEM},  # the system: the first of the office
        "accept": {Role.INVITED},
        "decline": {Role.INVITED},
        "invite_again": {Role.ORGANISATION, Role.CLERK, Role.OFFICE},
        "end": {Role.ORGANISATION, Role.CLERK, Role.COLLEAGUE, Role.OFFICE},
    }
    acts_next = {"invited": Role.INVITED}

    # -- what follows ---------------------------------------------------------------------------------------------
    tell = {
        "register": {Role.ORGANISATION},
        "invite": {Role.INVITED},
        "invite_again": {Role.INVITED},
    }

    # -- the rules ------------------------------------------------------------------------------------------------
    def organisation_is_new(self) -> None:
        """An organisation is registered once, under its KVK number."""
        if self.facts.organisation_is_known:
            raise Refused(
                N_("This KVK number is registered already. Ask a colleague to invite you."), field="kvk_number"
            )

    def not_a_member_yet(self) -> None:
        """Nobody is invited twice."""
        if self.facts.already_member:
            raise Refused(N_("This person is a member or has been invited already."), field="email")

    def invitation_is_still_valid(self) -> None:
        """An invitation is valid for fourteen days; it can be sent again."""
        if not self.facts.invitation_is_valid:
            raise Refused(N_("This invitation has expired. Ask for a new one."))

    def an_adviser_stands_apart(self) -> None:
        """A confidential adviser holds no other function in the accrediting body."""
        if self.facts.advises_beside_another_function:
            raise Refused(N_("A confidential adviser holds no other function here, so that everybody knows where a "
                             "signal goes."))  # fmt: skip

    def a_coordinator_remains(self) -> None:
        """An organisation keeps at least one coordinator."""
        if self.facts.is_coordinator and self.facts.other_coordinators < 1:
            raise Refused(N_("An organisation keeps at least one coordinator. Invite another coordinator first."))

    def a_clerk_remains(self) -> None:
        """A school that takes part keeps at least one clerk."""
        if self.facts.last_clerk:
            raise Refused(N_("A school keeps at least one clerk. Invite another clerk first."))

    def the_office_remains(self) -> None:
        """Somebody always works at the office."""
        if self.facts.last_of_the_office:
            raise Refused(N_("Somebody always works at the office. Invite a successor first."))
