"""What somebody verifies: the code of a paper, as they type it, or its file. The pages keep nothing, set no cookie."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import FileField, Form, StringField
from wtforms.validators import InputRequired

from mdt.services.register import clean


class CodeForm(Form):
    """One field; what is forgiven in it is written down in `mdt.services.evidence.tidy_code`. Sent with GET."""

    code = StringField(
        _l("Code on the paper"),
        description=_l("Capitals, spaces and hyphens make no difference. You find the code beside the QR code."),
        filters=[clean],
        validators=[InputRequired(_l("Type the code that is on the paper."))],
    )


class FileForm(Form):
    """The PDF itself. Sent without a token: it changes nothing, and a token would need a cookie."""

    file = FileField(
        _l("PDF of the paper"),
        description=_l("Choose the PDF as you received it, or drop it here. At most 10 MB."),
        render_kw={"accept": ".pdf,application/pdf"},
    )
