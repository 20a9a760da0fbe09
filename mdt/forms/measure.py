"""The forms of measures: imposing one, the view and the remedy of the organisation, and looking at it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice

from mdt.forms.decision_events import EXAMPLE, day_field, earliest, text_field
from mdt.forms.event import EVENT_FORMS, EventForm
from mdt.forms.fields import DayField
from mdt.forms.refusing import Refusing
from mdt.models import Measure
from workflows.measure import KINDS


class ImposeForm(Refusing):
    """What must change, by when and why."""

    kind = RadioField(
        _l("What kind of measure is it?"), validate_choice=False, render_kw={"data-required": "1"},
        choices=[SelectChoice(name, _l(label)) for name, label in KINDS.items()],
    )  # fmt: skip
    text = text_field(_l("What must change?"), _l("So that the organisation knows what is enough."), rows=4)
    reasons = text_field(_l("Reasons"), _l("They come in the letter to the organisation."), rows=6)
    due_on = day_field(
        _l("Last day to put it right"),
        _l("At least two weeks from now; before a withdrawal at least two months."),
    )
    view_by = DayField(
        _l("Last day for a view"), render_kw={"size": "m"},
        description=_l("Only for an intention: at least two weeks from now."),
    )  # fmt: skip
    danger = BooleanField(_l("Youths are in danger, so the terms are shorter (art. 4:11 Awb)."))
    danger_stated = text_field(
        _l("What is the danger?"), _l("Only when youths are in danger. It stands in the letter."), rows=4,
        required=False,
    )  # fmt: skip

    @classmethod
    def prefill(cls) -> dict[str, Any]:
        """The shortest terms of a warning."""
        return {"due_on": earliest("measure_minimum"), "view_by": earliest("view_minimum")}

    def given(self) -> dict[str, Any]:
        """The arguments for `impose`."""
        return {name: value for name, value in self.data.items() if name != "csrf_token"}


class ViewForm(EventForm):
    """What the organisation thinks of it."""

    view = text_field(_l("Your view"), _l("Say what is not right, what was overlooked, or what has changed."))


class RemedyForm(EventForm):
    """What the organisation did."""

    remedy = text_field(
        _l("What did you do to put it right?"),
        _l("Say how it goes in practice now. Somebody may come and look. Do not write names of youths."),
    )


class RejectForm(EventForm):
    """Why it is not enough, and until when the organisation has now."""

    reasons = text_field(_l("Reasons"), _l("The organisation reads this. Say what is still missing."), rows=5)
    due_on = day_field(_l("New last day to put it right"), EXAMPLE)

    @classmethod
    def prefill(cls, subject: Measure) -> dict[str, Any]:
        """The shortest term."""
        return super().prefill(subject) | {"due_on": earliest("measure_minimum")}


class LiftForm(EventForm):
    """Why it is no longer asked."""

    reasons = text_field(_l("Reasons"), _l("They come in the letter to the organisation."), rows=5)


EVENT_FORMS[("measure", "give_view")] = ViewForm
EVENT_FORMS[("measure", "report_remedy")] = RemedyForm
EVENT_FORMS[("measure", "reject")] = RejectForm
EVENT_FORMS[("measure", "lift")] = LiftForm
