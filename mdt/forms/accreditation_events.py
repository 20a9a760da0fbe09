"""The forms of what the board and the organisation do with an accreditation."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice

from mdt.forms.decision_events import day_field, text_field
from mdt.forms.event import EVENT_FORMS, EventForm
from mdt.models import Accreditation
from mdt.services import clock
from workflows.accreditation import GROUNDS


class Danger:
    """Danger to youths lets the board do without an intention, a view and time to remedy (4:11); it states it."""

    danger = BooleanField(
        _l("Youths are in danger, so the board does not wait for a view or a remedy (art. 4:11 Awb).")
    )
    danger_stated = text_field(
        _l("What is the danger?"), _l("Only when youths are in danger. It stands in the decision."), rows=4,
        required=False,
    )  # fmt: skip


def weighing() -> Any:
    """What the board makes of the view and of what was reported."""
    return text_field(
        _l("What the board did with the view"),
        _l("Answer each point of the view. Leave this empty when there is none."), rows=5, required=False,
    )  # fmt: skip


class SuspendForm(EventForm, Danger):
    """The decision to suspend, for a range of days."""

    from_day = day_field(_l("First day of the suspension"))
    until = day_field(_l("Last day of the suspension"), _l("The day after it the accreditation is in force again."))
    weighing = weighing()
    reasons = text_field(_l("Reasons"), _l("They come in the decision."))

    @classmethod
    def prefill(cls, subject: Accreditation) -> dict[str, Any]:
        """From today."""
        return super().prefill(subject) | {"from_day": clock.today()}


class WithdrawForm(EventForm, Danger):
    """The decision to withdraw."""

    from_day = day_field(_l("First day on which it is no longer in force"))
    ground = RadioField(
        _l("Ground"), choices=[SelectChoice(name, _l(label)) for name, label in GROUNDS.items()], validate_choice=False,
        render_kw={"data-required": "1"},
    )  # fmt: skip
    weighing = weighing()
    reasons = text_field(_l("Reasons"), _l("They come in the decision."))

    @classmethod
    def prefill(cls, subject: Accreditation) -> dict[str, Any]:
        """From today."""
        return super().prefill(subject) | {"from_day": clock.today()}


class ReasonsForm(EventForm):
    """Why the board does this."""

    reasons = text_field(_l("Reasons"), _l("They come in the letter to the organisation."), rows=5)


class GiveUpForm(EventForm):
    """From which day the organisation stops."""

    from_day = day_field(_l("First day on which you are no longer accredited"))

    @classmethod
    def prefill(cls, subject: Accreditation) -> dict[str, Any]:
        """From today."""
        return super().prefill(subject) | {"from_day": clock.today()}


EVENT_FORMS[("accreditation", "suspend")] = SuspendForm
EVENT_FORMS[("accreditation", "withdraw")] = WithdrawForm
EVENT_FORMS[("accreditation", "reinstate")] = ReasonsForm
EVENT_FORMS[("accreditation", "restore_on_objection")] = ReasonsForm
EVENT_FORMS[("accreditation", "give_up")] = GiveUpForm
