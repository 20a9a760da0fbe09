"""What is shown of the youths' questionnaire: sums of groups of at least five answers, and nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from mdt.models import QuestionnaireTally, db
from mdt.rules.questionnaire import Question, questionnaire
from mdt.services import clock
from workflows.questionnaire import mean, together


@dataclass(frozen=True)
class Line:
    """What was said to one question: how often each step of the scale, from no to yes, was chosen."""

    question: Question
    counts: tuple[int, ...]

    @property
    def answers(self) -> int:
        """By how many."""
        return sum(self.counts)

    @property
    def mean(self) -> float:
        """The mean step, from 1 to 5."""
        return mean(self.counts)


@dataclass(frozen=True)
class Figures:
    """The answers about an organisation that are shown; `years` are those that can be told apart."""

    answers: int
    first_year: int
    last_year: int
    lines: tuple[Line, ...]
    years: Mapping[int, Figures]

    def line(self, question: Question) -> Line | None:
        """What was said to a question, if enough answered it."""
        return next((one for one in self.lines if one.question.id == question.id), None)


def of(organisation_id: uuid.UUID, on: date | None = None) -> Figures | None:
    """What is shown of an organisation, as on a day (today); None while there are not five answers. One statement."""
    query = select(QuestionnaireTally).where(
        QuestionnaireTally.organisation_id == organisation_id, QuestionnaireTally.released_on <= (on or clock.today())
    )
    found = list(db.session.scalars(query))
    if not found:
        return None
    alone = sorted({one.first_year for one in found if one.first_year == one.last_year})
    years = {year: _figures([one for one in found if one.first_year == one.last_year == year], {}) for year in alone}
    whole = _figures(found, {})
    return replace(whole, years={} if [one.answers for one in years.values()] == [whole.answers] else years)


def _figures(tallies: Sequence[QuestionnaireTally], years: Mapping[int, Figures]) -> Figures:
    counts = together(one.counts for one in tallies)
    lines = tuple(Line(one, tuple(counts[one.id])) for one in questionnaire().questions() if one.id in counts)
    return Figures(sum(one.answers for one in tallies), min(one.first_year for one in tallies),
                   max(one.last_year for one in tallies), lines, years)  # fmt: skip
