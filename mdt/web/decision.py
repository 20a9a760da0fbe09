"""The decision on an application as a paper before it exists, and what a decision rests on."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask_login import current_user

import mdt.forms.decision_events  # noqa: F401  (registers the forms)
from mdt.forms.event import EventForm
from mdt.models import Application
from mdt.services import application as applications
from mdt.services import clock, deadlines, papers
from mdt.services.transitions import actions
from mdt.web.application import found
from mdt.web.preview import Previewed, blueprint, rehearsed
from workflows import ApplicationWorkflow
from workflows.base import NotNow

EVENTS = ("request_supplement", "set_aside", "extend_term", "intend_refusal", "refuse", "grant", "grant_on_objection")


def _page(subject: Application, event: str, form: EventForm) -> str:
    action = next((a for a in actions(subject, current_user._get_current_object()) if a.event == event), None)
    if action is None:
        raise NotNow(event, subject.status)
    return render_template(
        f"html/application/{event}.html", subject=subject, application=subject, form=form, action=action,
        back=url_for("application.show", id=subject.id), needed=[],
    )  # fmt: skip


def _back(subject: Application, event: str) -> str:
    return url_for("application.transition", id=subject.id, event=event.replace("_", "-"))


decision = blueprint(
    "decision",
    "/applications/<uuid:id>/<string:event>/preview",
    Previewed(find=found, events=EVENTS, page=_page, concept=rehearsed(papers.concept), back=_back,
              label=ApplicationWorkflow.event_label),
)  # fmt: skip


@decision.app_template_global("view_of")
def view_of(application: Application) -> dict[str, Any] | None:
    """The view on an intention to refuse: when, what, waived or still awaited; None when nothing was intended."""
    view = deadlines.history(application).view()
    if view is None:
        return None
    _intended, term, answer = view
    given = answer.given if answer else {}
    return {
        "due": term.ends_on, "open": not term.has_passed(clock.today()), "on": answer.on if answer else None,
        "waived": bool(answer and answer.name == "waive_view"), "text": given.get("view", ""),
    }  # fmt: skip


@decision.app_template_global("involved_in")
def involved_in(application: Application) -> bool:
    """Whether this visitor visited, judged or advised in the case, so that somebody else decides."""
    return applications.was_involved(application, current_user._get_current_object())
