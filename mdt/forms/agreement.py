"""The forms in which an agreement is written: its sections, and who it is with."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from mdt.forms.fields import DayField, LengthField
from mdt.forms.framework_choices import said
from mdt.forms.refusing import Refusing
from mdt.rules import rounds
from mdt.services.wording import in_hours

LONGEST = 3000
ROWS, SPARE = 4, 2  # how many rows a new list shows, and how many empty ones stand below what is filled in


class HoursField(LengthField):
    """Hours, typed and shown as such; its data is a number of minutes."""

    def _value(self) -> str:
        return in_hours(self.data) if isinstance(self.data, int) and self.data else getattr(self, "raw", "")


class SectionForm(Refusing):
    """What each section has; `written` gives its part of the content."""

    version = HiddenField()

    @classmethod
    def filled(cls, content: dict[str, Any]) -> dict[str, Any]:
        """What the form holds when it is opened."""
        return {name: content.get(name) for name in cls.names()}

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The keys of the content that this section writes."""
        return ()

    def written(self) -> dict[str, Any]:
        """What the form says, as content."""
        return {name: self.data[name] for name in self.names()}


class ServiceForm(SectionForm):
    """What the service is called, under which regulation, when, and how much."""

    title = StringField(_l("What is the service called?"), validators=[Length(max=200)],
                        description=_l("For example: helping at the community centre."),
                        render_kw={"data-required": "1"})  # fmt: skip
    round = SelectField(_l("Under which regulation?"), validate_choice=False, render_kw={"data-required": "1"})
    starts_on = DayField(_l("First day"), description=_l("For example 24-11-2026."), render_kw={"data-required": "1"})
    ends_on = DayField(_l("Last day"), render_kw={"data-required": "1"})
    hours_a_week = HoursField(_l("Hours a week"), description=_l("On average, for example 6 or 7,5."),
                              render_kw={"data-required": "1"})  # fmt: skip
    hours_goal = HoursField(_l("Hours in all"), description=_l("What you agree to reach in the whole period."),
                            render_kw={"data-required": "1"})  # fmt: skip

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return ("title", "round", "starts_on", "ends_on")

    @classmethod
    def filled(cls, content: dict[str, Any]) -> dict[str, Any]:
        days = {name: _day(content.get(name)) for name in ("starts_on", "ends_on")}
        return {**super().filled(content), **days, "hours_a_week": content.get("minutes_a_week") or None,
                "hours_goal": content.get("minutes_goal") or None}  # fmt: skip

    def offer(self, day: date) -> ServiceForm:
        """Put the regulations in the form with which somebody can begin from a day on."""
        known = rounds.on(day) or rounds.shipped()
        self.round.choices = [
            SelectChoice("", _l("Choose")),
            *(SelectChoice(one.id, _l("%(title)s: at least %(hours)s hours, at most %(months)s months",
                                      title=said(one.title), hours=one.minimum_hours, months=one.most_months))
              for one in known),
        ]  # fmt: skip
        return self

    def written(self) -> dict[str, Any]:
        return super().written() | {"minutes_a_week": self.hours_a_week.data, "minutes_goal": self.hours_goal.data}


class ActivityRow(Form):
    """What is done, beside what the school recognises."""

    what = StringField(_l("What you do"), validators=[Length(max=300)])
    recognised = StringField(_l("What the school recognises"), validators=[Length(max=300)])
    of_school = BooleanField(_l("This is an activity of the school, no work"))


class ActivitiesForm(SectionForm):
    """The table of activities."""

    activities = FieldList(FormField(ActivityRow), max_entries=20)

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return ("activities",)

    @classmethod
    def filled(cls, content: dict[str, Any]) -> dict[str, Any]:
        rows = [{**row, "of_school": row.get("kind") == "school"} for row in content.get("activities") or ()]
        return {"activities": _with_spare(rows)}

    def written(self) -> dict[str, Any]:
        rows = self.activities.data
        return {"activities": [{"what": row["what"], "kind": "school" if row["of_school"] else "service",
                                "recognised": row["recognised"]} for row in rows]}  # fmt: skip


class OutcomeRow(Form):
    """One learning outcome."""

    text = StringField(_l("I will be able to"), validators=[Length(max=300)])


class OutcomesForm(SectionForm):
    """What the youth will learn."""

    outcomes = FieldList(FormField(OutcomeRow), max_entries=20)

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return ("outcomes",)

    @classmethod
    def filled(cls, content: dict[str, Any]) -> dict[str, Any]:
        return {"outcomes": _with_spare(list(content.get("outcomes") or ()))}

    def written(self) -> dict[str, Any]:
        return {"outcomes": [{"text": row["text"]} for row in self.outcomes.data]}


class GuidanceForm(SectionForm):
    """How the youth is guided, and how it is judged."""

    guidance = TextAreaField(_l("Who guides the youth, how, and how often?"), validators=[Length(max=LONGEST)],
                             render_kw={"data-required": "1"})  # fmt: skip
    judged = TextAreaField(_l("How is it judged whether the learning outcomes were reached?"),
                           validators=[Length(max=LONGEST)], render_kw={"data-required": "1"})  # fmt: skip
    allowance = TextAreaField(_l("What does the organisation reimburse or insure?"), validators=[Length(max=LONGEST)])

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return ("guidance", "judged", "allowance")


SECTIONS: dict[str, tuple[Any, type[SectionForm]]] = {
    "service": (_l("Period and hours"), ServiceForm),
    "activities": (_l("Activities"), ActivitiesForm),
    "outcomes": (_l("Learning outcomes"), OutcomesForm),
    "guidance": (_l("Guidance and judgement"), GuidanceForm),
}


class StartForm(Refusing):
    """With whom the agreement is."""

    youth = SelectField(_l("Which youth?"), validate_choice=False, render_kw={"data-required": "1"})
    organisation = SelectField(_l("At which organisation?"), validate_choice=False, render_kw={"data-required": "1"})
    credit = BooleanField(
        _l("I want the school to recognise it"),
        description=_l("Then the school where the youth is enrolled signs too."),
    )

    def refuse(self, field: str | None, sentence: str) -> None:
        """Show a refusal at its field, or above the form when it belongs to none."""
        super().refuse("credit" if field == "school" else field, sentence)


def _with_spare(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return rows + [{} for _row in range(max(ROWS - len(rows), SPARE))]


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None
