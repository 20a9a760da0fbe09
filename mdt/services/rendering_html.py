"""The page of a paper: its template filled with its record, in the receiver's language.

Pure functions of plain data. Typed text is escaped by Jinja, always; nothing in a record is ever taken
for markup, for a template, or for an address to fetch.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates" / "pdf"
TRANSLATIONS = ROOT / "mdt" / "translations"

# Marks that turn the direction of text around: a name that holds one could make a paper read otherwise.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])
UNKNOWN = "\N{REPLACEMENT CHARACTER}"


class TranslationMissingError(LookupError):
    """The words of a language are not there: rather no paper than one in the wrong language."""


def html_of(kind: str, record: Mapping[str, Any], *, language: str, concept: bool) -> str:
    """The HTML of a paper; `record` as in `paper_records`, already `clean`."""
    template = environment(language).get_template(f"{kind}/document.html")
    return template.render(record, kind=kind, language=language, concept=concept)


@lru_cache(maxsize=4)
def environment(language: str) -> Environment:
    """The templates with the words of one language. Raises TranslationMissingError."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_translations(_words(language), newstyle=True)  # type: ignore[attr-defined]
    env.filters.update(
        day=lambda iso: day(iso, language=language),
        short_day=lambda iso: format_date(date.fromisoformat(iso), "dd-MM-yyyy", locale=language),
        paragraphs=paragraphs,
        groups=groups,
        split_hash=split_hash,
        typed=typed,
        lines=lines,
        within=within,
    )
    return env


def _words(language: str) -> NullTranslations:
    if language == "en":  # the templates themselves are in English
        return NullTranslations()
    words = Translations.load(str(TRANSLATIONS), [language], "messages")
    if type(words) is NullTranslations:
        raise TranslationMissingError(f"no translation for {language!r}")
    return words


def clean(value: Any) -> Any:
    """The record without characters that no PDF can hold or that turn text around."""
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n").translate(_TURNING)
        return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs", "Cn"))
    if isinstance(value, Mapping):
        return {key: clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    return value


def drawable(value: Any, known: Collection[int]) -> Any:
    """The record as it can be drawn: a sign that no font of ours has, as Chinese, is shown as one that is not known.

    A file with a glyph that is missing is no PDF/A. The record in the paper keeps what was typed.
    """
    if isinstance(value, str):
        return "".join(UNKNOWN if ord(c) not in known and _is_drawn(c) else c for c in value)
    if isinstance(value, Mapping):
        return {key: drawable(item, known) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [drawable(item, known) for item in value]
    return value


def _is_drawn(sign: str) -> bool:
    """Whether a sign is drawn at all; a space, a joiner or a variation of the sign before it is not."""
    kind = unicodedata.category(sign)
    return kind == "Co" or (kind[0] in "LNPSM" and not unicodedata.name(sign, "").startswith("VARIATION SELECTOR"))


def day(iso: str, *, language: str) -> str:
    """`2026-11-24` → "24 november 2026", held together on one line."""
    text = format_date(date.fromisoformat(iso), "d MMMM y", locale=language)
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def groups(code: str) -> str:
    """`7KQ2M9XW4PHT` → "7KQ2 M9XW 4PHT"."""
    compact = "".join(c for c in code if c.isalnum())
    return " ".join(compact[i : i + 4] for i in range(0, len(compact), 4))


def split_hash(digest: str) -> str:
    """A hash in four parts, so that a line can end between them."""
    return " ".join(digest[i : i + 16] for i in range(0, len(digest), 16))


def direction(text: str) -> str:
    """`rtl` when the first letter with a direction runs from right to left, else `ltr`."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def paragraphs(text: str | None) -> Markup:
    """Typed text as paragraphs, one for each line that is not empty, each in its own direction."""
    # WeasyPrint knows no dir="auto", so the direction is found here.
    lines = [line.strip() for line in (text or "").split("\n")]
    one = Markup('<p class="typed" dir="{}">{}</p>')
    return Markup("\n").join(one.format(direction(line), line) for line in lines if line)


def typed(text: str | None) -> Markup:
    """Typed text within a sentence, kept apart when it runs from right to left."""
    line = " ".join((text or "").split())
    return Markup('<bdi dir="{}">{}</bdi>').format(direction(line), line)


def within(label: str) -> str:
    """A label of ours where a sentence goes on with it: Decision to refuse → decision to refuse."""
    return label[:1].lower() + label[1:]


def lines(text: str | None) -> Markup:
    """Typed text within a list item, its line ends kept."""
    # A block inside an <li> would be tagged beside the item's body instead of in it, against PDF/UA.
    return Markup("<br>").join(typed(line) for line in (text or "").split("\n") if line.strip())
