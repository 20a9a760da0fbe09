"""How long a minor may serve, and when: the limits hold for volunteers as they do for who is paid.

The limits come in as an argument (working_time.yaml): per age what the law allows, with its source. A limit of which
the source was read stops; one that was not read yet warns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from workflows.age import age_on
from workflows.base import N_, Refused
from workflows.calendar import SATURDAY, SUNDAY
from workflows.entries import FREE, HOLIDAY, MINUTE, SCHOOL, Entry, clock, length, monday_of, total

ADULT = 18


@dataclass(frozen=True, kw_only=True)
class Limit:
    """What the law allows from one age through another. None means that it sets no such limit, or that it is unread."""

    from_age: int
    to_age: int
    valid_from: date
    valid_to: date | None = None
    verified: bool
    source: str
    forbidden: bool = False
    school_day_minutes: int | None = None
    free_day_minutes: int | None = None
    school_week_minutes: int | None = None
    holiday_week_minutes: int | None = None
    days_a_week: int | None = None
    earliest: time | None = None
    latest: time | None = None
    latest_in_holidays: time | None = None
    rest_minutes: int | None = None
    break_after_minutes: int | None = None
    break_minutes: int | None = None
    sunday: str = "allowed"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a limit says of one day or week. One that `stops` is a refusal, the others are warnings."""

    rule: str
    stops: bool
    message: str
    params: dict[str, Any]
    day: date

    def refusal(self) -> Refused:
        """The finding as the refusal of the entry's day."""
        return Refused(self.message, field="day", **self.params)


def limit_for(born: date, day: date, limits: Iterable[Limit]) -> Limit | None:
    """The limit that holds for somebody on a day, or None for who is of age."""
    age = age_on(born, day)
    for limit in limits:
        if limit.from_age <= age <= limit.to_age and limit.valid_from <= day <= (limit.valid_to or date.max):
            return limit
    return None


def findings(entries: Sequence[Entry], *, born: date, limits: Sequence[Limit],
             around: Sequence[Entry] = ()) -> list[Finding]:  # fmt: skip
    """What the limits say of a week's entries, what stops first and then in the order of the days.

    `around` are the other entries of the same person: at another organisation, and on the days before and after. They
    count, but only days and weeks in which there is something of `entries` are looked at.
    """
    own = [entry for entry in entries if entry.minutes > 0]
    everything = [*own, *(entry for entry in around if entry.minutes > 0)]
    by_day, by_week = _grouped(everything, lambda day: day), _grouped(everything, monday_of)
    found: list[Finding] = []
    for day in sorted({entry.day for entry in own}):
        if limit := limit_for(born, day, limits):
            found += [_found(limit, day, said) for said in _of_day(limit, day, by_day[day])]
    for monday in sorted({monday_of(entry.day) for entry in own}):
        last = max(entry.day for entry in by_week[monday])
        if limit := limit_for(born, last, limits):
            found += [_found(limit, last, said) for said in _of_week(limit, monday, by_week[monday])]
    found += _rests(by_day, {entry.day for entry in own}, born, limits)
    return sorted(found, key=lambda finding: (not finding.stops, finding.day))


def proposed_kind(day: date, *, is_holiday: bool) -> str:
    """The kind of day that the form proposes: at school from Monday to Friday, unless it is a public holiday."""
    return FREE if is_holiday or day.weekday() in (SATURDAY, SUNDAY) else SCHOOL


def is_holiday_week(entries: Iterable[Entry]) -> bool:
    """A week counts as one of the holidays when a day of it does, and none was a day at school."""
    kinds = {entry.kind for entry in entries}
    return HOLIDAY in kinds and SCHOOL not in kinds


_Grouped = dict[date, list[Entry]]
_Said = tuple[str, bool, str, dict[str, Any]]  # the rule, whether it can stop, the sentence, and what fills it


def _found(limit: Limit, day: date, said: _Said) -> Finding:
    rule, can_stop, message, params = said
    return Finding(rule=rule, stops=can_stop and limit.verified, message=message, day=day,
                   params={"age": limit.to_age, "source": limit.source} | params)  # fmt: skip


def _of_day(limit: Limit, day: date, entries: Sequence[Entry]) -> Iterator[_Said]:
    minutes = total(entries)
    if limit.forbidden:
        yield ("too_young", True,
               N_("Who is younger than %(from_age)s does not work, not as a volunteer either. Take part in an activity "
                  "of your school instead, and do not note it as service (%(source)s)."),
               {"from_age": limit.to_age + 1})  # fmt: skip
        return
    at_school = any(entry.kind == SCHOOL for entry in entries)
    most = limit.school_day_minutes if at_school else limit.free_day_minutes
    if most == 0:
        yield ("school_day", True,
               N_("At your age you do not serve on a school day. Was it a free day or a holiday? Then say so "
                  "(%(source)s)."), {})  # fmt: skip
    elif most is not None and minutes > most:
        yield ("day", True,
               N_("At your age you serve at most %(most)s on such a day; on %(day)s it is %(length)s (%(source)s)."),
               {"most": length(most), "day": day, "length": length(minutes)})  # fmt: skip
    yield from _of_clock(limit, day, entries)
    if day.weekday() == SUNDAY and limit.sunday == "never":
        yield "sunday", True, N_("At your age you do not serve on a Sunday (%(source)s)."), {}
    elif day.weekday() == SUNDAY and limit.sunday == "conditions":
        yield ("sunday", False,
               N_("At your age you serve on a Sunday only if your parents agree and enough Sundays stay free "
                  "(%(source)s)."), {})  # fmt: skip


def _of_clock(limit: Limit, day: date, entries: Sequence[Entry]) -> Iterator[_Said]:
    holiday = any(entry.kind == HOLIDAY for entry in entries)
    latest = limit.latest_in_holidays if holiday and limit.latest_in_holidays else limit.latest
    for entry in entries:
        early = limit.earliest is not None and entry.start < limit.earliest
        end = entry.end
        past = latest is not None and (end > latest or end <= entry.start)  # an end at midnight reads 00:00
        if early or past:
            yield ("clock", True,
                   N_("At your age you serve between %(earliest)s and %(latest)s (%(source)s)."),
                   {"earliest": clock(limit.earliest or time()), "latest": clock(latest or time())})  # fmt: skip
            break
    if limit.break_after_minutes is None or limit.break_minutes is None:
        return
    if longest_stretch(entries, limit.break_minutes) > limit.break_after_minutes:
        yield ("break", False,
               N_("After %(after)s you have a break of %(minutes)s minutes. Note what came before and after it apart "
                  "(%(source)s)."),
               {"after": length(limit.break_after_minutes), "minutes": limit.break_minutes})  # fmt: skip


def _of_week(limit: Limit, monday: date, entries: Sequence[Entry]) -> Iterator[_Said]:
    minutes, days = total(entries), len({entry.day for entry in entries})
    most = limit.holiday_week_minutes if is_holiday_week(entries) else limit.school_week_minutes
    if most is not None and minutes > most:
        yield ("week", True,
               N_("At your age you serve at most %(most)s in such a week; in the week of %(monday)s it is %(length)s "
                  "(%(source)s)."), {"most": length(most), "monday": monday, "length": length(minutes)})  # fmt: skip
    if limit.days_a_week is not None and days > limit.days_a_week:
        yield ("days", True, N_("At your age you serve on at most %(most)s days a week (%(source)s)."),
               {"most": limit.days_a_week})  # fmt: skip


def longest_stretch(entries: Iterable[Entry], break_minutes: int) -> int:
    """The longest time worked on end in minutes; what lies less than a break apart counts as on end."""
    longest = stretch = 0
    last: Entry | None = None
    for entry in sorted(entries, key=lambda each: each.begins):
        rested = last is None or entry.begins - last.ends >= break_minutes * MINUTE
        stretch = entry.minutes if rested else stretch + entry.minutes
        longest, last = max(longest, stretch), entry
    return longest


def _rests(by_day: _Grouped, own: set[date], born: date, limits: Sequence[Limit]) -> Iterator[Finding]:
    """Too short a rest between two days, of which at least one is looked at."""
    for day in sorted(by_day):
        after = day + timedelta(days=1)
        if after not in by_day or not own & {day, after}:
            continue
        rest = (min(entry.begins for entry in by_day[after]) - max(entry.ends for entry in by_day[day])) // MINUTE
        limit = limit_for(born, after, limits)
        if limit and limit.rest_minutes is not None and rest < limit.rest_minutes:
            yield _found(limit, after, (
                "rest", True,
                N_("At your age you rest %(most)s hours between two days; before %(day)s it is %(length)s "
                   "(%(source)s)."),
                {"most": limit.rest_minutes // 60, "day": after, "length": length(max(rest, 0))},
            ))  # fmt: skip


def _grouped(entries: Iterable[Entry], of: Callable[[date], date]) -> _Grouped:
    found: _Grouped = defaultdict(list)
    for entry in entries:
        found[of(entry.day)].append(entry)
    return found
