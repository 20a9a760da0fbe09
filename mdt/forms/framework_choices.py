"""Texts of the framework as labels of choices."""

from __future__ import annotations

from flask_babel import get_locale

from mdt.rules.reading import Text


def said(text: Text) -> str:
    """A bilingual text in the language of the page."""
    return str(getattr(text, str(get_locale() or "nl"), text.nl))
