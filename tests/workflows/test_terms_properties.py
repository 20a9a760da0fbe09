"""What holds of the terms of the Awb and the Atw whatever the days are; each reckoned anew, day by day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.workflows.reckoning import CALENDAR, weeks
from workflows.calendar import Length, Unit, add_months, add_years
from workflows.decision_terms import (
    Extension,
    Suspension,
    decision_term,
    suspended_by_consent,
    suspended_for_supplement,
)
from workflows.objection_terms import (
    Timeliness,
    objection_decision_term,
    objection_term,
    suspended_for_repair,
    timeliness,
)
from workflows.penalty import Tariff, Tier, penalty
from workflows.terms import (
    Basis,
    accreditation_ends_on,
    follows_atw,
    lapses_on,
    renewal_opens_on,
    set_aside_window,
    successor_starts_on,
    term_after,
)

DAY = timedelta(days=1)
DAYS = st.dates(date(2026, 1, 1), date(2034, 12, 31))
SIX, ONE = weeks(6), weeks(1)
TARIFF = Tariff(valid_from=date(2019, 1, 1), valid_to=None, verified=True, source="art. 4:17 Awb",
                tiers=(Tier(1, 14, 2300), Tier(15, 28, 3500), Tier(29, 42, 4500)))  # fmt: skip
calmly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def next_working_day(day: date) -> date:
    """The day itself, or the first after it that is no Saturday, Sunday or holiday (art. 1 Atw), day by day."""
    while day.weekday() >= 5 or CALENDAR.name_of(day):
        day += DAY
    return day


# -- 6:7 to 6:9 Awb -------------------------------------------------------------------------------------------------
@calmly
@given(DAYS)
def test_art_6_7_and_6_8_six_weeks_from_the_day_after_and_art_1_atw_moves_only_the_end(sent: date) -> None:
    term = objection_term(announced_on=sent, length=SIX, calendar=CALENDAR)
    assert (term.starts_on, term.base_ends_on) == (sent + DAY, sent + 42 * DAY)
    assert term.ends_on == next_working_day(term.base_ends_on)
    assert any(step.law == "art. 1 Atw" for step in term.steps) is (term.ends_on != term.base_ends_on)


@calmly
@given(DAYS, st.integers(-5, 30), st.none() | st.integers(-10, 10))
def test_art_6_9_in_time_before_the_end_or_posted_before_it_and_here_within_a_week(
    sent: date, after: int, posted: int | None
) -> None:
    term = objection_term(announced_on=sent, length=SIX, calendar=CALENDAR)
    received = term.ends_on + after * DAY
    posted_on = min(received, term.ends_on + posted * DAY) if posted is not None else None
    found = timeliness(term, received_on=received, posted_on=posted_on, post_limit=ONE, calendar=CALENDAR)
    by_post = posted_on is not None and posted_on <= term.ends_on
    limit = next_working_day(term.ends_on + 7 * DAY)
    wanted = (Timeliness.IN_TIME if received <= term.ends_on
              else Timeliness.IN_TIME_BY_POST if by_post and received <= limit else Timeliness.LATE)  # fmt: skip
    assert found is wanted


# -- 7:10 Awb -------------------------------------------------------------------------------------------------------
@calmly
@given(DAYS, st.sampled_from([6, 12]), st.booleans(), st.none() | st.tuples(st.integers(0, 60), st.integers(1, 40)))
def test_art_7_10_counts_from_the_end_of_the_six_weeks_and_leaves_out_the_days_of_repair(
    ended: date, length: int, adjourned: bool, repair: tuple[int, int] | None
) -> None:
    asked = ended + repair[0] * DAY if repair else None
    repaired = asked + repair[1] * DAY if asked and repair else None
    assume(asked is None or asked < ended + length * 7 * DAY)
    pauses = [] if asked is None or repaired is None else [
        suspended_for_repair(asked_on=asked, due_on=repaired, repaired_on=repaired, today=repaired)
    ]  # fmt: skip
    term = objection_decision_term(objection_term_ended_on=ended, length=weeks(length), calendar=CALENDAR,
                                   suspensions=pauses, adjourned_by=SIX if adjourned else None)  # fmt: skip
    still = 0 if asked is None or repaired is None else (repaired - asked).days - 1
    assert term.base_ends_on == ended + (length * 7 + (42 if adjourned else 0) + still) * DAY
    assert term.ends_on == next_working_day(term.base_ends_on)


@calmly
@given(DAYS, st.lists(st.tuples(st.integers(0, 41), st.integers(-20, 90)), max_size=3))
def test_art_7_10_lid_4_a_later_day_counts_when_it_was_agreed_in_time_and_never_shortens(
    ended: date, delays: list[tuple[int, int]]
) -> None:
    plain = objection_decision_term(objection_term_ended_on=ended, length=SIX, calendar=CALENDAR)
    further = [Extension(ended + on * DAY, plain.ends_on + by * DAY) for on, by in delays]
    term = objection_decision_term(objection_term_ended_on=ended, length=SIX, calendar=CALENDAR, further_delays=further)
    assert term.ends_on == max([plain.ends_on, *(one.ends_on for one in further)])
    late = Extension(term.ends_on + DAY, term.ends_on + 30 * DAY)
    again = objection_decision_term(objection_term_ended_on=ended, length=SIX, calendar=CALENDAR,
                                    further_delays=[*further, late])  # fmt: skip
    assert again.ends_on == term.ends_on, "agreed after the end it does not revive the term"


# -- 4:5 and 4:13 to 4:15 Awb ---------------------------------------------------------------------------------------
@calmly
@given(DAYS, st.integers(1, 60), st.none() | st.integers(0, 80))
def test_art_4_5_lid_4_four_weeks_from_the_supplement_in_time_or_the_term_that_passed(
    asked: date, term_days: int, answered: int | None
) -> None:
    due = asked + term_days * DAY
    supplemented = asked + answered * DAY if answered is not None else None
    window = set_aside_window(supplemented_on=supplemented, due_on=due, length=weeks(4), calendar=CALENDAR)
    since = supplemented if supplemented is not None and supplemented <= due else due
    assert (window.starts_on, window.ends_on) == (since + DAY, next_working_day(since + 28 * DAY))


@calmly
@given(DAYS, st.integers(0, 55), st.integers(1, 60), st.none() | st.integers(1, 80))
def test_art_4_13_and_4_15_eight_weeks_without_the_days_of_the_supplement(
    received: date, asked_after: int, term_days: int, answered: int | None
) -> None:
    asked, due = received + asked_after * DAY, received + (asked_after + term_days) * DAY
    supplemented = asked + answered * DAY if answered is not None else None
    pause = suspended_for_supplement(asked_on=asked, due_on=due, supplemented_on=supplemented, today=due + 200 * DAY)
    term = decision_term(received_on=received, length=weeks(8), calendar=CALENDAR, suspensions=[pause])
    in_time = supplemented is not None and supplemented <= due
    # from the day after the request until the day of the supplement, or through the last day of its term
    still = (supplemented - asked).days - 1 if in_time and supplemented else term_days
    assert term.base_ends_on == received + (56 + max(0, still)) * DAY
    assert term.ends_on == next_working_day(term.base_ends_on)


@calmly
@given(DAYS, st.integers(0, 55), st.integers(1, 90))
def test_art_4_15_lid_2_consent_suspends_until_the_agreed_day(received: date, given_after: int, days: int) -> None:
    given_on = received + given_after * DAY
    pause = suspended_by_consent(given_on=given_on, until=given_on + days * DAY)
    term = decision_term(received_on=received, length=weeks(8), calendar=CALENDAR, suspensions=[pause])
    assert term.base_ends_on == received + (56 + days - 1) * DAY


@calmly
@given(DAYS, st.integers(0, 80), st.integers(-30, 90))
def test_art_4_14_lid_3_an_extension_counts_within_the_eight_weeks_and_is_the_day_that_was_named(
    received: date, set_after: int, by: int
) -> None:
    plain = decision_term(received_on=received, length=weeks(8), calendar=CALENDAR)
    extension = Extension(received + set_after * DAY, plain.ends_on + by * DAY)
    term = decision_term(received_on=received, length=weeks(8), calendar=CALENDAR, extensions=[extension])
    counts = extension.set_on <= plain.ends_on and by > 0
    assert term.ends_on == (extension.ends_on if counts else plain.ends_on)


@calmly
@given(DAYS, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4))
def test_art_4_15_days_that_stand_still_twice_count_once(received: date, pauses: list[tuple[int, int]]) -> None:
    found = [Suspension(received + first * DAY, received + (first + days) * DAY) for first, days in pauses]
    term = decision_term(received_on=received, length=weeks(8), calendar=CALENDAR, suspensions=found)
    still = {one.starts_on + n * DAY for one in found if one.until for n in range((one.until - one.starts_on).days)}
    length = (term.base_ends_on - received).days
    counted = [day for n in range(length) if (day := received + (n + 1) * DAY) not in still]
    assert len(counted) == 56 and counted[-1] == term.base_ends_on
    assert term.ends_on == next_working_day(term.base_ends_on)


# -- 4:17 Awb -------------------------------------------------------------------------------------------------------
@calmly
@given(DAYS, st.integers(-20, 200), st.integers(-20, 80))
def test_art_4_17_two_weeks_after_both_and_then_day_by_day_up_to_the_maximum(
    ended: date, notice_after: int, days: int
) -> None:
    notice = ended + notice_after * DAY
    found = penalty(term_ended_on=ended, notice_received_on=notice, wait=weeks(2), tariffs=(TARIFF,), calendar=CALENDAR)
    assert found.wait.base_ends_on == max(ended, notice) + 14 * DAY
    assert found.first_day == next_working_day(found.wait.base_ends_on) + DAY
    assert (found.last_day - found.first_day).days == 41, "the 42 days do not roll (art. 4:17 lid 3 Awb)"
    rates = [2300] * 14 + [3500] * 14 + [4500] * 14
    day = found.first_day + days * DAY
    assert found.penalty_on(day) == sum(rates[: max(0, days + 1)])
    assert found.due_for(day) == sum(rates[: max(0, days)]), "the day of the decision itself no longer counts"
    assert found.tariff.maximum == 144_200 == sum(rates)


# -- Atw ------------------------------------------------------------------------------------------------------------
@calmly
@given(DAYS, st.sampled_from([Length(4, Unit.YEARS), Length(1, Unit.YEARS), Length(6, Unit.MONTHS),
                              Length(91, Unit.DAYS), Length(13, Unit.WEEKS)]))  # fmt: skip
def test_art_4_atw_longer_terms_end_on_their_day_also_on_a_sunday(day: date, length: Length) -> None:
    assert not follows_atw(length, Basis.LAW)
    term = term_after(day, length, kind="x", law="", calendar=CALENDAR)
    assert term.ends_on == term.base_ends_on == length.after(day)


@calmly
@given(DAYS, st.integers(3, 90))
def test_art_2_atw_a_term_of_three_days_or_more_has_two_working_days(day: date, days: int) -> None:
    term = term_after(day, Length(days, Unit.DAYS), kind="x", law="", calendar=CALENDAR)
    span = (term.ends_on - term.starts_on).days + 1
    working = [d for n in range(span) if next_working_day(d := term.starts_on + n * DAY) == d]
    assert len(working) >= 2 and next_working_day(term.ends_on) == term.ends_on


# -- the years ------------------------------------------------------------------------------------------------------
@calmly
@given(DAYS, st.integers(1, 4), st.integers(1, 12))
def test_a_renewal_opens_before_the_end_and_begins_the_day_after_without_a_gap(
    starts: date, years: int, months: int
) -> None:
    ends = accreditation_ends_on(starts, years)
    opens = renewal_opens_on(ends, Length(months, Unit.MONTHS))
    assert opens < ends < successor_starts_on(ends) == ends + DAY
    assert opens == add_months(ends, -months)
    assert add_years(starts, years) <= successor_starts_on(ends) <= add_years(starts, years) + DAY  # 29 February
    assert lapses_on(ends, Length(4, Unit.YEARS)) == add_years(ends, 4) + DAY
