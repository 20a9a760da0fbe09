"""The assessor's side: what waits, the invitation, and judging one indicator at a time beside the evidence."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select

from mdt.access import WORKING, Person, functions, roles_of, visible
from mdt.forms.assessment import JudgementForm
from mdt.models import Application, Assessment, Judgement, db
from mdt.rules import sectors
from mdt.rules.framework import Framework, Indicator
from mdt.services import assessment as assessments
from mdt.services import assessor_queue, framework_versions, practice_evidence, visit
from mdt.web import kept
from mdt.web.access import audience
from mdt.web.as_you_go import expected, save
from mdt.web.transition import handle, offered
from workflows.roles import Role

assessment = Blueprint("assessment", __name__, url_prefix="/assessments")


@assessment.get("")
@audience("assessor")
def index() -> str:
    """What waits for this assessor, and the latest that is finished."""
    number = request.args.get("page", 1, type=int)
    page, rows = assessor_queue.waiting(_me(), page=max(number, 1))
    done = assessor_queue.finished(_me(), page=1)
    return render_template("html/assessment/index.html", page=page, rows=rows, done=done, address=_address)


@assessment.get("/finished")
@audience("assessor")
def finished() -> str:
    """All assessments of this assessor that ask nothing any more."""
    done = assessor_queue.finished(_me(), page=max(request.args.get("page", 1, type=int), 1))
    return render_template("html/assessment/finished.html", done=done)


@assessment.get("/<uuid:id>")
@audience("assessor", "office", "board")
def show(id: uuid.UUID) -> str:
    """The invitation, the overview of the indicators, or for the office how it stands; never its content."""
    found = db.first_or_404(visible(select(Assessment), _me()).where(Assessment.id == id))
    own = found.assessor_id == _me().id
    if not own or found.status not in WORKING:
        known = {sector.code: sector.title for sector in sectors()}
        name = "invitation" if own else "standing"
        actions = offered(found)
        return render_template(f"html/assessment/{name}.html", subject=found, sectors=known, actions=actions)
    return render_template("html/assessment/show.html", subject=found, actions=offered(found), **_progress(found))


@assessment.route("/<uuid:id>/indicators/<string:indicator>", methods=["GET", "POST"])
@audience("assessor")
def indicator(id: uuid.UUID, indicator: str) -> Any:
    """Judge one indicator; GET shows the evidence beside it."""
    found = _own(id)
    known = _indicator(framework_versions.of(found.application), indicator)
    form = _form(found, known)
    if request.method == "GET":
        return _page(found, known, form)
    return save(form, lambda: _judge(found, known, form), page=lambda stale: _page(found, known, form, stale=stale),
                then=lambda: _next(found, known))  # fmt: skip


@assessment.route("/<uuid:id>/<string:event>", methods=["GET", "POST"])
@audience("assessor", "office")
def transition(id: uuid.UUID, event: str) -> Any:
    """An event of an assessment."""
    found = db.first_or_404(visible(select(Assessment), _me()).where(Assessment.id == id))
    if found.assessor_id != _me().id:
        return handle(found, event, back=url_for("application.show", id=found.application_id))
    stays = event in ("clear-conflict", "submit")
    return handle(found, event, back=url_for(".show", id=id) if stays else url_for(".index"))


@assessment.app_template_global("assessor_panel")
def panel(application: Application) -> dict[str, Any] | None:
    """What the case page shows an assessor of this case; None for everybody else."""
    own = db.session.scalar(
        select(Assessment).where(
            Assessment.application_id == application.id,
            Assessment.assessor_id == _me().id,
            Assessment.status.in_(WORKING),
        )
    )
    if own is None or "assessor" not in functions(_me()):
        return None
    planned = visit.latest(application)
    return {"assessment": own, "visit": planned, "both_in": assessments.both_in(application), **_progress(own)}


def _me() -> Person:
    person: Person = current_user._get_current_object()
    return person


def _own(id: uuid.UUID) -> Assessment:
    """This assessor's own, cleared and not released, of a case that they can see. Aborts 404."""
    found = db.first_or_404(visible(select(Assessment), _me()).where(Assessment.id == id))
    own = found.assessor_id == _me().id and found.status in WORKING
    if not own or Role.ASSESSOR not in roles_of(_me(), found.application):
        abort(404)
    return found


def _indicator(framework: Framework, name: str) -> Indicator:
    try:
        return framework.indicator(name)
    except KeyError:
        abort(404)


def _row(found: Assessment, known: Indicator) -> Judgement | None:
    query = select(Judgement).where(Judgement.assessment_id == found.id, Judgement.indicator == known.id)
    return db.session.scalar(query)


def _form(found: Assessment, known: Indicator) -> JudgementForm:
    row = _row(found, known) if request.method == "GET" else None
    data = {"score": row.score, "sources": row.sources, "note": row.note} if row else {}
    return kept.form(JudgementForm, data=data).offer(framework_versions.of(found.application), known)


def _judge(found: Assessment, known: Indicator, form: JudgementForm) -> Judgement:
    return assessments.judge(
        found, known.id, actor=_me(), score=form.score.data or "", sources=form.sources.data or [],
        note=form.note.data or "", expected_version=expected(form),
    )  # fmt: skip


def _page(found: Assessment, known: Indicator, form: JudgementForm, *, stale: bool = False) -> str:
    row = _row(found, known)
    return render_template(
        "html/assessment/indicator.html", subject=found, indicator=known, form=form, row=row, stale=stale,
        version=row.version if row else 0, evidence=practice_evidence.of_indicator(found.application, known),
        **_around(found, known), **_progress(found),
    )  # fmt: skip


def _progress(found: Assessment) -> dict[str, Any]:
    """The indicators with how far each is: done, begun, error (no source from practice) or todo."""
    framework = framework_versions.of(found.application)
    rows = {row.indicator: row for row in found.judgements}
    states = {known.id: _state(framework, rows.get(known.id)) for known in framework.indicators}
    return {
        "framework": framework,
        "rows": rows,
        "states": states,
        "ready": sum(state == "done" for state in states.values()),
        "next_open": next((name for name, state in states.items() if state != "done"), None),
    }


def _state(framework: Framework, row: Judgement | None) -> str:
    if row is None or not (row.score or row.sources or row.note.strip()):
        return "todo"
    if not row.score:
        return "begun"
    return "done" if framework.practice_sources & set(row.sources) else "error"


def _around(found: Assessment, known: Indicator) -> dict[str, Any]:
    every = framework_versions.of(found.application).indicators
    at = every.index(known)
    return {"number": at + 1, "previous": every[at - 1] if at else None,
            "following": every[at + 1] if at + 1 < len(every) else None}  # fmt: skip


def _next(found: Assessment, known: Indicator) -> str:
    """Where to go after saving: the page that the button named."""
    go, around = request.form.get("go", ""), _around(found, known)
    target = {"previous": around["previous"], "next": around["following"]}.get(go)
    if go == "open":
        name = _progress(found)["next_open"]
        return url_for(".indicator", id=found.id, indicator=name) if name else url_for(".show", id=found.id)
    return url_for(".indicator", id=found.id, indicator=target.id) if target else url_for(".show", id=found.id)


def _address(task: assessor_queue.Task) -> str:
    """The page of a task."""
    endpoints = {"assessment": "assessment.show", "plan": "visit.propose", "visit": "visit.show",
                 "advice": "advice.show"}  # fmt: skip
    if task.page == "report":
        return url_for("visit.transition", id=task.id, event="report")
    return url_for(endpoints[task.page], id=task.id)
