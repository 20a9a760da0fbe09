"""The public self-check: six questions without an account. Nothing is stored and nobody is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mdt.rules import FOLDER
from mdt.rules.reading import Field, Text, once, read

YES, PARTLY, NO = "yes", "partly", "no"


@dataclass(frozen=True)
class Answer:
    id: str
    label: Text


@dataclass(frozen=True)
class SelfCheckQuestion:
    """A question, a sentence of help, and what to do when the answer is not yes."""

    id: str
    label: Text
    help: Text
    when_no: Text


@dataclass(frozen=True)
class Outcome:
    """A result; it fits up to so many times “no” and “partly”."""

    id: str
    no_at_most: int
    partly_at_most: int
    title: Text
    text: Text


@dataclass(frozen=True)
class SelfCheck:
    title: Text
    introduction: Text
    answers: tuple[Answer, ...]
    questions: tuple[SelfCheckQuestion, ...]
    outcomes: tuple[Outcome, ...]

    def outcome(self, given: Mapping[str, str]) -> Outcome:
        """The first outcome that fits the answers (question id to answer id); what is not answered is a no."""
        answers = [given.get(question.id, NO) for question in self.questions]
        no, partly = answers.count(NO), answers.count(PARTLY)
        fitting = (o for o in self.outcomes if no <= o.no_at_most and partly <= o.partly_at_most)
        return next(fitting, self.outcomes[-1])

    def next_steps(self, given: Mapping[str, str]) -> tuple[SelfCheckQuestion, ...]:
        """The questions not answered with yes: their `when_no` says what to do."""
        return tuple(question for question in self.questions if given.get(question.id) != YES)


@cache
def self_check() -> SelfCheck:
    """The self-check that we ship."""
    return read_self_check(FOLDER / "self_check.yaml")


def read_self_check(path: Path) -> SelfCheck:
    """The self-check in this file. Raises RulesError."""
    root = read(path)
    root.only("valid_from", "title", "introduction", "answers", "questions", "outcomes")
    root["valid_from"].day()
    for name in ("answers", "questions", "outcomes"):
        once(root[name].each())
    if [item["id"].value for item in root["answers"].each()] != [YES, PARTLY, NO]:
        root["answers"].fail("the answers are yes, partly and no, in this order.")
    return SelfCheck(
        title=root["title"].text(),
        introduction=root["introduction"].text(),
        answers=tuple(Answer(item["id"].slug(), item["label"].text()) for item in root["answers"].each()),
        questions=tuple(_question(item) for item in root["questions"].each()),
        outcomes=tuple(_outcome(item) for item in root["outcomes"].each()),
    )


def _question(item: Field) -> SelfCheckQuestion:
    item.only("id", "label", "help", "when_no")
    return SelfCheckQuestion(item["id"].slug(), item["label"].text(), item["help"].text(), item["when_no"].text())


def _outcome(item: Field) -> Outcome:
    item.only("id", "no_at_most", "partly_at_most", "title", "text")
    return Outcome(
        id=item["id"].slug(),
        no_at_most=item["no_at_most"].integer(low=0, high=20),
        partly_at_most=item["partly_at_most"].integer(low=0, high=20),
        title=item["title"].text(),
        text=item["text"].text(),
    )
