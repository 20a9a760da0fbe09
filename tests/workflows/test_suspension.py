"""What a suspension takes away from youths in service: properties of the ranges, and the rule by example."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from workflows.suspension import Range, Suspended, days_for_new, days_of_service, without

FIRST = date(2027, 1, 1)
DAY = timedelta(days=1)
WHOLE = Range(FIRST, FIRST + 364 * DAY)


def ranges() -> st.SearchStrategy[Range]:
    """Days somewhere around the year 2027."""
    return st.builds(
        lambda first, days: Range(FIRST + first * DAY, FIRST + (first + days) * DAY),
        st.integers(-60, 420), st.integers(0, 90),
    )  # fmt: skip


@given(st.lists(ranges(), max_size=6))
def test_a_day_is_left_exactly_when_it_is_in_the_whole_and_in_no_gap(gaps: list[Range]) -> None:
    left = without(WHOLE, gaps)
    for number in range(-70, 440):
        day = FIRST + number * DAY
        wanted = WHOLE.has(day) and not any(gap.has(day) for gap in gaps)
        assert any(part.has(day) for part in left) == wanted, day


@given(st.lists(ranges(), max_size=6))
def test_what_is_left_is_in_order_and_does_not_touch(gaps: list[Range]) -> None:
    left = without(WHOLE, gaps)
    assert all(part.first <= part.last for part in left)
    assert all(after.first - before.last > DAY for before, after in pairwise(left))


def test_what_runs_goes_on_and_nothing_begins_unless_youths_are_in_danger() -> None:
    days = Range(date(2027, 3, 1), date(2027, 3, 31))
    around = [Range(FIRST, date(2027, 2, 28)), Range(date(2027, 4, 1), WHOLE.last)]
    plain, danger = Suspended(days, danger=False), Suspended(days, danger=True)
    assert days_of_service(WHOLE, [plain], began_on=days.first - DAY) == [WHOLE]
    for began_on in (days.first, days.last):  # it had not begun, so it is a new one
        assert days_of_service(WHOLE, [plain], began_on=began_on) == around
    assert days_for_new(WHOLE, [plain]) == days_for_new(WHOLE, [danger]) == around
    assert (days_of_service(WHOLE, [plain]), days_of_service(WHOLE, [danger])) == ([WHOLE], around)
