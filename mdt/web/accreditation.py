"""An accreditation: its one page through the years, its papers, its events."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, url_for
from flask_login import current_user
from sqlalchemy import select

import mdt.forms.accreditation_events  # noqa: F401  (registers the forms)
from mdt.access import Person, visible
from mdt.forms.event import EventForm, form_for
from mdt.models import Accreditation, Document, db
from mdt.services import accreditation_papers, evidence
from mdt.services.transitions import actions, rehearse
from mdt.web import transition as events
from mdt.web.access import audience
from mdt.web.accreditation_case import case_page
from mdt.web.application_case import pending
from mdt.web.preview import Concept, Previewed, blueprint
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
    return jsonify(ready=not pending(found(id)))


@accreditation.get("/<uuid:id>/papers/<uuid:document>")
@audience(*READERS)
def paper(id: uuid.UUID, document: uuid.UUID) -> Response:
    """One paper of the case, as it was issued."""
    query = select(Document).where(Document.id == document, Document.case_id == found(id).id)
    issued = db.session.scalar(query) or abort(404)
    response = Response(evidence.content_of(issued), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{issued.number}.pdf"'
    return response


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


def _form(subject: Accreditation, event: str) -> EventForm:
    return form_for(subject, event, by_post=False)()


def _concept(subject: Accreditation, event: str, form: EventForm) -> Concept:
    given = form.given()
    given.pop("expected_version")
    return accreditation_papers.concept(subject, rehearse(subject, event, actor=visitor(), **given))


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


def _label(event: str) -> str:
    return next(row.name for row in AccreditationWorkflow.rows() if row.event == event)


accreditation_decision = blueprint(
    "accreditation_decision",
    "/accreditations/<uuid:id>/<string:event>/preview",
    Previewed(find=found, events=PREVIEWED, form=_form, page=_page, concept=_concept, back=_back, label=_label),
)
