"""A paper before it exists: made by the worker, marked CONCEPT, kept nowhere. The same pages for every noun.

What was typed waits on our side, for the person who typed it, so that looking at the paper never costs the text.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, session, url_for
from flask_login import current_user

from mdt.forms.event import EventForm, form_for
from mdt.models import db
from mdt.services import evidence
from mdt.services.rendering import RenderingFailed
from mdt.services.transitions import Occasion, rehearse
from mdt.web import kept
from mdt.web.access import audience
from mdt.web.errors import sentence
from mdt.web.session import may_show_our_papers
from workflows.base import NotNow, Refused

Concept = tuple[str, dict[str, Any]]


def _form(subject: Any, event: str) -> EventForm:
    return form_for(subject, event, by_post=False)()


def _about(subject: Any) -> str:
    return f"{subject.number} {subject.organisation.name}"


@dataclass(frozen=True, kw_only=True)
class Previewed:
    """How the events of a noun can be seen as papers.

    `find` gives the subject (404 otherwise), `form` the form as it was sent, `page` that form's page with what is
    wrong, `concept` the paper's kind and record (or a refusal), `back` the address of the form, `about` what it is
    about, `readers` who decides on it.
    """

    find: Callable[[uuid.UUID], Any]
    events: tuple[str, ...]
    page: Callable[[Any, str, Any], str]
    concept: Callable[[Any, str, Any], Concept]
    back: Callable[[Any, str], str]
    label: Callable[[str], str]
    form: Callable[[Any, str], Any] = _form
    about: Callable[[Any], str] = _about
    readers: tuple[str, ...] = ("office", "board")


def rehearsed(paper: Callable[[Any, Occasion], Concept]) -> Callable[[Any, str, EventForm], Concept]:
    """The paper of an event that the rules would let pass, as the form says; nothing has happened then."""

    def concept(subject: Any, event: str, form: EventForm) -> Concept:
        given = form.given()
        given.pop("expected_version")
        return paper(subject, rehearse(subject, event, actor=current_user._get_current_object(), **given))

    return concept


def blueprint(name: str, prefix: str, how: Previewed) -> Blueprint:
    """The four pages of a preview under an address of its own."""
    made = Blueprint(name, __name__, url_prefix=prefix)
    pages = _Pages(name, how)
    for rule, method, view in (("", "post", pages.ask), ("", "get", pages.show), ("/ready", "get", pages.ready),
                               ("/concept.pdf", "get", pages.paper)):  # fmt: skip
        opened = audience(*how.readers)(_function(view))
        getattr(made, method)(rule, endpoint=view.__name__)(opened)
    return made


def _function(method: Callable[[uuid.UUID, str], Any]) -> Callable[..., Any]:
    """A function of its own, on which its audience can be noted."""

    def view(id: uuid.UUID, event: str) -> Any:
        return method(id, event)

    return view


class _Pages:
    def __init__(self, name: str, how: Previewed) -> None:
        self.name, self.how = name, how

    def ask(self, id: uuid.UUID, event: str) -> Any:
        """Look whether the rules would let this pass, keep the text, and ask the worker for the paper."""
        subject, word = self._subject(id, event)
        form = self.how.form(subject, word)
        if not form.validate():
            return self.how.page(subject, word, form), 422
        try:
            kind, record = self.how.concept(subject, word, form)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal.field, sentence(refusal))
            return self.how.page(subject, word, form), 422
        kept.keep_draft(self.how.back(subject, word))
        session[self._slot(subject, word)] = evidence.ask_preview(kind, record, record["language"])
        return redirect(url_for(f"{self.name}.show", id=id, event=event), 303)

    def show(self, id: uuid.UUID, event: str) -> Response:
        """The page that waits for the paper, and shows it; from here one goes back to the form with its text."""
        subject, word = self._subject(id, event)
        ready, cause = self._state(subject, word)
        addresses = {name: url_for(f"{self.name}.{name}", id=id, event=event) for name in ("ready", "paper")}
        return may_show_our_papers(make_response(render_template(
            "html/decision/preview.html", about=self.how.about(subject), ready=ready, cause=cause,
            label=self.how.label(word), form_url=self.how.back(subject, word), addresses=addresses,
        )))  # fmt: skip

    def ready(self, id: uuid.UUID, event: str) -> Response:
        """Whether the paper can be shown; the page that waits asks this."""
        subject, word = self._subject(id, event)
        done, cause = self._state(subject, word)
        return jsonify(ready=done or bool(cause))

    def paper(self, id: uuid.UUID, event: str) -> Any:
        """The paper itself; when it is no longer there, the page that says so."""
        subject, word = self._subject(id, event)
        try:
            content = evidence.preview_result(session.get(self._slot(subject, word), ""), keep=True)
        except RenderingFailed:
            content = None
        if content is None:
            return redirect(url_for(f"{self.name}.show", id=id, event=event))
        response = Response(content, mimetype="application/pdf")
        response.headers["Content-Disposition"] = f'inline; filename="concept-{subject.number}.pdf"'
        response.headers["Cache-Control"] = "no-store"
        return may_show_our_papers(response)

    def _slot(self, subject: Any, word: str) -> str:
        return f"preview:{subject.id}:{word}"

    def _subject(self, id: uuid.UUID, event: str) -> tuple[Any, str]:
        """The subject and the event's own name. Aborts 404; NotNow for an event that has no paper to show."""
        subject, word = self.how.find(id), event.replace("-", "_")
        if word not in self.how.events:
            raise NotNow(word, subject.status)
        return subject, word

    def _state(self, subject: Any, word: str) -> tuple[bool, str]:
        """Whether the paper is there, and if it failed, why."""
        key = session.get(self._slot(subject, word))
        if not key:
            return False, "gone"
        try:
            return evidence.preview_result(key, keep=True) is not None, ""
        except RenderingFailed as failure:
            return False, failure.cause
