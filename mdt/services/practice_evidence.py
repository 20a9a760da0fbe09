"""What a judgement can rest on: the organisation's own answers, what was seen and heard on the visit, its files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from mdt.models import Application, Conversation, Observation, Upload, Visit
from mdt.rules.framework import ConversationKind, Framework, Indicator, Question, Theme
from mdt.services import answers, framework_versions, visit

Observed = tuple[tuple[Indicator, Observation | None], ...]


@dataclass(frozen=True)
class Evidence:
    """Everything about one indicator; `nearby` are observations on the other indicators of its theme."""

    answers: tuple[tuple[Question, Any], ...]
    observation: Observation | None
    seen: tuple[Any, ...]
    nearby: tuple[tuple[Indicator, Observation], ...]
    conversations: tuple[tuple[ConversationKind, Conversation], ...]
    uploads: tuple[Upload, ...]


def of_indicator(application: Application, indicator: Indicator) -> Evidence:
    """Gather the evidence for one indicator."""
    framework, held = framework_versions.of(application), visit.latest(application)
    given = answers.all_of(application)
    rows = {row.indicator: row for row in held.observations} if held else {}
    own = rows.get(indicator.id)
    return Evidence(
        answers=tuple((q, given[q.id]) for q in framework.questions if indicator.id in q.prepares and q.id in given),
        observation=own,
        seen=tuple(indicator.look_for[number] for number in own.seen) if own else (),
        nearby=tuple(
            (other, rows[other.id])
            for other in framework.indicators_of(indicator.theme)
            if other.id in rows and other.id != indicator.id and rows[other.id].text.strip()
        ),
        conversations=conversations(framework, held),
        uploads=tuple(application.uploads),
    )


def conversations(framework: Framework, held: Visit | None) -> tuple[tuple[ConversationKind, Conversation], ...]:
    """The conversations of a visit, each with its kind."""
    kinds = {kind.id: kind for kind in framework.conversations.kinds}
    return tuple((kinds[row.kind], row) for row in held.conversations) if held else ()


def counted(framework: Framework, held: Visit) -> tuple[tuple[ConversationKind, int], ...]:
    """With how many people of each kind was spoken: all that the organisation gets to know."""
    numbers = Counter(row.kind for row in held.conversations)
    return tuple((kind, numbers[kind.id]) for kind in framework.conversations.kinds if numbers[kind.id])


def themes(framework: Framework, held: Visit) -> tuple[tuple[Theme, Observed], ...]:
    """The themes, each with its indicators and what was observed of them."""
    rows = {row.indicator: row for row in held.observations}
    return tuple(
        (theme, tuple((found, rows.get(found.id)) for found in framework.indicators_of(theme.id)))
        for theme in framework.themes
    )


def is_observed(row: Observation | None) -> bool:
    """Whether something was written down."""
    return row is not None and bool(row.text.strip())
