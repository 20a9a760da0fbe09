"""The forms of the office: the list of cases, inviting an assessor, finding an organisation, moving the demo's date."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, RadioField, SearchField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from mdt.forms.fields import DayField
from mdt.forms.refusing import Refusing
from mdt.services.case_list import SORTS, Question
from workflows import ApplicationWorkflow
from workflows.roles import LABELS

SORT_LABELS = {"deadline": _l("Deadline"), "newest": _l("Newest first"), "name": _l("Name")}


class CaseListForm(Form):
    """What can be asked of the list of cases; read from the address, so that a search can be shared."""

    q = SearchField(_l("Name, number or KVK number"))
    status = SelectField(_l("Where it stands"), validate_choice=False)
    next = SelectField(_l("Who acts next"), validate_choice=False)
    sort = SelectField(_l("Sort by"), validate_choice=False)
    overdue = BooleanField(_l("Overdue only"))

    def offer(self) -> CaseListForm:
        """Fill the choices in the language of the page."""
        states = [(name, _(ApplicationWorkflow.label(name))) for name in ApplicationWorkflow.state_names()]
        roles = [(role.value, _(LABELS[role])) for role in dict.fromkeys(ApplicationWorkflow.acts_next.values())]
        self.status.choices = [SelectChoice("", _("Every state")), *(SelectChoice(*pair) for pair in states)]
        self.next.choices = [SelectChoice("", _("Everybody")), *(SelectChoice(*pair) for pair in roles)]
        self.sort.choices = [SelectChoice(name, SORT_LABELS[name]) for name in SORTS]
        return self

    def question(self) -> Question:
        """What was asked, as the service reads it."""
        return Question(
            words=self.q.data or "", status=self.status.data or "", acts_next=self.next.data or "",
            overdue=bool(self.overdue.data), sort=self.sort.data or "deadline",
        )  # fmt: skip


class InviteForm(Refusing):
    """Whom the office invites, and for which of the two places."""

    assessor = RadioField(_l("Assessor"), validate_choice=False, validators=[InputRequired(_l("Choose an assessor."))])
    lead = RadioField(
        _l("For which place?"),
        choices=[SelectChoice("yes", _l("Lead assessor")), SelectChoice("no", _l("Second assessor"))],
        validators=[InputRequired(_l("Choose the place."))],
    )


class OrganisationSearchForm(Form):
    """An organisation by its name, town or KVK number."""

    q = SearchField(_l("Name, town or KVK number"))


SPANS = {
    "day": _l("One day"), "week": _l("One week"), "month": _l("One month"), "half_year": _l("Half a year"),
    "year": _l("One year"),
}  # fmt: skip


class PassTimeForm(FlaskForm):
    """How much time the demonstration lets pass, with everything that is due in it."""

    span = RadioField(
        _l("How much time passes?"),
        choices=[SelectChoice(name, label) for name, label in SPANS.items()],
        default="month",
        render_kw={"data-required": "1"},
    )


class LetterSearchForm(FlaskForm):
    """Some of the letters of the demonstration."""

    class Meta:
        csrf = False

    q = SearchField(_l("To whom, or words of the subject"))


class MoveDateForm(FlaskForm):
    """The day that the demonstration takes for today."""

    day = DayField(
        _l("Go to this day"), description=_l("For example 24-11-2026."),
        validators=[InputRequired(_l("Fill in a day."))], render_kw={"size": "m"},
    )  # fmt: skip
