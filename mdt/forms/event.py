"""The form of an event. An event without one of its own gets the fallback: nothing but its button."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from mdt.forms.fields import DayField
from mdt.forms.refusing import Refusing

# What a form's own fields say that is not a fact for the rules.
BOOKKEEPING = {"csrf_token", "version"}


class EventForm(Refusing):
    """What every event's form has: the version of the case it was made for."""

    version = HiddenField()

    @classmethod
    def prefill(cls, subject: Any) -> dict[str, Any]:
        """What the form holds when it is opened; a form of its own adds the values that it proposes."""
        return {"version": str(subject.version)}

    @classmethod
    def fit(cls, subject: Any) -> type[EventForm]:
        """The form for one subject: a form whose fields depend on it makes them here."""
        return cls

    def given(self) -> dict[str, Any]:
        """The arguments for `fire`."""
        values = {name: value for name, value in self.data.items() if name not in BOOKKEEPING}
        version = str(self.version.data or "")
        return values | {"expected_version": int(version) if version.isdigit() else None}

    def catch_up(self, subject: Any) -> str:
        """Go on from what stands there now; returns what the form was made for. A form that goes by more than the
        version of the case has its own.
        """
        was, self.version.data = str(self.version.data or ""), str(subject.version)
        return was


class ByPost:
    """The fields with which the office enters what came by letter or telephone."""

    channel = SelectField(
        _l("How did this reach the office?"),
        choices=[SelectChoice("post", _l("By post")), SelectChoice("telephone", _l("By telephone")),
                 SelectChoice("email", _l("By e-mail")), SelectChoice("counter", _l("At the counter"))],
    )  # fmt: skip
    effective_on = DayField(_l("On which day was it received?"), validators=[InputRequired()])


EVENT_FORMS: dict[tuple[str, str], type[EventForm]] = {}


def form_for(subject: Any, event: str, *, by_post: bool) -> type[EventForm]:
    """The form class of an event on a subject, with the office's fields when it enters it for the organisation."""
    found = EVENT_FORMS.get((subject.noun, event), EventForm).fit(subject)
    return type(f"{found.__name__}ByPost", (found, ByPost), {}) if by_post else found
