"""The one mapping from refusals to answers; every answer is a page with a sentence that helps and a way back."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask, jsonify, render_template, request, url_for
from flask_babel import format_date, format_datetime, get_locale, gettext
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from mdt.models import db
from mdt.services import case_standing
from workflows.base import NotNow, NotPermitted, Outdated, Refused

# Which page answers a code of HTTP; what is not here is our own fault.
MOST_NAMED, NAMED = 6, 3
PAGES = {400: 422, 403: 403, 404: 404, 405: 404, 413: 413, 422: 422, 429: 429}


def sentence(refusal: Refused | NotPermitted) -> str:
    """A refusal in the language of the page: dates in full, lists of labels joined."""
    return said(refusal.message, refusal.params)


def said(message: str, values: Mapping[str, Any]) -> str:
    """A message id with its values, in the language of the page."""
    return gettext(message, **{name: _shown(value) for name, value in values.items()})


def _shown(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return format_date(value, "d MMMM y")
    if isinstance(value, dict) or hasattr(value, "nl"):
        return value[str(get_locale())] if isinstance(value, dict) else getattr(value, str(get_locale()), value.nl)
    if isinstance(value, tuple | list | frozenset):
        return _listed([str(_shown(item)).rstrip(".") for item in value])
    return gettext(value) if isinstance(value, str) and value else value


def _listed(items: list[str]) -> str:
    """Items in one sentence; of very many only the first."""
    apart = "; " if any("," in item for item in items) else ", "
    if len(items) <= MOST_NAMED:
        return apart.join(items)
    return gettext("%(first)s; and %(count)s more", first="; ".join(items[:NAMED]), count=len(items) - NAMED)


def answer(code: int, **context: Any) -> tuple[Any, int]:
    """The error page of a code, or the same as JSON for a request that asked for JSON."""
    db.session.rollback()
    if request.path.startswith("/api/"):
        return problem(code), code
    if request.headers.get("X-Autosave"):
        return jsonify(error=str(context.get("sentence") or gettext("That did not work.")), status=code), code
    return render_template(f"html/errors/{code}.html", **context), code


def problem(code: int) -> Any:
    """The answer to a program: RFC 9457, in English."""
    title = HTTPStatus(code).phrase
    response = jsonify(type="about:blank", title=title, status=code, instance=request.path)
    response.mimetype = "application/problem+json"
    return response


def typed() -> list[tuple[str, str]]:
    """What was typed in the refused form, so that it can be shown and copied; never passwords or tokens."""
    hidden = ("csrf_token", "version", "submit")
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if value.strip() and name not in hidden and "password" not in name and not isinstance(value, Markup)
    ]


def standing() -> tuple[str | None, str]:
    """How the case of this address stands now, for who can see it: its state, and who acted last and when; and the
    way back to it.
    """
    arguments = request.view_args or {}
    if "id" not in arguments or not current_user.is_authenticated:
        return None, request.path.rsplit("/", 1)[0]
    found = case_standing.of(str(request.blueprint), arguments["id"], current_user._get_current_object())
    if found is None:
        return None, "/"
    said = gettext("%(number)s stands at “%(state)s”.", number=found.number, state=gettext(found.state))
    if found.action:
        when = format_datetime(found.at, "d MMMM, HH:mm")
        said += " " + gettext("Last: %(action)s, by %(who)s on %(when)s.", action=gettext(found.action).rstrip("."),
                              who=found.who or gettext(found.role), when=when)  # fmt: skip
    return said, url_for(f"{found.page}.show", id=found.id)


def init_app(app: Flask) -> None:
    """Register the answers."""

    @app.errorhandler(NotPermitted)
    def _not_permitted(refusal: NotPermitted) -> Any:
        return answer(403, sentence=sentence(refusal))

    @app.errorhandler(NotNow)
    @app.errorhandler(StaleDataError)
    def _not_now(_refusal: Exception) -> Any:
        db.session.rollback()
        said, back = standing()
        return answer(409, typed=typed(), standing=said, back=back)

    @app.errorhandler(Outdated)
    def _outdated(refusal: Outdated) -> Any:
        return answer(409, typed=typed(), standing=sentence(refusal), back=request.path.rsplit("/", 1)[0])

    @app.errorhandler(Refused)
    def _refused(refusal: Refused) -> Any:
        return answer(422, sentence=sentence(refusal), typed=typed())

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Any:
        code = error.code or 500
        if code < 400:
            return error
        if error.response is not None:  # a page of its own was made ready, as by a limit that keeps what was typed
            return error.response
        return answer(code if request.path.startswith("/api/") else PAGES.get(code, 500))

    @app.errorhandler(Exception)
    def _broken(error: Exception) -> Any:
        if app.testing and not app.config.get("MDT_SHOW_ERRORS"):
            raise error
        app.logger.exception("unexpected", exc_info=error)
        db.session.rollback()
        return answer(500)
