"""The forms of a credit: what the youth writes, what a clerk proposes, and what the exam board decides."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SearchField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from mdt.forms.application import tidy
from mdt.forms.decision_events import text_field
from mdt.forms.event import EVENT_FORMS, EventForm
from mdt.forms.fields import DayField, LengthField
from mdt.forms.refusing import Refusing
from mdt.models import Credit
from mdt.services import clock, credit_evidence, credit_wording
from workflows.credits import BASES, Unit

ASKED = {"data-required": "1"}
LONGEST = 10_000


def short_text(label: Any, description: Any = "", *, required: bool = False, most: int = 200) -> Any:
    """A line of text; whether it may be empty is for the rules to say."""
    return StringField(label, description=description, filters=[tidy], validators=[Length(max=most)],
                       render_kw={"autocomplete": "off"} | (ASKED if required else {}))  # fmt: skip


class EvidenceForm(Refusing):
    """What the youth writes: the reflection and how long it took, and what else the scheme asks."""

    reflection = TextAreaField(
        _l("What did you learn?"),
        description=_l("Say what you did, what went well or not, and what you would do differently. Write no names of "
                       "people whom you helped."),
        filters=[tidy], validators=[Length(max=LONGEST)], render_kw={"rows": "12"},
    )  # fmt: skip
    reflection_minutes = LengthField(
        _l("How long did you work on it?"), description=_l("In hours and minutes: 4:00. Leave it empty if none."),
        render_kw={"size": "s", "autocomplete": "off"},
    )  # fmt: skip
    portfolio = TextAreaField(
        _l("Your evidence (portfolio)"), description=_l("Describe what you made, and where the school can see it."),
        filters=[tidy], validators=[Length(max=LONGEST)], render_kw={"rows": "6"},
    )  # fmt: skip

    def given(self) -> dict[str, Any]:
        """What is kept; of what the scheme does not ask, and so is not in the form, nothing."""
        usual = {"reflection": "", "reflection_minutes": 0, "portfolio": ""}
        values = {name: value for name, value in self.data.items() if name != "csrf_token"}
        return values | {name: values[name] or empty for name, empty in usual.items() if name in values}


class PriorForm(EvidenceForm):
    """Volunteering of before: where, what, when and how long."""

    scheme = SelectField(_l("By which scheme of your school?"), validate_choice=False, render_kw=ASKED)
    prior_organisation = StringField(
        _l("Where did you volunteer?"), filters=[tidy], render_kw=ASKED,
        validators=[InputRequired(_l("Name the organisation.")), Length(max=200)],
    )  # fmt: skip
    prior_activities = TextAreaField(
        _l("What did you do?"), filters=[tidy], render_kw=ASKED | {"rows": "4"},
        validators=[InputRequired(_l("Say what you did.")), Length(max=LONGEST)],
    )  # fmt: skip
    prior_from = DayField(_l("First day"), validators=[InputRequired(_l("Fill in a day."))], render_kw=ASKED)
    prior_until = DayField(_l("Last day"), validators=[InputRequired(_l("Fill in a day."))], render_kw=ASKED)
    prior_minutes = IntegerField(
        _l("How many hours in all?"), render_kw=ASKED,
        validators=[InputRequired(_l("Fill in the hours.")),
                    NumberRange(min=1, max=2000, message=_l("Fill in hours from 1 to 2000."))],
    )  # fmt: skip

    def given(self) -> dict[str, Any]:
        """What is kept: hours are asked, minutes are stored."""
        values = super().given()
        values.pop("scheme")
        return values | {"prior_minutes": (self.prior_minutes.data or 0) * 60}


class SendBackForm(EventForm):
    """What the youth is to complete."""

    what_is_missing = text_field(_l("What is missing?"), _l("The student reads this. Say what is enough."), rows=5)


class ProposeForm(EventForm):
    """The proposal: the basis, the assessment where it is a unit, and what was seen."""

    basis = SelectField(_l("On which ground?"), validate_choice=False, render_kw=ASKED)
    basis_text = short_text(_l("The unit, or the article of the examination rules (OER)"))
    passed = RadioField(
        _l("Did the examiner judge the unit sufficient?"), validate_choice=False, validators=[Optional()],
        choices=[SelectChoice("y", _l("Yes")), SelectChoice("n", _l("No"))],
        description=_l("Only for a unit or an elective."),
    )  # fmt: skip
    assessed_on = DayField(_l("When was it assessed?"), description=_l("Only for a unit or an elective."))
    assessed_by = short_text(_l("By which examiner?"), _l("Only for a unit or an elective."))
    reasons = text_field(
        _l("What did you see?"), _l("In the hours, the reflection and the assessment. The exam board reads it."), rows=6
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.basis.choices = [SelectChoice(one.value, _l(credit_wording.BASES[one])) for one in bases()]

    @classmethod
    def prefill(cls, subject: Credit) -> dict[str, Any]:
        """The basis of the scheme; for a proposal that is written again what it was."""
        made, by = credit_evidence.proposal(subject), subject.scheme
        known: dict[str, Any] = {
            "basis": made.basis if made else by.basis, "basis_text": made.basis_text if made else by.basis_text,
            "reasons": made.reasons if made else "", "assessed_on": made.assessed_on if made else clock.today(),
            "assessed_by": made.assessed_by if made else "",
            "passed": None if not made or made.passed is None else "y" if made.passed else "n",
        }  # fmt: skip
        return super().prefill(subject) | known

    def given(self) -> dict[str, Any]:
        """The arguments for `fire`: of what is not a unit nothing is said about an assessment."""
        values = super().given()
        said = {"y": True, "n": False}.get(str(self.passed.data))
        if values["basis"] not in ("assessed_unit", "elective"):
            return values | {"passed": None, "assessed_on": None, "assessed_by": ""}
        return values | {"passed": said}


def bases() -> list[Any]:
    """Every basis there is, each once."""
    return list(dict.fromkeys(one for unit in Unit for one in BASES[unit]))


class AwardForm(EventForm):
    """The judgement that the award rests on."""

    reasons = text_field(
        _l("The judgement of the exam board"),
        _l("It comes in the statement. Say what you judged, and what you found of it."), rows=6,
    )  # fmt: skip


class DeclineForm(EventForm):
    """Why no credit is awarded."""

    reasons = text_field(_l("Reasons"), _l("They come in the decision, in words that the student understands."))


class RevokeForm(EventForm):
    """The ground, the hearing and the reasons."""

    ground = RadioField(
        _l("Why is it revoked?"), validate_choice=False, render_kw=ASKED,
        choices=[SelectChoice("error", _l("It was awarded in error")), SelectChoice("fraud", _l("There was fraud"))],
    )  # fmt: skip
    heard_on = DayField(_l("When was the student heard?"), description=_l("For example 24-11-2026."), render_kw=ASKED)
    hearing = text_field(_l("What did the student say?"), _l("It comes in the decision."), rows=5)
    reasons = text_field(_l("Reasons"), _l("They come in the decision."))


class AppealForm(EventForm):
    """The outcome of an appeal, which is registered here and was handled elsewhere."""

    appeal_body = short_text(_l("Which body decided on the appeal?"), required=True)
    appeal_on = DayField(_l("On which day?"), description=_l("For example 24-11-2026."), render_kw=ASKED)
    appeal_reference = short_text(_l("Number of the decision on the appeal"), required=True, most=80)
    amount = IntegerField(
        _l("How many units does it lead to?"), description=_l("Whole EC or SBU; nothing where hours are stated."),
        validators=[Optional(), NumberRange(min=0, max=2000, message=_l("Fill in a whole number, zero or more."))],
    )  # fmt: skip
    reasons = text_field(_l("What the decision on the appeal comes down to"), rows=5)

    @classmethod
    def prefill(cls, subject: Credit) -> dict[str, Any]:
        """The amount that the hours come to."""
        return super().prefill(subject) | {"amount": (subject.amount // 100) or None}

    def given(self) -> dict[str, Any]:
        """The arguments for `fire`, in hundredths."""
        return super().given() | {"amount": (self.amount.data or 0) * 100}


class CreditListForm(FlaskForm):
    """What is asked of the list of credits."""

    class Meta:
        csrf = False

    q = SearchField(_l("Name, student number, number or organisation"), validators=[Length(max=100)])
    status = SelectField(_l("State"), validate_choice=False)
    sort = SelectField(
        _l("Order"), validate_choice=False,
        choices=[SelectChoice("oldest", _l("Longest waiting first")), SelectChoice("newest", _l("Newest first")),
                 SelectChoice("name", _l("By name"))],
    )  # fmt: skip


EVENT_FORMS[("credit", "send_back")] = SendBackForm
EVENT_FORMS[("credit", "propose")] = ProposeForm
EVENT_FORMS[("credit", "award")] = AwardForm
EVENT_FORMS[("credit", "decline")] = DeclineForm
EVENT_FORMS[("credit", "revoke")] = RevokeForm
EVENT_FORMS[("credit", "award_on_appeal")] = AppealForm
