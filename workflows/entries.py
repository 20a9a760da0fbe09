"""What was noted of a day's service: when it began, how long it lasted, and the bounds within which it can count.

Worked time is whole minutes with a start by the clock on the wall in the Netherlands. An entry stays within its day;
on the two days on which the clock is moved, its end is found by the time that really passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workflows.base import N_, Refused

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MINUTE = timedelta(minutes=1)
SCHOOL, FREE, HOLIDAY = "school", "free", "holiday"
DAY_KINDS = (SCHOOL, FREE, HOLIDAY)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry as the rules see it. `kind` says whether it was a day at school, a free day or a holiday."""

    day: date
    start: time
    minutes: int
    activity: str = "-"
    outcome: str = "-"
    reflection: str = "-"
    late_reason: str = ""
    noted_on: date | None = None
    kind: str = FREE

    @property
    def begins(self) -> datetime:
        """The moment at which it began; of an hour that comes twice (in October) the first."""
        return moment(self.day, self.start)

    @property
    def ends(self) -> datetime:
        """The moment at which it ended: the minutes after the start that really passed."""
        return self.begins + self.minutes * MINUTE

    @property
    def end(self) -> time:
        """The end on the clock; midnight reads 00:00."""
        return self.ends.astimezone(AMSTERDAM).time()


@dataclass(frozen=True)
class Period:
    """Days from the first through the last; None means without an end."""

    first: date
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether `day` lies within it."""
        return self.first <= day <= (self.last or date.max)


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """The bounds on every entry, whoever made it; dated data, see working_time.yaml."""

    shortest_minutes: int
    longest_day_minutes: int
    late_after_days: int


def moment(day: date, at: time) -> datetime:
    """A time on the wall as a moment in UTC, so that sums and comparisons count the time that really passes."""
    return datetime.combine(day, at, AMSTERDAM).astimezone(UTC)


def is_on_the_clock(day: date, at: time) -> bool:
    """Whether the clock ever showed this time: in March an hour is skipped."""
    return moment(day, at).astimezone(AMSTERDAM).time() == at


def minutes_left(day: date, at: time) -> int:
    """The minutes from a time until the end of the day: on a day that the clock is moved one hour less or more."""
    return (moment(day + timedelta(days=1), time()) - moment(day, at)) // MINUTE


def monday_of(day: date) -> date:
    """The Monday of the week in which a day lies."""
    return day - timedelta(days=day.weekday())


def total(entries: Iterable[Entry]) -> int:
    """The minutes of all of them."""
    return sum(entry.minutes for entry in entries)


def overlapping(entries: Iterable[Entry]) -> tuple[Entry, Entry] | None:
    """The first two entries that share time, if there are any. One that was struck out (no minutes) shares none."""
    ordered = sorted((entry for entry in entries if entry.minutes > 0), key=lambda entry: entry.begins)
    latest: Entry | None = None
    for entry in ordered:
        if latest is not None and entry.begins < latest.ends:
            return latest, entry
        if latest is None or entry.ends > latest.ends:
            latest = entry
    return None


# -- the bounds, each a refusal with its sentence ------------------------------------------------------------------


def require_time(entry: Entry, bounds: Bounds, *, correcting: bool = False) -> None:
    """The start is on the clock, and the minutes fit between it and midnight. Only a correction can be nothing."""
    if not is_on_the_clock(entry.day, entry.start):
        raise Refused(N_("%(start)s did not exist on %(day)s: the clock went forward. Choose another start."),
                      field="start", start=clock(entry.start), day=entry.day)  # fmt: skip
    if entry.minutes < bounds.shortest_minutes and not (correcting and entry.minutes == 0):
        raise Refused(N_("Note at least %(minutes)s minutes."), field="minutes", minutes=bounds.shortest_minutes)
    if entry.minutes > bounds.longest_day_minutes:
        raise too_long(entry.day, entry.minutes, bounds)
    if entry.minutes > minutes_left(entry.day, entry.start):
        raise Refused(
            N_("From %(start)s, %(length)s of service runs past midnight. Note what you did after midnight on the "
               "next day."), field="minutes", start=clock(entry.start), length=length(entry.minutes),
        )  # fmt: skip


def require_day_fits(day: date, entries: Sequence[Entry], bounds: Bounds) -> None:
    """All entries of one day together fit in it."""
    minutes = total(entry for entry in entries if entry.day == day)
    if minutes > bounds.longest_day_minutes:
        raise too_long(day, minutes, bounds)


def too_long(day: date, minutes: int, bounds: Bounds) -> Refused:
    """The refusal of more hours than a day can hold."""
    return Refused(
        N_("%(length)s on %(day)s is more than a day of service can hold: at most %(most)s. Check the hours."),
        field="minutes", length=length(minutes), day=day, most=length(bounds.longest_day_minutes),
    )  # fmt: skip


def require_past(entry: Entry, today: date) -> None:
    """Service is noted on or after the day itself."""
    if entry.day > today:
        raise Refused(N_("%(day)s is still to come. Note your hours on or after the day."), field="day", day=entry.day)


def require_in_week(entry: Entry, monday: date) -> None:
    """The day lies in the week that is noted."""
    if monday_of(entry.day) != monday:
        raise Refused(N_("%(day)s is not in the week of %(monday)s. Note it in its own week."), field="day",
                      day=entry.day, monday=monday)  # fmt: skip


def require_within(entry: Entry, agreement: Period) -> None:
    """The day lies within the period of the agreement."""
    if entry.day < agreement.first:
        raise Refused(N_("Your agreement begins on %(first)s. %(day)s is before that."), field="day",
                      first=agreement.first, day=entry.day)  # fmt: skip
    if not agreement.holds(entry.day):
        raise Refused(N_("Your agreement ended on %(last)s. %(day)s is after that."), field="day",
                      last=agreement.last, day=entry.day)  # fmt: skip


def require_accredited(entry: Entry, accredited: Sequence[Period]) -> None:
    """The organisation is accredited on that day: other service does not count."""
    if any(period.holds(entry.day) for period in accredited):
        return
    before = [period.last for period in accredited if period.last and period.last < entry.day]
    after = [period.first for period in accredited if period.first > entry.day]
    if before and after:
        raise Refused(
            N_("The organisation's accreditation was not in force from %(last)s until %(first)s. Service on %(day)s "
               "does not count."), field="day", last=max(before), first=min(after), day=entry.day,
        )  # fmt: skip
    if before:
        raise Refused(N_("The organisation's accreditation ended on %(last)s. Service on %(day)s does not count."),
                      field="day", last=max(before), day=entry.day)  # fmt: skip
    if after:
        raise Refused(N_("The organisation's accreditation began on %(first)s. Service on %(day)s does not count."),
                      field="day", first=min(after), day=entry.day)  # fmt: skip
    raise Refused(N_("The organisation has no accreditation. Service on %(day)s does not count."), field="day",
                  day=entry.day)  # fmt: skip


def require_no_overlap(entries: Iterable[Entry]) -> None:
    """Nobody serves in two places at once."""
    if found := overlapping(entries):
        first, second = found
        raise Refused(
            N_("On %(day)s, what began at %(second)s overlaps what began at %(first)s and ended at %(end)s."),
            field="start", day=first.day, first=clock(first.start), end=clock(first.end),
            second=clock(second.start),
        )  # fmt: skip


def is_late(entry: Entry, bounds: Bounds, today: date) -> bool:
    """Whether so much time passed before it was noted that the youth says why."""
    return (entry.noted_on or today) - entry.day > timedelta(days=bounds.late_after_days)


def require_late_reason(entry: Entry, bounds: Bounds, today: date) -> None:
    """Hours that are noted late say why."""
    if is_late(entry, bounds, today) and not entry.late_reason.strip():
        raise Refused(N_("%(day)s is more than %(days)s days ago. Say why you note it now."), field="late_reason",
                      day=entry.day, days=bounds.late_after_days)  # fmt: skip


def require_told(entry: Entry) -> None:
    """An entry says what was done, what it was for, and what the youth thinks of it."""
    if not entry.activity.strip():
        raise Refused(N_("Choose what you did."), field="activity")
    if not entry.outcome.strip():
        raise Refused(N_("Choose what you worked on learning."), field="outcome")
    if not entry.reflection.strip():
        raise Refused(N_("Write one line about %(day)s: what went well, or what did you learn?"), field="reflection",
                      day=entry.day)  # fmt: skip


def length(minutes: int) -> str:
    """Minutes as hours and minutes on the clock: 90 is 1:30."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def clock(at: time) -> str:
    """A time as the clock shows it: 09:05."""
    return f"{at:%H:%M}"
