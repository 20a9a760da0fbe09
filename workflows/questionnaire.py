"""The youths' questionnaire (jongerenvragenlijst): what may be sent, and from how many answers on what is shown.

It is no process: an answer belongs to no case and to nobody, so there is nothing that anybody could act on. The rules
are these functions. Everything that is ever shown is a sum of groups of at least five answers, so that no answer of
one youth follows from comparing two days, two years, or a year with the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from workflows.base import N_, Refused

FROM = 5  # what fewer youths said is not shown
MOST_QUESTIONS = 8
SCALE = (1, 2, 3, 4, 5)  # from no to yes; the words are reference data

Counts = dict[str, list[int]]  # by question: how often each step of the scale was chosen, in the order of SCALE


def says_something(answers: Mapping[str, int]) -> None:
    """Every question may be skipped, but not all of them."""
    if not answers:
        raise Refused(N_("Answer at least one question, or close this page if you would rather not."))


def groups(years: Sequence[int]) -> list[tuple[int, ...]]:
    """Which of the answers of one organisation can be shown, and together with which: a group is the places of its
    answers in `years`, the years of their rounds. Those of one year form a group when there are five of them; of what
    is left of all years five or more form one together; fewer wait.
    """
    of_year: dict[int, list[int]] = {}
    for place, year in enumerate(years):
        of_year.setdefault(year, []).append(place)
    alone = [tuple(places) for _year, places in sorted(of_year.items()) if len(places) >= FROM]
    left = tuple(place for _year, places in sorted(of_year.items()) if len(places) < FROM for place in places)
    return [*alone, left] if len(left) >= FROM else alone


def counted(answers: Iterable[Mapping[str, int]]) -> Counts:
    """What a group said. A question that fewer than five of the group answered is left out, for good."""
    found: Counts = {}
    for one in answers:
        for question, step in one.items():
            found.setdefault(question, [0] * len(SCALE))[SCALE.index(step)] += 1
    return {question: counts for question, counts in found.items() if sum(counts) >= FROM}


def together(groups_counted: Iterable[Mapping[str, Sequence[int]]]) -> Counts:
    """What several groups said together."""
    found: Counts = {}
    for one in groups_counted:
        for question, counts in one.items():
            known = found.get(question, [0] * len(SCALE))
            found[question] = [a + b for a, b in zip(known, counts, strict=True)]
    return found


def mean(counts: Sequence[int]) -> float:
    """The mean step on the scale from 1 to 5."""
    return sum(step * count for step, count in zip(SCALE, counts, strict=True)) / sum(counts)
