"""The office's pages: what came in, who assesses it, what is due, and what arrived by letter."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, or_, select
from wtforms.fields.choices import SelectChoice

from mdt.access import WORKING, functions
from mdt.forms.office import InviteForm, OrganisationSearchForm
from mdt.models import Application, Assessment, Organisation, Person, db
from mdt.services import application as applications
from mdt.services import assessment, case_list, clock, due, waiting
from mdt.web import kept
from mdt.web.access import audience
from mdt.web.application import found, visitor
from mdt.web.errors import sentence
from mdt.web.transition import offered
from workflows import AssessmentWorkflow
from workflows.base import NotNow, Refused
from workflows.penalty import Penalty

office = Blueprint("office", __name__)


@office.get("/intake")
@audience("office")
def intake() -> str:
    """What came in and was not looked at yet, and what waits for assessors."""
    number = max(request.args.get("page", 1, type=int), 1)
    page, lines = case_list.cases(visitor(), case_list.Question(status="submitted"), page=number)
    heap = next(h for h in waiting.office(visitor()) if h.key == "assign")
    return render_template("html/office/intake.html", page=page, lines=lines, assign=heap)


@office.get("/deadlines")
@audience("office", "board")
def deadlines() -> str:
    """Everything that is due: overdue, this week, the weeks after."""
    kind = request.args.get("kind", "")
    periods = due.by_period(clock.today(), kind if kind in due.KINDS else "")
    return render_template("html/office/deadlines.html", periods=periods, kinds=due.KINDS, kind=kind,
                           today=clock.today(), office="office" in functions(visitor()))  # fmt: skip


@office.get("/applications/by-letter")
@audience("office")
def by_letter() -> str:
    """Find the organisation that sent a letter, to begin its application for it."""
    form = OrganisationSearchForm(request.args)
    words = (form.q.data or "").strip()
    return render_template("html/office/by_letter.html", form=form, words=words,
                           organisations=_search(words) if words else [])  # fmt: skip


@office.route("/applications/<uuid:id>/assessors", methods=["GET", "POST"])
@audience("office")
def assessors(id: uuid.UUID) -> Any:
    """Who assesses a case; POST invites somebody."""
    subject = found(id)
    form = _invite_form(subject)
    if request.method == "GET":
        return _assessors_page(subject, form)
    if subject.status != "in_assessment":
        raise NotNow("invite", subject.status)
    if not form.validate():
        return _assessors_page(subject, form), 422
    try:
        made = assessment.invite(subject, assessor=_assessor(form), lead=form.lead.data == "yes", actor=visitor())
    except Refused as refusal:
        return _refused(subject, form, refusal)
    flash(_("%(name)s has been invited.", name=made.assessor.name), "success")
    return redirect(url_for("office.assessors", id=id))


def _refused(subject: Application, form: InviteForm, refusal: Refused) -> tuple[str, int]:
    db.session.rollback()
    form.refuse(refusal.field, sentence(refusal))
    return _assessors_page(subject, form), 422


def _assessor(form: InviteForm) -> Person:
    try:
        wanted = uuid.UUID(form.assessor.data or "")
    except ValueError:
        abort(404)
    return db.session.get(Person, wanted) or abort(404)


def _invite_form(subject: Application) -> InviteForm:
    taken = assessment.of_application(subject, *waiting.LIVE)
    tied = assessment.ties(subject) | {a.assessor_id for a in assessment.of_application(subject, "recused")}
    placed = {a.assessor_id for a in taken}
    place = "no" if any(a.lead for a in taken) else "yes"
    form: InviteForm = kept.form(InviteForm, data={"lead": place})
    form.assessor.choices = [
        SelectChoice(str(person.id), person.name, {"description": _load(load)})
        for person, load in assessment.load_of_assessors()
        if person.id not in tied | placed
    ]
    return form


def _load(load: int) -> str:
    if not load:
        return _("No assessment waits for this assessor.")
    return ngettext("%(num)s assessment waits for this assessor.", "%(num)s assessments wait for this assessor.", load)


def _assessors_page(subject: Application, form: InviteForm) -> str:
    rows = assessment.of_application(subject)
    placed = [(row, offered(row), AssessmentWorkflow.label(row.status)) for row in rows]
    recused = {a.assessor_id for a in rows if a.status == "recused"}
    tied = assessment.ties(subject) | recused
    excluded = [(p, p.id in recused) for p, _load in assessment.load_of_assessors() if p.id in tied]
    live = sum(row.status in waiting.LIVE for row in rows)
    return render_template("html/office/assessors.html", application=subject, form=form, placed=placed,
                           excluded=excluded, live=live, working=WORKING)  # fmt: skip


def _search(words: str) -> list[tuple[Organisation, Application | None]]:
    """At most 25 organisations, each with the application that is not decided yet, if any."""
    like = f"%{words.lower().replace('%', '').replace('_', '')}%"
    query = select(Organisation).where(or_(
        func.lower(Organisation.name).like(like), func.lower(Organisation.city).like(like),
        Organisation.kvk_number == words.replace(" ", ""),
    ))  # fmt: skip
    rows = list(db.session.scalars(query.order_by(Organisation.name).limit(25)))
    running = select(Application).where(
        Application.organisation_id.in_([row.id for row in rows]), Application.status.in_(applications.UNDECIDED)
    )
    open_ = {case.organisation_id: case for case in db.session.scalars(running)}
    return [(row, open_.get(row.id)) for row in rows]


@office.app_template_global("assessments_of")
def assessments_of(application: Application) -> list[tuple[Assessment, str]]:
    """The assessments of a case with the message id of each state, for the panels of the office and the board."""
    rows = assessment.of_application(application)
    return [(row, AssessmentWorkflow.label(row.status)) for row in rows]


@office.app_template_global("penalty_now")
def penalty_now(penalty: Penalty) -> dict[str, Any]:
    """What a late decision costs today, in whole cents: `day` for today alone and `total` so far."""
    today = clock.today()
    tiers = [(t.first, t.last, t.cents) for t in penalty.tariff.tiers]
    nth = (today - penalty.wait.ends_on).days
    cents = next((c for first, last, c in tiers if first <= nth <= last), 0)
    return {"day": cents, "total": penalty.penalty_on(today), "begun": nth >= 1, "tiers": tiers,
            "maximum": penalty.tariff.maximum, "verified": penalty.tariff.verified}  # fmt: skip


@office.app_template_filter("euros")
def euros(cents: int) -> str:
    """Whole cents as an amount: 2300 → `€ 23,00`, as the language of the page writes it."""
    from flask_babel import format_decimal

    return f"€ {format_decimal(cents // 100)}{format_decimal(0.1)[1]}{cents % 100:02d}"
