"""The hours of one week (urenstaat): noted by the youth, confirmed by who saw it, and counted by nobody before that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from statemachine import Event, State

from workflows import entries, working_time
from workflows.base import N_, Begin, Refused, Workflow
from workflows.entries import Bounds, Entry, Period
from workflows.roles import Role
from workflows.working_time import Limit


@dataclass(frozen=True, kw_only=True)
class HoursFacts:
    """What the rules on a week of hours may look at. `entries` are those that stand: a corrected one does not."""

    today: date
    monday: date
    bounds: Bounds
    agreement: Period | None = None
    accredited: tuple[Period, ...] = ()
    entries: tuple[Entry, ...] = ()
    around: tuple[Entry, ...] = ()
    born: date | None = None
    limits: tuple[Limit, ...] = ()
    consent_in_force: bool = True
    as_supervisor: bool = True
    silent_until: date | None = None
    reason: str = ""
    settled: str = ""
    heard_youth: bool = False
    heard_supervisor: bool = False
    correction: Entry | None = None
    corrects_standing: bool = True
    changed: int = 0


class HoursWorkflow(Workflow):
    """How a week is noted, handed in, confirmed or disputed, and put to use."""

    title = N_("Hours of a week")

    # -- where it can be ------------------------------------------------------------------------------------------
    open = State(N_("Being noted"), initial=True)
    submitted = State(N_("Waiting for the supervisor"))
    confirmed = State(N_("Confirmed"))
    disputed = State(N_("Disputed"))
    locked = State(N_("In use for a credit"))

    # -- what can happen ------------------------------------------------------------------------------------------
    begins = {
        "begin": Begin("open", N_("Begin a week"), ("week_has_begun", "agreement_covers_the_week", "consent_is_given")),
    }
    submit = Event(
        open.to(submitted, validators=[
            "something_is_noted", "entries_are_told", "entries_fit_their_day", "entries_do_not_overlap",
            "entries_are_within_the_agreement", "late_entries_say_why", "limits_for_minors", "consent_is_given"])
        | disputed.to(submitted, validators=[
            "something_changed", "something_is_noted", "entries_are_told", "entries_fit_their_day",
            "entries_do_not_overlap", "entries_are_within_the_agreement", "late_entries_say_why", "limits_for_minors",
            "consent_is_given"]),
        name=N_("Hand in the week"),
    )  # fmt: skip
    confirm = Event(submitted.to(confirmed, validators="supervisor_speaks_first"), name=N_("Confirm the hours"))
    dispute = Event(submitted.to(disputed, validators="reason_is_given"), name=N_("Dispute the hours"))
    settle = Event(disputed.to(confirmed, validators=["both_were_heard", "settlement_is_named"]),
                   name=N_("Settle the dispute"))  # fmt: skip
    correct = Event(
        confirmed.to(submitted, validators=[
            "correction_is_new", "new_entry_is_accredited", "entries_are_told", "entries_fit_their_day",
            "entries_do_not_overlap", "entries_are_within_the_agreement", "late_entries_say_why", "limits_for_minors",
            "consent_is_given"]),
        name=N_("Correct confirmed hours"),
    )  # fmt: skip
    lock = Event(confirmed.to(locked), name=N_("Put to use for a credit"))
    unlock = Event(locked.to(confirmed), name=N_("Release from a credit"))

    # -- who may --------------------------------------------------------------------------------------------------
    who = {
        "begin": {Role.YOUTH},
        "submit": {Role.YOUTH},
        "confirm": {Role.SUPERVISOR, Role.ORGANISATION},
        "dispute": {Role.SUPERVISOR},
        "settle": {Role.ORGANISATION},
        "correct": {Role.YOUTH, Role.SUPERVISOR},
        "lock": {Role.SYSTEM},
        "unlock": {Role.SYSTEM},
    }
    acts_next = {
        "open": Role.YOUTH,
        "submitted": Role.SUPERVISOR,
        "disputed": Role.ORGANISATION,
    }

    # -- what follows ---------------------------------------------------------------------------------------------
    tell = {
        "submit": {Role.SUPERVISOR},
        "confirm": {Role.YOUTH},
        "dispute": {Role.YOUTH, Role.ORGANISATION},
        "settle": {Role.YOUTH, Role.SUPERVISOR},
        "correct": {Role.YOUTH, Role.SUPERVISOR},
    }

    # -- the rules ------------------------------------------------------------------------------------------------
    def week_has_begun(self) -> None:
        """A week can be noted from its Monday on."""
        if self.facts.monday > self.facts.today:
            raise Refused(N_("The week of %(monday)s is still to come."), field="day", monday=self.facts.monday)

    def agreement_covers_the_week(self) -> None:
        """An agreement is in force in that week."""
        period = self.facts.agreement
        if period is None:
            raise Refused(N_("Hours can be noted once your agreement is in force: when everybody has signed it."))
        if period.first > _sunday(self.facts.monday) or (period.last or date.max) < self.facts.monday:
            raise Refused(N_("Your agreement does not hold in the week of %(monday)s."), field="day",
                          monday=self.facts.monday)  # fmt: skip

    def consent_is_given(self) -> None:
        """For who is under sixteen, the consent of a parent or guardian is in force."""
        require_consent(self.facts)

    def something_is_noted(self) -> None:
        """There is at least one entry. A week without service is not handed in."""
        if not any(entry.minutes for entry in self.facts.entries):
            raise Refused(N_("Nothing is noted for this week yet. If you did not serve, you need not hand it in."))

    def entries_are_told(self) -> None:
        """Every entry has an activity, a learning outcome and a line of reflection."""
        for entry in self._standing():
            entries.require_told(entry)

    def entries_fit_their_day(self) -> None:
        """Every entry lies within its day, on or before today, and a day holds at most what the bounds allow."""
        for entry in self._standing():
            entries.require_time(entry, self.facts.bounds, correcting=True)
            entries.require_past(entry, self.facts.today)
            entries.require_day_fits(entry.day, [*self.facts.entries, *self.facts.around], self.facts.bounds)

    def entries_do_not_overlap(self) -> None:
        """No two entries of the same youth share time, also not at two organisations."""
        entries.require_no_overlap([*self.facts.entries, *self.facts.around])

    def entries_are_within_the_agreement(self) -> None:
        """Every entry lies within the period of the agreement."""
        for entry in self._standing():
            if self.facts.agreement is not None:
                entries.require_within(entry, self.facts.agreement)

    def new_entry_is_accredited(self) -> None:
        """A new entry lies on a day on which the organisation is accredited. What was noted before an accreditation
        was suspended or withdrawn stays, and does not count for the days on which it was not in force.
        """
        if self.facts.correction is not None and self.facts.correction.minutes:
            entries.require_accredited(self.facts.correction, self.facts.accredited)

    def late_entries_say_why(self) -> None:
        """An entry that was noted long after the day says why."""
        for entry in self._standing():
            entries.require_late_reason(entry, self.facts.bounds, self.facts.today)

    def limits_for_minors(self) -> None:
        """For minors the limits of the law on working time hold, also for volunteers."""
        for finding in warnings(self.facts):
            if finding.stops:
                raise finding.refusal()

    def something_changed(self) -> None:
        """After a dispute the youth corrects an entry before handing in again; else the coordinator settles it."""
        if not self.facts.changed:
            raise Refused(N_("Correct an entry first. If you do not agree with the supervisor, the coordinator hears "
                             "you both and settles it."))  # fmt: skip

    def supervisor_speaks_first(self) -> None:
        """The supervisor confirms; the coordinator only after ten working days of silence."""
        if self.facts.as_supervisor:
            return
        until = self.facts.silent_until
        if until is None or self.facts.today <= until:
            raise Refused(N_("The supervisor confirms these hours. If there is no answer through %(day)s, you can."),
                          day=until or self.facts.today)  # fmt: skip

    def reason_is_given(self) -> None:
        """A dispute says what is not right."""
        if not self.facts.reason.strip():
            raise Refused(N_("Write down what is not right, so that the youth can correct it."), field="reason")

    def both_were_heard(self) -> None:
        """The youth and the supervisor have both been heard."""
        if not self.facts.heard_youth:
            raise Refused(N_("Hear the youth before you settle this."), field="heard_youth")
        if not self.facts.heard_supervisor:
            raise Refused(N_("Hear the supervisor before you settle this."), field="heard_supervisor")

    def settlement_is_named(self) -> None:
        """What is settled is written down."""
        if not self.facts.settled.strip():
            raise Refused(N_("Write down what you settled, and why."), field="settled")

    def correction_is_new(self) -> None:
        """A correction is an entry of its own in the same week, on an entry that still stands; nothing is changed."""
        if self.facts.correction is None:
            raise Refused(N_("Choose what you correct, and note how it was."), field="corrects")
        if not self.facts.corrects_standing:
            raise Refused(N_("That entry was corrected already. Correct the latest one."), field="corrects")
        entries.require_in_week(self.facts.correction, self.facts.monday)

    def _standing(self) -> tuple[Entry, ...]:
        found: tuple[Entry, ...] = self.facts.entries
        return found


def check_entry(facts: HoursFacts, entry: Entry, *, correcting: bool = False) -> None:
    """Whether an entry can be noted in a week whose other entries are in `facts`. Raises Refused at its field."""
    whole = [*facts.entries, entry]
    require_consent(facts)
    entries.require_past(entry, facts.today)
    entries.require_in_week(entry, facts.monday)
    if facts.agreement is not None:
        entries.require_within(entry, facts.agreement)
    if entry.minutes:
        entries.require_accredited(entry, facts.accredited)
    entries.require_time(entry, facts.bounds, correcting=correcting)
    entries.require_day_fits(entry.day, [*whole, *facts.around], facts.bounds)
    entries.require_no_overlap([*whole, *facts.around])
    entries.require_told(entry)
    entries.require_late_reason(entry, facts.bounds, facts.today)
    for finding in _findings(facts, whole):
        if finding.stops:
            raise finding.refusal()


def require_consent(facts: HoursFacts) -> None:
    """Raise Refused while a youth under sixteen serves without the consent of a guardian."""
    if not facts.consent_in_force:
        raise Refused(N_("Your parent or guardian has not given consent, or took it back. Until they do, no hours "
                         "are noted or handed in."))  # fmt: skip


def warnings(facts: HoursFacts) -> list[working_time.Finding]:
    """What the limits for minors say of the entries, what stops first."""
    return _findings(facts, facts.entries)


def _findings(facts: HoursFacts, noted: Sequence[Entry]) -> list[working_time.Finding]:
    if facts.born is None:
        return []
    return working_time.findings(noted, born=facts.born, limits=facts.limits, around=facts.around)


def _sunday(monday: date) -> date:
    return date.fromordinal(monday.toordinal() + 6)
