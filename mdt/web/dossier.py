"""The dossier of a case: one click asks for it, and gives it when it is made at once; else a page waits for it."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, url_for
from flask_babel import get_locale
from flask_login import current_user
from sqlalchemy import select

from mdt.access import Person, roles_of, visible
from mdt.extensions import limiter
from mdt.models import db
from mdt.services import dossier as dossiers
from mdt.services import storage
from mdt.web.access import audience
from workflows.roles import Role

WAIT = 4.0  # seconds
READERS = (
    "coordinator", "colleague", "supervisor", "office", "board", "hearer", "youth", "clerk", "examiner", "exam_board",
)  # fmt: skip

dossier = Blueprint("dossier", __name__, url_prefix="/dossiers/<string:noun>/<uuid:id>")


@dossier.app_template_global("has_dossier")
def has_dossier(subject: Any) -> bool:
    """Whether this visitor can download the dossier of a case."""
    return dossiers.has_one(subject.noun, roles_of(_me(), subject))


@dossier.post("")
@limiter.limit("20 per minute")
@audience(*READERS)
def ask(noun: str, id: uuid.UUID) -> Any:
    """Ask the worker for it, and wait a moment."""
    subject = _found(noun, id)
    key = dossiers.ask(noun, subject, person=_me(), language=str(get_locale() or "nl"))
    db.session.rollback()  # lets go of the write lock, which the worker needs to seal the log
    made = dossiers.result(key, wait=WAIT)
    page = ".file" if made is not None and made.digest else ".show"
    return redirect(url_for(page, noun=noun, id=id, key=key), 303)


@dossier.get("/<string:key>")
@audience(*READERS)
def show(noun: str, id: uuid.UUID, key: str) -> str:
    """The page that waits for it, and then gives it."""
    subject, made = _found(noun, id), _made(noun, id, key)
    kind = dossiers.KINDS[noun]
    return render_template(
        "html/dossier/show.html", noun=noun, id=id, key=key, ready=bool(made and made.digest),
        cause=made.cause if made else "", number=kind.number(subject), back=url_for(f"{noun}.show", id=id),
        is_youth=Role.YOUTH in roles_of(_me(), subject),
    )  # fmt: skip


@dossier.get("/<string:key>/ready")
@audience(*READERS)
def ready(noun: str, id: uuid.UUID, key: str) -> Response:
    """Whether it is there; the page that waits asks this."""
    _found(noun, id)
    return jsonify(ready=_made(noun, id, key) is not None)


@dossier.get("/<string:key>/dossier.zip")
@audience(*READERS)
def file(noun: str, id: uuid.UUID, key: str) -> Any:
    """The dossier itself, for who asked for it; when it is no longer kept, back to the case."""
    subject, made = _found(noun, id), _made(noun, id, key)
    try:
        content = dossiers.content_of(made.digest) if made and made.digest else None
    except storage.Damaged:
        content = None
    if content is None:
        return redirect(url_for(f"{noun}.show", id=id))
    response = Response(content, mimetype="application/zip")
    name = dossiers.safe(f"dossier-{dossiers.KINDS[noun].number(subject)}.zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _me() -> Person:
    person: Person = current_user._get_current_object()
    return person


def _found(noun: str, id: uuid.UUID) -> Any:
    """The case, if this visitor can see it and has a dossier of it. Aborts 404."""
    if noun not in dossiers.KINDS:
        abort(404)
    model = dossiers.KINDS[noun].model
    subject = db.session.scalar(visible(select(model).where(model.id == id), _me()))
    return subject if subject is not None and has_dossier(subject) else abort(404)


def _made(noun: str, id: uuid.UUID, key: str) -> dossiers.Made | None:
    """What became of it; that of somebody else does not exist (404)."""
    made = dossiers.result(key)
    if made is not None and (made.noun, made.subject_id, made.person_id) != (noun, str(id), str(_me().id)):
        abort(404)
    return made
