"""The practice visit: agreeing on a day, noting on the spot, the conversations, and the report."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from mdt.access import Person, roles_of, visible
from mdt.forms.visit import ConversationForm, ObservationForm, ProposeForm
from mdt.models import Application, Observation, Visit, db
from mdt.rules.framework import Indicator
from mdt.services import calendar, clock, framework_versions, practice_evidence
from mdt.services import visit as visits
from mdt.web import kept
from mdt.web.access import FUNCTIONS, audience
from mdt.web.as_you_go import expected, save
from mdt.web.errors import sentence
from mdt.web.transition import handle, offered
from workflows.base import N_, NotPermitted, Refused
from workflows.roles import Role

visit = Blueprint("visit", __name__)


@visit.route("/applications/<uuid:id>/visits/propose", methods=["GET", "POST"])
@audience("assessor")
def propose(id: uuid.UUID) -> Any:
    """Propose a visit for a case."""
    application = db.first_or_404(visible(select(Application), _me()).where(Application.id == id))
    if Role.ASSESSOR not in roles_of(_me(), application):
        raise NotPermitted(N_("Only the assessors of this case propose a visit."))
    form = kept.form(ProposeForm)
    if request.method == "POST" and form.validate():
        given = {name: value for name, value in form.given().items() if name != "expected_version"}
        try:
            made = visits.propose(application, actor=_me(), **given)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal.field, sentence(refusal))
        else:
            flash(_("The organisation gets your proposal by mail."), "success")
            return redirect(url_for(".show", id=made.id))
    code = 422 if request.method == "POST" else 200
    return render_template("html/visit/propose.html", application=application, form=form), code


@visit.get("/visits/<uuid:id>")
@audience(*FUNCTIONS)
def show(id: uuid.UUID) -> str:
    """How the visit stands; for the assessors what they noted, for others the report once it is there."""
    found = _visible(id)
    return render_template("html/visit/show.html", subject=found, actions=offered(found), **_content(found))


@visit.route("/visits/<uuid:id>/indicators/<string:indicator>", methods=["GET", "POST"])
@audience("assessor")
def indicator(id: uuid.UUID, indicator: str) -> Any:
    """On the spot: one indicator, on a phone."""
    found = _of_assessor(id)
    known = _indicator(found, indicator)
    form = _form(found, known)
    if request.method == "POST":
        return save(form, lambda: _observe(found, known, form), then=lambda: _next(found, known),
                    page=lambda stale: _page(found, known, form, stale=stale))  # fmt: skip
    if found.status not in visits.NOTING:
        return redirect(url_for(".show", id=id))
    return _page(found, known, form)


@visit.route("/visits/<uuid:id>/conversations", methods=["GET", "POST"])
@audience("assessor")
def conversations(id: uuid.UUID) -> Any:
    """Note the conversations, by kind and without names."""
    found = _of_assessor(id)
    form = kept.form(ConversationForm).offer(framework_versions.of(found.application))
    if request.method == "POST" and form.validate():
        try:
            visits.converse(found, actor=_me(), kind=form.kind.data or "", text=form.text.data or "")
        except Refused as refusal:
            db.session.rollback()
            form.kind.errors = [*form.kind.errors, sentence(refusal)]
        else:
            flash(_("The conversation is noted."), "success")
            return redirect(url_for(".conversations", id=id))
    code = 422 if request.method == "POST" else 200
    return render_template("html/visit/conversations.html", subject=found, form=form, **_content(found)), code


@visit.post("/visits/<uuid:id>/conversations/<uuid:conversation>/remove")
@audience("assessor")
def forget_conversation(id: uuid.UUID, conversation: uuid.UUID) -> Response:
    """Take back a conversation that was noted by mistake."""
    visits.forget_conversation(_of_assessor(id), conversation, actor=_me())
    flash(_("The conversation has been removed."), "success")
    return redirect(url_for(".conversations", id=id))


@visit.route("/visits/<uuid:id>/<string:event>", methods=["GET", "POST"])
@audience("coordinator", "office", "assessor")
def transition(id: uuid.UUID, event: str) -> Any:
    """An event of a visit."""
    found = _visible(id)
    return handle(found, event, back=url_for(".show", id=id), context=_content(found))


@visit.app_template_global("visits_of")
def of_case(application: Application) -> list[Visit]:
    """The visits of a case that the case page lists, the latest first."""
    return visits.of_application(application)


def _me() -> Person:
    person: Person = current_user._get_current_object()
    return person


def _visible(id: uuid.UUID) -> Visit:
    return db.first_or_404(visible(select(Visit), _me()).where(Visit.id == id))


def _of_assessor(id: uuid.UUID) -> Visit:
    """A visit of a case that this person assesses. Aborts 404."""
    found = _visible(id)
    if Role.ASSESSOR not in roles_of(_me(), found):
        abort(404)
    return found


def _indicator(found: Visit, name: str) -> Indicator:
    try:
        return framework_versions.of(found.application).indicator(name)
    except KeyError:
        abort(404)


def _content(found: Visit) -> dict[str, Any]:
    """What the pages of a visit show. What was noted is for the assessors until it is reported."""
    framework, roles = framework_versions.of(found.application), roles_of(_me(), found)
    by_assessor = Role.ASSESSOR in roles
    shown = by_assessor or found.status == "reported"
    due = calendar.length("comment_on_facts", found.reported_on).after(found.reported_on) if found.reported_on else None
    return {
        "framework": framework,
        "by_assessor": by_assessor,
        "noting": found.status in visits.NOTING,
        "themes": practice_evidence.themes(framework, found) if shown else (),
        "counted": practice_evidence.counted(framework, found) if shown else (),
        "conversations": practice_evidence.conversations(framework, found) if by_assessor else (),
        "is_observed": practice_evidence.is_observed,
        "comment_due": due,
        "today": clock.today(),
        "offered_days": visits.days_on_offer(found),
    }


def _row(found: Visit, known: Indicator) -> Observation | None:
    query = select(Observation).where(Observation.visit_id == found.id, Observation.indicator == known.id)
    return db.session.scalar(query)


def _form(found: Visit, known: Indicator) -> ObservationForm:
    row = _row(found, known) if request.method == "GET" else None
    return kept.form(ObservationForm, data={"seen": row.seen, "text": row.text} if row else {}).offer(known)


def _observe(found: Visit, known: Indicator, form: ObservationForm) -> Observation:
    return visits.observe(
        found, known.id, actor=_me(), text=form.text.data or "", seen=form.seen.data or (),
        expected_version=expected(form),
    )  # fmt: skip


def _page(found: Visit, known: Indicator, form: ObservationForm, *, stale: bool = False) -> str:
    row = _row(found, known)
    return render_template(
        "html/visit/indicator.html", subject=found, indicator=known, form=form, row=row, stale=stale,
        version=row.version if row else 0, **_around(found, known), **_content(found),
    )  # fmt: skip


def _around(found: Visit, known: Indicator) -> dict[str, Any]:
    every = framework_versions.of(found.application).indicators
    at = every.index(known)
    return {"number": at + 1, "previous": every[at - 1] if at else None,
            "following": every[at + 1] if at + 1 < len(every) else None}  # fmt: skip


def _next(found: Visit, known: Indicator) -> str:
    """Where to go after saving: the page that the button named."""
    go, around = request.form.get("go", ""), _around(found, known)
    if go == "conversations":
        return url_for(".conversations", id=found.id)
    target = {"previous": around["previous"], "next": around["following"]}.get(go)
    return url_for(".indicator", id=found.id, indicator=target.id) if target else url_for(".show", id=found.id)
