"""The list of applications: filter, search, and see at once what is late."""

from __future__ import annotations

from flask import render_template, request

from mdt.forms.office import CaseListForm
from mdt.services import case_list
from mdt.web.access import audience
from mdt.web.application import application, visitor
from workflows import ApplicationWorkflow
from workflows.roles import LABELS


@application.get("")
@audience("office", "board", "assessor")
def index() -> str:
    """The cases that this visitor can see, 25 on a page, the nearest deadline first."""
    form = CaseListForm(request.args).offer()
    number = max(request.args.get("page", 1, type=int), 1)
    page, lines = case_list.cases(visitor(), form.question(), page=number)
    return render_template("html/application/list.html", form=form, page=page, lines=lines)


@application.app_template_global("state_label")
def state_label(status: str) -> str:
    """The message id of an application's state."""
    return ApplicationWorkflow.label(status)


@application.app_template_global("acts_next")
def acts_next(status: str) -> str | None:
    """The message id of who acts next, or None when nobody does."""
    role = ApplicationWorkflow.acts_next.get(status)
    return LABELS[role] if role else None
