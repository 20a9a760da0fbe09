"""The forms of a list of credits: choosing them, and awarding them all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from mdt.forms.credit import ASKED, short_text
from mdt.forms.decision_events import text_field
from mdt.forms.event import EVENT_FORMS, EventForm
from mdt.forms.refusing import Refusing
from mdt.models import Credit


class PrepareForm(Refusing):
    """The name of a list, and the credits on it, each with the version that was seen."""

    name = short_text(_l("Name of the list"), _l("Such as the day of the meeting."), required=True)
    credits = SelectMultipleField(_l("Credits on the list"), validate_choice=False, render_kw=ASKED)

    def offer(self, found: Iterable[Credit]) -> PrepareForm:
        """Put the credits in the form that can be on a list."""
        self.credits.choices = [
            SelectChoice(key(one), f"{one.youth.name}, {one.number}", render_kw={"description": one.host})
            for one in found
        ]
        return self

    def given(self) -> dict[str, Any]:
        """The arguments for `prepare`: what is no credit that could be chosen is left out."""
        known = {choice.value for choice in self.credits.choices}
        return {"name": self.name.data or "", "keys": [one for one in self.credits.data or () if one in known],
                "lost": len([one for one in self.credits.data or () if one not in known])}  # fmt: skip


def key(credit: Credit) -> str:
    """A credit in the version that is shown."""
    return f"{credit.id}.{credit.version}"


class AwardAllForm(EventForm):
    """The judgement for the whole list, and the number of credits as a second look."""

    reasons = text_field(
        _l("The judgement of the exam board"),
        _l("It comes in every statement. Say what you judged, and what you found of it."), rows=6,
    )  # fmt: skip
    agreed_count = IntegerField(
        _l("How many credits do you award?"), description=_l("Type the number of credits on the list."),
        validators=[Optional()], render_kw=ASKED,
    )  # fmt: skip


EVENT_FORMS[("cohort", "award_all")] = AwardAllForm
