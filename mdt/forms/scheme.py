"""The form with which a school writes a version of its scheme. What is not sound is told at the field."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from mdt.forms.application import tidy
from mdt.forms.credit import ASKED, short_text
from mdt.forms.fields import DayField
from mdt.forms.refusing import Refusing
from mdt.models import Programme, Scheme
from mdt.services import clock, credit_wording
from workflows.credits import BASES, Unit

NUMBER = NumberRange(min=0, max=100_000, message=_l("Fill in a whole number, zero or more."))


class SchemeForm(Refusing):
    """A version of a scheme. Amounts are asked in whole units and hours."""

    title = short_text(_l("Name of the scheme"), _l("As students know it."), required=True)
    programme = SelectField(_l("For which programme?"), validate_choice=False)
    explanation = TextAreaField(
        _l("Explanation for students"), filters=[tidy], validators=[Length(max=4000)], render_kw={"rows": "4"}
    )
    basis = SelectField(_l("On which ground of your rules?"), validate_choice=False, render_kw=ASKED)
    basis_text = short_text(_l("The unit, or the article of the examination rules (OER)"))
    minimum = IntegerField(
        _l("Minimum"), description=_l("In whole units. Below it no credit is given."), validators=[Optional(), NUMBER]
    )
    maximum = IntegerField(
        _l("Maximum for each student"), description=_l("In whole units. Zero or empty: no maximum."),
        validators=[Optional(), NUMBER],
    )  # fmt: skip
    minimum_hours = IntegerField(_l("Hours of service at least"), validators=[Optional(), NUMBER])
    service_share = IntegerField(
        _l("Share of the service that counts as study load"), description=_l("In percent."),
        validators=[InputRequired(_l("Fill in a percentage from 0 to 100.")), NUMBER], render_kw=ASKED,
    )  # fmt: skip
    reflection_share = IntegerField(
        _l("Reflection that counts at most"), description=_l("In percent of the service that counts."),
        validators=[InputRequired(_l("Fill in a percentage from 0 to 100.")), NUMBER], render_kw=ASKED,
    )  # fmt: skip
    asks = SelectMultipleField(_l("What must the student hand in?"), validate_choice=False)
    allows_prior = BooleanField(_l("Volunteering of before can be recognised too"))
    offered = BooleanField(_l("Students can ask for credit by this scheme"))
    valid_from = DayField(_l("From which day does it apply?"), description=_l("For example 24-11-2026."),
                          render_kw=ASKED)  # fmt: skip

    @classmethod
    def filled(cls, known: Scheme | None) -> dict[str, Any]:
        """What the form holds when it is opened: the version before it, from today."""
        if known is None:
            return {"service_share": 100, "reflection_share": 10, "asks": ["reflection", "supervisor"],
                    "offered": True, "valid_from": clock.today()}  # fmt: skip
        return {
            "title": known.title, "programme": str(known.programme_id or ""), "explanation": known.explanation,
            "basis": known.basis, "basis_text": known.basis_text, "minimum": known.minimum // 100,
            "maximum": known.maximum // 100, "minimum_hours": known.minimum_minutes // 60,
            "service_share": known.service_share, "reflection_share": known.reflection_share, "asks": known.asks,
            "allows_prior": known.allows_prior, "offered": known.offered,
            "valid_from": max(clock.today(), known.valid_from),
        }  # fmt: skip

    def offer(self, unit: str, programmes: Iterable[Programme]) -> SchemeForm:
        """Put the choices of a school in the form. A school that states hours has no amounts."""
        self.basis.choices = [SelectChoice(one.value, _(credit_wording.BASES[one])) for one in BASES[Unit(unit)]]
        self.programme.choices = [SelectChoice("", _("All programmes"))]
        self.programme.choices += [SelectChoice(str(one.id), f"{one.name} ({one.code})") for one in programmes]
        self.asks.choices = [SelectChoice(word, _(label)) for word, label in credit_wording.ASKS.items()]
        if unit == Unit.HOURS:
            for name in ("minimum", "maximum", "service_share", "reflection_share", "basis_text"):
                delattr(self, name)
        return self

    def given(self) -> dict[str, Any]:
        """The arguments for `publish`."""
        values = {name: value for name, value in self.data.items() if name != "csrf_token"}
        hours, programme = values.pop("minimum_hours"), values.pop("programme", None)
        for name in ("minimum", "maximum"):
            values[name] = (values.get(name) or 0) * 100
        for name, usual in (("service_share", 100), ("reflection_share", 0), ("basis_text", "")):
            values.setdefault(name, usual)
        values["asks"] = [word for word in values["asks"] or () if word in credit_wording.ASKS]
        return values | {"minimum_minutes": (hours or 0) * 60, "programme_id": _id(programme)}


def _id(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
