"""The forms of a visit: the dates, what is seen and heard on the spot, and the report."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from mdt.forms.event import EVENT_FORMS, EventForm
from mdt.forms.fields import DayField
from mdt.forms.framework_choices import said
from mdt.rules.framework import Framework, Indicator

LONGEST = 5000


class DatesForm(EventForm):
    """Up to three dates; the event gets them as `dates`."""

    first_date = DayField(_l("First date"), description=_l("For example 24-11-2026."), render_kw={"data-required": "1"})
    second_date = DayField(_l("Second date"))
    third_date = DayField(_l("Third date"))

    def given(self) -> dict[str, Any]:
        values = super().given()
        days = [values.pop(name) for name in ("first_date", "second_date", "third_date")]
        return values | {"dates": tuple(day for day in days if isinstance(day, date))}

    def refuse(self, field: str | None, sentence: str) -> None:
        super().refuse("first_date" if field == "dates" else field, sentence)


class ProposeForm(DatesForm):
    """When, where, and with whom the assessors want to speak."""

    place = StringField(
        _l("Place"), description=_l("The address where youths are at work."), validators=[Length(max=300)],
        render_kw={"data-required": "1"},
    )  # fmt: skip
    whom = TextAreaField(
        _l("With whom you want to speak"),
        description=_l("Name kinds of people and how many, such as two youths and a guide. Ask for no names."),
        validators=[Length(max=1000)],
    )

    @classmethod
    def prefill(cls, subject: Any) -> dict[str, Any]:
        return super().prefill(subject) | {"place": subject.place, "whom": subject.whom}


class ChosenForm(EventForm):
    """One of the dates on offer; the page shows them as a choice."""

    chosen = DayField(_l("On which date is the visit?"), render_kw={"data-required": "1"})


class ObservationForm(FlaskForm):
    """What was seen of one indicator: which of the things to look for, and in words."""

    version = HiddenField()
    seen = SelectMultipleField(_l("What I saw or heard"), coerce=int, validate_choice=False)
    text = TextAreaField(
        _l("My observation"),
        description=_l("What did you see or hear yourself? Write no names."),
        validators=[Length(max=LONGEST)],
    )

    def offer(self, indicator: Indicator) -> ObservationForm:
        """Put what to look for in the form, by its number."""
        self.seen.choices = [SelectChoice(str(number), said(text)) for number, text in enumerate(indicator.look_for)]
        return self


class ConversationForm(FlaskForm):
    """A conversation: of which kind, and what was said."""

    kind = RadioField(_l("With whom did you speak?"), validate_choice=False, render_kw={"data-required": "1"})
    text = TextAreaField(
        _l("What you heard"),
        description=_l("Write no names, and nothing by which others recognise this person."),
        validators=[Length(max=LONGEST)],
    )

    def offer(self, framework: Framework) -> ConversationForm:
        """Put the kinds of people in the form."""
        self.kind.choices = [SelectChoice(kind.id, said(kind.label)) for kind in framework.conversations.kinds]
        return self


class ReportForm(EventForm):
    """What the report says besides what was noted. The event gets `host_had_youths`."""

    no_youths_yet = BooleanField(
        _l("This organisation has had no youths yet"),
        description=_l(
            "Then conversations with two other volunteers count, and the advice proposes conversations with the "
            "first two youths within a year."
        ),
    )

    def given(self) -> dict[str, Any]:
        values = super().given()
        return values | {"host_had_youths": not values.pop("no_youths_yet")}


class CommentForm(EventForm):
    """What is not right in the report, says the organisation."""

    comment = TextAreaField(
        _l("What is not right in the report?"),
        description=_l("This is about facts: what the assessors saw and heard. Write no names of youths."),
        validators=[Length(max=LONGEST)],
        render_kw={"data-required": "1"},
    )


EVENT_FORMS[("visit", "propose")] = ProposeForm
EVENT_FORMS[("visit", "propose_again")] = ProposeForm
EVENT_FORMS[("visit", "ask_other_date")] = DatesForm
EVENT_FORMS[("visit", "agree")] = ChosenForm
EVENT_FORMS[("visit", "accept_date")] = ChosenForm
EVENT_FORMS[("visit", "report")] = ReportForm
EVENT_FORMS[("visit", "comment_on_facts")] = CommentForm
