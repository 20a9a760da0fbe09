"""The questions of the yearly check-in: versioned data, at most ten, in the shapes of the application's questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from mdt.rules import FOLDER
from mdt.rules.framework import Question, Section
from mdt.rules.framework_file import section_from
from mdt.rules.reading import Field, once, read
from workflows.check_in import MOST_QUESTIONS


@dataclass(frozen=True)
class Questions:
    """One version; `youths` is the question whose number says how many youths were in service."""

    version: str
    valid_from: date
    youths: str
    section: Section

    def asked(self) -> tuple[Question, ...]:
        """The questions."""
        return self.section.questions


def read_questions(path: Path) -> tuple[Questions, ...]:
    """The versions in the file, oldest first. Raises RulesError, also when a version asks more than ten questions."""
    root = read(path)
    root.only("versions")
    items = root["versions"].each()
    once(items, "version")
    return tuple(sorted((_version(item) for item in items), key=lambda found: found.valid_from))


@cache
def shipped() -> tuple[Questions, ...]:
    """The versions that we ship."""
    return read_questions(FOLDER / "check_in.yaml")


def questions_on(day: date) -> Questions:
    """The version in force on a day; before the first one, that one."""
    return next((found for found in reversed(shipped()) if found.valid_from <= day), shipped()[0])


def questions_of(version: str) -> Questions:
    """The version with this name. Raises LookupError."""
    for found in shipped():
        if found.version == version:
            return found
    raise LookupError(f"check_in.yaml has no version “{version}”")


def _version(item: Field) -> Questions:
    item.only("version", "valid_from", "youths", "section")
    section = section_from(item["section"])
    if len(section.questions) > MOST_QUESTIONS:
        item["section"].fail(f"a check-in asks at most {MOST_QUESTIONS} questions.")
    youths = item["youths"].slug()
    if not any(question.id == youths and question.type == "integer" for question in section.questions):
        item["youths"].fail("here belongs the id of a question whose answer is a whole number.")
    return Questions(version=item["version"].string(), valid_from=item["valid_from"].day(), youths=youths,
                     section=section)  # fmt: skip
