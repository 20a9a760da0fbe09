"""The policy of the youths' questionnaire, as sentences."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.base import Refused
from workflows.questionnaire import FROM, SCALE, counted, groups, mean, says_something, together

YEARS = st.lists(st.integers(min_value=2026, max_value=2030), max_size=40)
ANSWERS = st.dictionaries(st.sampled_from(["safe", "learnt", "recommend"]), st.sampled_from(SCALE), min_size=1)


def test_a_youth_may_skip_questions_but_not_all_of_them() -> None:
    says_something({"safe": 1})
    with pytest.raises(Refused, match="at least one question"):
        says_something({})


def test_four_answers_are_not_shown_and_five_are() -> None:
    assert groups([2026] * 4) == []
    assert groups([2026] * 5) == [(0, 1, 2, 3, 4)]


def test_five_of_one_year_are_shown_as_that_year_and_the_rest_waits() -> None:
    assert groups([2026, 2027, 2026, 2026, 2027, 2026, 2026]) == [(0, 2, 3, 5, 6)]


def test_five_of_several_years_are_shown_as_one_and_no_year_of_them_by_itself() -> None:
    assert groups([2026, 2026, 2027, 2027, 2028]) == [(0, 1, 2, 3, 4)]
    assert groups([2026, 2026, 2027, 2027]) == []


@given(YEARS)
def test_whatever_comes_in_no_group_is_smaller_than_five_and_nobody_counts_twice(years: list[int]) -> None:
    found = groups(years)
    assert all(len(group) >= FROM for group in found)
    places = [place for group in found for place in group]
    assert len(set(places)) == len(places) <= len(years)
    left = Counter(year for place, year in enumerate(years) if place not in places)
    assert sum(left.values()) < FROM  # what can be shown is shown


def test_a_question_that_four_of_a_group_answered_does_not_count_and_never_will() -> None:
    group = [{"safe": 5, "learnt": 4}] * 4 + [{"safe": 1}]
    assert counted(group) == {"safe": [1, 0, 0, 0, 4]}
    assert together([counted(group), counted(group)]) == {"safe": [2, 0, 0, 0, 8]}


@given(st.lists(st.lists(ANSWERS, min_size=FROM, max_size=9), max_size=5))
def test_between_any_two_days_each_question_grows_by_nothing_or_by_five(batches: list[list[dict[str, int]]]) -> None:
    shown: dict[str, int] = {}
    for number in range(len(batches)):
        now = {name: sum(counts) for name, counts in together(counted(one) for one in batches[: number + 1]).items()}
        grown = {name: count - shown.get(name, 0) for name, count in now.items()}
        assert all(more == 0 or more >= FROM for more in grown.values())
        shown = now


def test_the_mean_is_of_who_answered() -> None:
    assert mean([0, 0, 0, 0, 5]) == 5
    assert mean([1, 0, 0, 0, 4]) == pytest.approx(4.2)
