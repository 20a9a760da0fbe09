"""A credit: asking for it, its one page with all evidence, and its events."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from mdt.access import Person, visible
from mdt.forms.credit import PriorForm
from mdt.forms.event import EventForm
from mdt.models import Agreement, Credit, Scheme, Youth, db
from mdt.services import clock, credit_papers, credit_start
from mdt.services import credit as credits_
from mdt.services.transitions import actions
from mdt.web import kept
from mdt.web.access import audience
from mdt.web.credit_page import content, credit_form
from mdt.web.errors import sentence
from mdt.web.preview import Previewed, blueprint, rehearsed
from mdt.web.transition import handle, offered, word
from workflows import CreditWorkflow
from workflows.base import NotNow, Refused

SCHOOL = ("clerk", "examiner", "exam_board")
# Whose paper can be looked at before it exists, and the event's page.
PREVIEWED = ("award", "decline", "revoke", "award_on_appeal")

credit = Blueprint("credit", __name__, url_prefix="/credits")


def me() -> Person:
    """Who is signed in."""
    person: Person = current_user._get_current_object()
    return person


def found(id: uuid.UUID) -> Credit:
    """The credit, if this visitor can see it. Aborts 404."""
    return db.first_or_404(visible(select(Credit), me()).where(Credit.id == id))


# -- asking -----------------------------------------------------------------------------------------------------------
@credit.get("/new")
@audience("youth")
def new() -> str:
    """What a youth can ask credit for: completed agreements, and volunteering of before."""
    return render_template("html/credit/new.html", **credit_start.offers(_youth(), clock.today()))


@credit.post("/new")
@audience("youth")
def start() -> Any:
    """Begin a request for an agreement."""
    agreement = _own_agreement(request.form.get("agreement", ""))
    chosen = _offered_scheme(request.form.get("scheme", ""))
    try:
        made = credits_.start(_youth(), chosen, actor=me(), agreement=agreement)
    except Refused as refusal:
        db.session.rollback()
        flash(sentence(refusal), "warning")
        return redirect(url_for(".new"))
    return redirect(url_for(".evidence", id=made.id))


@credit.route("/prior", methods=["GET", "POST"])
@audience("youth")
def prior() -> Any:
    """Ask for credit for volunteering of before."""
    youth = _youth()
    form = kept.form(PriorForm)
    form.scheme.choices = [(str(one.id), one.title) for one in credit_start.for_prior(youth, clock.today())]
    if request.method == "POST" and form.validate():
        try:
            made = credits_.start(youth, _offered_scheme(str(form.scheme.data)), actor=me())
            credits_.save(made, actor=me(), **form.given())
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal.field, sentence(refusal))
        else:
            return redirect(url_for(".show", id=made.id))
    code = 422 if request.method == "POST" else 200
    return render_template("html/credit/prior.html", form=form), code


@credit.route("/<uuid:id>/evidence", methods=["GET", "POST"])
@audience("youth")
def evidence(id: uuid.UUID) -> Any:
    """Write the reflection, and what else the scheme asks. It can be saved and gone on with."""
    subject = found(id)
    form = credit_form(subject)
    if request.method == "POST" and form.validate():
        try:
            credits_.save(subject, actor=me(), **form.given())
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal.field, sentence(refusal))
        else:
            flash(_("Saved. Read it once more, and hand it in below."), "success")
            return redirect(url_for(".show", id=id))
    code = 422 if request.method == "POST" else 200
    return render_template("html/credit/evidence.html", subject=subject, form=form, **content(subject)), code


# -- the page, and what can be done -----------------------------------------------------------------------------------
@credit.get("/<uuid:id>")
@audience("youth", *SCHOOL)
def show(id: uuid.UUID) -> str:
    """All of it on one page: evidence, hours and accreditation, the amount explained, papers and what can be done."""
    subject = found(id)
    return render_template("html/credit/show.html", subject=subject, actions=offered(subject), **content(subject))


@credit.route("/<uuid:id>/<string:event>", methods=["GET", "POST"])
@audience("youth", *SCHOOL)
def transition(id: uuid.UUID, event: str) -> Any:
    """An event of a credit."""
    subject = found(id)
    return handle(subject, event, back=url_for(".show", id=id), context=content(subject))


def _youth() -> Youth:
    youth: Youth | None = db.session.scalar(select(Youth).where(Youth.person_id == me().id))
    return youth or abort(404)


def _own_agreement(text: str) -> Agreement:
    try:
        wanted = uuid.UUID(text)
    except ValueError:
        abort(404)
    query = visible(select(Agreement), me()).where(Agreement.id == wanted, Agreement.youth_id == _youth().id)
    return db.first_or_404(query)


def _offered_scheme(text: str) -> Scheme:
    """A scheme that this youth can choose. Aborts 404."""
    offered_ = credit_start.schemes_for(_youth(), clock.today())
    return next((one for one in offered_ if str(one.id) == text), None) or abort(404)


# -- the paper before it exists ---------------------------------------------------------------------------------------
def _page(subject: Credit, event: str, form: EventForm) -> str:
    action = next((one for one in actions(subject, me()) if one.event == event), None)
    if action is None:
        raise NotNow(event, subject.status)
    return render_template(f"html/credit/{event}.html", subject=subject, form=form, action=action,
                           back=url_for("credit.show", id=subject.id), needed=[], **content(subject))  # fmt: skip


def _back(subject: Credit, event: str) -> str:
    return url_for("credit.transition", id=subject.id, event=word(event))


credit_paper = blueprint(
    "credit_paper",
    "/credits/<uuid:id>/<string:event>/preview",
    Previewed(find=found, events=PREVIEWED, page=_page, concept=rehearsed(credit_papers.concept), back=_back,
              label=CreditWorkflow.event_label, about=lambda subject: f"{subject.number} {subject.youth.name}",
              readers=("exam_board",)),
)  # fmt: skip
