"""The youths' questionnaire as one form, made from the reference data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import get_locale
from wtforms import Form, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from mdt.rules.questionnaire import Questionnaire, Version
from mdt.rules.reading import Text
from workflows.questionnaire import SCALE

NOT_APPLICABLE = "na"


class QuestionnaireForm(Form):
    """A radio group for each question; every one may be skipped."""

    def given(self) -> dict[str, int]:
        """By question the step that was chosen."""
        return {field.name: int(field.data) for field in self if (field.data or "").isdigit()}

    def refuse(self, sentence: str) -> None:
        """Say at the first question why the answers were not taken."""
        first = next(iter(self))
        first.errors = [*first.errors, sentence]


def questionnaire_form(
    asked: Version, about: Questionnaire, answers: Mapping[str, Any] | None = None
) -> QuestionnaireForm:
    """The form; `answers` is what was sent."""
    words = [(str(step), text) for step, text in zip(SCALE, about.scale, strict=True)]
    choices = [SelectChoice(value, _said(text)) for value, text in (*words, (NOT_APPLICABLE, about.not_applicable))]
    fields = {
        one.id: RadioField(f"{number}. {_said(one.label)}", choices=choices, validators=[Optional()])
        for number, one in enumerate(asked.questions, start=1)
    }
    made: QuestionnaireForm = type("QuestionnaireFormOfVersion", (QuestionnaireForm,), fields)(answers)
    return made


def _said(text: Text) -> str:
    return str(text[str(get_locale() or "nl")])
