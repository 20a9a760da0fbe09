"""The forms of signals: what somebody reports, the code with which they come back, and what the adviser does."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from mdt.forms.application import tidy
from mdt.forms.event import EVENT_FORMS, EventForm
from mdt.forms.refusing import Refusing
from mdt.models import Signal
from mdt.services.signal import receivers

LONGEST = 20_000
EMPTY = _l("Write down what you want to say. A few words are enough.")


def clean(value: str | None) -> str | None:
    """Typed text without a NUL, which no database takes."""
    return tidy(value.replace("\x00", "")) if value else value


def _text(label: Any, description: Any = "", *, sentence: Any = EMPTY, rows: int = 6) -> Any:
    maximum = Length(max=LONGEST, message=_l("Use at most %(count)s characters.", count=LONGEST))
    return TextAreaField(label, description=description, filters=[clean], validators=[InputRequired(sentence), maximum],
                         render_kw={"rows": str(rows)})  # fmt: skip


def _line(label: Any, description: Any = "", *, longest: int = 200, **said: str) -> Any:
    maximum = Length(max=longest, message=_l("Use at most %(count)s characters.", count=longest))
    return StringField(label, description=description, filters=[clean], validators=[maximum],
                       render_kw={"autocomplete": "off"} | said)  # fmt: skip


class PublicForm(Refusing):
    """A form without the token of a session: it needs no cookie, and does not expire while somebody hesitates."""

    class Meta(FlaskForm.Meta):
        csrf = False


class ReportForm(PublicForm):
    """One question must be answered. The organisation is chosen from the register or typed."""

    ticket = HiddenField()
    slug = HiddenField()
    text = _text(_l("What happened?"), _l("Write it as you would tell it. It need not be complete or well written."),
                 rows=8)  # fmt: skip
    organisation = _line(
        _l("At which organisation?"),
        _l("Begin to type and choose from the list, or write the name yourself."), longest=300, list="organisations",
    )  # fmt: skip
    moment = _line(_l("When was it?"), _l("A day, or for example: since last summer."))
    place = _line(_l("Where was it?"))
    name = _line(_l("What is your name?"), _l("Leave this empty if you do not want us to know who you are."))
    contact = _line(
        _l("How can the confidential adviser reach you?"),
        _l("A telephone number or e-mail address. Leave it empty if you like; you can come back with the code."),
        longest=254,
    )

    def written(self) -> dict[str, str]:
        """What is kept, under the names of the service."""
        names = {"about": "organisation", **{name: name for name in ("moment", "place", "text", "name", "contact")}}
        return {name: str(self[field].data or "") for name, field in names.items()}


class CodeForm(PublicForm):
    """The code that was shown when the signal was sent."""

    code = StringField(
        _l("Your code"), description=_l("Capitals, spaces and hyphens make no difference."), filters=[clean],
        validators=[InputRequired(_l("Type the code that you got when you sent your signal."))],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "maxlength": "60"},
    )  # fmt: skip


class AddForm(PublicForm):
    """What the reporter adds. The code goes with it, for there is no session that knows who comes."""

    code = HiddenField()
    text = _text(_l("What do you want to add, or to answer?"))


class WriteForm(EventForm):
    """A message that the reporter reads with the code."""

    text = _text(_l("Your message"), _l("The reporter reads this with the code. Nobody else does."), rows=8)


class ConcludeForm(EventForm):
    """What the reporter is told in the end."""

    text = _text(_l("What do you tell the reporter?"),
                 _l("What was done, and what the reporter can do next. When the reporter adds something, the signal "
                    "opens again."), rows=8)  # fmt: skip


class ShareForm(EventForm):
    """With whom, and exactly what. The accounts to choose from are those without ties with the organisation."""

    outsider = _line(_l("Or somebody outside: name and function"),
                     _l("This is written down only: you tell it yourself. For example: the police, or the chair of the "
                        "organisation."))  # fmt: skip
    text = _text(_l("What do you share?"),
                 _l("The other sees exactly this text and nothing else: not the signal, not its place, not who "
                    "reported it. Leave out what could lead to the reporter."), rows=8)  # fmt: skip

    @classmethod
    def fit(cls, subject: Signal) -> type[EventForm]:
        """Offer the accounts."""
        offered = [
            SelectChoice(str(person.id), f"{person.name} ({', '.join(_(label).lower() for label in held)})")
            for person, held in receivers(subject)
        ]
        choices = [*offered, SelectChoice("", _("Nobody of these"))]
        radio = RadioField(_l("With whom do you share it?"), choices=choices, default="", validate_choice=False,
                           render_kw={"data-required": "1"})  # fmt: skip
        return type(cls.__name__, (cls,), {"receiver": radio})


EVENT_FORMS[("signal", "write")] = WriteForm
EVENT_FORMS[("signal", "share")] = ShareForm
EVENT_FORMS[("signal", "conclude")] = ConcludeForm
