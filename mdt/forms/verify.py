"""The code of a paper, as somebody types it. Sent with GET: the page keeps nothing and needs no cookie."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import Form, StringField
from wtforms.validators import InputRequired

from mdt.services.register import clean


class CodeForm(Form):
    """One field; what is forgiven in it is written down in `mdt.services.evidence.tidy_code`."""

    code = StringField(
        _l("Code on the paper"),
        description=_l("Capitals, spaces and hyphens make no difference. You find the code beside the QR code."),
        filters=[clean],
        validators=[InputRequired(_l("Type the code that is on the paper."))],
    )
