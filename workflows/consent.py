"""The consent (toestemming): under sixteen the guardian decides whether the youth's data may be used."""

from __future__ import annotations

from dataclasses import dataclass

from statemachine import Event, State

from workflows.base import N_, Begin, Refused, Workflow
from workflows.roles import Role


@dataclass(frozen=True, kw_only=True)
class ConsentFacts:
    """What the rules on a consent may look at."""

    age: int
    guardian_is_named: bool = True
    guardian_is_another: bool = True
    already_open: bool = False
    text_was_shown: bool = True


class ConsentWorkflow(Workflow):
    """How the guardian of a youth under sixteen agrees, and can change their mind."""

    title = N_("Consent")

    # -- where it can be ------------------------------------------------------------------------------------------
    asked = State(N_("Asked of the guardian"), initial=True)
    given = State(N_("Given"))
    refused = State(N_("Refused"), final=True)
    withdrawn = State(N_("Withdrawn"), final=True)
    ended = State(N_("No longer needed"), final=True)

    # -- what can happen ------------------------------------------------------------------------------------------
    begins = {
        "ask": Begin(
            "asked", N_("Ask the guardian"), ("youth_is_under_sixteen", "guardian_can_be_asked", "asked_once")
        ),
    }
    ask_again = Event(
        asked.to.itself(validators=["youth_is_under_sixteen", "guardian_can_be_asked"]), name=N_("Ask again")
    )
    give = Event(
        asked.to(given, validators=["youth_is_under_sixteen", "the_present_text_was_read"]), name=N_("Give consent")
    )
    refuse = Event(asked.to(refused), name=N_("Refuse consent"))
    withdraw = Event(given.to(withdrawn), name=N_("Withdraw consent"))
    turn_sixteen = Event(
        asked.to(ended, validators="youth_is_sixteen") | given.to(ended, validators="youth_is_sixteen"),
        name=N_("The youth turns sixteen"),
    )
    lapse = Event(asked.to(ended) | given.to(ended), name=N_("The youth's data were erased"))

    # -- who may --------------------------------------------------------------------------------------------------
    who = {
        "ask": {Role.SYSTEM},
        "ask_again": {Role.YOUTH, Role.SYSTEM},
        "give": {Role.GUARDIAN},
        "refuse": {Role.GUARDIAN},
        "withdraw": {Role.GUARDIAN},
        "turn_sixteen": {Role.SYSTEM},
        "lapse": {Role.SYSTEM},
    }
    acts_next = {"asked": Role.GUARDIAN}

    # -- what follows ---------------------------------------------------------------------------------------------
    tell = {
        "ask": {Role.GUARDIAN},
        "ask_again": {Role.GUARDIAN},
        "give": {Role.GUARDIAN, Role.YOUTH},
        "refuse": {Role.YOUTH},
        "withdraw": {Role.YOUTH, Role.CLERK},
        "turn_sixteen": {Role.YOUTH},
    }

    # -- the rules ------------------------------------------------------------------------------------------------
    def youth_is_under_sixteen(self) -> None:
        """Consent of a guardian is asked for a youth under sixteen only."""
        if self.facts.age >= 16:
            raise Refused(N_("From sixteen a youth decides alone; no consent of a guardian is needed."))

    def youth_is_sixteen(self) -> None:
        """From the sixteenth birthday the youth decides."""
        if self.facts.age < 16:
            raise Refused(N_("The youth is not sixteen yet."))

    def guardian_can_be_asked(self) -> None:
        """The guardian is named, with an e-mail address that is not the youth's own."""
        if not self.facts.guardian_is_named:
            raise Refused(
                N_("You are under sixteen: fill in the name and e-mail address of your parent or guardian."),
                field="guardian_email",
            )
        if not self.facts.guardian_is_another:
            raise Refused(
                N_("Fill in an e-mail address of your parent or guardian, not your own."), field="guardian_email"
            )

    def asked_once(self) -> None:
        """One consent is open at a time."""
        if self.facts.already_open:
            raise Refused(N_("Your parent or guardian has been asked already."))

    def the_present_text_was_read(self) -> None:
        """Consent is given to the text that was shown, in the version now in use."""
        if not self.facts.text_was_shown:
            raise Refused(N_("The text has changed. Read the new text first."))
