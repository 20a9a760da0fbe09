"""The decision as a paper before it exists: made by the worker, marked CONCEPT, kept nowhere.

What was typed waits on our side, for the person who typed it, so that looking at the paper never costs the text.
"""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, session, url_for
from flask_login import current_user

import mdt.forms.decision_events  # noqa: F401  (registers the forms)
from mdt.forms.event import EventForm, form_for
from mdt.models import Application
from mdt.services import application as applications
from mdt.services import clock, deadlines, evidence, papers
from mdt.services.rendering import RenderingFailed
from mdt.services.transitions import actions, rehearse
from mdt.web import kept
from mdt.web.access import audience
from mdt.web.application import found
from mdt.web.errors import sentence
from mdt.web.session import may_show_our_papers
from workflows import ApplicationWorkflow
from workflows.base import NotNow, Refused

EVENTS = ("request_supplement", "set_aside", "extend_term", "intend_refusal", "refuse", "grant")

decision = Blueprint("decision", __name__, url_prefix="/applications/<uuid:id>/<string:event>/preview")


@decision.post("")
@audience("office", "board")
def ask(id: uuid.UUID, event: str) -> Any:
    """Look whether the rules would let this pass, keep the text, and ask the worker for the paper."""
    subject, name = _subject(id, event)
    form = form_for(subject, name, by_post=False)()
    if not form.validate():
        return _form_page(subject, name, form), 422
    given = form.given()
    given.pop("expected_version")
    try:
        occasion = rehearse(subject, name, actor=current_user._get_current_object(), **given)
    except Refused as refusal:
        form.refuse(refusal.field, sentence(refusal))
        return _form_page(subject, name, form), 422
    kind, record = papers.concept(subject, occasion)
    kept.keep_draft(url_for("application.transition", id=id, event=event))
    session[_slot(subject, name)] = evidence.ask_preview(kind, record, record["language"])
    return redirect(url_for("decision.show", id=id, event=event), 303)


@decision.get("")
@audience("office", "board")
def show(id: uuid.UUID, event: str) -> Response:
    """The page that waits for the paper, and shows it; from here one goes back to the form with its text."""
    subject, name = _subject(id, event)
    ready, cause = _state(subject, name)
    page = render_template("html/decision/preview.html", application=subject, event=event, name=name, ready=ready,
                           cause=cause, label=_label(name))  # fmt: skip
    return may_show_our_papers(make_response(page))


@decision.get("/ready")
@audience("office", "board")
def ready(id: uuid.UUID, event: str) -> Response:
    """Whether the paper can be shown; the page that waits asks this."""
    subject, name = _subject(id, event)
    done, cause = _state(subject, name)
    return jsonify(ready=done or bool(cause))


@decision.get("/concept.pdf")
@audience("office", "board")
def paper(id: uuid.UUID, event: str) -> Any:
    """The paper itself; when it is no longer there, the page that says so."""
    subject, name = _subject(id, event)
    try:
        content = evidence.preview_result(session.get(_slot(subject, name), ""), keep=True)
    except RenderingFailed:
        content = None
    if content is None:
        return redirect(url_for("decision.show", id=id, event=event))
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="concept-{subject.number}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return may_show_our_papers(response)


def _slot(subject: Application, event: str) -> str:
    return f"preview:{subject.id}:{event}"


def _subject(id: uuid.UUID, event: str) -> tuple[Application, str]:
    """The application and the event's own name. Aborts 404; raises NotNow for an event that has no paper to show."""
    subject, name = found(id), event.replace("-", "_")
    if name not in EVENTS:
        raise NotNow(name, subject.status)
    return subject, name


def _state(subject: Application, event: str) -> tuple[bool, str]:
    """Whether the paper is there, and if it failed, why."""
    key = session.get(_slot(subject, event))
    if not key:
        return False, "gone"
    try:
        return evidence.preview_result(key, keep=True) is not None, ""
    except RenderingFailed as failure:
        return False, failure.cause


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
