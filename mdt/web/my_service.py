"""What a youth sees of their own: what was done against the goal, what is next, and the papers."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from mdt.access import Person, visible
from mdt.models import Agreement, Youth, db
from mdt.services import clock, evidence, my_papers, paper, questionnaire
from mdt.services import hours_overview as overview
from mdt.services import youth as youths
from mdt.services.transitions import fire
from mdt.web.access import audience
from mdt.web.errors import sentence
from workflows.base import N_, Refused
from workflows.entries import length

my_service = Blueprint("my_service", __name__)


@my_service.get("/my-service")
@audience("youth")
def show() -> str:
    """The page of a youth."""
    return render_template("html/my_service/show.html", **content(_me()))


@my_service.get("/my-service/papers/<uuid:document>")
@audience("youth")
def document(document: uuid.UUID) -> Response:
    """One of the youth's papers, as it was issued."""
    found = my_papers.one(_youth(), document) or abort(404)
    response = Response(evidence.content_of(found), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return response


@my_service.post("/my-service/<uuid:id>/statement")
@audience("youth")
def statement(id: uuid.UUID) -> Any:
    """Ask for the statement of the hours under an agreement."""
    agreement = db.first_or_404(visible(select(Agreement), _me()).where(Agreement.id == id))
    try:
        fire(agreement, "state_hours", actor=_me())
    except Refused as refusal:
        db.session.rollback()
        flash(sentence(refusal), "warning")
    else:
        flash(_("Your statement of hours is being made. It stands among your papers in a moment."), "success")
    return redirect(url_for(".show") + "#papers")


def content(person: Person) -> dict[str, Any]:
    """What the page shows: what can be answered, each agreement with its weeks and its picture, and the papers."""
    today, found = clock.today(), []
    for agreement in overview.agreements_of(person):
        weeks = overview.weeks_of(agreement)
        lines, done = overview.lines(agreement, weeks, today=today), overview.progress(agreement, weeks)
        found.append({"agreement": agreement, "lines": lines, "progress": done,
                      "next_step": overview.next_step(agreement, lines, done)})  # fmt: skip
    youth = youths.of(person)
    return {"services": found, "papers": _papers(youth) if youth else [], "length": length, "today": today,
            "questionnaires": _questionnaires(youth) if youth else []}  # fmt: skip


def _questionnaires(youth: Youth) -> list[dict[str, Any]]:
    """The questionnaires that can still be answered."""
    return [
        {"organisation": one.organisation.name, "valid_until": one.valid_until,
         "url": url_for("questionnaire.show", token=questionnaire.token(one))}
        for one in questionnaire.open_for(youth)
    ]  # fmt: skip


def _papers(youth: Youth) -> list[dict[str, Any]]:
    waiting = [{"title": _title(kind), "pending": True, "url": None, "date": on}
               for kind, on in my_papers.pending(youth)]  # fmt: skip
    made = [
        {"title": _title(one.kind), "number": one.number, "date": one.issued_on, "code": one.code, "size": one.size,
         "url": url_for("my_service.document", document=one.id), "verify_url": url_for("verify.show", code=one.code)}
        for one in my_papers.of(youth)
    ]  # fmt: skip
    return [*waiting, *made]


def _title(kind: str) -> str:
    return _(paper.TITLES.get(kind, N_("Paper")))


def _me() -> Person:
    person: Person = current_user._get_current_object()
    return person


def _youth() -> Youth:
    return youths.of(_me()) or abort(404)
