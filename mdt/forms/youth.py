"""A youth: finding the school, signing up, naming the guardian, and asking for erasure."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, SearchField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from mdt.forms.account import Form, email_field, language_field, name_field, new_password_field, stripped
from mdt.forms.fields import DayField

NOT_AN_ADDRESS = _l("This is not an e-mail address. It looks like name@example.nl.")


class SchoolSearchForm(FlaskForm):
    """Words of the name, the town, or the BRIN of a school."""

    class Meta:
        csrf = False

    q = SearchField(
        _l("Name or town of your school"), validators=[Length(max=100)], render_kw={"data-required": "1"}
    )  # fmt: skip


class AtSchool:
    """What a youth says of the school that was chosen."""

    programme = StringField(
        _l("Programme"), description=_l("Type a few letters and choose. Leave it open if you do not know."),
        filters=[stripped], validators=[Optional(), Length(max=330)],
        render_kw={"list": "programmes", "autocomplete": "off"},
    )  # fmt: skip
    student_number = StringField(
        _l("Student number"), description=_l("It is on your student card. It helps the school to recognise you."),
        filters=[stripped], validators=[Optional(), Length(max=30)], render_kw={"size": "m", "autocomplete": "off"},
    )  # fmt: skip


class Guardian:
    """Who consents for a youth under sixteen."""

    guardian_name = StringField(
        _l("Name of your parent or guardian"), filters=[stripped], validators=[Optional(), Length(max=200)],
        render_kw={"autocomplete": "off"},
    )  # fmt: skip
    guardian_email = EmailField(
        _l("E-mail address of your parent or guardian"),
        description=_l("We write to this address to ask for consent."), filters=[stripped],
        validators=[Optional(), Length(max=254), Email(NOT_AN_ADDRESS)], render_kw={"autocomplete": "off"},
    )  # fmt: skip


class Youth:
    """Who somebody is, as far as we need to know."""

    born_on = DayField(
        _l("Date of birth"), description=_l("Such as 24-11-2008."),
        validators=[InputRequired(_l("Fill in your date of birth."))], render_kw={"autocomplete": "bday", "size": "m"},
    )  # fmt: skip


class SignUpForm(AtSchool, Youth, Guardian, Form):
    """A youth who comes alone."""

    name = name_field()
    email = email_field(_l("Your e-mail address"), missing=_l("Fill in your e-mail address."),
                        description=_l("You sign in with this address."))  # fmt: skip
    password = new_password_field(_l("Choose a password"))
    language = language_field()


class InvitedForm(AtSchool, Youth, Guardian, Form):
    """A youth who was invited and has no account yet."""

    name = name_field()
    password = new_password_field(_l("Choose a password"))
    language = language_field()


class InvitedWithAccountForm(AtSchool, Youth, Guardian, Form):
    """A youth who was invited and has an account, of which we do not know yet that it is a youth's."""


class InvitedYouthForm(AtSchool, Form):
    """A youth who was invited and has signed up before."""


class ClaimForm(AtSchool, Form):
    """Naming a school later."""


class GuardianForm(Form):
    """The guardian whom we ask, or ask again."""

    guardian_name = StringField(
        _l("Name of your parent or guardian"), filters=[stripped],
        validators=[DataRequired(_l("Fill in the name of your parent or guardian.")), Length(max=200)],
    )  # fmt: skip
    guardian_email = email_field(
        _l("E-mail address of your parent or guardian"),
        missing=_l("Fill in the e-mail address of your parent or guardian."),
    )


class ErasureRequestForm(Form):
    """Why somebody wants their data erased; they need not say."""

    wish = TextAreaField(
        _l("What do you want us to erase, and why?"), description=_l("You need not give reasons."), filters=[stripped],
        validators=[Optional(), Length(max=2000)],
    )  # fmt: skip
    sure = StringField(
        _l("Type the word ERASE to confirm"), filters=[stripped],
        validators=[InputRequired(_l("Type the word ERASE, so that we know that you are sure."))],
        render_kw={"autocomplete": "off", "size": "s"},
    )  # fmt: skip

    def is_sure(self) -> bool:
        """Whether the word was typed, in either language."""
        return str(self.sure.data or "").casefold() in ("wis", "erase")


def said(form: Any) -> dict[str, Any]:
    """What a form holds, without its token."""
    return {name: value for name, value in form.data.items() if name != "csrf_token"}
