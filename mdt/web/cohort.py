"""Awarding many credits in one action: the list and the count, the trial, and the bar that shows how far it is."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

import mdt.forms.cohort  # noqa: F401  (registers the form of the award)
from mdt.access import roles_of, schools_of, visible
from mdt.forms.cohort import PrepareForm
from mdt.models import Cohort, Credit, Entry, School, Youth, db
from mdt.services import cohort as cohorts
from mdt.services import cohort_papers, credit_wording
from mdt.web import kept
from mdt.web.access import audience
from mdt.web.credit import SCHOOL, me
from mdt.web.credit_page import paper_of, papers
from mdt.web.errors import sentence
from mdt.web.transition import handle, offered
from workflows import CohortWorkflow
from workflows.base import Refused
from workflows.roles import LABELS, Role

SHOWN = 200  # lines of a list on its page; the paper and the export have them all

cohort = Blueprint("cohort", __name__, url_prefix="/cohorts")


@cohort.get("")
@audience(*SCHOOL)
def index() -> str:
    """The lists of one's school, the newest first."""
    query = visible(select(Cohort), me()).options(joinedload(Cohort.school)).order_by(Cohort.created_at.desc())
    page = db.paginate(query, per_page=25, max_per_page=25, error_out=False)
    return render_template("html/cohort/list.html", page=page, label=CohortWorkflow.label)


@cohort.route("/new", methods=["GET", "POST"])
@audience("clerk", "examiner")
def new() -> Any:
    """Choose the credits of a list, all of one school."""
    place = _school()
    form = kept.form(PrepareForm).offer(cohorts.candidates([place.id]))
    if request.method == "GET" and not form.credits.data:
        form.credits.data = [choice.value for choice in form.credits.choices]
    if request.method == "POST" and form.validate():
        given = form.given()
        if given["lost"]:
            form.refuse("credits", _("%(count)s of them were changed meanwhile. Look at the list again.",
                                     count=given["lost"]))  # fmt: skip
            return _new_page(place, form), 422
        try:
            chosen = [_chosen(one) for one in given["keys"]]
            made = cohorts.prepare(place, actor=me(), name=given["name"], chosen=chosen)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal.field, sentence(refusal))
            return _new_page(place, form), 422
        flash(_("The list is prepared. The exam board tries it out and awards it."), "success")
        return redirect(url_for(".show", id=made.id))
    return _new_page(place, form), 422 if request.method == "POST" else 200


@cohort.get("/<uuid:id>")
@audience(*SCHOOL)
def show(id: uuid.UUID) -> str:
    """A list: how many, what stands in the way, how far it is."""
    subject = _found(id)
    return render_template("html/cohort/show.html", subject=subject, actions=_offered(subject), **_content(subject))


@cohort.post("/<uuid:id>/try")
@audience("exam_board")
def attempt(id: uuid.UUID) -> Any:
    """Ask for the trial: nothing is awarded."""
    cohorts.ask_trial(_found(id), actor=me())
    return redirect(url_for(".show", id=id))


@cohort.get("/<uuid:id>/progress")
@audience(*SCHOOL)
def progress(id: uuid.UUID) -> Response:
    """How far the worker is; the bar asks this."""
    subject = _found(id)
    done, total = _done(subject, cohorts.counts(subject))
    return jsonify(ready=not _busy(subject), done=done, total=total)


@cohort.get("/<uuid:id>/papers/<uuid:document>")
@audience(*SCHOOL)
def document(id: uuid.UUID, document: uuid.UUID) -> Response:
    """The list as a paper."""
    return paper_of(_found(id), document)


@cohort.route("/<uuid:id>/<string:event>", methods=["GET", "POST"])
@audience(*SCHOOL)
def transition(id: uuid.UUID, event: str) -> Any:
    """An event of a list: awarding it, or throwing it away."""
    subject = _found(id)
    return handle(subject, event, back=url_for(".show", id=id), context=_content(subject))


def _found(id: uuid.UUID) -> Cohort:
    return db.first_or_404(visible(select(Cohort), me()).where(Cohort.id == id))


def _school() -> School:
    """The school whose list is made: the one that was asked for, or one's only one. Aborts 404."""
    own = schools_of(me(), "clerk", "examiner")
    asked = request.args.get("school")
    chosen = next((one for one in own if str(one) == asked), own[0] if own and not asked else None)
    return db.session.get(School, chosen) if chosen else abort(404)  # type: ignore[return-value]


def _new_page(place: School, form: PrepareForm) -> str:
    return render_template("html/cohort/new.html", school=place, form=form, count=len(form.credits.choices))


def _chosen(key: str) -> tuple[uuid.UUID, int]:
    credit_id, version = key.split(".")
    return uuid.UUID(credit_id), int(version)


def _busy(subject: Cohort) -> bool:
    trial = subject.status == "prepared" and subject.trial_asked_by is not None and subject.trial_done_at is None
    return trial or subject.status == "awarding"


def _done(subject: Cohort, counts: dict[str, int]) -> tuple[int, int]:
    done = counts["tried"] if subject.status == "prepared" else counts["awarded"] + counts["failed"]
    return done, counts["total"]


def _offered(subject: Cohort) -> list[dict[str, Any]]:
    """The actions on a list; not while the worker is at it."""
    return [] if _busy(subject) else offered(subject)


def _content(subject: Cohort) -> dict[str, Any]:
    counts = cohorts.counts(subject)
    done, total = _done(subject, counts)
    entries = cohorts.objections(subject)
    last = cohorts.last_events(entries)
    return {
        "counts": counts, "busy": _busy(subject), "done": done, "total": total, "lines": _lines(subject),
        "objections": [(one, cohort_papers.reason(one, str(get_locale())), _last(last.get(one.credit_id)))
                       for one in entries],
        "decides": bool(roles_of(me(), subject) & cohorts.DECIDERS), "papers": papers(subject), "shown": SHOWN,
        "amount": lambda credit: credit_wording.amount(credit.amount, credit.scheme.unit, _),
    }  # fmt: skip


def _last(event: Any) -> str:
    return "" if event is None else f"{_(LABELS[Role(event.role)])}, {event.effective_on:%d-%m-%Y}"


def _lines(subject: Cohort) -> list[Entry]:
    credit = joinedload(Entry.credit)
    query = select(Entry).where(Entry.cohort_id == subject.id).order_by(Entry.position).limit(SHOWN)
    return list(db.session.scalars(query.options(
        credit.joinedload(Credit.youth).joinedload(Youth.person), credit.joinedload(Credit.scheme),
        credit.joinedload(Credit.organisation),
    )))  # fmt: skip
