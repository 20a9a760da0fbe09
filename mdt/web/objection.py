"""Objections: lodging one from the decision, its one page, its file, its events."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from mdt.access import Person, functions, roles_of, visible
from mdt.forms.event import EventForm
from mdt.forms.objection import LodgeByPostForm, LodgeForm
from mdt.models import Accreditation, Application, Document, Event, Objection, db
from mdt.services import evidence, objection_papers, objection_standing
from mdt.services import objection as objections
from mdt.services.transitions import actions
from mdt.web import kept
from mdt.web import transition as events
from mdt.web.access import audience
from mdt.web.case_papers import pending
from mdt.web.errors import sentence
from mdt.web.objection_case import case_page
from mdt.web.preview import Previewed, blueprint, rehearsed
from workflows import ObjectionWorkflow
from workflows.base import N_, NotNow, NotPermitted, Refused
from workflows.objection_words import CONTESTED, OUTCOMES
from workflows.roles import LABELS, Role

READERS = ("coordinator", "colleague", "office", "board", "hearer")
LODGERS = ("coordinator", "colleague", "office")
PREVIEWED = ("adjourn", "delay_for_procedure", *OUTCOMES)
MODELS: dict[str, type[Any]] = {"application": Application, "accreditation": Accreditation}

objection = Blueprint("objection", __name__)


def visitor() -> Person:
    """Who is signed in."""
    return current_user._get_current_object()


def found(id: uuid.UUID) -> Objection:
    """The objection, if this visitor can see it; else 404."""
    one: Objection | None = db.session.scalar(visible(select(Objection).where(Objection.id == id), visitor()))
    return one or abort(404)


# -- lodging --------------------------------------------------------------------------------------------------------
@objection.route("/<any('applications', 'accreditations'):kind>/<uuid:id>/objections/new", methods=["GET", "POST"])
@audience(*LODGERS)
def lodge(kind: str, id: uuid.UUID) -> Any:
    """Lodge an objection against a decision of a case; the office enters a letter."""
    case = _case(kind, id)
    form = _lodge_form(case)
    if request.method != "POST":
        return _lodge_page(case, form)
    if not form.validate():
        return _lodge_page(case, form), 422
    try:
        made = objections.lodge(case, _chosen(form), actor=visitor(), **form.given())
    except Refused as refusal:
        db.session.rollback()
        form.refuse(refusal.field, sentence(refusal))
        return _lodge_page(case, form), 422
    flash(_("The objection has been received. The confirmation follows."), "success")
    return redirect(url_for("objection.show", id=made.id))


def _case(kind: str, id: uuid.UUID) -> Any:
    model = MODELS[kind.removesuffix("s")]
    case = db.session.scalar(visible(select(model).where(model.id == id), visitor())) or abort(404)
    if not roles_of(visitor(), case) & {Role.ORGANISATION, Role.OFFICE}:
        raise NotPermitted(N_("“%(action)s” is done by: %(roles)s."), action=ObjectionWorkflow.event_label("lodge"),
                           roles=(LABELS[Role.ORGANISATION],))  # fmt: skip
    return case


def _lodge_form(case: Any) -> LodgeForm:
    kind = LodgeByPostForm if "office" in functions(visitor()) else LodgeForm
    form: LodgeForm = kept.form(kind)
    form.decision.choices = [(str(event.id), decision_label(event)) for event in objection_standing.contestable(case)]
    if not form.decision.data and len(form.decision.choices) == 1:
        form.decision.data = form.decision.choices[0][0]
    return form


def decision_label(event: Event) -> str:
    """A decision as somebody chooses it: what it is, and its day."""
    label = _(CONTESTED[f"{event.noun}.{event.name}"])
    return f"{label}, {format_date(objections.announced_on(event), 'd MMMM y')}"


def _chosen(form: LodgeForm) -> int:
    """The decision that was chosen; 0 (which is none) for whatever was not offered."""
    offered = {value for value, *_rest in form.decision.choices}
    return int(form.decision.data) if form.decision.data in offered else 0


def _lodge_page(case: Any, form: LodgeForm) -> str:
    return render_template("html/objection/lodge.html", case=case, form=form,
                           back=url_for(f"{case.noun}.show", id=case.id))  # fmt: skip


# -- its page -------------------------------------------------------------------------------------------------------
@objection.get("/objections")
@audience("office", "board", "hearer")
def index() -> str:
    """The objections that run, by their term, and those that were decided last."""
    query = visible(select(Objection), visitor())
    running = query.where(Objection.status.in_(objection_standing.UNDECIDED)).order_by(Objection.decide_by).limit(100)
    closed = query.where(Objection.status.not_in(objection_standing.UNDECIDED))
    closed = closed.order_by(Objection.received_on.desc()).limit(50)
    heaps = [(_("Running"), list(db.session.scalars(running))), (_("Closed"), list(db.session.scalars(closed)))]
    return render_template("html/objection/index.html", heaps=heaps, label=ObjectionWorkflow.label)


@objection.get("/objections/<uuid:id>")
@audience(*READERS)
def show(id: uuid.UUID) -> str:
    """Where it stands and by when, the file, what happened."""
    return render_template("html/objection/show.html", **case_page(found(id), visitor()))


@objection.get("/objections/<uuid:id>/papers/ready")
@audience(*READERS)
def ready(id: uuid.UUID) -> Response:
    """Whether every paper of the objection has been made; a page that waits asks this."""
    return jsonify(ready=not pending(found(id).id))


@objection.get("/objections/<uuid:id>/papers/<uuid:document>")
@audience(*READERS)
def paper(id: uuid.UUID, document: uuid.UUID) -> Response:
    """One paper of the file (art. 7:4 Awb), as it was issued."""
    issued: Document = next((one for one in objections.file_of(found(id)) if one.id == document), None) or abort(404)
    response = Response(evidence.content_of(issued), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{issued.number}.pdf"'
    return response


@objection.route("/objections/<uuid:id>/<string:event>", methods=["GET", "POST"])
@audience(*READERS)
def transition(id: uuid.UUID, event: str) -> Any:
    """The page of an event on an objection."""
    one = found(id)
    context = {"preview": _preview(one, event.replace("-", "_")), "advised": _advised(one)}
    return events.handle(one, event, back=url_for(".show", id=id), context=context)


# -- the paper before it exists -------------------------------------------------------------------------------------
def _preview(one: Objection, event: str) -> str | None:
    """Where the paper of an event is asked for."""
    return url_for("objection_decision.ask", id=one.id, event=events.word(event)) if event in PREVIEWED else None


def _page(subject: Objection, event: str, form: EventForm) -> str:
    action = next((a for a in actions(subject, visitor()) if a.event == event), None)
    if action is None:
        raise NotNow(event, subject.status)
    return render_template("html/objection/event.html", subject=subject, form=form, action=action, needed=[],
                           back=url_for("objection.show", id=subject.id), preview=_preview(subject, event),
                           advised=_advised(subject))  # fmt: skip


def _advised(one: Objection) -> str:
    """What the hearing officer advised, in a word."""
    return _(OUTCOMES[one.advice]) if one.advice else ""


def _back(subject: Objection, event: str) -> str:
    return url_for("objection.transition", id=subject.id, event=events.word(event))


objection_decision = blueprint(
    "objection_decision",
    "/objections/<uuid:id>/<string:event>/preview",
    Previewed(
        find=found,
        events=PREVIEWED,
        page=_page,
        concept=rehearsed(objection_papers.concept),
        back=_back,
        label=ObjectionWorkflow.event_label,
    ),
)


@objection.app_template_global("objections_of")
def objections_of(case: Application | Accreditation) -> list[Objection]:
    """The objections against decisions in a case, for its page."""
    return objection_standing.of_case(case)


@objection.app_template_global("may_object")
def may_object(case: Application | Accreditation) -> bool:
    """Whether this visitor can lodge an objection, or enter one, against a decision of a case."""
    may = roles_of(visitor(), case) & {Role.ORGANISATION, Role.OFFICE}
    return bool(may) and bool(objection_standing.contestable(case))
