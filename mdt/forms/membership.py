"""Inviting somebody, and accepting an invitation."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from mdt.forms.account import Form, email_field, language_field, name_field, new_password_field


def _function(name: str, label: Any, description: Any) -> SelectChoice:
    return SelectChoice(name, label, {"description": description})


COLLEAGUES = [
    _function("colleague", _l("Colleague"), _l("Reads the case and writes the application.")),
    _function(
        "coordinator",
        _l("Coordinator"),
        _l("May also hand in and withdraw, invite others, and change the organisation's data."),
    ),
]
SUPERVISOR = _function(
    "supervisor", _l("Supervisor"), _l("Guides youths, confirms their hours and judges how it went.")
)
SCHOOL = [
    _function("clerk", _l("School clerk"), _l("Confirms students, prepares credit, and invites colleagues.")),
    _function("examiner", _l("Examiner"), _l("Looks at what a student hands in.")),
    _function(
        "exam_board", _l("Exam board"), _l("Awards credit or declines it. In secondary education: for the school.")
    ),
]
STAFF = [
    _function("office", _l("Office"), _l("Takes in applications, assigns assessors, keeps the deadlines.")),
    _function("assessor", _l("Assessor"), _l("Visits organisations and judges what is seen there.")),
    _function("board", _l("Board"), _l("Decides on the advice of the assessors.")),
    _function(
        "hearer", _l("Hearing officer"), _l("Hears who objects to a decision, and advises the board on the objection.")
    ),
    _function(
        "confidential_adviser",
        _l("Confidential adviser"),
        _l("Reads signals about social safety, which nobody else sees. Holds no other function here."),
    ),
]


class InviteColleagueForm(Form):
    """An invitation to act for an organisation."""

    email = email_field(_l("E-mail address of your colleague"))
    function = RadioField(_l("What may your colleague do?"), choices=[*COLLEAGUES, SUPERVISOR], default="colleague",
                          validators=[InputRequired(_l("Choose a function."))])  # fmt: skip


class InviteToSchoolForm(Form):
    """An invitation to act for a school."""

    email = email_field(_l("E-mail address of your colleague"))
    function = RadioField(_l("As what?"), choices=SCHOOL, default="clerk",
                          validators=[InputRequired(_l("Choose a function."))])  # fmt: skip


class InviteStaffForm(Form):
    """An invitation to work for the accrediting body."""

    email = email_field(_l("E-mail address of the new member of staff"))
    function = RadioField(_l("As what?"), choices=STAFF, validators=[InputRequired(_l("Choose a function."))])


class NewPersonForm(Form):
    """Somebody who accepts an invitation and has no account yet."""

    name = name_field()
    password = new_password_field(_l("Choose a password"))
    language = language_field()
