"""Supporting files: adding, reading and removing them. They come out as attachments only, never as pages of ours."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.http import dump_options_header

from mdt.access import visible
from mdt.forms.upload import UploadForm
from mdt.models import Agreement, Application, Upload, db
from mdt.services import answers, uploads
from mdt.web.access import SIGNED_IN, audience
from mdt.web.application import found, visitor
from mdt.web.errors import sentence
from workflows.base import Refused

upload = Blueprint("upload", __name__)


@upload.get("/applications/<uuid:id>/files")
@audience(SIGNED_IN)
def index(id: uuid.UUID) -> str:
    """The files of an application, and the form that adds one."""
    return _page(found(id), UploadForm())


@upload.post("/applications/<uuid:id>/files")
@audience(SIGNED_IN)
def add(id: uuid.UUID) -> Any:
    """Take a file in; what is wrong with it is said at the field."""
    case, form = found(id), UploadForm()
    answers.require_open(case, visitor())
    if not form.validate():
        return _page(case, form), 422
    with form.file.data.stream as stream:
        content = stream.read(uploads.BYTES + 1)
    try:
        made = uploads.receive(case, name=form.file.data.filename or "", content=content, actor=visitor())
    except Refused as refusal:
        db.session.rollback()
        form.refuse(refusal.field, sentence(refusal))
        return _page(case, form), 422
    flash(_("“%(name)s” has been added.", name=made.name), "success")
    return redirect(url_for("upload.index", id=id))


@upload.get("/uploads/<uuid:id>")
@audience(SIGNED_IN)
def show(id: uuid.UUID) -> Response:
    """One file, as an attachment that a browser does not open as a page."""
    file = _found(id)
    response = Response(uploads.content_of(file), mimetype=file.media_type)
    names = {"filename": file.name.encode("ascii", "replace").decode().replace("?", "_")}
    header = dump_options_header("attachment", names)
    response.headers["Content-Disposition"] = f"{header}; filename*=UTF-8''{_quoted(file.name)}"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@upload.post("/uploads/<uuid:id>/remove")
@audience(SIGNED_IN)
def remove(id: uuid.UUID) -> Any:
    """Take a file back, while the application is open for changes."""
    file = _found(id)
    name, case = file.name, file.application_id
    uploads.remove(file, actor=visitor())
    flash(_("“%(name)s” has been removed.", name=name), "success")
    return redirect(url_for("upload.index", id=case))


def _quoted(name: str) -> str:
    return quote(name, safe="")


def _found(id: uuid.UUID) -> Upload:
    """The file, if its application or agreement is one that this visitor can see; else 404."""
    file = db.session.get(Upload, id) or abort(404)
    case: Any = Agreement if file.application_id is None else Application
    seen = visible(select(case).where(case.id == (file.application_id or file.agreement_id)), visitor())
    return file if db.session.scalar(seen) is not None else abort(404)


def _page(case: Application, form: UploadForm) -> str:
    return render_template("html/upload/index.html", application=case, form=form, most=uploads.MOST,
                           open=case.status in answers.OPEN)  # fmt: skip
