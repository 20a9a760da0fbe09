"""The forms of the events of an agreement."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, EmailField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length, Optional

from mdt.forms.event import EVENT_FORMS, EventForm
from mdt.forms.fields import DayField
from mdt.services import agreement
from workflows.base import N_

LONGEST = 3000
REACHED = (("yes", _l("Reached")), ("partly", _l("Partly reached")), ("no", _l("Not reached")))
PARTIES = {
    "youth": N_("Youth"), "organisation": N_("Organisation"), "school": N_("School"), "guardian": N_("Guardian"),
}  # fmt: skip


class OfVersionForm(EventForm):
    """What is said of one version. It goes by the version that was read, not by what else happened to the case."""

    version_id = HiddenField()

    @classmethod
    def prefill(cls, subject: Any) -> dict[str, Any]:
        return super().prefill(subject) | {"version_id": subject.pending_version_id or subject.current_version_id}

    def given(self) -> dict[str, Any]:
        return super().given() | {"expected_version": None}

    def catch_up(self, subject: Any) -> str:
        super().catch_up(subject)
        was = str(self.version_id.data or "")
        self.version_id.data = subject.pending_version_id or subject.current_version_id
        return was


class SignForm(OfVersionForm):
    """A signature. When the agreement changed meanwhile, the box must be ticked anew."""

    agree = BooleanField(
        _l("I have read this agreement and I agree to it"),
        validators=[InputRequired(_l("Tick the box if you agree. If you do not, write a comment instead."))],
    )

    def given(self) -> dict[str, Any]:
        return {name: value for name, value in super().given().items() if name != "agree"}

    def catch_up(self, subject: Any) -> str:
        self.agree.data = False
        return super().catch_up(subject)


class PaperSignatureForm(OfVersionForm):
    """A signature on paper, with its scan."""

    party = SelectField(_l("Whose signature is it?"), validate_choice=False, render_kw={"data-required": "1"})
    name = StringField(_l("Name of who signed"), validators=[Length(max=200)], render_kw={"data-required": "1"})
    signed_on = DayField(_l("On which day was it signed?"), render_kw={"data-required": "1"})
    file = FileField(
        _l("Scan of the page with the signature"), description=_l("A PDF, PNG or JPEG file of at most 10 MB."),
        render_kw={"accept": ".pdf,.png,.jpg,.jpeg", "data-required": "1"},
    )  # fmt: skip

    @classmethod
    def fit(cls, subject: Any) -> type[EventForm]:
        """Offer the parties that have not signed."""
        choices = [SelectChoice("", _l("Choose")),
                   *(SelectChoice(party, _l(PARTIES[party])) for party in agreement.to_sign(subject))]  # fmt: skip
        return type(cls.__name__, (cls,), {"party": SelectField(
            _l("Whose signature is it?"), choices=choices, validate_choice=False, render_kw={"data-required": "1"}
        )})  # fmt: skip


class CommentForm(EventForm):
    """What a party wants to say."""

    text = TextAreaField(_l("Your comment"), description=_l("All parties can read it."),
                         validators=[Length(max=LONGEST)], render_kw={"data-required": "1"})  # fmt: skip

    def given(self) -> dict[str, Any]:
        return super().given() | {"expected_version": None}


class ReasonForm(EventForm):
    """Why, for the others."""

    text = TextAreaField(_l("Why?"), description=_l("All parties can read it."),
                         validators=[Length(max=LONGEST)], render_kw={"data-required": "1"})  # fmt: skip


class CompleteForm(EventForm):
    """That the activities were carried out; the hours are counted."""

    activities_done = BooleanField(_l("The planned activities were carried out"))


class AssessForm(EventForm):
    """Per learning outcome how far it was reached, and how it went."""

    text = TextAreaField(
        _l("How did it go?"),
        description=_l("In your own words: what did you see this youth do, and what stands out?"),
        validators=[Length(max=LONGEST)], render_kw={"data-required": "1"},
    )  # fmt: skip

    @classmethod
    def fit(cls, subject: Any) -> type[EventForm]:
        """Ask about each learning outcome of the version in force."""
        content = subject.current.content if subject.current else None
        fields = {
            f"outcome_{row['id']}": RadioField(
                row["text"], choices=[SelectChoice(*choice) for choice in REACHED], validate_choice=False,
                render_kw={"data-required": "1"},
            )
            for row in (content or {}).get("outcomes", ())
        }  # fmt: skip
        return type(cls.__name__, (cls,), {**fields, "text": cls.text})

    def given(self) -> dict[str, Any]:
        values = super().given()
        words = {choice for choice, _label in REACHED}
        told = {name.removeprefix("outcome_"): values.pop(name) for name in [*values] if name.startswith("outcome_")}
        return values | {"outcomes": {key: value for key, value in told.items() if value in words},
                         "expected_version": None}  # fmt: skip

    def refuse(self, field: str | None, sentence: str) -> None:
        unanswered = next((f.name for f in self if f.name.startswith("outcome_") and not f.data), None)
        super().refuse(unanswered if field == "outcomes" else field, sentence)


class ContactForm(EventForm):
    """How to reach one's own side; the organisation also says who supervises."""

    own_name = StringField(_l("Contact person"), validators=[Length(max=200)])
    own_email = EmailField(_l("E-mail address"), validators=[Optional(), Email(_l("This is not an e-mail address.")),
                                                             Length(max=254)])  # fmt: skip
    own_telephone = StringField(_l("Telephone number"), validators=[Length(max=30)])
    supervisor_name = StringField(_l("Name of the supervisor"), validators=[Length(max=200)])
    supervisor_email = EmailField(
        _l("E-mail address of the supervisor"),
        description=_l("Here the supervisor gets the links to confirm hours and to write the assessment."),
        validators=[Optional(), Email(_l("This is not an e-mail address.")), Length(max=254)],
    )  # fmt: skip
    supervisor_telephone = StringField(_l("Telephone number of the supervisor"), validators=[Length(max=30)])
    supervisor_language = SelectField(
        _l("Language of the letters to the supervisor"),
        choices=[SelectChoice("nl", "Nederlands"), SelectChoice("en", "English")],
        validate_choice=False,
    )

    def given(self) -> dict[str, Any]:
        """`contact` by who it is about: `own` is resolved by the side that sends it."""
        values = super().given()
        told = {name: values.pop(name) for name in [*values] if name.startswith(("own_", "supervisor_"))}
        contact = {
            who: {key.removeprefix(f"{who}_"): value for key, value in told.items() if key.startswith(f"{who}_")}
            for who in ("own", "supervisor")
            if self[f"{who}_email"].raw_data
        }
        return values | {"contact": contact}


EVENT_FORMS[("agreement", "sign")] = SignForm
EVENT_FORMS[("agreement", "sign_change")] = SignForm
EVENT_FORMS[("agreement", "record_signature")] = PaperSignatureForm
EVENT_FORMS[("agreement", "comment")] = CommentForm
EVENT_FORMS[("agreement", "reject_change")] = ReasonForm
EVENT_FORMS[("agreement", "end_early")] = ReasonForm
EVENT_FORMS[("agreement", "complete")] = CompleteForm
EVENT_FORMS[("agreement", "assess")] = AssessForm
EVENT_FORMS[("agreement", "correct_contact")] = ContactForm
