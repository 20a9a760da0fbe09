"""What an assessment framework is: plain frozen data, made from a file by `mdt.services.framework`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeVar

from mdt.rules.reading import Text

QuestionType = Literal["text", "long_text", "integer", "hours", "choice", "multi_choice", "yes_no"]


@dataclass(frozen=True)
class Level:
    """A point of the scale. From `enough` on, no condition is needed."""

    id: str
    value: int
    enough: bool
    label: Text
    meaning: Text


@dataclass(frozen=True)
class EvidenceSource:
    """What a judgement may rest on. Only a source from `practice` can carry one."""

    id: str
    practice: bool
    label: Text
    meaning: Text


@dataclass(frozen=True)
class Origin:
    """The rule or quality mark that an indicator comes from; `verified` when it was read at `url`."""

    id: str
    title: Text
    url: str
    verified: bool


@dataclass(frozen=True)
class Theme:
    id: str
    title: Text
    about: Text


@dataclass(frozen=True)
class Indicator:
    """One thing that is judged. `sources` and `origins` are ids of the framework's own lists."""

    id: str
    theme: str
    plain: Text
    look_for: tuple[Text, ...]
    ask: tuple[Text, ...]
    sources: tuple[str, ...]
    origins: tuple[str, ...]


@dataclass(frozen=True)
class ConversationKind:
    """A kind of person spoken with; never a name. `counts_as` says towards which minimum it counts."""

    id: str
    counts_as: Literal["youth", "substitute", "none"]
    label: Text


@dataclass(frozen=True)
class Conversations:
    """At least `youths` youths; a host without youths yet: `substitutes` others and the condition named here."""

    youths: int
    substitutes: int
    condition_when_substituted: str
    kinds: tuple[ConversationKind, ...]

    def counted(self, kinds: Iterable[str], counts_as: str) -> int:
        """How many of the conversations held (ids of kinds, one for each) count as `counts_as`."""
        counting = {kind.id for kind in self.kinds if kind.counts_as == counts_as}
        return sum(kind in counting for kind in kinds)


@dataclass(frozen=True)
class Condition:
    """A condition that assessors may propose: to be met within `months`, fitting the `indicators` named."""

    id: str
    title: Text
    text: Text
    months: int
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """An answer to choose. One that stands `alone` excludes the others ("nothing yet")."""

    id: str
    label: Text
    alone: bool


@dataclass(frozen=True)
class Question:
    """A question of the form. `small` ones are asked of everybody, the others not of small organisations.

    `max_length` (characters) holds for texts, `min` and `max` for integers and hours, `choices` for choices.
    `prepares` names the indicators that the answer helps to prepare.
    """

    id: str
    type: QuestionType
    label: Text
    help: Text
    small: bool
    optional: bool
    prepares: tuple[str, ...]
    max_length: int | None = None
    min: int | None = None
    max: int | None = None
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Section:
    """A short part of the form; `files` is how many supporting files may be added here."""

    id: str
    title: Text
    about: Text
    questions: tuple[Question, ...]
    files: int = 0

    def asked(self, *, small: bool) -> tuple[Question, ...]:
        """The questions put to a small organisation, or to any other."""
        return tuple(question for question in self.questions if question.small or not small)


@dataclass(frozen=True)
class SmallOrganisation:
    """When an organisation is small: fewer volunteers than this, and one of these answers on paid staff."""

    volunteers_question: str
    volunteers_below: int
    paid_question: str
    paid_choices: tuple[str, ...]
    explanation: Text

    def fits(self, answers: Mapping[str, Any]) -> bool:
        """Whether these answers (by question id) are a small organisation's; False while one is lacking."""
        volunteers = answers.get(self.volunteers_question)
        few = isinstance(volunteers, int) and volunteers < self.volunteers_below
        return few and answers.get(self.paid_question) in self.paid_choices


@dataclass(frozen=True)
class Framework:
    """A version of the assessment framework. Lists keep the order of the file; the scale goes from low to high.

    `content` is the file itself in plain JSON values: store it, and `parse` gives an equal framework back.
    """

    version: str
    valid_from: date
    title: Text
    introduction: Text
    minutes: int
    scale: tuple[Level, ...]
    sources: tuple[EvidenceSource, ...]
    origins: tuple[Origin, ...]
    themes: tuple[Theme, ...]
    indicators: tuple[Indicator, ...]
    conversations: Conversations
    min_years: int
    max_years: int
    conditions: tuple[Condition, ...]
    small_organisation: SmallOrganisation
    sections: tuple[Section, ...]
    content: dict[str, Any] = field(compare=False, repr=False)

    @property
    def practice_sources(self) -> frozenset[str]:
        """The ids of the sources that can carry a judgement."""
        return frozenset(source.id for source in self.sources if source.practice)

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    def level(self, id: str) -> Level:
        """Raises KeyError for an unknown id, as do the four below."""
        return _named(self.scale, id)

    def theme(self, id: str) -> Theme:
        return _named(self.themes, id)

    def indicator(self, id: str) -> Indicator:
        return _named(self.indicators, id)

    def section(self, id: str) -> Section:
        return _named(self.sections, id)

    def question(self, id: str) -> Question:
        return _named(self.questions, id)

    def indicators_of(self, theme: str) -> tuple[Indicator, ...]:
        return tuple(indicator for indicator in self.indicators if indicator.theme == theme)

    def condition_proposals(self, judgements: Mapping[str, str], *, substituted: bool) -> tuple[Condition, ...]:
        """The conditions that fit the joint judgements (indicator id to level id).

        `substituted`: no two youths in service could be spoken with, others were instead.
        """
        weak = {indicator for indicator, level in judgements.items() if not self.level(level).enough}
        standard = self.conversations.condition_when_substituted if substituted else None
        return tuple(c for c in self.conditions if c.id == standard or weak & set(c.indicators))


_Item = TypeVar("_Item", Level, Theme, Indicator, Section, Question)


def _named(items: tuple[_Item, ...], id: str) -> _Item:
    for item in items:
        if item.id == id:
            return item
    raise KeyError(id)
