"""Worked time on the clock, and the limits for minors: by hand where the law names a number, by property elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workflows.limits import BOUNDS, LIMITS
from workflows.base import Refused
from workflows.entries import (
    FREE,
    HOLIDAY,
    SCHOOL,
    Entry,
    is_on_the_clock,
    length,
    minutes_left,
    monday_of,
    overlapping,
    require_day_fits,
    require_time,
    total,
)
from workflows.working_time import Finding, findings, limit_for, longest_stretch

MONDAY = date(2026, 11, 16)
SATURDAY, SUNDAY = MONDAY + timedelta(days=5), MONDAY + timedelta(days=6)
DAY = timedelta(days=1)
FORWARD, BACK = date(2026, 3, 29), date(2026, 10, 25)  # the clock is moved
BORN = {age: date(2026 - age, 1, 1) for age in range(11, 20)}

# On a busy machine the first draw, which reads the zone, takes long; that says nothing about the property.
calmly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
times = st.times(min_value=time(0), max_value=time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0))
days = st.one_of(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.sampled_from([FORWARD, BACK]))


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """An entry that fits its day."""
    day = draw(days)
    start = draw(times.filter(lambda at: is_on_the_clock(day, at) and minutes_left(day, at) >= 5))
    most = min(minutes_left(day, start), BOUNDS.longest_day_minutes)
    return Entry(day=day, start=start, minutes=draw(st.integers(5, most)))


def _on(day: date, start: str, minutes: int, kind: str = FREE) -> Entry:
    return Entry(day=day, start=time.fromisoformat(start), minutes=minutes, kind=kind)


def _said(age: int, *noted: Entry, around: tuple[Entry, ...] = ()) -> list[tuple[str, bool]]:
    found: list[Finding] = findings(noted, born=BORN[age], limits=LIMITS, around=around)
    return [(finding.rule, finding.stops) for finding in found]


FULL_WEEK = tuple(_on(MONDAY + n * DAY, "09:00", 420, HOLIDAY) for n in range(5))
STOPS = [
    (12, (_on(SATURDAY, "10:00", 60),), "too_young"),
    (13, (_on(MONDAY, "14:00", 60, SCHOOL),), "school_day"),
    (14, (_on(SATURDAY, "09:00", 210), _on(SATURDAY, "13:00", 211)), "day"),
    (14, (_on(SUNDAY, "10:00", 60),), "sunday"),
    (13, (_on(SATURDAY, "06:30", 60),), "clock"),
    (13, (_on(SATURDAY, "17:30", 120),), "clock"),
    (13, (_on(MONDAY, "12:00", 420), _on(MONDAY + DAY, "07:00", 60)), "rest"),
    (13, (_on(SATURDAY, "09:00", 361), _on(MONDAY + 2 * DAY, "09:00", 360)), "week"),
    (14, (*FULL_WEEK[:4], _on(MONDAY + 4 * DAY, "09:00", 200, HOLIDAY), _on(SATURDAY, "09:00", 60)), "days"),
    (15, (_on(MONDAY, "16:00", 121, SCHOOL),), "day"),
    (15, (_on(SATURDAY, "19:00", 30),), "clock"),
    (15, tuple(_on(MONDAY + n * DAY, "09:00", 480, HOLIDAY) for n in range(6)), "week"),
]
PASSES = [
    (13, (_on(SATURDAY, "09:00", 210), _on(SATURDAY, "13:00", 210))),
    (14, (_on(SATURDAY, "07:00", 240), _on(SATURDAY, "16:00", 180))),
    (14, (_on(SATURDAY, "09:00", 240),)),
    (15, (_on(MONDAY, "16:00", 120, SCHOOL),)),
    (15, (_on(MONDAY, "19:00", 120, HOLIDAY),)),
    (18, (_on(SUNDAY, "00:00", 900),)),
    (13, ()),
]
WARNS = [
    (15, (_on(SUNDAY, "10:00", 60),), "sunday"),
    (15, (_on(SATURDAY, "09:00", 271),), "break"),
    (15, (_on(SATURDAY, "09:00", 200), _on(SATURDAY, "12:40", 71)), "break"),
    (16, (_on(SATURDAY, "05:00", 60),), "clock"),
    (17, (_on(SATURDAY, "09:00", 270), _on(SATURDAY, "14:00", 271)), "day"),
]


@pytest.mark.parametrize(("age", "noted", "rule"), STOPS)
def test_a_limit_whose_source_was_read_stops(age: int, noted: tuple[Entry, ...], rule: str) -> None:
    assert (rule, True) in _said(age, *noted)


@pytest.mark.parametrize(("age", "noted", "rule"), WARNS)
def test_what_is_unread_or_has_conditions_warns(age: int, noted: tuple[Entry, ...], rule: str) -> None:
    said = _said(age, *noted)
    assert (rule, False) in said and not any(stops for _, stops in said)


@pytest.mark.parametrize(("age", "noted"), PASSES)
def test_what_the_law_allows_is_not_remarked_upon(age: int, noted: tuple[Entry, ...]) -> None:
    assert _said(age, *noted) == []


def test_service_elsewhere_counts_in_the_same_week() -> None:
    here, elsewhere = _on(SATURDAY, "13:00", 120), _on(SATURDAY, "07:00", 301)
    assert _said(14, here) == []
    assert ("day", True) in _said(14, here, around=(elsewhere,))


def test_the_limit_is_that_of_the_age_on_the_day() -> None:
    born = date(2013, 11, 17)
    found = [limit_for(born, day, LIMITS) for day in (MONDAY, MONDAY + DAY)]
    assert [limit.from_age for limit in found if limit] == [0, 13]
    assert limit_for(date(2008, 11, 16), MONDAY, LIMITS) is None


@calmly
@given(entries())
def test_the_minutes_are_the_time_that_really_passed(entry: Entry) -> None:
    require_time(entry, BOUNDS)
    assert entry.ends - entry.begins == timedelta(minutes=entry.minutes)
    assert overlapping([entry, replace(entry)]) is not None
    assert length(entry.minutes).split(":")[1] == f"{entry.minutes % 60:02d}"


@calmly
@given(st.lists(entries(), max_size=6))
def test_entries_overlap_only_when_they_share_a_minute(noted: list[Entry]) -> None:
    shared = any(
        one.begins < other.ends and other.begins < one.ends
        for number, one in enumerate(noted)
        for other in noted[number + 1 :]
    )
    assert (overlapping(noted) is not None) == shared


@calmly
@given(entries(), st.integers(1, 600))
def test_what_follows_at_once_does_not_overlap_and_its_sum_is_exact(entry: Entry, more: int) -> None:
    room = minutes_left(entry.day, entry.start) - entry.minutes
    if not room:
        return
    after = replace(entry, start=entry.end, minutes=min(more, room))
    if after.begins == entry.ends:  # of an hour that comes twice, a start means the first
        assert overlapping([after, entry]) is None
    assert total([entry, after]) == entry.minutes + after.minutes


@calmly
@given(entries(), st.integers(1, 2000))
def test_no_entry_leaves_its_day_or_outgrows_it(entry: Entry, minutes: int) -> None:
    changed = replace(entry, minutes=minutes)
    if 5 <= minutes <= min(minutes_left(entry.day, entry.start), BOUNDS.longest_day_minutes):
        require_time(changed, BOUNDS)
        require_day_fits(entry.day, [changed], BOUNDS)
        return
    with pytest.raises(Refused) as refused:
        require_time(changed, BOUNDS)
    assert refused.value.field == "minutes"


@calmly
@given(st.lists(entries(), max_size=8), st.integers(12, 19))
def test_limits_speak_only_of_the_weeks_noted(noted: list[Entry], age: int) -> None:
    weeks = {monday_of(entry.day) for entry in noted}
    born = date(2027 - age, 6, 1)
    found = findings(noted, born=born, limits=LIMITS)
    assert {monday_of(finding.day) for finding in found} <= weeks
    assert [finding.stops for finding in found] == sorted((f.stops for f in found), reverse=True)


@pytest.mark.parametrize(
    ("day", "start", "left"),
    [(FORWARD, time(1), 22 * 60), (BACK, time(1), 24 * 60), (MONDAY, time(1), 23 * 60), (BACK, time(2), 23 * 60)],
)
def test_a_day_on_which_the_clock_is_moved_is_an_hour_shorter_or_longer(day: date, start: time, left: int) -> None:
    assert minutes_left(day, start) == left


def test_an_hour_that_was_skipped_is_refused_and_the_end_reads_the_new_time() -> None:
    with pytest.raises(Refused, match="02:30 did not exist on 2026-03-29"):
        require_time(_on(FORWARD, "02:30", 60), BOUNDS)
    assert _on(FORWARD, "01:30", 60).end == time(3, 30)
    assert _on(BACK, "01:30", 120).end == time(2, 30)


@calmly
@given(st.lists(entries().map(lambda entry: replace(entry, day=MONDAY)), min_size=1, max_size=5), st.integers(1, 120))
def test_the_longest_stretch_is_at_most_all_and_at_least_the_longest_entry(noted: list[Entry], pause: int) -> None:
    stretch = longest_stretch(noted, pause)
    assert max(entry.minutes for entry in noted) <= stretch <= total(noted)
