"""The forms of what the office and the board do with an application, with the values that each proposes."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, TextAreaField
from wtforms.validators import InputRequired, Length

from mdt.forms.advice import ConditionForm
from mdt.forms.application import tidy
from mdt.forms.event import EVENT_FORMS, EventForm
from mdt.forms.fields import DayField
from mdt.models import Application
from mdt.services import accreditation, advice, answers, application, calendar, clock, framework_versions
from workflows.terms import earliest_due

LONGEST = 20_000
MOST_CONDITIONS = 5
EXAMPLE = _l("For example 24-11-2026.")


def text_field(label: Any, description: Any = "", *, rows: int = 8, required: bool = True) -> Any:
    """A text of any length that a decision can need; whether it may be empty is for the rules to say."""
    said = {"rows": str(rows)} | ({"data-required": "1"} if required else {})
    maximum = Length(max=LONGEST, message=_l("Use at most %(count)s characters.", count=LONGEST))
    return TextAreaField(label, description=description, filters=[tidy], validators=[maximum], render_kw=said)


def day_field(label: Any, description: Any = EXAMPLE) -> Any:
    """A day that must be filled in."""
    return DayField(
        label, description=description, validators=[InputRequired(_l("Fill in a day."))], render_kw={"size": "m"}
    )


def earliest(term: str) -> date:
    """The earliest last day of a term that the office or the board sets today."""
    return earliest_due(clock.today(), calendar.length(term, clock.today()))


class RequestSupplementForm(EventForm):
    """What is missing, one thing on a line, and by when it must be here (art. 4:5 and 4:15 Awb)."""

    missing = text_field(
        _l("What is missing?"),
        _l("Write one thing on each line, so that the organisation can tick them off. Say what is enough."),
    )
    due = day_field(_l("Until which day can the organisation send it?"), _l("At least two weeks from now."))

    @classmethod
    def prefill(cls, subject: Application) -> dict[str, Any]:
        """Two weeks, and the parts that are not complete."""
        open_ = answers.unanswered(subject, framework_versions.of(subject))
        missing = "\n".join(section.title[str(get_locale() or "nl")] for section in open_)
        return super().prefill(subject) | {"due": earliest("supplement_minimum"), "missing": missing}


class SetAsideForm(EventForm):
    """Why an application is set aside (art. 4:5 Awb)."""

    reasons = text_field(_l("Reasons"), _l("They come in the decision. Name what was asked and what did not come."))


class ExtendTermForm(EventForm):
    """Until when the decision term is extended, and why (art. 4:14 Awb)."""

    new_decide_by = day_field(_l("New last day of the decision term"), _l("Choose a reasonable day, and only once."))
    reasons = text_field(_l("Reasons"), _l("They come in the letter to the organisation."), rows=5)


class IntendRefusalForm(EventForm):
    """The intention to refuse, on which the organisation may give its view (art. 4:7 Awb)."""

    reasons = text_field(
        _l("Reasons"), _l("Say on which findings the intention rests. The organisation reads this before it answers.")
    )
    due = day_field(_l("Until which day can the organisation give its view?"), _l("At least two weeks from now."))

    @classmethod
    def prefill(cls, subject: Application) -> dict[str, Any]:
        """The shortest term there is."""
        return super().prefill(subject) | {"due": earliest("view_minimum")}


class RefuseForm(EventForm):
    """The decision to refuse."""

    weighing = text_field(
        _l("What the board did with the view"),
        _l("Answer each point of the view. Leave this empty when there is none."),
        required=False,
    )  # fmt: skip
    reasons = text_field(_l("Reasons"), _l("They come in the decision. The findings that weigh are added to it."))
    deviation = text_field(
        _l("Why the board departs from the advice"), _l("Needed when the advice was to grant (art. 3:50 Awb)."),
        rows=5, required=False,
    )  # fmt: skip


class SendBackForm(EventForm):
    """What the assessors are to look at once more."""

    reasons = text_field(_l("Reasons"), _l("Say what the assessors are to look at once more."), rows=6)


class GrantForm(EventForm):
    """The decision to grant: from when until when, on which conditions, and why."""

    starts_on = day_field(_l("First day"))
    ends_on = day_field(_l("Last day"))
    reasons = text_field(_l("Reasons"), _l("They come in the decision."))
    conditions = FieldList(FormField(ConditionForm), min_entries=MOST_CONDITIONS, max_entries=MOST_CONDITIONS)
    deviation = text_field(
        _l("Why the board departs from the advice"), _l("Needed when the advice was to refuse (art. 3:50 Awb)."),
        rows=5, required=False,
    )  # fmt: skip

    @classmethod
    def prefill(cls, subject: Application) -> dict[str, Any]:
        """From today, or of a renewal from the day after; for as long as the framework allows, on what was proposed."""
        first = accreditation.renewal_starts_on(subject) or clock.today()
        proposal = advice.proposal(subject)
        rows = advice.conditions(proposal) if proposal else []
        return super().prefill(subject) | {
            "starts_on": first, "ends_on": application.last_day(subject, first),
            "conditions": [{"text": text, "due_on": due} for text, due in rows[:MOST_CONDITIONS]],
        }  # fmt: skip

    def given(self) -> dict[str, Any]:
        """The arguments for `fire`: a condition is a pair, and an empty row is none."""
        rows = [((row["text"] or "").strip(), row["due_on"]) for row in self.conditions.data]
        return super().given() | {"conditions": [(text, due) for text, due in rows if text or due]}

    def refuse(self, field: str | None, sentence: str) -> None:
        """A refusal about the conditions stands at the row that is wrong, for a list has no place of its own."""
        if field != "conditions":
            return super().refuse(field, sentence)
        wrong = next((row for row in self.conditions if _is_wrong(row.data)), self.conditions[0])
        inner = wrong.form.text if wrong.data["due_on"] and not wrong.data["text"] else wrong.form.due_on
        inner.errors = [*inner.errors, sentence]
        self.conditions.errors = [row.errors for row in self.conditions]  # else the summary takes the list for fine
        return None


def _is_wrong(row: dict[str, Any]) -> bool:
    text, due = (row["text"] or "").strip(), row["due_on"]
    return bool(text) != bool(due) or bool(due and due <= clock.today())


EVENT_FORMS[("application", "request_supplement")] = RequestSupplementForm
EVENT_FORMS[("application", "set_aside")] = SetAsideForm
EVENT_FORMS[("application", "extend_term")] = ExtendTermForm
EVENT_FORMS[("application", "intend_refusal")] = IntendRefusalForm
EVENT_FORMS[("application", "refuse")] = RefuseForm
EVENT_FORMS[("application", "send_back")] = SendBackForm
EVENT_FORMS[("application", "grant")] = GrantForm
EVENT_FORMS[("application", "grant_on_objection")] = GrantForm
EVENT_FORMS[("application", "reopen_on_objection")] = SendBackForm
