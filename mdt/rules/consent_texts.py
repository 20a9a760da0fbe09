"""The texts to which guardians consent, in versions that never change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from mdt.rules import FOLDER
from mdt.rules.reading import Field, Text, once, read


@dataclass(frozen=True)
class ConsentText:
    """One version of the text, in paragraphs."""

    version: str
    valid_from: date
    source: str
    source_url: str
    paragraphs: tuple[Text, ...]

    def say(self, language: str) -> list[str]:
        """The paragraphs in one language."""
        return [paragraph[language] for paragraph in self.paragraphs]


def read_texts(path: Path) -> tuple[ConsentText, ...]:
    """The versions in the file's order. Raises RulesError."""
    root = read(path)
    root.only("texts")
    found = root["texts"].each()
    once(found, "version")
    return tuple(_text(item) for item in found)


@cache
def shipped() -> tuple[ConsentText, ...]:
    """The versions that we ship."""
    return read_texts(FOLDER / "consent_texts.yaml")


def on(day: date) -> ConsentText:
    """The text that is shown on a day. Raises LookupError."""
    found = [text for text in shipped() if text.valid_from <= day]
    if not found:
        raise LookupError(f"no text for consent on {day}")
    return max(found, key=lambda text: text.valid_from)


def get(version: str) -> ConsentText:
    """One version. Raises LookupError."""
    for text in shipped():
        if text.version == version:
            return text
    raise LookupError(f"no text {version}")


def _text(item: Field) -> ConsentText:
    item.only("version", "valid_from", "source", "source_url", "paragraphs")
    return ConsentText(
        version=item["version"].string(), valid_from=item["valid_from"].day(), source=item["source"].string(),
        source_url=item["source_url"].string(), paragraphs=tuple(p.text() for p in item["paragraphs"].each()),
    )  # fmt: skip
