"""The six questions of the self-check, made from the reference data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import Form, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from mdt.rules.reading import Text
from mdt.services.self_check import SelfCheck


def _said(text: Text) -> str:
    return str(getattr(text, str(get_locale() or "nl"), text.nl))


def self_check_form(check: SelfCheck, answers: Mapping[str, Any] | None = None) -> Form:
    """A form with one field for each question; `answers` is what was sent."""
    choices = [SelectChoice(answer.id, _said(answer.label)) for answer in check.answers]
    fields = {
        question.id: RadioField(
            f"{number}. {_said(question.label)}",
            description=_said(question.help),
            choices=choices,
            validators=[InputRequired(_l("Choose an answer to question %(number)s.", number=number))],
        )
        for number, question in enumerate(check.questions, start=1)
    }
    made: Form = type("SelfCheckForm", (Form,), fields)(answers)
    return made
