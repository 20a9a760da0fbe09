"""Enrolments: inviting a youth, and what a school says when it confirms, denies or corrects."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from mdt.forms.account import Form, email_field, stripped
from mdt.forms.event import EVENT_FORMS, EventForm
from mdt.models import Enrolment
from mdt.services import school as schools


class InviteYouthForm(Form):
    """The address of a youth whom a host or a school invites."""

    email = email_field(_l("E-mail address of the youth"))


class InviteStudentForm(InviteYouthForm):
    """A school may say who its student is."""

    student_number = StringField(_l("Student number"), filters=[stripped], validators=[Optional(), Length(max=30)],
                                 render_kw={"size": "m", "autocomplete": "off"})  # fmt: skip


class NumbersForm(Form):
    """A file with the student numbers that the school knows."""

    file = FileField(
        _l("File with student numbers"),
        description=_l("A CSV or text file with one student number on each line. The first line may be a heading."),
        validators=[FileRequired(_l("Choose a file first."))],
        render_kw={"accept": ".csv,.txt", "data-required": "1"},
    )


class SchoolSaysForm(EventForm):
    """The programme and student number as the school knows them."""

    programme = StringField(_l("Programme"), description=_l("The name or the code of the programme."),
                            filters=[stripped], validators=[Optional(), Length(max=330)],
                            render_kw={"list": "programmes", "autocomplete": "off"})  # fmt: skip
    student_number = StringField(_l("Student number"), filters=[stripped], validators=[Optional(), Length(max=30)],
                                 render_kw={"size": "m", "autocomplete": "off"})  # fmt: skip

    @classmethod
    def prefill(cls, subject: Enrolment) -> dict[str, Any]:
        """What the youth said."""
        chosen = schools.label(subject.programme) if subject.programme else ""
        return super().prefill(subject) | {"programme": chosen, "student_number": subject.student_number or ""}

    def given(self) -> dict[str, Any]:
        """The arguments for `fire`; the service finds the programme."""
        values = super().given()
        return values | {"programme_text": values.pop("programme") or ""}


class DenyForm(EventForm):
    """Why the school does not know somebody as its student."""

    reasons = TextAreaField(
        _l("What do you want to say to the youth?"),
        description=_l("Such as: this number belongs to another school."), filters=[stripped],
        validators=[DataRequired(_l("Write a sentence, so that the youth knows what to do.")), Length(max=1000)],
    )  # fmt: skip


EVENT_FORMS |= {
    ("enrolment", "confirm"): SchoolSaysForm,
    ("enrolment", "correct"): SchoolSaysForm,
    ("enrolment", "deny"): DenyForm,
}
