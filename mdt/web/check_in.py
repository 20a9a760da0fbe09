"""The yearly check-in: its page and its events."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, abort, render_template, url_for
from sqlalchemy import select

import mdt.forms.check_in  # noqa: F401  (registers the forms)
from mdt.access import visible
from mdt.forms.application import said
from mdt.models import Application, CheckIn, db
from mdt.services import check_in as check_ins
from mdt.web import transition as events
from mdt.web.access import audience
from mdt.web.accreditation import READERS, visitor
from mdt.web.application_answers import shown
from workflows import CheckInWorkflow

check_in = Blueprint("check_in", __name__, url_prefix="/check-ins")


def _found(id: uuid.UUID) -> CheckIn:
    one: CheckIn | None = db.session.scalar(visible(select(CheckIn).where(CheckIn.id == id), visitor()))
    return one or abort(404)


@check_in.get("/<uuid:id>")
@audience(*READERS)
def show(id: uuid.UUID) -> str:
    """The answers of a check-in, what was asked more, and what can be done."""
    one = _found(id)
    return render_template("html/check_in/show.html", subject=one, accreditation=one.accreditation, pairs=pairs(one),
                           state=CheckInWorkflow.label(one.status), actions=events.offered(one))  # fmt: skip


@check_in.route("/<uuid:id>/<string:event>", methods=["GET", "POST"])
@audience(*READERS)
def transition(id: uuid.UUID, event: str) -> Any:
    """The page of an event on a check-in."""
    one = _found(id)
    back = url_for("accreditation.show", id=one.accreditation_id)
    more = {"accreditation": one.accreditation, "section": check_ins.questions(one).section, "pairs": pairs(one)}
    return events.handle(one, event, back=back, context=more)


def pairs(one: CheckIn) -> list[tuple[str, str | None]]:
    """The questions with their answers."""
    return [(said(q.label), shown(q, one.answers.get(q.id))) for q in check_ins.questions(one).asked()]


@check_in.app_template_global("check_ins_before")
def check_ins_before(application: Application) -> list[tuple[CheckIn, list[tuple[str, str | None]]]]:
    """The check-ins of the years that an application would renew, for who assesses it."""
    return [(one, pairs(one)) for one in check_ins.before_renewal(application)]
