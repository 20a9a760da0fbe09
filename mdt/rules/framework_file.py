"""How an assessment framework is read from its file, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Literal, TypeVar, cast, get_args

from mdt.rules.framework import (
    Choice,
    Condition,
    ConversationKind,
    Conversations,
    EvidenceSource,
    Framework,
    Indicator,
    Level,
    Origin,
    Question,
    QuestionType,
    Section,
    SmallOrganisation,
    Theme,
)
from mdt.rules.framework_checks import check
from mdt.rules.reading import Field, Text, once

MAX_FILES = 5
MAX_YEARS = 10

_Made = TypeVar("_Made")


# ------------------------------------------------------------------------------------------------ the whole


def framework_from(root: Field) -> Framework:
    """The framework in a whole file. Fails with a sentence at the first field that is wrong."""
    root.only(
        "version", "valid_from", "title", "introduction", "minutes", "scale", "sources", "origins", "themes",
        "indicators", "conversations", "accreditation", "conditions", "small_organisation", "sections",
    )  # fmt: skip
    years = root["accreditation"]
    years.only("min_years", "max_years")
    min_years = years["min_years"].integer(low=1, high=MAX_YEARS)
    framework = Framework(
        version=root["version"].string(),
        valid_from=root["valid_from"].day(),
        title=root["title"].text(),
        introduction=root["introduction"].text(),
        minutes=root["minutes"].integer(low=1, high=240),
        scale=_made(root["scale"], _level),
        sources=_made(root["sources"], _source),
        origins=_made(root["origins"], _origin),
        themes=_made(root["themes"], _theme),
        indicators=_made(root["indicators"], _indicator),
        conversations=_conversations(root["conversations"]),
        min_years=min_years,
        max_years=years["max_years"].integer(low=min_years, high=MAX_YEARS),
        conditions=_made(root["conditions"], _condition),
        small_organisation=_small_organisation(root["small_organisation"]),
        sections=_made(root["sections"], section_from),
        content=_plain(root.value),
    )
    check(root, framework)
    return framework


def _made(items: Field, make: Callable[[Field], _Made]) -> tuple[_Made, ...]:
    """Every item of a list that may not be empty, made with `make`; no id stands in it twice."""
    found = items.each()
    if not found:
        items.fail("this list is empty.")
    once(found)
    return tuple(make(item) for item in found)


def _plain(value: Any) -> Any:
    """The same content in JSON values: dates as text."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


# ------------------------------------------------------------------------------------------------ the parts


def _level(item: Field) -> Level:
    item.only("id", "value", "enough", "label", "meaning")
    return Level(
        id=item["id"].slug(),
        value=item["value"].integer(low=0, high=100),
        enough=item["enough"].flag(),
        label=item["label"].text(),
        meaning=item["meaning"].text(),
    )


def _source(item: Field) -> EvidenceSource:
    item.only("id", "practice", "label", "meaning")
    return EvidenceSource(
        id=item["id"].slug(),
        practice=item["practice"].flag(),
        label=item["label"].text(),
        meaning=item["meaning"].text(),
    )


def _origin(item: Field) -> Origin:
    item.only("id", "title", "url", "verified")
    url = item["url"].string()
    if not url.startswith("https://"):
        item["url"].fail("an address begins with https://.")
    return Origin(item["id"].slug(), item["title"].text(), url, item["verified"].flag())


def _theme(item: Field) -> Theme:
    item.only("id", "title", "about")
    return Theme(item["id"].slug(), item["title"].text(), item["about"].text())


def _indicator(item: Field) -> Indicator:
    item.only("id", "theme", "plain", "look_for", "ask", "sources", "origins")
    return Indicator(
        id=item["id"].slug(),
        theme=item["theme"].slug(),
        plain=item["plain"].text(),
        look_for=_texts(item["look_for"], low=2, high=4),
        ask=_texts(item["ask"], low=1, high=2),
        sources=_slugs(item["sources"]),
        origins=_slugs(item["origins"]),
    )


def _condition(item: Field) -> Condition:
    item.only("id", "title", "text", "months", "indicators")
    return Condition(
        id=item["id"].slug(),
        title=item["title"].text(),
        text=item["text"].text(),
        months=item["months"].integer(low=1, high=48),
        indicators=_slugs(item["indicators"]),
    )


def _conversations(item: Field) -> Conversations:
    item.only("youths", "substitutes", "condition_when_substituted", "kinds")
    return Conversations(
        youths=item["youths"].integer(low=1, high=20),
        substitutes=item["substitutes"].integer(low=1, high=20),
        condition_when_substituted=item["condition_when_substituted"].slug(),
        kinds=_made(item["kinds"], _conversation_kind),
    )


def _conversation_kind(item: Field) -> ConversationKind:
    item.only("id", "counts_as", "label")
    counts_as = _one_of(item["counts_as"], ("youth", "substitute", "none"))
    return ConversationKind(
        item["id"].slug(), cast(Literal["youth", "substitute", "none"], counts_as), item["label"].text()
    )


def _small_organisation(item: Field) -> SmallOrganisation:
    item.only("volunteers_question", "volunteers_below", "paid_question", "paid_choices", "explanation")
    return SmallOrganisation(
        volunteers_question=item["volunteers_question"].slug(),
        volunteers_below=item["volunteers_below"].integer(low=1, high=1_000_000),
        paid_question=item["paid_question"].slug(),
        paid_choices=_slugs(item["paid_choices"]),
        explanation=item["explanation"].text(),
    )


def section_from(item: Field) -> Section:
    """A section with its questions. Raises RulesError."""
    item.only("id", "title", "about", "files", "questions")
    files = item.get("files")
    return Section(
        id=item["id"].slug(),
        title=item["title"].text(),
        about=item["about"].text(),
        questions=_made(item["questions"], _question),
        files=files.integer(low=0, high=MAX_FILES) if files else 0,
    )


def _question(item: Field) -> Question:
    needs = {
        "text": ("max_length",), "long_text": ("max_length",), "integer": ("min", "max"), "hours": ("min", "max"),
        "choice": ("choices",), "multi_choice": ("choices",), "yes_no": (),
    }  # fmt: skip
    kind = cast(QuestionType, _one_of(item["type"], get_args(QuestionType)))
    own: tuple[str, ...] = needs[kind]
    item.only("id", "type", "label", "help", "small", "optional", "prepares", *own)
    optional = item.get("optional")
    low = item["min"].integer(low=0, high=1_000_000) if "min" in own else None
    return Question(
        id=item["id"].slug(),
        type=kind,
        label=item["label"].text(),
        help=item["help"].text(),
        small=item["small"].flag(),
        optional=optional.flag() if optional else False,
        prepares=_slugs(item["prepares"]),
        max_length=item["max_length"].integer(low=1, high=5000) if "max_length" in own else None,
        min=low,
        max=item["max"].integer(low=low, high=1_000_000) if low is not None else None,
        choices=_choices(item["choices"]) if "choices" in own else (),
    )


def _choices(items: Field) -> tuple[Choice, ...]:
    if len(items.each()) < 2:
        items.fail("a choice needs at least two answers.")
    return _made(items, _choice)


def _choice(item: Field) -> Choice:
    item.only("id", "label", "alone")
    alone = item.get("alone")
    return Choice(item["id"].slug(), item["label"].text(), alone.flag() if alone else False)


def _texts(items: Field, *, low: int, high: int) -> tuple[Text, ...]:
    texts = tuple(item.text() for item in items.each())
    if not low <= len(texts) <= high:
        items.fail(f"here belong {low} to {high} texts, and there are {len(texts)}.")
    return texts


def _slugs(items: Field) -> tuple[str, ...]:
    return tuple(item.slug() for item in items.each())


def _one_of(item: Field, allowed: Iterable[str]) -> str:
    text = item.string()
    if text not in allowed:
        item.fail(f"“{text}” is not known here. Known are: {', '.join(allowed)}.")
    return text
