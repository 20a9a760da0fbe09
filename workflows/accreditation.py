"""The accreditation (accreditatie): what a grant brings into being, and everything that happens to it in its years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from statemachine import Event, State

from workflows.base import N_, Begin, Refused, Workflow, stays
from workflows.roles import Role

GROUNDS: dict[str, str] = {
    "conditions": N_("The conditions are no longer met"),
    "obligations": N_("The obligations are not kept"),
    "false_information": N_("What was told was not true"),
    "safety": N_("The safety of youths is at stake"),
    "weighty": N_("Another weighty reason that harms youths"),
}


@dataclass(frozen=True, kw_only=True)
class AccreditationFacts:
    """What the rules on an accreditation may look at. `on` is the legal day of the event, `today` the present one.

    `intended` says whether the announced step may be taken: its view was given or its term passed, and the time to
    remedy is over without a remedy that was accepted.
    """

    today: date
    on: date | None = None
    application_is_granted: bool = False
    predecessor_ends_on: date | None = None
    predecessor_stands: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    from_day: date | None = None
    until: date | None = None
    overlaps: bool = False
    last_suspended_day: date | None = None
    intended: bool = False
    wait_until: date | None = None
    danger: bool = False
    danger_stated: str = ""
    ground: str = ""
    reasons: str = ""
    actor_was_involved: bool = False
    renewal_pending: bool = False
    stands_until: date | None = None
    successor_starts_on: date | None = None
    renewal_opens_on: date | None = None
    invited_already: bool = False
    lapses_on: date | None = None
    objection_won: bool = False


class AccreditationWorkflow(Workflow):
    """How an accreditation stands from its first day to its last."""

    title = N_("Accreditation")

    # -- where it can be ------------------------------------------------------------------------------------------
    active = State(N_("Accredited"), initial=True)
    suspended = State(N_("Suspended"))
    withdrawn = State(N_("Accreditation withdrawn"))
    given_up = State(N_("Given up"), final=True)
    expired = State(N_("Expired"), final=True)
    lapsed = State(N_("Lapsed"))
    renewed = State(N_("Renewed"), final=True)

    # -- what can happen ------------------------------------------------------------------------------------------
    begins = {"begin": Begin("active", N_("Begin"), ("application_was_granted", "no_gap_and_no_overlap"))}
    suspend = Event(
        active.to(suspended, validators=["decider_was_not_involved", "suspension_was_announced", "range_is_sound",
                                         "range_overlaps_no_other", "reasons_are_given"]),
        name=N_("Suspend the accreditation"),
    )  # fmt: skip
    reinstate = Event(suspended.to(active, validators="reasons_are_given"), name=N_("End the suspension"))
    suspension_ends = Event(suspended.to(active, validators="last_day_has_passed"),
                            name=N_("The suspension is over"))  # fmt: skip
    withdraw = Event(
        withdrawn.from_(active, suspended,
                        validators=["decider_was_not_involved", "withdrawal_was_announced", "ground_is_named",
                                    "day_is_not_past", "reasons_are_given"]),
        name=N_("Withdraw the accreditation"),
    )  # fmt: skip
    give_up = Event(given_up.from_(active, suspended, validators="day_is_not_past"),
                    name=N_("Give up the accreditation"))  # fmt: skip
    invite_to_renew = Event(
        stays(active, suspended, validators=["renewal_has_opened", "invited_once"]), name=N_("Invite to renew")
    )
    expire = Event(expired.from_(active, suspended, validators=["end_has_passed", "no_renewal_is_undecided"]),
                   name=N_("Expire"))  # fmt: skip
    lapse = Event(lapsed.from_(active, suspended, validators="no_youth_for_four_years"), name=N_("Lapse"))
    be_renewed = Event(renewed.from_(active, suspended, validators="successor_begins"),
                       name=N_("Pass into its renewal"))  # fmt: skip
    restore_on_objection = Event(
        active.from_(withdrawn, lapsed, suspended, validators=["objection_was_won", "reasons_are_given"]),
        name=N_("Restore after an objection"),
    )

    # -- who may --------------------------------------------------------------------------------------------------
    who = {
        "begin": {Role.SYSTEM},
        "suspend": {Role.BOARD},
        "reinstate": {Role.BOARD},
        "suspension_ends": {Role.SYSTEM},
        "withdraw": {Role.BOARD},
        "give_up": {Role.ORGANISATION},
        "invite_to_renew": {Role.SYSTEM},
        "expire": {Role.SYSTEM},
        "lapse": {Role.SYSTEM},
        "be_renewed": {Role.SYSTEM},
        "restore_on_objection": {Role.BOARD},
    }
    by_post = frozenset({"give_up"})

    # -- what follows ---------------------------------------------------------------------------------------------
    evidence = {
        "suspend": "suspension_decision",
        "reinstate": "reinstatement_letter",
        "withdraw": "withdrawal_decision",
        "invite_to_renew": "invitation_to_renew",
    }
    tell = {
        "suspend": {Role.ORGANISATION, Role.OFFICE},
        "reinstate": {Role.ORGANISATION, Role.OFFICE},
        "suspension_ends": {Role.ORGANISATION, Role.OFFICE, Role.BOARD},
        "withdraw": {Role.ORGANISATION, Role.OFFICE},
        "give_up": {Role.OFFICE, Role.ORGANISATION},
        "invite_to_renew": {Role.ORGANISATION},
        "expire": {Role.ORGANISATION, Role.OFFICE},
        "lapse": {Role.ORGANISATION, Role.OFFICE},
        "be_renewed": {Role.ORGANISATION},
        "restore_on_objection": {Role.ORGANISATION, Role.OFFICE},
    }

    # -- the rules ------------------------------------------------------------------------------------------------
    def application_was_granted(self) -> None:
        """An accreditation begins with a grant."""
        if not self.facts.application_is_granted:
            raise Refused(N_("An accreditation begins with a grant."))

    def no_gap_and_no_overlap(self) -> None:
        """A renewal begins the day after its predecessor ends: no overlap, and while that one stands no gap."""
        facts, before, starts = self.facts, self.facts.predecessor_ends_on, self.facts.starts_on
        if before is None or starts is None:
            return
        if starts <= before:
            raise Refused(N_("The present accreditation ends on %(day)s; the new one begins after that."), day=before)
        if facts.predecessor_stands and (starts - before).days > 1:
            raise Refused(N_("The present accreditation ends on %(day)s. The renewal begins the day after, so that "
                             "there is no gap."), field="starts_on", day=before)  # fmt: skip

    def decider_was_not_involved(self) -> None:
        """Nobody decides who visited, judged or advised in this case."""
        if self.facts.actor_was_involved:
            raise Refused(N_("You visited, judged or advised in this case. Somebody else must decide."))

    def suspension_was_announced(self) -> None:
        """An intention to suspend came first: the view was given or its term passed, and the time to remedy passed
        without a remedy. Only when youths are in danger there is no intention, and then the danger is stated (4:11).
        """
        self._was_announced(N_("First announce the intention to suspend, so that the organisation can give its view "
                               "and remedy. Only danger to youths lets you do without."))  # fmt: skip

    def withdrawal_was_announced(self) -> None:
        """An intention to withdraw came first: the view was given or its term passed, and the time to remedy passed
        without a remedy. Only when youths are in danger there is no intention, and then the danger is stated (4:11).
        """
        self._was_announced(N_("First announce the intention to withdraw, so that the organisation can give its view "
                               "and remedy. Only danger to youths lets you do without."))  # fmt: skip

    def _was_announced(self, first: str) -> None:
        facts = self.facts
        if facts.danger:
            if not facts.danger_stated.strip():
                raise Refused(N_("State the danger to youths; it stands in the decision."), field="danger_stated")
            return
        if not facts.intended and facts.wait_until is not None:
            raise Refused(N_("The organisation still has until %(day)s. Only danger to youths lets you do without."),
                          field="danger", day=facts.wait_until)  # fmt: skip
        if not facts.intended:
            raise Refused(first, field="danger")

    def range_is_sound(self) -> None:
        """A suspension has a first and a last day, begins today or later, and ends with the accreditation at most."""
        facts = self.facts
        if facts.from_day is None or facts.from_day < facts.today or facts.from_day > facts.ends_on:
            raise Refused(N_("Choose a day from today until %(day)s."), field="from_day", day=facts.ends_on)
        if facts.until is None or facts.until < facts.from_day or facts.until > facts.ends_on:
            raise Refused(N_("Choose a last day from the first day until %(day)s."), field="until", day=facts.ends_on)

    def range_overlaps_no_other(self) -> None:
        """No two suspensions overlap."""
        if self.facts.overlaps:
            raise Refused(N_("There is a suspension until %(day)s. Let the new one begin after that."),
                          field="from_day", day=self.facts.last_suspended_day)  # fmt: skip

    def last_day_has_passed(self) -> None:
        """The last day of the suspension has passed."""
        last = self.facts.last_suspended_day
        if last is not None and self.facts.today <= last:
            raise Refused(N_("The suspension lasts until %(day)s."), day=last)

    def ground_is_named(self) -> None:
        """The ground is named."""
        if self.facts.ground not in GROUNDS:
            raise Refused(N_("Choose the ground on which the accreditation is withdrawn."), field="ground")

    def reasons_are_given(self) -> None:
        """Reasons are stated."""
        if not self.facts.reasons.strip():
            raise Refused(N_("State the reasons."), field="reasons")

    def day_is_not_past(self) -> None:
        """It ends from a day that is not in the past, before it would have ended."""
        facts = self.facts
        if facts.from_day is None or facts.from_day < facts.today or facts.from_day > facts.ends_on:
            raise Refused(N_("Choose a day from today until %(day)s."), field="from_day", day=facts.ends_on)

    def renewal_has_opened(self) -> None:
        """The invitation goes out six months before the end."""
        opens = self.facts.renewal_opens_on
        if opens is not None and self.facts.today < opens:
            raise Refused(N_("The invitation to renew goes out on %(day)s."), day=opens)

    def invited_once(self) -> None:
        """It is sent once, and not to who applied already."""
        if self.facts.invited_already:
            raise Refused(N_("The organisation was invited, or applied already."))

    def end_has_passed(self) -> None:
        """The last day has passed."""
        if self.facts.ends_on is not None and self.facts.today <= self.facts.ends_on:
            raise Refused(N_("The accreditation is in force until the end of %(day)s."), day=self.facts.ends_on)

    def no_renewal_is_undecided(self) -> None:
        """A renewal filed in time keeps the accreditation in force until the decision on it; a granted one replaces
        it the day after.
        """
        if self.facts.renewal_pending or self.facts.successor_starts_on is not None:
            raise Refused(N_("A renewal was filed in time: the accreditation stands until the decision on it."))

    def no_youth_for_four_years(self) -> None:
        """No youth was in service for four years on end, counted through renewals; it was warned of a year and three
        months before.
        """
        day = self.facts.lapses_on
        if day is None or self.facts.today < day:
            raise Refused(N_("It lapses when no youth has come for four years; at the earliest on %(day)s."), day=day)

    def successor_begins(self) -> None:
        """The accreditation that renews it begins."""
        starts = self.facts.successor_starts_on
        if starts is None or self.facts.today < starts:
            raise Refused(N_("There is no renewal that has begun."))

    def objection_was_won(self) -> None:
        """An objection against the decision was well-founded."""
        if not self.facts.objection_won:
            raise Refused(N_("There is no objection that was decided as well-founded."))
