"""The forms of hours: an entry in a few taps on a phone, its correction, and what a supervisor answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from mdt.forms.event import EVENT_FORMS, EventForm
from mdt.forms.fields import ClockField, DayField, LengthField
from mdt.forms.refusing import Refusing
from workflows.entries import FREE, HOLIDAY, SCHOOL

OTHER = "other"
ASKED = {"data-required": "1"}


class EntryForm(Refusing):
    """One entry. `recent` holds the days of the last two weeks; another day is typed, and says why when it is late."""

    token = HiddenField()
    recent = SelectField(_l("Day"), validate_choice=False, render_kw=ASKED)
    day = DayField(_l("Another day"), description=_l("For example 24-11-2026."))
    start = ClockField(
        _l("Begins at"), validators=[InputRequired(_l("Say when you began."))],
        render_kw=ASKED | {"size": "s", "inputmode": "text", "autocomplete": "off"},
    )  # fmt: skip
    minutes = LengthField(
        _l("How long"), description=_l("Without the break. 2:30 is two and a half hours."),
        validators=[InputRequired(_l("Say how long it took."))],
        render_kw=ASKED | {"size": "s", "inputmode": "text", "autocomplete": "off"},
    )  # fmt: skip
    activity = SelectField(_l("What you did"), validate_choice=False, render_kw=ASKED)
    outcome = SelectField(_l("What you worked on learning"), validate_choice=False, render_kw=ASKED)
    reflection = StringField(
        _l("One line about it"), description=_l("What went well, or what did you learn? Write no names."),
        validators=[Length(max=1000)], render_kw=ASKED | {"autocomplete": "off"},
    )  # fmt: skip
    kind = RadioField(
        _l("What kind of day was it?"), validate_choice=False, render_kw=ASKED,
        choices=[SelectChoice(SCHOOL, _l("A day at school")), SelectChoice(FREE, _l("A free day or weekend")),
                 SelectChoice(HOLIDAY, _l("School holiday"))],
    )  # fmt: skip
    late_reason = StringField(
        _l("Why do you note it now?"), description=_l("Only for a day more than two weeks ago."),
        validators=[Length(max=500)],
    )  # fmt: skip

    def offer(self, *, days: Iterable[date], today: date, activities: Iterable[str], outcomes: Iterable[str],
              minor: bool) -> EntryForm:  # fmt: skip
        """Put the days, and what the agreement names, in the form; only for who is under sixteen the kind of day."""
        self.recent.choices = [SelectChoice(day.isoformat(), _named(day, today)) for day in days]
        self.recent.choices.append(SelectChoice(OTHER, _("Another day, see below")))
        self.activity.choices = [SelectChoice(text, text) for text in activities]
        self.outcome.choices = [SelectChoice(text, text) for text in outcomes]
        if not minor:
            del self.kind
        return self

    def validate_day(self, field: DayField) -> None:
        """Another day is written down when it is chosen, and then counts; else the chosen one does."""
        if self.recent.data in (None, "", OTHER):
            if field.data is None and not field.errors:
                raise ValidationError(_("Write down which day it was."))
            return
        try:
            field.data = date.fromisoformat(self.recent.data)
        except ValueError as error:
            raise ValidationError(_("Write the day as 24-11-2026.")) from error

    @property
    def elsewhere(self) -> bool:
        """Whether the part about another day stands open."""
        return bool(self.recent.data == OTHER or self.day.errors or self.late_reason.errors or self.late_reason.data)

    def given(self) -> dict[str, Any]:
        """The arguments for the service."""
        names = ("day", "start", "minutes", "activity", "outcome", "reflection", "late_reason", "kind", "token")
        values = {name: self[name].data for name in names if name in self}
        return {name: value if value is not None else "" for name, value in values.items()}

    def refuse(self, field: str | None, sentence: str) -> None:
        """Show a refusal at its field; one about the day where the day was chosen."""
        if field == "day" and self.recent.data not in (None, "", OTHER):
            field = "recent"
        super().refuse(field, sentence)


class CorrectionForm(EntryForm):
    """How an entry should have been. It comes beside the one that it corrects, which stays readable."""

    version = HiddenField()
    strike = BooleanField(
        _l("This entry should not be there at all"),
        description=_l("It then counts for nothing, and stays readable."),
    )  # fmt: skip

    def given(self) -> dict[str, Any]:
        values = super().given()
        return values | ({"minutes": 0} if self.strike.data else {})


class DisputeForm(EventForm):
    """What is not right, says the supervisor."""

    reason = TextAreaField(
        _l("What is not right?"),
        description=_l("Name the day and what it should be. The youth and the coordinator read this."),
        validators=[Length(max=2000)], render_kw=ASKED | {"rows": 4},
    )  # fmt: skip


class SettleForm(EventForm):
    """What the coordinator settled after hearing both."""

    heard_youth = BooleanField(_l("I have heard the youth"), render_kw=ASKED)
    heard_supervisor = BooleanField(_l("I have heard the supervisor"), render_kw=ASKED)
    settled = TextAreaField(
        _l("What did you settle, and why?"),
        description=_l("The hours are confirmed as they stand now. Both read this."),
        validators=[Length(max=2000)], render_kw=ASKED | {"rows": 4},
    )  # fmt: skip


def _named(day: date, today: date) -> str:
    """A day as people say it: today, Wednesday 25 November."""
    words = format_date(day, "EEEE d MMMM")
    ago = (today - day).days
    if ago == 0:
        return _("Today, %(day)s", day=words)
    return _("Yesterday, %(day)s", day=words) if ago == 1 else str(words)


EVENT_FORMS[("hours", "dispute")] = DisputeForm
EVENT_FORMS[("hours", "settle")] = SettleForm
