"""The practice visit (praktijkbezoek): the day on which assessors see, and hear, how it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from statemachine import Event, State

from workflows.base import N_, Begin, Refused, Workflow
from workflows.roles import Role


@dataclass(frozen=True, kw_only=True)
class VisitFacts:
    """What the rules on a visit may look at."""

    today: date
    application_is_open: bool = True
    another_is_live: bool = False
    dates: tuple[date, ...] = ()
    place: str = ""
    chosen: date | None = None
    offered: tuple[date, ...] = ()
    agreed_on: date | None = None
    themes_unobserved: tuple[str, ...] = ()
    conversations: int = 0
    comment: str = ""
    comment_due: date | None = None


class VisitWorkflow(Workflow):
    """How a visit is agreed, held and reported."""

    title = N_("Practice visit")

    # -- where it can be ------------------------------------------------------------------------------------------
    proposed = State(N_("Visit proposed"), initial=True)
    counter_proposed = State(N_("Another date asked"))
    agreed = State(N_("Visit agreed"))
    held = State(N_("Visit held"))
    reported = State(N_("Visit reported"))
    cancelled = State(N_("Visit cancelled"), final=True)

    # -- what can happen ------------------------------------------------------------------------------------------
    begins = {
        "propose": Begin(
            "proposed",
            N_("Propose a visit"),
            ("application_is_in_assessment", "one_visit_at_a_time", "dates_are_to_come", "place_is_named"),
        ),
    }
    agree = Event(proposed.to(agreed, validators="date_was_offered"), name=N_("Agree to a date"))
    ask_other_date = Event(
        proposed.to(counter_proposed, validators="dates_are_to_come")
        | agreed.to(counter_proposed, validators="dates_are_to_come"),
        name=N_("Ask for another date"),
    )
    accept_date = Event(counter_proposed.to(agreed, validators="date_was_offered"), name=N_("Accept a date"))
    propose_again = Event(
        counter_proposed.to(proposed, validators=["dates_are_to_come", "place_is_named"])
        | agreed.to(proposed, validators=["dates_are_to_come", "place_is_named"]),
        name=N_("Propose other dates"),
    )
    hold = Event(agreed.to(held, validators="the_day_has_come"), name=N_("Note that the visit was held"))
    report = Event(held.to(reported, validators=["every_theme_is_observed", "conversations_are_noted"]),
                   name=N_("Report the visit"))  # fmt: skip
    comment_on_facts = Event(reported.to.itself(validators=["comment_says_something", "comment_is_in_time"]),
                             name=N_("Comment on the facts"))  # fmt: skip
    cancel = Event(proposed.to(cancelled) | counter_proposed.to(cancelled) | agreed.to(cancelled),
                   name=N_("Cancel the visit"))  # fmt: skip

    # -- who may --------------------------------------------------------------------------------------------------
    who = {
        "propose": {Role.ASSESSOR},
        "agree": {Role.ORGANISATION},
        "ask_other_date": {Role.ORGANISATION},
        "accept_date": {Role.ASSESSOR},
        "propose_again": {Role.ASSESSOR},
        "hold": {Role.ASSESSOR},
        "report": {Role.ASSESSOR},
        "comment_on_facts": {Role.ORGANISATION},
        "cancel": {Role.ASSESSOR, Role.OFFICE, Role.SYSTEM},
    }
    by_post = frozenset({"agree", "ask_other_date", "comment_on_facts"})
    acts_next = {
        "proposed": Role.ORGANISATION,
        "counter_proposed": Role.ASSESSOR,
        "agreed": Role.ASSESSOR,
        "held": Role.ASSESSOR,
    }

    # -- what follows ---------------------------------------------------------------------------------------------
    tell = {
        "propose": {Role.ORGANISATION},
        "agree": {Role.ASSESSOR},
        "ask_other_date": {Role.ASSESSOR},
        "accept_date": {Role.ORGANISATION},
        "propose_again": {Role.ORGANISATION},
        "report": {Role.ORGANISATION},
        "comment_on_facts": {Role.ASSESSOR},
        "cancel": {Role.ORGANISATION, Role.ASSESSOR},
    }

    # -- the rules ------------------------------------------------------------------------------------------------
    def application_is_in_assessment(self) -> None:
        """The application has been taken up for assessment."""
        if not self.facts.application_is_open:
            raise Refused(N_("A visit can be planned while the application is in assessment."))

    def one_visit_at_a_time(self) -> None:
        """One visit is planned at a time."""
        if self.facts.another_is_live:
            raise Refused(N_("There is a visit already. Change that one."))

    def dates_are_to_come(self) -> None:
        """At least one date is offered, and none lies before today."""
        if not self.facts.dates:
            raise Refused(N_("Offer at least one date."), field="dates")
        if past := [day for day in self.facts.dates if day < self.facts.today]:
            raise Refused(N_("%(day)s is before today. Choose a date from today on."), field="dates", day=past[0])

    def place_is_named(self) -> None:
        """The place is named."""
        if not self.facts.place.strip():
            raise Refused(N_("Say where the visit takes place."), field="place")

    def date_was_offered(self) -> None:
        """The date is one of those offered, and not before today."""
        if self.facts.chosen not in self.facts.offered:
            raise Refused(N_("Choose one of the dates that were offered."), field="chosen")
        if self.facts.chosen < self.facts.today:
            raise Refused(N_("That date has passed. Ask for another date."), field="chosen")

    def the_day_has_come(self) -> None:
        """A visit is held on or after the agreed day."""
        if self.facts.agreed_on is None or self.facts.today < self.facts.agreed_on:
            raise Refused(N_("The visit is agreed for %(day)s. Note it as held on or after that day."),
                          day=self.facts.agreed_on)  # fmt: skip

    def every_theme_is_observed(self) -> None:
        """There is at least one observation for every theme."""
        if self.facts.themes_unobserved:
            raise Refused(N_("No observation yet for: %(themes)s."), themes=self.facts.themes_unobserved)

    def conversations_are_noted(self) -> None:
        """The conversations are written down by kind and number, without names."""
        if self.facts.conversations < 1:
            raise Refused(N_("Note the conversations that you had, without names."), field="conversations")

    def comment_says_something(self) -> None:
        """The comment is written down."""
        if not self.facts.comment.strip():
            raise Refused(N_("Write down what is not right in the report."), field="comment")

    def comment_is_in_time(self) -> None:
        """The organisation comments on the facts within two weeks."""
        if self.facts.comment_due is not None and self.facts.today > self.facts.comment_due:
            raise Refused(N_("Comments on the facts were possible until %(day)s."), day=self.facts.comment_due)
