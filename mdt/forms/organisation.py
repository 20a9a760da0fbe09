"""Registering an organisation with its first coordinator, and its contact data."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TelField, URLField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from mdt import rules
from mdt.forms.account import LANGUAGES, Form, email_field, name_field, new_password_field, stripped
from mdt.forms.fields import KvkField, PostcodeField, RsinField


def with_scheme(value: str | None) -> str | None:
    """A web address with https:// before it, when nothing stands before it."""
    value = stripped(value)
    return f"https://{value}" if value and "://" not in value else value


def is_website(_form: Any, field: Any) -> None:
    """Refuse what is not the address of a web page."""
    parts = urlsplit(field.data)
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[\w-]+(\.[\w-]+)+(:\d+)?", parts.netloc):
        raise ValidationError(_("This is not a web address. It looks like www.example.nl."))


def is_telephone(_form: Any, field: Any) -> None:
    """Refuse what is not a telephone number."""
    if not re.fullmatch(r"\+?[\d\s()-]{8,29}", field.data):
        raise ValidationError(_("A telephone number has figures only, such as 020 123 45 67."))


def line(label: Any, sentence: Any, *, longest: int, **said: str) -> Any:
    """A required line of text; `sentence` is what is said when it is empty."""
    return StringField(
        label, filters=[stripped], validators=[DataRequired(sentence), Length(max=longest)], render_kw=said
    )


class Identity:
    """What an organisation is registered as. It stands before `ContactForm`, for errors are listed in this order."""

    name = line(_l("Name of the organisation"), _l("Fill in the name of the organisation."), longest=300,
                autocomplete="organization")  # fmt: skip
    kvk_number = KvkField(
        _l("KVK number"), description=_l("The 8 figures of the registration in the trade register."),
        validators=[DataRequired(_l("Fill in the KVK number."))],
        render_kw={"inputmode": "numeric", "size": "m", "autocomplete": "off"},
    )  # fmt: skip
    rsin = RsinField(
        _l("RSIN"), description=_l("9 figures, on the extract from the trade register. Leave it open if you do not "
                                   "have it at hand."),
        validators=[Optional()], render_kw={"inputmode": "numeric", "size": "m", "autocomplete": "off"},
    )  # fmt: skip
    sector = SelectField(
        _l("In which field does the organisation work?"),
        description=_l("Choose what fits best."),
        validators=[InputRequired(_l("Choose the field in which the organisation works."))],
    )


class ContactForm(Form):
    """How an organisation is reached."""

    street = line(_l("Street and number"), _l("Fill in the street and the number."), longest=200,
                  autocomplete="street-address")  # fmt: skip
    postcode = PostcodeField(
        _l("Postcode"), validators=[DataRequired(_l("Fill in the postcode."))],
        render_kw={"autocomplete": "postal-code", "size": "s"},
    )  # fmt: skip
    city = line(_l("Town or village"), _l("Fill in the town or village."), longest=120, autocomplete="address-level2")
    municipality = StringField(
        _l("Municipality"),
        description=_l("The municipality in which the organisation is established."),
        filters=[stripped],
        validators=[DataRequired(_l("Fill in the municipality.")), Length(max=120)],
        render_kw={"list": "municipalities", "autocomplete": "off"},
    )
    email = email_field(
        _l("E-mail address of the organisation"),
        missing=_l("Fill in the e-mail address of the organisation."),
        description=_l("Such as info@example.nl. Letters go to the coordinators."),
    )
    telephone = TelField(_l("Telephone"), filters=[stripped], validators=[Optional(), is_telephone])
    website = URLField(
        _l("Website"), filters=[with_scheme], validators=[Optional(), Length(max=300), is_website],
        render_kw={"inputmode": "url"},
    )  # fmt: skip
    language = RadioField(
        _l("Language of letters and papers"), choices=LANGUAGES, default="nl", validators=[InputRequired()]
    )
    version = HiddenField()

    def expected_version(self) -> int | None:
        """The version of the organisation for which the form was made."""
        text = str(self.version.data or "")
        return int(text) if text.isdigit() else None


class OrganisationForm(Identity, ContactForm):
    """An organisation that is registered by somebody with an account."""

    def __init__(self, *args: Any, **arguments: Any) -> None:
        super().__init__(*args, **arguments)
        language = str(get_locale() or "nl")
        found = [SelectChoice(sector.code, sector.title[language]) for sector in rules.sectors()]
        self.sector.choices = [SelectChoice("", _("Choose a field")), *found]


class RegistrationForm(OrganisationForm):
    """An organisation and its first coordinator, who has no account yet."""

    person_name = name_field()
    person_email = email_field(
        _l("Your e-mail address"),
        missing=_l("Fill in your e-mail address."),
        description=_l("You sign in with this address."),
    )
    password = new_password_field(_l("Choose a password"))

    def organisation_data(self) -> dict[str, Any]:
        """What was said of the organisation."""
        return {name: value for name, value in self.data.items() if name not in {"person_name", "person_email"}}
