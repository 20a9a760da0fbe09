"""Requests for erasure: the office's list, and what it answers."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, abort, render_template, url_for
from sqlalchemy import select

import mdt.forms.erasure  # noqa: F401  (registers its forms)
from mdt.access import functions, visible
from mdt.models import Erasure, db
from mdt.services import clock, personal_data
from mdt.services import erasure as service
from mdt.web import transition
from mdt.web.access import audience
from mdt.web.youth import person

erasure = Blueprint("erasure", __name__)


@erasure.get("/erasures")
@audience("office")
def index() -> str:
    """What has to be answered, and what was."""
    found = service.waiting()
    return render_template("html/erasure/list.html", waiting=found, answered=service.answered(), today=clock.today(),
                           by_guardian=service.by_guardians([one.id for one in found]))  # fmt: skip


@erasure.route("/erasures/<uuid:id>/<string:event>", methods=["GET", "POST"], endpoint="transition")
@audience("office", "youth")
def move(id: uuid.UUID, event: str) -> Any:
    """Erase, refuse, or take the request back."""
    subject = db.session.scalar(visible(select(Erasure).where(Erasure.id == id), person())) or abort(404)
    back = url_for("erasure.index" if "office" in functions(person()) else "youth.data")
    running = personal_data.still_running(subject.youth)
    return transition.handle(subject, event, back=back, context={"running": running})
