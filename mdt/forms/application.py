"""The form of one section of an application, made from the questions of its framework.

It may be saved incomplete: what is required is looked at when the application is checked and submitted. What is
written in a wrong form is told at once.
"""

from __future__ import annotations

import re
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from mdt.rules.framework import Question, Section
from mdt.services.answers_in_words import said
from mdt.services.transitions import CHANNELS
from mdt.services.wording import CHANNEL_LABELS

PREFIX = "answer_"  # an id of a question may be any word, also one that a form uses itself
YES_NO = (("yes", True), ("no", False))


class WholeNumberField(StringField):
    """A whole number as people write it: 1200, 1.200 or 1 200. Its data is an int or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw = valuelist[0] if valuelist else ""
        self.data: Any = None
        text = re.sub(r"[\s\u00a0\u202f]", "", self.raw)
        if not text:
            return
        if re.fullmatch(r"\d{1,3}(\.\d{3})+", text):
            text = text.replace(".", "")
        if not re.fullmatch(r"[+-]?[0-9]{1,12}", text):
            raise ValueError(_("Write a whole number in figures, without a comma, such as 12."))
        self.data = int(text)

    def _value(self) -> str:
        return str(getattr(self, "raw", "")) if self.data is None else str(self.data)


class SectionForm(FlaskForm):
    """What every section has: the version of the answers it was made for. Its fields are added by `section_form`."""

    version = HiddenField()
    questions: tuple[Question, ...] = ()

    def answers(self) -> dict[str, Any]:
        """The answer to each question that was asked, None or empty where there is none."""
        return {question.id: stored(question, self[PREFIX + question.id].data) for question in self.questions}

    def expected_version(self) -> int:
        """The version of the answers that the page showed; 0 when there were none."""
        text = str(self.version.data or "")
        return int(text) if text.isdigit() else 0

    def refuse(self, sentence: str) -> None:
        """Show a sentence above the form."""
        self.form_errors.append(sentence)

    def first_error(self) -> str:
        """The first thing that is wrong, with the question it is about."""
        for field in self:
            if field.errors:
                return f"{field.label.text} {field.errors[0]}"
        return str(self.form_errors[0]) if self.form_errors else ""


def section_form(section: Section, *, small: bool) -> type[SectionForm]:
    """The form class of a section, with the questions that are put to this organisation."""
    asked = section.asked(small=small)
    return type("SectionFormOfQuestions", (SectionForm,), {**fields_of(asked), "questions": asked})


def fields_of(questions: tuple[Question, ...]) -> dict[str, Any]:
    """A field for each question, by its name in the form."""
    return {PREFIX + question.id: _FIELDS[question.type](question) for question in questions}


def shown_in_form(section: Section, content: dict[str, Any]) -> dict[str, Any]:
    """Saved answers as the data of the section's form."""
    return {PREFIX + q.id: _back(q, content.get(q.id)) for q in section.questions}


def stored(question: Question, value: Any) -> Any:
    """What a field holds, as an answer is kept."""
    if question.type == "yes_no":
        return dict(YES_NO).get(value)
    return value if value not in ("", ()) else None


def _back(question: Question, value: Any) -> Any:
    if question.type == "yes_no":
        return {True: "yes", False: "no"}.get(value)
    return value


def tidy(value: str | None) -> str | None:
    """Typed text with one kind of line end and nothing around it."""
    return value.replace("\r\n", "\n").strip() if value else value


def _common(question: Question, **attributes: str) -> dict[str, Any]:
    required = {} if question.optional else {"data-required": "1"}
    return {"label": said(question.label), "description": said(question.help), "render_kw": required | attributes}


def _length(question: Question) -> Length:
    most = question.max_length or 2000
    return Length(max=most, message=_l("Use at most %(count)s characters.", count=most))


def _text(question: Question) -> Any:
    return StringField(filters=[tidy], validators=[_length(question)], **_common(question))


def _long_text(question: Question) -> Any:
    longest = question.max_length or 2000
    rows = "4" if longest <= 600 else "7"
    return TextAreaField(filters=[tidy], validators=[_length(question)], **_common(question, rows=rows))


def _number(question: Question) -> Any:
    def within(_form: Any, field: Any) -> None:
        low, high = question.min or 0, question.max if question.max is not None else 1_000_000_000
        if field.data is not None and not low <= field.data <= high:
            raise ValidationError(
                _("Fill in a number from %(low)s to %(high)s.", low=format_decimal(low), high=format_decimal(high))
            )

    return WholeNumberField(validators=[within], **_common(question, inputmode="numeric", size="s"))


def _one_of(choices: list[SelectChoice]) -> Any:
    known = {choice.value for choice in choices}

    def check(_form: Any, field: Any) -> None:
        if field.data and field.data not in known:
            raise ValidationError(_("Choose one of the answers in the list."))

    return check


def _choice(question: Question) -> Any:
    choices = [SelectChoice(choice.id, said(choice.label)) for choice in question.choices]
    return RadioField(choices=choices, validate_choice=False, validators=[_one_of(choices)], **_common(question))


def _yes_no(question: Question) -> Any:
    choices = [SelectChoice("yes", _("Yes")), SelectChoice("no", _("No"))]
    return RadioField(choices=choices, validate_choice=False, validators=[_one_of(choices)], **_common(question))


def _multi_choice(question: Question) -> Any:
    labels = {choice.id: said(choice.label) for choice in question.choices}
    alone = [choice.id for choice in question.choices if choice.alone]

    def check(_form: Any, field: Any) -> None:
        chosen = field.data or []
        if unknown := set(chosen) - set(labels):
            raise ValidationError(_("Choose from the answers in the list.") if unknown else "")
        for one in alone:
            if one in chosen and len(chosen) > 1:
                raise ValidationError(_("“%(answer)s” does not go together with another answer.", answer=labels[one]))

    return SelectMultipleField(
        choices=[SelectChoice(*one) for one in labels.items()],
        validate_choice=False,
        validators=[check],
        **_common(question),
    )


_FIELDS = {
    "text": _text,
    "long_text": _long_text,
    "integer": _number,
    "hours": _number,
    "choice": _choice,
    "multi_choice": _multi_choice,
    "yes_no": _yes_no,
}


class StartForm(FlaskForm):
    """Beginning an application for an organisation."""

    organisation = HiddenField(validators=[InputRequired()])


class StartByPostForm(StartForm):
    """The office begins an application that came in another way."""

    channel = SelectField(
        _l("How did this reach the office?"),
        choices=[SelectChoice(name, _l(CHANNEL_LABELS[name])) for name in CHANNELS],
    )
