"""Forms that are saved while somebody types: the answer to the script, and to a browser without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from flask import jsonify, redirect, request
from flask_babel import format_time
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError

from mdt.models import db
from mdt.services import clock
from mdt.web.errors import sentence
from workflows.base import Refused


class Versioned(Protocol):
    """A row that was saved."""

    version: Any


def expected(form: Any) -> int:
    """The version that a form was made for; 0 when there was nothing yet."""
    typed = str(form.version.data or "")
    return int(typed) if typed.isdigit() else 0


def save(
    form: FlaskForm, write: Callable[[], Versioned], *, page: Callable[[bool], str], then: Callable[[], str]
) -> Any:
    """Save by `write` and go to `then`, or tell the script when it was saved.

    Refused: the form again by `page`, which gets whether somebody else saved in between; what was typed stays.
    """
    by_itself = "X-Autosave" in request.headers
    if not form.validate():
        return _refused(form, by_itself, page, stale=False)
    try:
        row = write()
    except IntegrityError:
        db.session.rollback()
        form.form_errors.append(_("Somebody else saved this at the same moment. Your text is still here; save again."))
        return _refused(form, by_itself, page, stale=True)
    except Refused as refusal:
        db.session.rollback()
        _show(form, refusal)
        return _refused(form, by_itself, page, stale=refusal.field is None)
    if by_itself:
        now = clock.now().astimezone(clock.AMSTERDAM)
        return jsonify(saved_at=format_time(now.time(), "HH:mm", rebase=False), version=row.version)
    return redirect(then())


def _show(form: FlaskForm, refusal: Refused) -> None:
    field = form._fields.get(refusal.field or "")
    if field is None:
        form.form_errors.append(sentence(refusal))
    else:
        field.errors = [*field.errors, sentence(refusal)]


def _refused(form: FlaskForm, by_itself: bool, page: Callable[[bool], str], *, stale: bool) -> Any:
    code = 409 if stale else 422
    if by_itself:
        found = [*form.form_errors, *(str(text) for field in form for text in field.errors)]
        return jsonify(error=" ".join(str(text) for text in found[:1])), code
    return page(stale), code
