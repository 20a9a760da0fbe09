"""What a guardian says when the consent ends."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from mdt.forms.event import EVENT_FORMS, EventForm


class EndConsentForm(EventForm):
    """Whether what is there already must be erased too."""

    erase = BooleanField(
        _l("Also ask to erase the data of my child"),
        description=_l("The office answers within a month. You get a link to follow your request."),
    )  # fmt: skip


EVENT_FORMS |= {("consent", "refuse"): EndConsentForm, ("consent", "withdraw"): EndConsentForm}
