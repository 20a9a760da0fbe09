"""Adding a supporting file."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired


class UploadForm(FlaskForm):
    """One file at a time; what it is, the service finds from its bytes."""

    file = FileField(
        _l("File"),
        description=_l("A PDF, PNG or JPEG file of at most 10 MB."),
        validators=[FileRequired(_l("Choose a file first."))],
        render_kw={"accept": ".pdf,.png,.jpg,.jpeg", "data-required": "1"},
    )

    def refuse(self, field: str | None, sentence: str) -> None:
        """Show a refusal at the file, or above the form."""
        if field == "file":
            self.file.errors = [*self.file.errors, sentence]
        else:
            self.form_errors.append(sentence)
