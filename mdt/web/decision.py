"""The decision as a paper before it exists: made by the worker, marked CONCEPT, kept nowhere.

What was typed waits on our side, for the person who typed it, so that looking at the paper never costs the text.
"""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, url_for
from flask_login import current_user

import mdt.forms.decision_events  # noqa: F401  (registers the forms)
from mdt.forms.event import EventForm
from mdt.models import Application
from mdt.services import application as applications
from mdt.services import clock, deadlines, papers
from mdt.services.transitions import actions
from mdt.web import concept
from mdt.web.access import audience
from mdt.web.application import found
from workflows import ApplicationWorkflow
from workflows.base import NotNow

EVENTS = ("request_supplement", "set_aside", "extend_term", "intend_refusal", "refuse", "grant")

decision = Blueprint("decision", __name__, url_prefix="/applications/<uuid:id>/<string:event>/preview")


@decision.post("")
@audience("office", "board")
def ask(id: uuid.UUID, event: str) -> Any:
    """Look whether the rules would let this pass, keep the text, and ask the worker for the paper."""
    subject, name = _subject(id, event)
    return concept.ask(
        subject, name, paper=papers.concept, form_url=url_for("application.transition", id=id, event=event),
        page=lambda form: _form_page(subject, name, form), shown=url_for("decision.show", id=id, event=event),
    )  # fmt: skip


@decision.get("")
@audience("office", "board")
def show(id: uuid.UUID, event: str) -> Response:
    """The page that waits for the paper, and shows it; from here one goes back to the form with its text."""
    subject, name = _subject(id, event)
    return concept.show(
        subject, name, label=_label(name), about=f"{subject.number} {subject.organisation.name}",
        form_url=url_for("application.transition", id=id, event=event),
        paper_url=url_for("decision.paper", id=id, event=event),
        ready_url=url_for("decision.ready", id=id, event=event),
    )  # fmt: skip


@decision.get("/ready")
@audience("office", "board")
def ready(id: uuid.UUID, event: str) -> Response:
    """Whether the paper can be shown; the page that waits asks this."""
    done, cause = concept.state(*_subject(id, event))
    return jsonify(ready=done or bool(cause))


@decision.get("/concept.pdf")
@audience("office", "board")
def paper(id: uuid.UUID, event: str) -> Any:
    """The paper itself; when it is no longer there, the page that says so."""
    subject, name = _subject(id, event)
    return concept.paper(subject, name, page=url_for("decision.show", id=id, event=event))


def _subject(id: uuid.UUID, event: str) -> tuple[Application, str]:
    """The application and the event's own name. Aborts 404; raises NotNow for an event that has no paper to show."""
    subject, name = found(id), event.replace("-", "_")
    if name not in EVENTS:
        raise NotNow(name, subject.status)
    return subject, name


def _label(event: str) -> str:
    return next(row.name for row in ApplicationWorkflow.rows() if row.event == event)


def _form_page(subject: Application, event: str, form: EventForm) -> str:
    action = next((a for a in actions(subject, current_user._get_current_object()) if a.event == event), None)
    if action is None:
        raise NotNow(event, subject.status)
    return render_template(
        f"html/application/{event}.html", subject=subject, application=subject, form=form, action=action,
        back=url_for("application.show", id=subject.id), needed=[],
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
