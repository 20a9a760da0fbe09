"""The questions of the youths' questionnaire: versioned data, closed questions on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from mdt.rules import FOLDER
from mdt.rules.reading import Field, Text, once, read
from workflows.questionnaire import MOST_QUESTIONS, SCALE


@dataclass(frozen=True)
class Question:
    """A closed question; its id means the same in every version."""

    id: str
    label: Text


@dataclass(frozen=True)
class Version:
    """The questions that are asked from a day on; `verified` is false where no source prescribes them."""

    version: str
    valid_from: date
    source: str
    source_url: str
    verified: bool
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Questionnaire:
    """The words of the five steps, from no to yes, and the versions, oldest first."""

    scale: tuple[Text, ...]
    not_applicable: Text
    versions: tuple[Version, ...]

    def on(self, day: date) -> Version:
        """The version in force on a day; before the first one, that one."""
        return next((one for one in reversed(self.versions) if one.valid_from <= day), self.versions[0])

    def questions(self) -> tuple[Question, ...]:
        """Every question that was ever asked, those of the newest version first."""
        found = {one.id: one for version in reversed(self.versions) for one in version.questions}
        return tuple(found.values())


@cache
def questionnaire() -> Questionnaire:
    """The questionnaire that we ship."""
    return read_questionnaire(FOLDER / "questionnaire.yaml")


def read_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire in a file. Raises RulesError, also when a question of that name said something else before."""
    root = read(path)
    root.only("scale", "not_applicable", "versions")
    scale = tuple(item.text() for item in root["scale"].each())
    if len(scale) != len(SCALE):
        root["scale"].fail(f"the scale has {len(SCALE)} steps.")
    items = root["versions"].each()
    once(items, "version")
    versions = tuple(sorted((_version(item) for item in items), key=lambda found: found.valid_from))
    known: dict[str, Text] = {}
    for question in (one for version in versions for one in version.questions):
        if known.setdefault(question.id, question.label) != question.label:
            root["versions"].fail(f"“{question.id}” asks something else than before. Give it a new id.")
    return Questionnaire(scale, root["not_applicable"].text(), versions)


def _version(item: Field) -> Version:
    item.only("version", "valid_from", "source", "source_url", "verified", "questions")
    questions = item["questions"].each()
    once(questions)
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        item["questions"].fail(f"here belong one to {MOST_QUESTIONS} questions.")
    return Version(
        version=item["version"].string(), valid_from=item["valid_from"].day(), source=item["source"].string(),
        source_url=item["source_url"].string(), verified=item["verified"].flag(),
        questions=tuple(_question(one) for one in questions),
    )  # fmt: skip


def _question(item: Field) -> Question:
    item.only("id", "label")
    return Question(item["id"].slug(), item["label"].text())
