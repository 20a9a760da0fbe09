"""Signing in, a new password, and one's own account."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length

from mdt.forms.refusing import Refusing

LANGUAGES = [SelectChoice("nl", "Nederlands"), SelectChoice("en", "English")]
PASSWORD_HINT = _l("At least 10 characters. Three or four words in a row are easy to remember and hard to guess.")


def stripped(value: str | None) -> str | None:
    """Text without the spaces around it."""
    return value.strip() if value else value


class Form(Refusing):
    """A form that can show the refusal of a service at its field, or above the form."""


def email_field(label: Any = None, *, missing: Any = None, **arguments: Any) -> Any:
    """An address: required, looked over for typing errors. `missing` is what is said when it is empty."""
    return EmailField(
        label or _l("E-mail address"),
        filters=[stripped],
        validators=[
            DataRequired(missing or _l("Fill in an e-mail address.")),
            Length(max=254),
            Email(_l("This is not an e-mail address. It looks like name@example.nl.")),
        ],
        **arguments,
    )


def new_password_field(label: Any = None) -> Any:
    """A password to be set; the service judges its strength."""
    return PasswordField(
        label or _l("New password"),
        description=PASSWORD_HINT,
        validators=[InputRequired(_l("Choose a password.")), Length(max=500)],
        render_kw={"autocomplete": "new-password"},
    )


def name_field() -> Any:
    """A person's name."""
    return StringField(
        _l("Your name"),
        filters=[stripped],
        validators=[DataRequired(_l("Fill in your name.")), Length(max=200)],
        render_kw={"autocomplete": "name"},
    )


def language_field() -> Any:
    """Dutch or English."""
    return RadioField(
        _l("Language of pages and letters"), choices=LANGUAGES, default="nl", validators=[InputRequired()]
    )


class SignInForm(Form):
    """E-mail address and password. `next` is the page to go to afterwards."""

    email = email_field(render_kw={"autocomplete": "username"})
    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Fill in your password.")), Length(max=500)])
    next = HiddenField()


class ForgotPasswordForm(Form):
    """The address to which the link goes."""

    email = email_field()


class ResetPasswordForm(Form):
    """The new password."""

    password = new_password_field()


class AccountForm(Form):
    """What somebody may change of their own account."""

    name = name_field()
    language = language_field()


class ChangePasswordForm(Form):
    """The present password and the new one."""

    present = PasswordField(
        _l("Present password"), validators=[InputRequired(_l("Fill in your present password.")), Length(max=500)]
    )
    password = new_password_field()


class PlainForm(Form):
    """Nothing but its button."""
