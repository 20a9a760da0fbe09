"""Terms and how they roll (Awb, Atw); the dates are computed by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.reckoning import CALENDAR, weeks
from workflows.calendar import Length, Unit
from workflows.decision_terms import (
    Extension,
    Suspension,
    decision_term,
    suspended_by_consent,
    suspended_for_supplement,
)
from workflows.objection_terms import (
    Timeliness,
    inspection_from,
    objection_decision_term,
    objection_term,
    papers_until,
    suspended_for_repair,
    timeliness,
)
from workflows.penalty import Tariff, Tier, penalty
from workflows.terms import (
    Basis,
    accreditation_ends_on,
    at_least,
    follows_atw,
    lapses_on,
    renewal_opens_on,
    roll,
    set_aside_window,
    silent_from,
    successor_starts_on,
    supplement_term,
    term_after,
    view_term,
)

DAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31))
TIERS = (Tier(1, 14, 2300), Tier(15, 28, 3500), Tier(29, 42, 4500))
TARIFF = Tariff(valid_from=date(2019, 1, 1), valid_to=None, tiers=TIERS, verified=True, source="art. 4:17 Awb")
JUNE = date(2026, 6, 1)  # a Monday; eight weeks later is Monday 27 July


def decided(*suspensions: Suspension, extensions: tuple[Extension, ...] = (), received: date = JUNE):
    return decision_term(received_on=received, length=weeks(8), calendar=CALENDAR, suspensions=suspensions,
                         extensions=extensions)  # fmt: skip


def test_a_term_that_ends_on_saturday_runs_to_monday_and_says_so() -> None:
    term = decided(received=date(2026, 4, 18))
    assert (term.starts_on, term.base_ends_on, term.ends_on) == (
        date(2026, 4, 19), date(2026, 6, 13), date(2026, 6, 15))  # fmt: skip
    assert term.steps[-1].law == "art. 1 Atw"
    assert not term.has_passed(date(2026, 6, 15))
    assert term.has_passed(date(2026, 6, 16))
    assert term.days_left(date(2026, 6, 15)) == 1


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        (date(2026, 4, 3), date(2026, 4, 7)),  # Good Friday to the Tuesday after Easter
        (date(2026, 5, 14), date(2026, 5, 18)),  # Ascension, decreed Friday, weekend
        (date(2026, 12, 25), date(2026, 12, 28)),
        (date(2026, 12, 31), date(2026, 12, 31)),
        (date(2027, 5, 5), date(2027, 5, 7)),  # Liberation Day, then Ascension
        (date(2028, 2, 29), date(2028, 2, 29)),
        (date(2028, 6, 3), date(2028, 6, 6)),  # Whitsun
    ],
)
def test_art_1_rolls_to_the_next_working_day(base: date, expected: date) -> None:
    assert roll(base - timedelta(days=20), base, calendar=CALENDAR)[0] == expected


def test_art_2_gives_a_term_of_three_days_two_working_days() -> None:
    three = Length(3, Unit.DAYS)
    term = term_after(date(2026, 6, 12), three, kind="x", law="", calendar=CALENDAR)  # Sat, Sun, Mon
    assert term.ends_on == date(2026, 6, 16)
    two = term_after(date(2026, 6, 12), Length(2, Unit.DAYS), kind="x", law="", calendar=CALENDAR)
    assert two.ends_on == date(2026, 6, 15)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [(90, "days", True), (91, "days", False), (12, "weeks", True), (13, "weeks", False), (3, "months", True),
     (4, "months", False), (1, "years", False), (24, "hours", False)],
)  # fmt: skip
def test_art_4_leaves_long_terms_alone(value: int, unit: str, expected: bool) -> None:
    assert follows_atw(Length(value, Unit(unit)), Basis.LAW) is expected
    assert not follows_atw(Length(value, Unit(unit)), Basis.BODY)


def test_a_term_in_years_never_rolls() -> None:
    term = term_after(date(2026, 6, 13), Length(1, Unit.YEARS), kind="x", law="", calendar=CALENDAR)
    assert term.ends_on == date(2027, 6, 13)  # a Sunday


def test_a_term_that_the_body_sets_rolls_as_a_courtesy() -> None:
    term = supplement_term(asked_on=JUNE, due_on=date(2026, 6, 20), calendar=CALENDAR)
    assert term.ends_on == date(2026, 6, 22)
    assert "courtesy" in term.steps[-1].message
    assert term.steps[-1].law == ""
    assert view_term(announced_on=JUNE, due_on=date(2026, 6, 15), calendar=CALENDAR).ends_on == date(2026, 6, 15)
    with pytest.raises(ValueError, match="after"):
        view_term(announced_on=JUNE, due_on=JUNE, calendar=CALENDAR)


def test_two_weeks_are_fourteen_days_after_the_request() -> None:
    assert at_least(JUNE, date(2026, 6, 15), weeks(2))
    assert not at_least(JUNE, date(2026, 6, 14), weeks(2))


def test_a_supplement_moves_the_end_by_the_days_in_between() -> None:
    asked = suspended_for_supplement(asked_on=date(2026, 6, 8), due_on=date(2026, 6, 22),
                                     supplemented_on=date(2026, 6, 19), today=date(2026, 6, 30))  # fmt: skip
    assert asked == Suspension(date(2026, 6, 9), date(2026, 6, 19))
    assert decided(asked).ends_on == date(2026, 8, 6)  # 27 July and ten days


def test_an_unused_term_suspends_through_its_last_day() -> None:
    unused = suspended_for_supplement(asked_on=date(2026, 6, 8), due_on=date(2026, 6, 22), supplemented_on=None,
                                      today=date(2026, 6, 23))  # fmt: skip
    assert unused.until == date(2026, 6, 23)
    assert decided(unused).ends_on == date(2026, 8, 10)


def test_an_open_suspension_stops_the_clock() -> None:
    pending = suspended_for_supplement(asked_on=date(2026, 6, 8), due_on=date(2026, 6, 22), supplemented_on=None,
                                       today=date(2026, 6, 22))  # fmt: skip
    term = decided(pending)
    assert not term.running
    assert term.ends_on == date(2026, 7, 27)
    assert term.days_left(date(2027, 1, 1)) == 49
    assert not term.has_passed(date(2027, 1, 1))


def test_consent_suspends_until_the_agreed_day() -> None:
    term = decided(suspended_by_consent(given_on=date(2026, 7, 20), until=date(2026, 8, 3)))
    assert term.ends_on == date(2026, 8, 10)  # 21 July through 2 August: thirteen days; 9 August is a Sunday
    assert "lid 2" in term.steps[1].law


def test_overlapping_suspensions_count_once() -> None:
    first, second = Suspension(date(2026, 6, 9), date(2026, 6, 19)), Suspension(date(2026, 6, 15), date(2026, 6, 23))
    assert decided(first, second).base_ends_on == date(2026, 8, 10)


def test_a_suspension_after_the_end_changes_nothing() -> None:
    assert decided(Suspension(date(2026, 7, 28), date(2026, 9, 1))).ends_on == date(2026, 7, 27)


def test_an_extension_counts_if_it_came_in_time_and_does_not_roll() -> None:
    in_time = decided(extensions=(Extension(date(2026, 7, 27), date(2026, 9, 5)),))
    assert in_time.ends_on == date(2026, 9, 5)  # a Saturday that the body named
    late = decided(extensions=(Extension(date(2026, 7, 28), date(2026, 9, 5)),))
    assert late.ends_on == date(2026, 7, 27)
    again = decided(Suspension(date(2026, 8, 3), date(2026, 8, 13)),
                    extensions=(Extension(date(2026, 7, 1), date(2026, 9, 1)),))  # fmt: skip
    assert again.ends_on == date(2026, 9, 11)


def test_setting_aside_is_possible_for_four_weeks() -> None:
    due = date(2026, 6, 15)
    unused = set_aside_window(supplemented_on=None, due_on=due, length=weeks(4), calendar=CALENDAR)
    assert (unused.starts_on, unused.ends_on) == (date(2026, 6, 16), date(2026, 7, 13))
    short = set_aside_window(supplemented_on=date(2026, 6, 13), due_on=due, length=weeks(4), calendar=CALENDAR)
    assert short.ends_on == date(2026, 7, 13)  # Saturday 11 July, rolled


def test_the_penalty() -> None:
    found = penalty(term_ended_on=date(2026, 7, 27), notice_received_on=date(2026, 8, 3), wait=weeks(2),
                    tariffs=(TARIFF,), calendar=CALENDAR)  # fmt: skip
    assert (found.first_day, found.last_day) == (date(2026, 8, 18), date(2026, 9, 28))
    amounts = [found.penalty_on(date(2026, 8, 17) + timedelta(days=n)) for n in (0, 1, 14, 15, 28, 29, 42, 43)]
    assert amounts == [0, 2300, 32200, 35700, 81200, 85700, 144200, 144200]
    assert found.due_for(date(2026, 8, 18)) == 0
    assert found.tariff.maximum == 144200
    with pytest.raises(LookupError):
        penalty(term_ended_on=JUNE, notice_received_on=JUNE, wait=weeks(2), tariffs=(), calendar=CALENDAR)


def test_an_objection_on_day_43_is_late_unless_it_was_posted_in_time() -> None:
    term = objection_term(announced_on=JUNE, length=weeks(6), calendar=CALENDAR)
    assert term.ends_on == date(2026, 7, 13)

    def judged(received: date, posted: date | None = None) -> Timeliness:
        return timeliness(term, received_on=received, posted_on=posted, post_limit=weeks(1), calendar=CALENDAR)

    assert judged(date(2026, 7, 13)) is Timeliness.IN_TIME
    assert judged(date(2026, 7, 14)) is Timeliness.LATE
    assert judged(date(2026, 7, 20), date(2026, 7, 13)) is Timeliness.IN_TIME_BY_POST
    assert judged(date(2026, 7, 21), date(2026, 7, 13)) is Timeliness.LATE
    assert judged(date(2026, 7, 15), date(2026, 7, 14)) is Timeliness.LATE


def test_the_decision_on_an_objection() -> None:
    def ends(length: int, **given) -> date:
        return objection_decision_term(objection_term_ended_on=date(2026, 7, 13), length=weeks(length),
                                       calendar=CALENDAR, **given).ends_on  # fmt: skip

    assert ends(6) == date(2026, 8, 24)
    assert ends(12) == date(2026, 10, 5)
    assert ends(12, adjourned_by=weeks(6)) == date(2026, 11, 16)
    repair = suspended_for_repair(asked_on=date(2026, 7, 6), due_on=date(2026, 7, 20), repaired_on=date(2026, 7, 20),
                                  today=date(2026, 8, 1))  # fmt: skip
    assert ends(6, suspensions=[repair]) == date(2026, 8, 31)  # six days after the 13th; 30 August is a Sunday
    with pytest.raises(ValueError, match="six"):
        ends(6, adjourned_by=weeks(7))


def test_terms_counted_backwards_never_roll() -> None:
    assert papers_until(date(2026, 6, 16), Length(10, Unit.DAYS)) == date(2026, 6, 6)  # a Saturday
    assert inspection_from(date(2026, 4, 13), weeks(1)) == date(2026, 4, 6)  # Easter Monday


def test_an_accreditation_ends_the_day_before_its_anniversary() -> None:
    assert accreditation_ends_on(date(2027, 1, 1), 4) == date(2030, 12, 31)
    assert accreditation_ends_on(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert accreditation_ends_on(date(2028, 2, 29), 4) == date(2032, 2, 28)
    assert accreditation_ends_on(date(2028, 3, 1), 4) == date(2032, 2, 29)
    assert successor_starts_on(date(2030, 12, 31)) == date(2031, 1, 1)
    assert renewal_opens_on(date(2030, 8, 31), Length(6, Unit.MONTHS)) == date(2030, 2, 28)
    assert lapses_on(date(2026, 6, 13), Length(4, Unit.YEARS)) == date(2030, 6, 14)


def test_ten_working_days_of_silence() -> None:
    assert silent_from(date(2026, 5, 11), Length(10, Unit.WORKING_DAYS), CALENDAR) == date(2026, 5, 29)


@given(DAYS, st.integers(1, 12))
def test_a_rolled_term_ends_on_a_working_day_and_never_early(day: date, length: int) -> None:
    term = term_after(day, weeks(length), kind="x", law="", calendar=CALENDAR)
    assert CALENDAR.is_working_day(term.ends_on)
    assert term.ends_on >= term.base_ends_on


PAUSES = st.lists(
    st.builds(lambda start, days: Suspension(JUNE + timedelta(days=start), JUNE + timedelta(days=start + days)),
              st.integers(-10, 120), st.integers(0, 60)),
    max_size=4,
)  # fmt: skip


@given(PAUSES, st.randoms(use_true_random=False))
def test_suspending_never_shortens_and_order_does_not_matter(pauses: list[Suspension], random) -> None:
    term = decided(*pauses)
    shuffled = list(pauses)
    random.shuffle(shuffled)
    assert decided(*shuffled) == term
    assert term.ends_on >= decided(*pauses[:-1]).ends_on
    suspended = {
        p.starts_on + timedelta(days=n) for p in pauses if p.until for n in range((p.until - p.starts_on).days)
    }
    counted = [d for n in range((term.base_ends_on - term.starts_on).days + 1)
               if (d := term.starts_on + timedelta(days=n)) not in suspended]  # fmt: skip
    assert len(counted) >= 56


@given(DAYS, DAYS, st.integers(-5, 80))
def test_a_penalty_only_grows_and_stays_below_its_maximum(ended: date, notice: date, days: int) -> None:
    found = penalty(term_ended_on=ended, notice_received_on=notice, wait=weeks(2), tariffs=(TARIFF,), calendar=CALENDAR)
    day = found.first_day + timedelta(days=days)
    assert found.penalty_on(day) <= found.penalty_on(day + timedelta(days=1)) <= found.tariff.maximum
