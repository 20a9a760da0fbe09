"""The accreditation (accreditatie): what a grant brings into being, in force from its first day to its last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from statemachine import Event, State

from workflows.base import N_, Begin, Refused, Workflow
from workflows.roles import Role


@dataclass(frozen=True, kw_only=True)
class AccreditationFacts:
    """What the rules on an accreditation may look at."""

    today: date
    application_is_granted: bool = False
    predecessor_ends_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    from_day: date | None = None


class AccreditationWorkflow(Workflow):
    """How an accreditation begins and, when the organisation wishes, ends."""

    title = N_("Accreditation")

    # -- where it can be ------------------------------------------------------------------------------------------
    active = State(N_("Accredited"), initial=True)
    given_up = State(N_("Given up"), final=True)

    # -- what can happen ------------------------------------------------------------------------------------------
    begins = {"begin": Begin("active", N_("Begin"), ("application_was_granted", "no_gap_and_no_overlap"))}
    give_up = Event(active.to(given_up, validators="day_is_not_past"), name=N_("Give up the accreditation"))

    # -- who may --------------------------------------------------------------------------------------------------
    who = {"begin": {Role.SYSTEM}, "give_up": {Role.ORGANISATION}}
    by_post = frozenset({"give_up"})

    # -- what follows ---------------------------------------------------------------------------------------------
    tell = {"give_up": {Role.OFFICE, Role.ORGANISATION}}

    # -- the rules ------------------------------------------------------------------------------------------------
    def application_was_granted(self) -> None:
        """An accreditation begins with a grant."""
        if not self.facts.application_is_granted:
            raise Refused(N_("An accreditation begins with a grant."))

    def no_gap_and_no_overlap(self) -> None:
        """A renewal begins the day after its predecessor ends."""
        before, starts = self.facts.predecessor_ends_on, self.facts.starts_on
        if before is not None and starts is not None and starts <= before:
            raise Refused(N_("The present accreditation ends on %(day)s; the new one begins after that."), day=before)

    def day_is_not_past(self) -> None:
        """It is given up from a day that is not in the past, before it ends."""
        facts = self.facts
        if facts.from_day is None or facts.from_day < facts.today or facts.from_day > facts.ends_on:
            raise Refused(N_("Choose a day from today until %(day)s."), field="from_day", day=facts.ends_on)
