"""Reading a file of rules: YAML in which every mistake is told with its line and its field.

The files are kept by people who know the policy and perhaps no programming, so a mistake is a sentence they can
act on: `2027-1.yaml, line 34, indicators[2].plain: the English text (en) is missing.` Unknown and doubled keys are
mistakes too, because a misspelt key would otherwise be ignored in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import yaml

LANGUAGES = ("nl", "en")
_LANGUAGE_NAMES = {"nl": "Dutch", "en": "English"}
_SLUG = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


class RulesError(ValueError):
    """A file of rules cannot be used; the message is one sentence with file, line and field."""


@dataclass(frozen=True)
class Text(Mapping[str, str]):
    """One text in both languages. Reads like the mapping `{"nl": …, "en": …}`, and can be compared and hashed."""

    nl: str
    en: str

    def __getitem__(self, language: str) -> str:
        if language not in LANGUAGES:
            raise KeyError(language)
        return self.nl if language == "nl" else self.en

    def __iter__(self) -> Iterator[str]:
        return iter(LANGUAGES)

    def __len__(self) -> int:
        return len(LANGUAGES)


@dataclass(frozen=True)
class Source:
    """The file that a value came from: its name, the line of each path, and the error to raise."""

    name: str
    error: type[RulesError] = RulesError
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Field:
    """A value and where it stands. Its methods give the value in the asked type, or raise with a sentence."""

    value: Any
    source: Source
    path: str = ""

    def fail(self, sentence: str) -> NoReturn:
        """Raise the source's error for this field."""
        line = self.source.lines.get(self.path)
        place = [self.source.name, f"line {line}" if line else "", self.path]
        raise self.source.error(f"{', '.join(part for part in place if part)}: {sentence}")

    def __getitem__(self, key: str) -> Field:
        if key not in self.mapping():
            self.fail(f"“{key}” is missing.")
        return Field(self.value[key], self.source, f"{self.path}.{key}" if self.path else key)

    def get(self, key: str) -> Field | None:
        """The field under `key`, or None where the key is left out."""
        return self[key] if key in self.mapping() else None

    def mapping(self) -> dict[str, Any]:
        if not isinstance(self.value, dict):
            self.fail("here belong fields, each with a name and a colon.")
        return self.value

    def only(self, *keys: str) -> None:
        """Refuse keys that are not among `keys`: most often a slip of the pen."""
        for key in self.mapping():
            if key not in keys:
                self[key].fail(f"“{key}” is not a known field here. Known are: {', '.join(keys)}.")

    def each(self) -> list[Field]:
        """The items of a list."""
        if not isinstance(self.value, list):
            self.fail("here belongs a list, each item after a dash.")
        return [Field(item, self.source, f"{self.path}[{i}]") for i, item in enumerate(self.value)]

    def string(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            self.fail("here belongs a text.")
        return self.value.strip()

    def slug(self) -> str:
        text = self.string()
        if not _SLUG.fullmatch(text):
            self.fail(f"“{text}” cannot be an id: use lower case letters, digits and _.")
        return text

    def integer(self, *, low: int, high: int) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int) or not low <= self.value <= high:
            self.fail(f"here belongs a whole number from {low} to {high}.")
        return self.value

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            self.fail("here belongs true or false.")
        return self.value

    def day(self) -> date:
        """A date, written 2026-01-31 (in stored content: the same as a text)."""
        if isinstance(self.value, date) and not isinstance(self.value, datetime):
            return self.value
        try:
            return date.fromisoformat(self.string())
        except ValueError as error:
            if isinstance(error, RulesError):
                raise
            self.fail("here belongs a date, written like 2026-01-31.")

    def text(self) -> Text:
        """A text in both languages."""
        self.only(*LANGUAGES)
        for language in LANGUAGES:
            if not str(self.mapping().get(language) or "").strip():
                self.fail(f"the {_LANGUAGE_NAMES[language]} text ({language}) is missing.")
        return Text(**{language: self[language].string() for language in LANGUAGES})


def once(items: list[Field], key: str = "id") -> None:
    """Refuse a list in which two items have the same `key`."""
    seen: set[str] = set()
    for item in items:
        value = item[key].string()
        if value in seen:
            item[key].fail(f"“{value}” stands in this list twice. Give each its own {key}.")
        seen.add(value)


class _PlainLoader(yaml.SafeLoader):
    """YAML as people read it: `yes` and `no` are words, a key stands once, nothing refers to elsewhere."""

    yaml_implicit_resolvers = {  # the words yes, no, on and off are not true and false here, as in YAML 1.2
        first: [(tag, regexp) for tag, regexp in found if first in "tTfF" or not tag.endswith(":bool")]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):  # also keeps out files that unfold to gigabytes
            mark = self.peek_event().start_mark
            raise yaml.MarkedYAMLError(problem="references (*) are not used here", problem_mark=mark)
        return super().compose_node(parent, index)


def read(path: Path, *, error: type[RulesError] = RulesError) -> Field:
    """The whole file as a field. Raises `error` when it is not there or is not YAML."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as problem:
        raise error(f"{path.name}: the file cannot be read ({problem.strerror}).") from problem
    except UnicodeDecodeError as problem:
        raise error(f"{path.name}: this is not a text file in UTF-8.") from problem
    return read_text(text, name=path.name, error=error)


def read_text(text: str, *, name: str, error: type[RulesError] = RulesError) -> Field:
    """`text` as a field; `name` is the file's name in messages. Raises `error` when it is not YAML."""
    lines: dict[str, int] = {}
    try:
        loader = _PlainLoader(text)
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            raise error(f"{name}: the file is empty or is not made of fields, each with a name and a colon.")
        _note_lines(node, "", lines, Source(name, error))
        return Field(loader.construct_document(node), Source(name, error, lines))
    except yaml.MarkedYAMLError as problem:
        line = f", line {problem.problem_mark.line + 1}" if problem.problem_mark else ""
        raise error(f"{name}{line}: this is not YAML ({problem.problem}).") from problem
    except RulesError:
        raise
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        raise error(f"{name}: this is not YAML ({problem}).") from problem


def _note_lines(node: yaml.Node, path: str, lines: dict[str, int], source: Source) -> None:
    """Write the line of every field under `node` into `lines`; refuse a key that stands twice."""
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        for i, item in enumerate(node.value):
            _note_lines(item, f"{path}[{i}]", lines, source)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = f"{path}.{key.value}" if path else str(key.value)
            if below in lines:
                lines[below] = key.start_mark.line + 1
                Field(None, Source(source.name, source.error, lines), below).fail("this field stands here twice.")
            lines[below] = key.start_mark.line + 1
            _note_lines(value, below, lines, source)
