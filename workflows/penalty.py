"""The penalty for a late decision (art. 4:17 Awb), in whole cents. The amounts come in as a dated tariff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from workflows.calendar import Calendar, Length
from workflows.marker import N_
from workflows.terms import ONE_DAY, PENALTY_WAIT, Step, Term, term_after

LAW = "art. 4:17 Awb"


@dataclass(frozen=True)
class Tier:
    """The amount for each of the penalty days `first` through `last` (the first penalty day is 1), in cents."""

    first: int
    last: int
    cents: int


@dataclass(frozen=True, kw_only=True)
class Tariff:
    """The amounts in force from `valid_from` through `valid_to` (None: until further notice).

    `verified` is false where nobody has read the amounts in the law itself yet.
    """

    valid_from: date
    valid_to: date | None
    tiers: tuple[Tier, ...]
    verified: bool
    source: str

    def holds_on(self, day: date) -> bool:
        """Whether this tariff is in force on `day`."""
        return self.valid_from <= day <= (self.valid_to or date.max)

    @property
    def days(self) -> int:
        """The number of days for which the penalty runs at most."""
        return max(tier.last for tier in self.tiers)

    def total(self, days: int) -> int:
        """What `days` days come to, in cents; never more than the maximum."""
        return sum(tier.cents * max(0, min(days, tier.last) - tier.first + 1) for tier in self.tiers)

    @property
    def maximum(self) -> int:
        """The most that can be due, in cents."""
        return self.total(self.days)


@dataclass(frozen=True, kw_only=True)
class Penalty:
    """The penalty of one late decision, from `first_day` through `last_day`. Those days do not roll (art. 4:17)."""

    wait: Term
    tariff: Tariff

    @property
    def first_day(self) -> date:
        """The first day for which an amount is due."""
        return self.wait.ends_on + ONE_DAY

    @property
    def last_day(self) -> date:
        """The last day for which an amount can be due."""
        return self.wait.ends_on + timedelta(days=self.tariff.days)

    @property
    def steps(self) -> tuple[Step, ...]:
        """How the days were found."""
        message = N_("penalty from %(first)s through %(last)s at most")
        return (*self.wait.steps, Step(message, {"first": self.first_day, "last": self.last_day}, LAW))

    def penalty_on(self, day: date) -> int:
        """What is due in all, in cents, if no decision was made known on or before `day`."""
        return self.tariff.total(max(0, (day - self.wait.ends_on).days))

    def due_for(self, decided_on: date) -> int:
        """What is due in all, in cents, when the decision was made known on `decided_on`, which no longer counts."""
        return self.penalty_on(decided_on - ONE_DAY)


def penalty(*, term_ended_on: date, notice_received_on: date, wait: Length, tariffs: tuple[Tariff, ...],
            calendar: Calendar) -> Penalty:  # fmt: skip
    """The penalty that begins after `wait` (two weeks) has passed since BOTH the term ended and the notice came.

    Whether a notice came too early or too late is judged elsewhere. The tariff is that of the first penalty day.
    Raises LookupError when no tariff is known for that day.
    """
    since = max(term_ended_on, notice_received_on)
    waiting = term_after(since, wait, kind=PENALTY_WAIT, law="art. 4:17 lid 3 Awb", calendar=calendar)
    first = waiting.ends_on + ONE_DAY
    for tariff in tariffs:
        if tariff.holds_on(first):
            return Penalty(wait=waiting, tariff=tariff)
    raise LookupError(f"no penalty tariff is known for {first}")
