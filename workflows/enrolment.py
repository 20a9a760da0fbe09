"""The enrolment (inschrijving): a youth at a school, confirmed by the school."""

from __future__ import annotations

from dataclasses import dataclass

from statemachine import Event, State

from workflows.base import N_, Begin, Refused, Workflow
from workflows.roles import Role


@dataclass(frozen=True, kw_only=True)
class EnrolmentFacts:
    """What the rules on an enrolment may look at. Ages are those on the day of the event; none while not known."""

    already_enrolled: bool = False
    invitation_is_valid: bool = True
    invited_by_school: bool = True
    school_takes_part: bool = True
    programme_fits: bool = True
    age: int | None = None
    youngest: int = 0
    oldest: int = 199


class EnrolmentWorkflow(Workflow):
    """How a school confirms that a youth is its student. Only then can it recognise the youth's service."""

    title = N_("Enrolment")

    # -- where it can be ------------------------------------------------------------------------------------------
    invited = State(N_("Invitation sent"), initial=True)
    claimed = State(N_("Waiting for the school"))
    confirmed = State(N_("Confirmed by the school"))
    denied = State(N_("Not a student of this school"), final=True)
    declined = State(N_("Invitation declined"), final=True)
    ended = State(N_("Enrolment ended"), final=True)

    # -- what can happen ------------------------------------------------------------------------------------------
    begins = {
        "claim": Begin("claimed", N_("Say which school you attend"),
                       ("age_is_within_the_bounds", "school_is_known", "programme_belongs_to_the_school",
                        "not_enrolled_yet")),
        "invite": Begin("invited", N_("Invite a youth"), ("not_enrolled_yet",)),
    }  # fmt: skip
    accept = Event(
        invited.to(confirmed, validators=["the_school_invited", "invitation_is_still_valid",
                                          "age_is_within_the_bounds"]),
        name=N_("Accept the school's invitation"),
    )  # fmt: skip
    join = Event(
        invited.to(claimed, validators=["the_host_invited", "invitation_is_still_valid", "age_is_within_the_bounds",
                                        "school_is_known", "programme_belongs_to_the_school", "not_enrolled_yet"]),
        name=N_("Accept the host's invitation and name your school"),
    )  # fmt: skip
    decline = Event(invited.to(declined), name=N_("Decline the invitation"))
    invite_again = Event(invited.to.itself(), name=N_("Send the invitation again"))
    confirm = Event(claimed.to(confirmed, validators="programme_belongs_to_the_school"), name=N_("Confirm"))
    deny = Event(claimed.to(denied), name=N_("Deny"))
    correct = Event(
        confirmed.to.itself(validators="programme_belongs_to_the_school"), name=N_("Correct programme or number")
    )
    end = Event(claimed.to(ended) | confirmed.to(ended), name=N_("End the enrolment"))

    # -- who may --------------------------------------------------------------------------------------------------
    who = {
        "claim": {Role.YOUTH},
        "invite": {Role.ORGANISATION, Role.CLERK},
        "accept": {Role.INVITED},
        "join": {Role.INVITED},
        "decline": {Role.INVITED},
        "invite_again": {Role.ORGANISATION, Role.CLERK},
        "confirm": {Role.CLERK},
        "deny": {Role.CLERK},
        "correct": {Role.CLERK},
        "end": {Role.YOUTH, Role.CLERK, Role.SYSTEM},
    }
    acts_next = {"invited": Role.INVITED, "claimed": Role.CLERK}

    # -- what follows ---------------------------------------------------------------------------------------------
    tell = {
        "invite": {Role.INVITED},
        "invite_again": {Role.INVITED},
        "claim": {Role.CLERK},
        "join": {Role.CLERK, Role.ORGANISATION},
        "accept": {Role.CLERK},
        "confirm": {Role.YOUTH},
        "deny": {Role.YOUTH},
        "end": {Role.YOUTH, Role.CLERK},
    }

    # -- the rules ------------------------------------------------------------------------------------------------
    def age_is_within_the_bounds(self) -> None:
        """A youth is within the age bounds of a round of the regulation on the first day."""
        age, youngest, oldest = self.facts.age, self.facts.youngest, self.facts.oldest
        if age is not None and age < youngest:
            raise Refused(
                N_("You can take part from the day you turn %(youngest)d. You are welcome then."),
                field="born_on", youngest=youngest,
            )  # fmt: skip
        if age is not None and age > oldest:
            raise Refused(
                N_("Diensttijd is for youths up to and including %(oldest)d years old at the start."),
                field="born_on", oldest=oldest,
            )  # fmt: skip

    def school_is_known(self) -> None:
        """The school is in the list of schools and takes in youths."""
        if not self.facts.school_takes_part:
            raise Refused(N_("Choose your school from the list."), field="school")

    def programme_belongs_to_the_school(self) -> None:
        """The programme is one of this school."""
        if not self.facts.programme_fits:
            raise Refused(N_("Choose a programme of this school, or leave it open."), field="programme")

    def not_enrolled_yet(self) -> None:
        """Nobody is enrolled twice at one school, or invited twice by one host."""
        if self.facts.already_enrolled:
            raise Refused(N_("This youth is enrolled there or was invited already."), field="email")

    def invitation_is_still_valid(self) -> None:
        """An invitation is valid for fourteen days; it can be sent again."""
        if not self.facts.invitation_is_valid:
            raise Refused(N_("This invitation has expired. Ask for a new one."))

    def the_school_invited(self) -> None:
        """An invitation by the school needs no confirmation: the school knows its students."""
        if not self.facts.invited_by_school:
            raise Refused(N_("The host invited you. Say which school you attend; the school confirms it."))

    def the_host_invited(self) -> None:
        """A host does not know who is whose student: the school that the youth names confirms it."""
        if self.facts.invited_by_school:
            raise Refused(N_("Your school invited you. Accept its invitation."))
