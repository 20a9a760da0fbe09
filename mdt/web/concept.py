"""A paper before it exists: made by the worker, marked CONCEPT, kept nowhere. For every noun that decides.

What was typed waits on our side, for the person who typed it, so that looking at the paper never costs the text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, make_response, redirect, render_template, session
from flask_login import current_user

from mdt.forms.event import EventForm, form_for
from mdt.models import db
from mdt.services import evidence
from mdt.services.rendering import RenderingFailed
from mdt.services.transitions import Occasion, rehearse
from mdt.web import kept
from mdt.web.errors import sentence
from mdt.web.session import may_show_our_papers
from workflows.base import Refused

Paper = Callable[[Any, Occasion], tuple[str, dict[str, Any]]]


def ask(subject: Any, event: str, *, paper: Paper, form_url: str, page: Callable[[EventForm], str], shown: str) -> Any:
    """Look whether the rules would let this pass, keep the text, and ask the worker for the paper.

    `paper` gives kind and record; `page` shows the form again when something is not right; `shown` is where the
    paper then waits.
    """
    form = form_for(subject, event, by_post=False)()
    if not form.validate():
        return page(form), 422
    given = form.given()
    given.pop("expected_version")
    try:
        occasion = rehearse(subject, event, actor=current_user._get_current_object(), **given)
    except Refused as refusal:
        db.session.rollback()
        form.refuse(refusal.field, sentence(refusal))
        return page(form), 422
    kind, record = paper(subject, occasion)
    kept.keep_draft(form_url)
    session[_slot(subject, event)] = evidence.ask_preview(kind, record, record["language"])
    return redirect(shown, 303)


def state(subject: Any, event: str) -> tuple[bool, str]:
    """Whether the paper is there, and if it failed, why."""
    key = session.get(_slot(subject, event))
    if not key:
        return False, "gone"
    try:
        return evidence.preview_result(key, keep=True) is not None, ""
    except RenderingFailed as failure:
        return False, failure.cause


def show(subject: Any, event: str, **page: str) -> Response:
    """The page that waits for the paper, and shows it; `page` says what it is called and where its parts are."""
    ready, cause = state(subject, event)
    return may_show_our_papers(
        make_response(render_template("html/decision/preview.html", name=event, ready=ready, cause=cause, **page))
    )


def paper(subject: Any, event: str, *, page: str) -> Any:
    """The paper itself; when it is no longer there, `page` that says so."""
    try:
        content = evidence.preview_result(session.get(_slot(subject, event), ""), keep=True)
    except RenderingFailed:
        content = None
    if content is None:
        return redirect(page)
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="concept-{subject.number}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return may_show_our_papers(response)


def _slot(subject: Any, event: str) -> str:
    return f"preview:{subject.id}:{event}"
