"""The forms of objections: lodging one, and what office, hearing officer and board do with it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from mdt.forms.application import tidy
from mdt.forms.decision_events import EXAMPLE, day_field, earliest, text_field
from mdt.forms.event import EVENT_FORMS, ByPost, EventForm
from mdt.forms.fields import DayField
from mdt.forms.refusing import Refusing
from mdt.models import Objection
from mdt.services import clock
from mdt.services.objection import hearing_from
from mdt.services.objection_terms import timely
from workflows.objection_words import CONSEQUENCES, INADMISSIBLE, LATE_WAYS, NO_HEARING, OUTCOMES, POSSIBLE


def _radio(label: Any, choices: dict[str, str], description: Any = "", *, required: bool = True) -> Any:
    said = {"data-required": "1"} if required else {}
    return RadioField(label, description=description, validate_choice=False, render_kw=said,
                      choices=[SelectChoice(name, _l(text)) for name, text in choices.items()])  # fmt: skip


def _line(label: Any, description: Any = "", *, required: bool = True) -> Any:
    said = {"data-required": "1"} if required else {}
    return StringField(label, description=description, filters=[tidy], validators=[Length(max=150)], render_kw=said)


class LodgeForm(Refusing):
    """Against which decision, and why. The choices are the decisions of the case."""

    decision = RadioField(_l("Which decision do you object to?"), coerce=str, validate_choice=False,
                          render_kw={"data-required": "1"})  # fmt: skip
    grounds = text_field(
        _l("Why do you disagree?"),
        _l("You may leave this empty and send it later; we then ask for it with a term. Do not write names of youths."),
        required=False,
    )  # fmt: skip
    late_because = text_field(
        _l("If the term has passed: why does it come late?"),
        _l("Objecting is possible within six weeks. When lateness is excusable we handle it all the same."),
        rows=3, required=False,
    )  # fmt: skip

    def given(self) -> dict[str, Any]:
        """The arguments for `lodge`, without the decision."""
        return {name: value for name, value in self.data.items() if name not in ("csrf_token", "decision")}


class LodgeByPostForm(LodgeForm, ByPost):
    """What the office enters of a letter: also when it was posted, which counts (art. 6:9 Awb)."""

    posted_on = DayField(_l("If by post: on which day was it posted?"), validators=[Optional()],
                         description=_l("The day of the postmark. Posted in time and received within a week is in "
                                        "time."),
                         render_kw={"size": "m"})  # fmt: skip


class AskCompletionForm(EventForm):
    """What is missing, and by when it must be here (art. 6:6 Awb)."""

    missing = text_field(_l("What is missing?"), _l("For example the grounds, or a signature."), rows=4)
    due = day_field(_l("Until which day can the organisation send it?"), _l("At least two weeks from now."))

    @classmethod
    def prefill(cls, subject: Objection) -> dict[str, Any]:
        """The shortest term."""
        return super().prefill(subject) | {"due": earliest("supplement_minimum")}


class CompleteForm(EventForm):
    """What was asked."""

    completion = text_field(_l("What do you add to your objection?"))


class TakeUpForm(EventForm):
    """Whether a committee advises, and what is done with an objection that came late."""

    by_committee = BooleanField(_l("A committee of art. 7:13 Awb advises, so the decision term is twelve weeks."))

    @classmethod
    def fit(cls, subject: Any) -> type[EventForm]:
        """Only a late objection asks what to do with the lateness."""
        return TakeUpLateForm if timely(subject) == "late" else TakeUpForm


class TakeUpLateForm(TakeUpForm):
    """The same for an objection that came after its term."""

    late_way = _radio(_l("The objection came late. What do you do with it?"), LATE_WAYS)
    late_reasons = text_field(_l("Why is the lateness excusable?"), rows=3, required=False)


class PlanHearingForm(EventForm):
    """When and where the organisation is heard."""

    hearing_on = day_field(_l("Day of the hearing"), EXAMPLE)
    hearing_at = _line(_l("Time"), _l("For example 10.00 until 11.00."))
    place = _line(_l("Place"), _l("An address, or: by video."))

    @classmethod
    def prefill(cls, subject: Objection) -> dict[str, Any]:
        """What was planned, or the first possible day."""
        known = {"hearing_at": subject.hearing_at, "place": subject.hearing_place}
        return super().prefill(subject) | {"hearing_on": hearing_from(clock.today())} | known


class WaiveHearingForm(EventForm):
    """The ground of art. 7:3 Awb on which there is no hearing."""

    ground = _radio(_l("On which ground is there no hearing?"), NO_HEARING)
    reasons = text_field(_l("Reasons"), _l("The organisation reads this."), rows=4)


class ReportHearingForm(EventForm):
    """What was said, and who heard (art. 7:5 and 7:7 Awb)."""

    present = text_field(_l("Who was there?"), _l("Functions are enough. Do not write names of youths."), rows=3,
                         required=False)  # fmt: skip
    heard_with = IntegerField(_l("With how many others did you hear?"), default=0,
                              validators=[InputRequired(), NumberRange(min=0, max=20)])  # fmt: skip
    heard_with_involved = IntegerField(
        _l("How many of them were involved in the decision?"), default=0,
        validators=[InputRequired(), NumberRange(min=0, max=20)],
    )  # fmt: skip
    report = text_field(_l("What was said?"), _l("Also when nobody came: write that down."))


class AdviseForm(EventForm):
    """What the hearing officer advises."""

    advice = _radio(_l("What do you advise?"), OUTCOMES)
    proposal = text_field(_l("Why?"), _l("Go through the grounds one by one. It comes in the decision."))


class AdjournForm(EventForm):
    """Why the decision takes longer."""

    reasons = text_field(_l("Reasons"), _l("They come in the letter to the organisation."), rows=4)


class FurtherDelayForm(EventForm):
    """Until when whoever objected agrees to wait (art. 7:10 lid 4 Awb)."""

    new_decide_by = day_field(_l("Until which day may the decision take?"), EXAMPLE)


class ProcedureForm(AdjournForm):
    """The later day, and the procedure that asks for it (art. 7:10 lid 4 sub c Awb)."""

    new_decide_by = day_field(_l("On which day will the decision be there at the latest?"), EXAMPLE)
    reasons = text_field(_l("Which procedure does the law ask, and why does it take until then?"),
                         _l("It comes in the letter to the organisation."), rows=4)  # fmt: skip


class InadmissibleForm(EventForm):
    """The ground on which the objection is not handled."""

    ground = _radio(_l("On which ground?"), INADMISSIBLE)
    reasons = text_field(_l("Reasons"), _l("They come in the decision."), rows=6)


class UnfoundedForm(EventForm):
    """The decision that stands."""

    reasons = text_field(_l("Reasons"), _l("They come in the decision. Go through the grounds one by one."))
    deviation = text_field(_l("Why the board departs from the advice"), _l("Only when it does (art. 7:13 lid 7 Awb)."),
                           rows=4, required=False)  # fmt: skip
    late_reasons = text_field(
        _l("Why is the lateness excusable?"),
        _l("Only when the objection came late and that was left to the decision."),
        rows=3, required=False,
    )  # fmt: skip

    @classmethod
    def fit(cls, subject: Any) -> type[EventForm]:
        """Ask about lateness only where that was left to the decision."""
        if subject.late_way == "left_to_decision":
            return cls
        return type(cls.__name__, (cls,), {"late_reasons": None})


class FoundedForm(UnfoundedForm):
    """The decision that is revoked, and what takes its place."""

    @classmethod
    def fit(cls, subject: Any) -> type[EventForm]:
        """Offer what can take the place of the decision that was contested."""
        cls = super().fit(subject)
        possible = {name: CONSEQUENCES[name] for name in POSSIBLE.get(subject.against, ())}
        return type(cls.__name__, (cls,), {
            "consequence": _radio(_l("What takes the place of the decision?"), possible),
            "new_decision": text_field(
                _l("What changes exactly?"), _l("Where it is something else: what holds now instead."), rows=4,
                required=False,
            ),
        })  # fmt: skip


EVENT_FORMS[("objection", "ask_completion")] = AskCompletionForm
EVENT_FORMS[("objection", "complete")] = CompleteForm
EVENT_FORMS[("objection", "take_up")] = TakeUpForm
EVENT_FORMS[("objection", "plan_hearing")] = PlanHearingForm
EVENT_FORMS[("objection", "plan_again")] = PlanHearingForm
EVENT_FORMS[("objection", "waive_hearing")] = WaiveHearingForm
EVENT_FORMS[("objection", "report_hearing")] = ReportHearingForm
EVENT_FORMS[("objection", "advise")] = AdviseForm
EVENT_FORMS[("objection", "adjourn")] = AdjournForm
EVENT_FORMS[("objection", "consent_to_further_delay")] = FurtherDelayForm
EVENT_FORMS[("objection", "delay_for_procedure")] = ProcedureForm
EVENT_FORMS[("objection", "declare_inadmissible")] = InadmissibleForm
EVENT_FORMS[("objection", "declare_well_founded")] = FoundedForm
EVENT_FORMS[("objection", "declare_partly_founded")] = FoundedForm
EVENT_FORMS[("objection", "declare_unfounded")] = UnfoundedForm
