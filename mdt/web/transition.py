"""The one view behind every event of every process: show its form, fire it, tell what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import methodcaller
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from mdt.forms.event import EventForm, form_for
from mdt.models import db
from mdt.services.transitions import Action, Stale, actions, fire
from mdt.web import kept
from mdt.web.errors import sentence
from workflows import WORKFLOWS
from workflows.base import N_, NotNow, NotPermitted, Outdated, Refused

DANGER = frozenset({"withdraw", "cancel", "end", "end_early", "close_unfinished"})
# What somebody should know before pressing the button.
CONSEQUENCES: dict[tuple[str, str], str] = {
    ("cohort", "discard"): N_("Nothing is awarded or declined: the requests stay under review, and can go on another "
                              "list."),
    ("agreement", "discard"): N_("The draft cannot be brought back."),
}  # fmt: skip


def word(event: str) -> str:
    """An event's word in an address: `request_supplement` → `request-supplement`."""
    return event.replace("_", "-")


def offered(subject: Any) -> list[dict[str, Any]]:
    """The actions of this visitor on a subject, as the page's buttons."""
    return [
        {
            "event": action.event,
            "label": _(action.name),
            "url": url_for(f"{subject.noun}.transition", id=subject.id, event=word(action.event)),
            "allowed": action.refusal is None,
            "why": sentence(action.refusal) if action.refusal else None,
            "by_post": action.by_post,
            "text": _(said) if (said := CONSEQUENCES.get((subject.noun, action.event))) else None,
            "kind": "danger" if action.event in DANGER else "secondary",
        }
        for action in actions(subject, current_user._get_current_object())
    ]


def handle(
    subject: Any, event_word: str, *, back: str, context: dict[str, Any] | None = None,
    given: Callable[[EventForm], dict[str, Any]] = methodcaller("given"), data: Mapping[str, Any] | None = None,
) -> Any:  # fmt: skip
    """GET shows the form of an event, POST fires it. `back` is where to go afterwards; `given` makes the arguments of
    the event from the form, where more is needed than what was typed; `data` is what this visitor's form begins with.

    Raises NotPermitted and NotNow (mapped in `errors`); a Refused is shown at its field and above the form.
    """
    event = event_word.replace("-", "_")
    action = _action(subject, event)
    kind = form_for(subject, event, by_post=action.by_post)
    form = kept.form(kind, data=kind.prefill(subject) | dict(data or {}) if request.method == "GET" else None)
    page = {"subject": subject, "form": form, "action": action, "back": back, "needed": needed(subject, event),
            **(context or {})}  # fmt: skip
    if request.method != "POST":
        return _page(subject, event, page)
    if not form.validate():
        return _page(subject, event, page), 422
    try:
        fire(subject, event, actor=current_user._get_current_object(), **given(form))
    except Stale:
        db.session.rollback()
        form.version.data = subject.version
        flash(_("Somebody changed this case while you were typing. Your text is still here; "
                "look at how the case stands now and send it again."), "warning")  # fmt: skip
        return _page(subject, event, page), 409
    except Outdated as refusal:
        db.session.rollback()
        page["outdated"] = form.catch_up(subject)
        form.refuse(None, sentence(refusal))
        return _page(subject, event, page), 409
    except Refused as refusal:
        db.session.rollback()
        form.refuse(refusal.field, sentence(refusal))
        return _page(subject, event, page), 422
    flash(_("Done: %(action)s.", action=_(action.name)), "success")
    return redirect(back)


def needed(subject: Any, event: str) -> list[str]:
    """The sentences of the rules that an event must satisfy, for the page that asks for it."""
    workflow = WORKFLOWS[subject.noun]
    row = workflow.table().get((subject.status, event))
    return [_(workflow.sentence(rule)) for rule in row.rules] if row else []


def _action(subject: Any, event: str) -> Action:
    """The action, if this visitor may do it now. Raises NotPermitted or NotNow with what stands in the way."""
    person = current_user._get_current_object()
    for action in actions(subject, person):
        if action.event == event:
            return action
    workflow = WORKFLOWS[subject.noun]
    if event in workflow.event_names():
        fire(subject, event, actor=person, channel="post")  # refuses, with the sentence of the rule
    raise NotNow(event, subject.status)


def _page(subject: Any, event: str, page: dict[str, Any]) -> str:
    """The event's own template, else its noun's, else the one that serves every event."""
    own = f"html/{subject.noun}"
    return render_template([f"{own}/{event}.html", f"{own}/event.html", "html/event.html"], **page)


__all__ = ["NotPermitted", "handle", "offered", "word"]
