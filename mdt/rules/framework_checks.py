"""What must fit together in an assessment framework, beyond each field on its own."""

from __future__ import annotations

from itertools import pairwise

from mdt.rules.framework import Framework
from mdt.rules.reading import Field

MAX_SECTIONS = 6
MAX_QUESTIONS_IN_SECTION = 5


def check(root: Field, framework: Framework) -> None:
    """Fail with a sentence at the first field that does not fit the others."""
    _check_scale(root["scale"], framework)
    _check_indicators(root["indicators"], framework)
    _check_themes(root["themes"], framework)
    _check_conditions(root, framework)
    _check_sections(root["sections"], framework)
    _check_small_organisation(root["small_organisation"], framework)


def _check_scale(scale: Field, framework: Framework) -> None:
    for item, (lower, higher) in zip(scale.each()[1:], pairwise(framework.scale), strict=True):
        if higher.value <= lower.value:
            item["value"].fail(f"the scale goes from low to high, and {higher.value} is not above {lower.value}.")
        if lower.enough and not higher.enough:
            item["enough"].fail(f"“{lower.id}” is good enough, so “{higher.id}” above it is too.")
    if len({level.enough for level in framework.scale}) < 2:
        scale.fail("the scale needs a level that is good enough and one that is not.")


def _check_themes(themes: Field, framework: Framework) -> None:
    for item, theme in zip(themes.each(), framework.themes, strict=True):
        if not framework.indicators_of(theme.id):
            item.fail(f"the theme “{theme.id}” has no indicator.")


def _check_indicators(indicators: Field, framework: Framework) -> None:
    themes = {theme.id for theme in framework.themes}
    sources = {source.id for source in framework.sources}
    origins = {origin.id for origin in framework.origins}
    for item in indicators.each():
        _known(item["theme"], themes, "theme")
        for source in item["sources"].each():
            _known(source, sources, "source")
        for origin in item["origins"].each():
            _known(origin, origins, "origin")
        if not framework.practice_sources & set(item["sources"].value):
            item["sources"].fail("a document may support a judgement but never carry it: add a source from practice.")
        if not item["origins"].value:
            item["origins"].fail("name at least one origin.")


def _check_conditions(root: Field, framework: Framework) -> None:
    indicators = {indicator.id for indicator in framework.indicators}
    for item in root["conditions"].each():
        for indicator in item["indicators"].each():
            _known(indicator, indicators, "indicator")
    standard = root["conversations"]["condition_when_substituted"]
    _known(standard, {condition.id for condition in framework.conditions}, "condition")


def _check_sections(sections: Field, framework: Framework) -> None:
    if len(framework.sections) > MAX_SECTIONS:
        sections.fail(f"a form has at most {MAX_SECTIONS} sections, and here are {len(framework.sections)}.")
    indicators = {indicator.id for indicator in framework.indicators}
    seen: set[str] = set()
    for item, section in zip(sections.each(), framework.sections, strict=True):
        questions = item["questions"]
        if len(section.questions) > MAX_QUESTIONS_IN_SECTION:
            questions.fail(f"a section has at most {MAX_QUESTIONS_IN_SECTION} questions.")
        if not section.asked(small=True):
            questions.fail("mark at least one question with small: true, so that a small organisation sees it.")
        for question in questions.each():
            if question["id"].value in seen:
                question["id"].fail(f"“{question['id'].value}” is the id of another question in this form.")
            seen.add(question["id"].value)
            for indicator in question["prepares"].each():
                _known(indicator, indicators, "indicator")


def _check_small_organisation(small: Field, framework: Framework) -> None:
    types = {question.id: question.type for question in framework.questions if question.small}
    for key, kind in (("volunteers_question", "integer"), ("paid_question", "choice")):
        if types.get(small[key].value) != kind:
            small[key].fail(f"here belongs the id of a question of type {kind} that has small: true.")
    choices = {choice.id for choice in framework.question(small["paid_question"].value).choices}
    for choice in small["paid_choices"].each():
        _known(choice, choices, "answer")


def _known(item: Field, ids: set[str], what: str) -> None:
    if item.value not in ids:
        item.fail(f"there is no {what} “{item.value}”. Known are: {', '.join(sorted(ids))}.")
