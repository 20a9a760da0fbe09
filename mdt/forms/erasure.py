"""What the office says when it answers a request for erasure."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from mdt.forms.account import stripped
from mdt.forms.event import EVENT_FORMS, EventForm


class ErasureAnswerForm(EventForm):
    """The reasons; the youth reads them, so they name nobody else."""

    reasons = TextAreaField(
        _l("Reasons"), description=_l("The youth reads this. Write no personal data: this text is kept."),
        filters=[stripped], validators=[DataRequired(_l("Write down the reasons.")), Length(max=2000)],
    )  # fmt: skip


EVENT_FORMS |= {("erasure", "carry_out"): ErasureAnswerForm, ("erasure", "refuse"): ErasureAnswerForm}
