"""The forms of an assessment: the declaration, a judgement on one indicator, and what the office says."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from mdt.forms.event import EVENT_FORMS, EventForm
from mdt.forms.framework_choices import said
from mdt.rules.framework import Framework, Indicator

LONGEST = 5000


class JudgementForm(FlaskForm):
    """A judgement as it stands, complete or not; the service checks the level and drops unknown sources."""

    version = HiddenField()
    score = RadioField(_l("Your judgement"), validate_choice=False, render_kw={"data-required": "1"})
    sources = SelectMultipleField(
        _l("What your judgement rests on"),
        description=_l("Choose at least one observation or conversation. A document supports it, but is not enough."),
        validate_choice=False,
        render_kw={"data-required": "1"},
    )
    note = TextAreaField(
        _l("What you saw and heard"),
        description=_l("Write it so that the organisation recognises its own practice. Write no names."),
        validators=[Length(max=LONGEST)],
    )

    def offer(self, framework: Framework, indicator: Indicator) -> JudgementForm:
        """Put the scale and the sources of this indicator in the form."""
        self.score.choices = [
            SelectChoice(level.id, said(level.label), {"description": said(level.meaning)}) for level in framework.scale
        ]
        self.sources.choices = [
            SelectChoice(source.id, said(source.label), {"description": said(source.meaning)})
            for source in framework.sources
            if source.id in indicator.sources
        ]
        return self


class DeclarationForm(EventForm):
    """The declaration of independence."""

    declared = BooleanField(
        _l("I declare that I have no tie with this organisation."), render_kw={"data-required": "1"}
    )


class ConflictForm(EventForm):
    """Which tie an assessor has."""

    reasons = TextAreaField(
        _l("Which tie do you have with this organisation?"),
        description=_l("A short description is enough. The office reads this; the organisation does not."),
        validators=[Length(max=2000)],
        render_kw={"data-required": "1"},
    )


class ReasonsForm(EventForm):
    """Why the office replaces an assessor or reopens an assessment."""

    reasons = TextAreaField(
        _l("Reasons"),
        description=_l("The assessor gets these reasons by mail, and they are kept in the log."),
        validators=[Length(max=2000)],
        render_kw={"data-required": "1"},
    )


EVENT_FORMS[("assessment", "clear_conflict")] = DeclarationForm
EVENT_FORMS[("assessment", "declare_conflict")] = ConflictForm
EVENT_FORMS[("assessment", "replace")] = ReasonsForm
EVENT_FORMS[("assessment", "reopen")] = ReasonsForm
