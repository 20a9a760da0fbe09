"""Every text has its Dutch, up to date and with the same placeholders."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.house.source import ROOT, listed

CATALOGUES = ROOT / "mdt/translations"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
REMEDY = "run `make messages`, and translate what is new"


def both(value: object) -> list[str]:
    """Return the texts of a message's singular and plural, or its only text."""
    return [str(one or "") for one in value] if isinstance(value, list | tuple) else [str(value or "")]


def catalogue(language: str) -> Catalog:
    """Return a language's catalogue."""
    with (CATALOGUES / language / "LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str) -> list[Message]:
    """Return a catalogue's messages without its header."""
    return [message for message in catalogue(language) if message.id]


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the sources ask for today."""
    template = tmp_path_factory.mktemp("texts") / "messages.pot"
    pybabel = Path(sys.executable).with_name("pybabel")
    options = ["-F", "pyproject.toml", "-k", "_l", "-k", "N_", "-k", "_n:1,2", "-o", template]
    subprocess.run([pybabel, "-q", "extract", *options, "."], cwd=ROOT, check=True)
    with template.open("rb") as file:
        return read_po(file)


def test_every_text_has_its_dutch() -> None:
    found = [repr(message.id) for message in messages("nl") if not all(both(message.string))]
    assert not found, f"Translate in mdt/translations/nl/LC_MESSAGES/messages.po:{listed(found)}"


def test_no_translation_is_a_guess() -> None:
    found = [repr(message.id) for language in ("nl", "en") for message in messages(language) if message.fuzzy]
    assert not found, f"Check these and remove their fuzzy mark:{listed(found)}"


def test_translations_keep_their_placeholders() -> None:
    found = [
        f"{message.id!r} became {text!r}"
        for message in messages("nl")
        for text in both(message.string)
        if text and not set(PLACEHOLDER.findall(text)) <= set(PLACEHOLDER.findall(" ".join(both(message.id))))
    ]
    found += [
        f"{message.id!r} became {message.string!r}"
        for message in messages("nl")
        if isinstance(message.id, str)
        and message.string
        and set(PLACEHOLDER.findall(message.id)) != set(PLACEHOLDER.findall(str(message.string)))
    ]
    assert not found, f"A placeholder has the same name in every language:{listed(found)}"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_catalogue_holds_what_the_sources_ask_for(language: str, extracted: Catalog) -> None:
    known = {both(message.id)[0] for message in messages(language)}
    asked = {both(message.id)[0] for message in extracted if message.id}
    assert not asked - known, f"Texts without an entry; {REMEDY}:{listed([repr(one) for one in asked - known])}"
    assert not known - asked, f"Entries that nothing asks for; {REMEDY}:{listed([repr(one) for one in known - asked])}"
