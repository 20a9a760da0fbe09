"""The answers of an application in words, in the language of the page or of the dossier."""

from __future__ import annotations

from typing import Any

from flask_babel import format_decimal, get_locale
from flask_babel import gettext as _

from mdt.rules.framework import Question
from mdt.rules.reading import Text


def said(text: Text) -> str:
    """A text in the language that is spoken now."""
    return text[str(get_locale() or "nl")]


def shown(question: Question, value: Any) -> str | None:
    """An answer in words; None when there is none."""
    if value in (None, "", []):
        return None
    labels = {choice.id: said(choice.label) for choice in question.choices}
    if question.type == "multi_choice":
        return "\n".join(labels.get(one, str(one)) for one in value)
    if question.type == "choice":
        return labels.get(value, str(value))
    if question.type == "yes_no":
        return _("Yes") if value else _("No")
    return str(format_decimal(value)) if isinstance(value, int) else str(value)
