"""An accreditation: its one page through the years, its papers, its events."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, url_for
from flask_login import current_user
from sqlalchemy import select

import mdt.forms.accreditation_events  # noqa: F401  (registers the forms)
from mdt.access import Person, visible
from mdt.forms.event import EventForm
from mdt.models import Accreditation, db
from mdt.services import accreditation_papers
from mdt.services.transitions import actions
from mdt.web import case_papers
from mdt.web import transition as events
from mdt.web.access import audience
from mdt.web.accreditation_case import case_page
from mdt.web.preview import Previewed, blueprint, rehearsed
from workflows import AccreditationWorkflow
from workflows.base import NotNow

READERS = ("coordinator", "colleague", "office", "board")
PREVIEWED = ("suspend", "withdraw", "reinstate")

accreditation = Blueprint("accreditation", __name__, url_prefix="/accreditations")


def visitor() -> Person:
    """Who is signed in."""
    return current_user._get_current_object()


def found(id: uuid.UUID) -> Accreditation:
    """The accreditation, if this visitor can see it; else 404."""
    query = visible(select(Accreditation).where(Accreditation.id == id), visitor())
    case: Accreditation | None = db.session.scalar(query)
    return case or abort(404)


@accreditation.get("/<uuid:id>")
@audience(*READERS)
def show(id: uuid.UUID) -> str:
    """How it stands, what is asked, what can be done, what happened."""
    return render_template("html/accreditation/show.html", **case_page(found(id), visitor()))


@accreditation.get("/<uuid:id>/papers/ready")
@audience(*READERS)
def ready(id: uuid.UUID) -> Response:
    """Whether every paper of the case has been made; a page that waits asks this."""
    return jsonify(ready=not case_papers.pending(found(id).id))


@accreditation.get("/<uuid:id>/papers/<uuid:document>")
@audience(*READERS)
def paper(id: uuid.UUID, document: uuid.UUID) -> Response:
    """One paper of the case, as it was issued."""
    return case_papers.deliver(found(id).id, document)


@accreditation.route("/<uuid:id>/<string:event>", methods=["GET", "POST"])
@audience(*READERS)
def transition(id: uuid.UUID, event: str) -> Any:
    """The page of an event."""
    case = found(id)
    context = {"preview": _preview(case, event.replace("-", "_"))}
    return events.handle(case, event, back=url_for(".show", id=id), context=context)


# -- the paper before it exists -------------------------------------------------------------------------------------
def _preview(case: Accreditation, event: str) -> str | None:
    """Where the paper of an event is asked for."""
    if event not in PREVIEWED:
        return None
    return url_for("accreditation_decision.ask", id=case.id, event=events.word(event))


def _page(subject: Accreditation, event: str, form: EventForm) -> str:
    action = next((a for a in actions(subject, visitor()) if a.event == event), None)
    if action is None:
        raise NotNow(event, subject.status)
    return render_template(
        "html/accreditation/decide.html", subject=subject, form=form, action=action,
        back=url_for("accreditation.show", id=subject.id), needed=[], preview=_preview(subject, event),
    )  # fmt: skip


def _back(subject: Accreditation, event: str) -> str:
    return url_for("accreditation.transition", id=subject.id, event=events.word(event))


accreditation_decision = blueprint(
    "accreditation_decision",
    "/accreditations/<uuid:id>/<string:event>/preview",
    Previewed(find=found, events=PREVIEWED, page=_page, concept=rehearsed(accreditation_papers.concept), back=_back,
              label=AccreditationWorkflow.event_label),
)  # fmt: skip
