"""What a suspension means for youths in service: pure functions of dated ranges, each with its sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from workflows.marker import N_

ONE_DAY = timedelta(days=1)

NEW_AGREEMENTS = N_("No agreement begins on a day on which the accreditation is suspended.")
RUNNING_AGREEMENTS = N_(
    "An agreement that runs when the suspension begins may be finished, and its hours count, unless youths are in "
    "danger: then it ends by itself, and no hours count on the days of the suspension."
)
AFTER_THE_END = N_(
    "An agreement that runs when the accreditation ends may be finished, but hours from that day on do not count. Is "
    "the accreditation withdrawn because youths are in danger, then it ends by itself."
)
AGREEMENTS_END = N_(
    "Because youths are in danger, agreements that run at the organisation end by themselves on the first day. Hours "
    "made before that day count."
)
STAYS_ENDED = N_(
    "An agreement that ended because youths were in danger stays ended, also when the decision is annulled on "
    "objection. The hours made before count. A new agreement can be made once the accreditation is in force again."
)
# The reason that the System gives when it ends an agreement, by the decision on the accreditation.
ENDED_FOR_DANGER = {
    "suspend": N_("The accreditation of the organisation was suspended because youths are in danger. Therefore this "
                  "agreement ends."),
    "withdraw": N_("The accreditation of the organisation was withdrawn because youths are in danger. Therefore this "
                   "agreement ends."),
}  # fmt: skip


@dataclass(frozen=True, order=True)
class Range:
    """Days from `first` up to and including `last`."""

    first: date
    last: date

    def has(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last

    def overlaps(self, other: Range) -> bool:
        """Whether the two share a day."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True)
class Suspended:
    """The days of a suspension, and whether it was for danger to youths."""

    days: Range
    danger: bool


def without(whole: Range, gaps: Iterable[Range]) -> list[Range]:
    """What is left of a range when the gaps are cut out of it, in order."""
    left, first = [], whole.first
    for gap in sorted(gap for gap in gaps if gap.overlaps(whole)):
        if gap.first > first:
            left.append(Range(first, gap.first - ONE_DAY))
        first = max(first, gap.last + ONE_DAY)
    if first <= whole.last:
        left.append(Range(first, whole.last))
    return left


def days_for_new(whole: Range, suspensions: Iterable[Suspended]) -> list[Range]:
    """The days on which an agreement may begin (`NEW_AGREEMENTS`)."""
    return without(whole, [one.days for one in suspensions])


def days_of_service(whole: Range, suspensions: Iterable[Suspended], began_on: date | None = None) -> list[Range]:
    """The days on which hours count (`RUNNING_AGREEMENTS`) of an agreement that began on a day.

    One that had not begun when a suspension did runs through none of its days; without `began_on` it is taken to run.
    """
    return without(whole, [one.days for one in suspensions if one.danger or not _ran(one, began_on)])


def _ran(one: Suspended, began_on: date | None) -> bool:
    return began_on is None or began_on < one.days.first
