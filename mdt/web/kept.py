"""Text that would be lost: a form sent after the session ended is kept for a day, for the browser that typed it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError
from sqlalchemy import delete, select
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from mdt.models import KeptText, db
from mdt.services import clock
from mdt.web.access import EVERYBODY, audience_of
from mdt.web.errors import answer
from mdt.web.session import commit

Form = TypeVar("Form", bound=FlaskForm)
COOKIE = "kept"
DAYS = 1
SECRET_FIELDS = {"csrf_token", "password", "password_confirm", "new_password", "new_password_confirm", "version"}


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def keep() -> str:
    """Store the text of this request's form; returns the token for the cookie. Commits, for the request is refused."""
    token = secrets.token_urlsafe(24)
    content = {name: values for name, values in request.form.lists() if name not in SECRET_FIELDS}
    db.session.rollback()
    db.session.add(KeptText(token_hash=_digest(token), path=request.path, content=content, kept_at=clock.now()))
    commit()
    return token


def keep_draft(path: str) -> None:
    """Store the text of this request's form for who is signed in: it stands in the form at `path` until it is sent."""
    content = {name: values for name, values in request.form.lists() if name not in SECRET_FIELDS}
    digest = _draft_digest(path)
    row = db.session.scalar(select(KeptText).where(KeptText.token_hash == digest)) or KeptText(token_hash=digest)
    row.path, row.content, row.kept_at = path, content, clock.now()
    db.session.add(row)


def _draft_digest(path: str) -> str:
    return _digest(f"draft\n{current_user.id}\n{path}")


def _tokens() -> list[str]:
    """The digests under which text for this page can be kept: of this browser, and of who is signed in."""
    cookie = request.cookies.get(COOKIE)
    found = [_digest(cookie)] if cookie else []
    return [*found, _draft_digest(request.path)] if current_user.is_authenticated else found


def restored() -> MultiDict[str, str] | None:
    """The text kept for this page and this browser or person, if there is any."""
    tokens = _tokens() if request.method == "GET" else []
    if not tokens:
        return None
    query = select(KeptText).where(KeptText.token_hash.in_(tokens), KeptText.path == request.path)
    kept = db.session.scalar(query.order_by(KeptText.kept_at.desc()).limit(1))
    if kept is None or clock.now() - kept.kept_at > timedelta(days=DAYS):
        return None
    return MultiDict([(name, value) for name, values in kept.content.items() for value in values])


def form(kind: type[Form], **arguments: Any) -> Form:
    """Make a form: with what was sent, or with what was kept from an expired session, or with `data`."""
    kept = restored()
    if kept is None:
        return kind(**arguments)
    data: Mapping[str, Any] = arguments.pop("data", {}) or {}
    made = kind(formdata=kept, data=data, **arguments)
    flash(_("This is the text that you typed before. It has not been sent yet."), "info")
    return made


def sign_in_first() -> Response:
    """Ask somebody without a session to sign in; what they typed waits for them."""
    target = request.full_path.rstrip("?") if request.method == "GET" else request.path
    response = make_response(redirect(url_for("security.login", next=target)))
    if request.method == "POST" and from_here() and request.form:
        flash(_("Your session has ended. Sign in again; your text has been kept."), "warning")
        _set_cookie(response, keep())
    return response


def from_here() -> bool:
    """Whether the form was sent by a page of ours; another site cannot plant text."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    return origin is None or urlsplit(origin).netloc == request.host


def _for_everybody() -> bool:
    """Whether this address needs no account, such as the form to register."""
    return EVERYBODY in (audience_of(request.endpoint or "") or ())


def _has_page() -> bool:
    """Whether there is a page at this address, to which the text can go back."""
    try:
        current_app.create_url_adapter(request).match(request.path, method="GET")  # type: ignore[union-attr]
    except HTTPException:
        return False
    return True


def _set_cookie(response: Response, token: str) -> None:
    response.set_cookie(
        COOKIE, token, max_age=DAYS * 86400, httponly=True, samesite="Lax", secure=request.is_secure, path="/"
    )


def forget() -> None:
    """Drop the kept text of this page once it was sent, and everybody's that is older than a day."""
    token = request.cookies.get(COOKIE)
    if token:
        db.session.execute(delete(KeptText).where(KeptText.token_hash == _digest(token), KeptText.path == request.path))
        db.session.execute(delete(KeptText).where(KeptText.kept_at < clock.now() - timedelta(days=DAYS)))


def init_app(app: Flask) -> None:
    """Turn a form that came after its session ended into a form that waits."""

    @app.errorhandler(CSRFError)
    def _expired(error: CSRFError) -> Any:
        if not current_user.is_authenticated and not _for_everybody():
            return sign_in_first()
        if not _has_page():
            return answer(422, sentence=_("This page was open too long. Go back, load it again, and try once more."))
        response = make_response(redirect(request.path))
        if from_here() and request.form:
            _set_cookie(response, keep())
        return response

    @app.after_request
    def _forget(response: Response) -> Response:
        sent = request.method == "POST" and response.status_code < 400 and request.endpoint != "security.login"
        if sent and str(request.endpoint).endswith(".transition") and current_user.is_authenticated:
            db.session.execute(delete(KeptText).where(KeptText.token_hash == _draft_digest(request.path)))
        if sent and COOKIE in request.cookies and current_user.is_authenticated:
            forget()
        return response
