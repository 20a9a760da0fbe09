"""The forms of what an organisation does with its application."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired, Length

from mdt.forms.application import tidy
from mdt.forms.event import EVENT_FORMS, EventForm
from mdt.forms.fields import DayField

LONGEST_VIEW = 20_000
LONGEST_NOTE = 2_000


class SubmitForm(EventForm):
    """The signature of art. 4:2 Awb: who submits says that they may do so, and that it is true."""

    signed = BooleanField(
        _l("I may sign for this organisation, and these answers are true as far as I know."),
        validators=[InputRequired(_l("Tick the box to sign the application."))],
    )


class SupplementForm(EventForm):
    """What was changed or added after a request."""

    note = TextAreaField(
        _l("What did you change or add?"),
        description=_l("A few words help us find it. You can also leave this empty."),
        filters=[tidy],
        validators=[Length(max=LONGEST_NOTE, message=_l("Use at most %(count)s characters.", count=LONGEST_NOTE))],
    )


class GiveViewForm(EventForm):
    """What an organisation thinks of an intention to refuse (art. 4:8 Awb). The rule says that it is not empty."""

    view = TextAreaField(
        _l("Your view"),
        description=_l("What is not right, what did we overlook, or what has changed?"),
        filters=[tidy],
        validators=[Length(max=LONGEST_VIEW, message=_l("Use at most %(count)s characters.", count=LONGEST_VIEW))],
        render_kw={"data-required": "1", "rows": "12"},
    )


class ConsentForm(EventForm):
    """Until when an organisation agrees to wait (art. 4:15 lid 2 Awb)."""

    new_decide_by = DayField(
        _l("Until which day do you agree that the decision takes?"),
        description=_l("For example 24-11-2026. The decision term stands still until that day."),
        validators=[InputRequired(_l("Fill in a day."))],
        render_kw={"size": "m"},
    )


class WithdrawForm(EventForm):
    """Withdrawing is for good, so it asks for a deliberate yes."""

    reasons = TextAreaField(
        _l("Why do you withdraw?"),
        description=_l("You need not say. It helps us to do better."),
        filters=[tidy],
        validators=[Length(max=LONGEST_NOTE, message=_l("Use at most %(count)s characters.", count=LONGEST_NOTE))],
        render_kw={"rows": "4"},
    )
    sure = BooleanField(
        _l("Yes, withdraw this application"),
        validators=[InputRequired(_l("Tick the box if you are sure that you want to withdraw."))],
    )


EVENT_FORMS[("application", "submit")] = SubmitForm
EVENT_FORMS[("application", "supplement")] = SupplementForm
EVENT_FORMS[("application", "give_view")] = GiveViewForm
EVENT_FORMS[("application", "consent_to_delay")] = ConsentForm
EVENT_FORMS[("application", "withdraw")] = WithdrawForm
