"""The forms of the joint advice: a joint judgement, the second assessor's answers, and the proposal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, FieldList, Form, FormField, HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from mdt.forms.event import EVENT_FORMS, EventForm
from mdt.forms.fields import DayField
from mdt.forms.framework_choices import said
from mdt.models import JointJudgement
from mdt.rules.framework import Framework

LONGEST = 5000
AGREED, DISSENT = "agree", "dissent"


class JointJudgementForm(FlaskForm):
    """What both assessors find of an indicator, in words for the organisation and the board."""

    version = HiddenField()
    score = RadioField(_l("Joint judgement"), validators=[InputRequired(_l("Choose a level of the scale."))])
    reasons = TextAreaField(
        _l("Reasons"),
        description=_l("This comes in the advice. Write what you saw and heard, without names."),
        validators=[InputRequired(_l("Write down the reasons for this judgement.")), Length(max=LONGEST)],
    )

    def offer(self, framework: Framework) -> JointJudgementForm:
        """Put the scale in the form."""
        self.score.choices = [
            SelectChoice(level.id, said(level.label), {"description": said(level.meaning)}) for level in framework.scale
        ]
        return self


class ConditionForm(Form):
    """One condition with its date; an empty text means none."""

    text = TextAreaField(_l("Condition"), validators=[Length(max=1000)], render_kw={"rows": 3})
    due_on = DayField(_l("To be met before the end of"))

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if (self.text.data or "").strip() and not self.due_on.errors and self.due_on.data is None:
            self.due_on.errors = [_("Give each condition a text and a date.")]
            return False
        return fine


class ProposalForm(FlaskForm):
    """What the lead proposes to the board."""

    outcome = RadioField(
        _l("What do you propose to the board?"),
        choices=[
            SelectChoice("grant", _l("Grant the accreditation")),
            SelectChoice("refuse", _l("Refuse the accreditation")),
        ],
        validators=[InputRequired(_l("Choose the outcome that you propose."))],
    )
    summary = TextAreaField(
        _l("Summary"),
        description=_l("Sum up in a few sentences what carries this proposal."),
        validators=[InputRequired(_l("Sum up why you propose this.")), Length(max=LONGEST)],
    )
    conditions = FieldList(FormField(ConditionForm), min_entries=0, max_entries=20)
    first_youths_condition = BooleanField(
        _l("Propose conversations with the first two youths within a year as a condition"),
        description=_l("Needed when the organisation has had no youths yet."),
    )

    def stated(self) -> list[tuple[str, date | None]]:
        """The conditions that have a text."""
        found = [(str(row["text"] or "").strip(), row["due_on"]) for row in self.conditions.data]
        return [(text, due) for text, due in found if text]


class AnswersField(Field):
    """The second assessor's answers, read from `answer-<indicator>` and `dissent-<indicator>`.

    Its data is {indicator: {"agreed": bool, "dissent": str}}; an indicator without an answer is not in it.
    """

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read the answers; `wrong` gets a sentence by indicator when the form is validated."""
        self.data: dict[str, dict[str, Any]] = {}
        self.typed: dict[str, str] = {}
        self.wrong: dict[str, str] = {}
        for name in formdata or ():
            if name.startswith("dissent-"):
                self.typed[name.removeprefix("dissent-")] = formdata[name]
        for name in formdata or ():
            if name.startswith("answer-") and formdata[name] in (AGREED, DISSENT):
                indicator = name.removeprefix("answer-")
                agreed = formdata[name] == AGREED
                self.data[indicator] = {"agreed": agreed, "dissent": "" if agreed else self.typed.get(indicator, "")}

    def pre_validate(self, form: Any) -> None:
        """Every indicator shown gets an answer, and a dissent its reasons."""
        for indicator in self.typed:
            answer = self.data.get(indicator)
            if answer is None:
                self.wrong[indicator] = _("Choose whether you agree.")
            elif not answer["agreed"] and not answer["dissent"].strip():
                self.wrong[indicator] = _("Say why you judge otherwise.")


class AgreementForm(EventForm):
    """The answers of the second assessor to the joint judgement, all on one page."""

    answers = AnswersField()

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators) and not self.answers.wrong

    def answer_to(self, row: JointJudgement) -> tuple[str, str, str]:
        """What the page shows for an indicator: the choice, the text of a dissent, and what is wrong with it."""
        field = self.answers
        if field.typed:
            given = field.data.get(row.indicator)
            choice = "" if given is None else AGREED if given["agreed"] else DISSENT
            return choice, field.typed.get(row.indicator, ""), field.wrong.get(row.indicator, "")
        choice = "" if row.agreed is None else AGREED if row.agreed else DISSENT
        return choice, row.dissent, ""


def fill_conditions(form: ProposalForm, rows: Iterable[tuple[str, date | None]], *, empty: int) -> None:
    """Add rows to the conditions of a form, and empty ones below them."""
    for text, due in [*rows, *([("", None)] * empty)]:
        if len(form.conditions) < 20:
            form.conditions.append_entry({"text": text, "due_on": due})


EVENT_FORMS[("application", "agree_or_dissent")] = AgreementForm
