"""Texts in the language of whoever receives them, outside any request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.support import Translations

from workflows.base import N_

CHANNEL_LABELS = {
    "post": N_("By post"), "telephone": N_("By telephone"), "email": N_("By e-mail"), "counter": N_("At the counter"),
}  # fmt: skip
FOLDER = Path(__file__).resolve().parent.parent / "translations"


@lru_cache(maxsize=4)
def translator(language: str) -> Callable[[str], str]:
    """The function that gives a message id in a language ("nl" or "en")."""
    return Translations.load(str(FOLDER), [language]).gettext


def in_full(day: date, language: str) -> str:
    """A date in words: 24 november 2026."""
    return format_date(day, "d MMMM y", locale=language)


def in_hours(minutes: int) -> str:
    """Minutes as hours: 80, or 7:30 when it is no whole hour."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02d}" if rest else str(hours)


def plain(value: Any) -> Any:
    """A value as JSON has it: dates as ISO text, sets and tuples as lists, everything else as it is."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value
