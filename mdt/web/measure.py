"""Measures: imposing one, and its events. They are shown on the page of their accreditation."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from mdt.access import roles_of, visible
from mdt.forms.measure import ImposeForm
from mdt.models import Accreditation, Measure, db
from mdt.services import measure as measures
from mdt.services import measure_papers
from mdt.web import kept
from mdt.web import transition as events
from mdt.web.access import audience
from mdt.web.accreditation import READERS, found, visitor
from mdt.web.errors import sentence
from mdt.web.preview import Concept, Previewed, blueprint
from workflows import MeasureWorkflow
from workflows.base import N_, NotPermitted, Refused
from workflows.roles import Role

measure = Blueprint("measure", __name__)


@measure.route("/accreditations/<uuid:id>/measures/new", methods=["GET", "POST"])
@audience("board", "office")
def impose(id: uuid.UUID) -> Any:
    """Impose a measure."""
    case = found(id)
    _require_board(case)
    form = kept.form(ImposeForm, data=ImposeForm.prefill() if request.method == "GET" else None)
    if request.method != "POST":
        return _page(case, "impose", form)
    if not form.validate():
        return _page(case, "impose", form), 422
    try:
        measures.impose(case, actor=visitor(), **form.given())
    except Refused as refusal:
        db.session.rollback()
        form.refuse(refusal.field, sentence(refusal))
        return _page(case, "impose", form), 422
    flash(_("The measure has been imposed. The organisation gets the letter."), "success")
    return redirect(url_for("accreditation.show", id=id))


@measure.route("/measures/<uuid:id>/<string:event>", methods=["GET", "POST"])
@audience(*READERS)
def transition(id: uuid.UUID, event: str) -> Any:
    """The page of an event on a measure."""
    one = db.session.scalar(visible(select(Measure).where(Measure.id == id), visitor())) or abort(404)
    back = url_for("accreditation.show", id=one.accreditation_id)
    return events.handle(one, event, back=back, context={"accreditation": one.accreditation})


def _require_board(case: Accreditation) -> None:
    if Role.BOARD not in roles_of(visitor(), case):
        raise NotPermitted(N_("Only the board imposes measures."))


def _page(case: Accreditation, _event: str, form: ImposeForm) -> str:
    name = MeasureWorkflow.event_label("impose")
    return render_template("html/measure/impose.html", subject=case, form=form, name=name,
                           back=url_for("accreditation.show", id=case.id))  # fmt: skip


def _concept(case: Accreditation, _event: str, form: ImposeForm) -> Concept:
    made, occasion = measures.rehearse(case, actor=visitor(), **form.given())
    kind = measures.LETTERS[made.kind]
    return kind, measure_papers.records(made, occasion, (kind,))[kind]


def _back(case: Accreditation, _event: str) -> str:
    return url_for("measure.impose", id=case.id)


measure_letter = blueprint(
    "measure_letter",
    "/accreditations/<uuid:id>/measures/<string:event>/preview",
    Previewed(find=found, events=("impose",), form=lambda _case, _event: ImposeForm(), page=_page, concept=_concept,
              back=_back, label=MeasureWorkflow.event_label),
)  # fmt: skip
