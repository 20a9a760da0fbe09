"""The pages behind a signed link. Opening one changes nothing, for mail scanners follow links; only its buttons act.

The secret is in the address, so no session stands surety for anybody here, and there is nothing that a form of
another site could borrow: these pages ask for no token of a session, and work without cookies.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

import mdt.forms.consent  # noqa: F401  (registers its forms)
from mdt.extensions import csrf, limiter
from mdt.forms.event import EventForm, form_for
from mdt.models import SignedLink, db
from mdt.services import link as service
from mdt.services.link import LinkClosed, Standing
from mdt.web.access import public
from mdt.web.errors import sentence
from mdt.web.language import LANGUAGES
from workflows import WORKFLOWS
from workflows.base import N_, Outdated, Refused

USE_LIMIT = "20 per minute; 100 per hour"
RENEW_LIMIT = "3 per hour; 6 per day"
CODES = {Standing.CHANGED: 409}

SAID: dict[Standing, str] = {
    Standing.REVOKED: N_("This link was taken back, because somebody else was asked or it is no longer needed."),
    Standing.RENEWED: N_("A newer link was sent to the same address. Use the one in the latest letter."),
    Standing.OVER: N_("There is nothing more to do with this link: what it was for is finished or was withdrawn."),
    Standing.EXPIRED: N_("This link has expired, because it is meant for a short time."),
    Standing.CHANGED: N_(
        "What this link showed has changed since it was sent. Ask for a new link to see how it is now."
    ),
}

link = Blueprint("link", __name__)
csrf.exempt(link)


@link.get("/links/<string:token>")
@public
def show(token: str) -> Any:
    """What the link is about, with a form for each thing that can be done."""
    found = service.by_token(token)
    if found is None:
        return _unknown()
    now = service.standing(found)
    return _page(found, token) if now is Standing.OPEN else _closed(found, token, now)


@link.route("/links/<string:token>/<string:event>", methods=["GET", "POST"])
@public
@limiter.limit(USE_LIMIT, methods=["POST"])
def act(token: str, event: str) -> Any:
    """Do one thing. A GET, as by who reloads the page, leads back to the page of the link."""
    if request.method != "POST":
        return redirect(url_for(".show", token=token))
    found, name = service.by_token(token), event.replace("-", "_")
    if found is None:
        return _unknown()
    now = service.standing(found)
    if now is not Standing.OPEN:
        return _closed(found, token, now)
    form = _form(found, name, fresh=False)
    if not form.validate():
        return _page(found, token, {name: form}, code=422)
    return _acted(found, token, name, form)


@link.post("/links/<string:token>/renew")
@public
@limiter.limit(RENEW_LIMIT, key_func=lambda: f"renew {request.path}")
def renew(token: str) -> Any:
    """Send a new link to the address that this one was sent to."""
    found = service.by_token(token)
    if found is None:
        return _unknown()
    try:
        service.renew(found)
    except LinkClosed as closed:
        return _closed(found, token, closed.standing)
    flash(_("A new link is on its way to the same e-mail address."), "success")
    return redirect(url_for(".show", token=token))


def _acted(found: SignedLink, token: str, event: str, form: EventForm) -> Any:
    given = {name: value for name, value in form.given().items() if name != "expected_version"}
    try:
        service.use(token, event, **given)
    except LinkClosed as closed:
        db.session.rollback()
        return _closed(found, token, closed.standing)
    except Refused as refusal:
        db.session.rollback()
        form.refuse(None if isinstance(refusal, Outdated) else refusal.field, sentence(refusal))
        return _page(found, token, {event: form}, code=409 if isinstance(refusal, Outdated) else 422)
    row = next(row for row in WORKFLOWS[found.noun].rows() if row.event == event)
    flash(_("Done: %(action)s.", action=_(row.name)), "success")
    return redirect(url_for(".show", token=token))


def _form(found: SignedLink, event: str, *, fresh: bool = True) -> EventForm:
    """The form of an event without a session's token; the link is what proves who sends it."""
    subject = service.subject_of(found)
    kind = form_for(subject, event, by_post=False)
    if fresh:
        return kind(formdata=None, data=kind.prefill(subject), meta={"csrf": False})
    return kind(meta={"csrf": False})


def _page(found: SignedLink, token: str, forms: dict[str, EventForm] | None = None, *, code: int = 200) -> Response:
    subject, purpose = service.subject_of(found), service.purpose_of(found)
    table, sent = WORKFLOWS[found.noun].table(), forms or {}
    events = [
        {"event": event, "label": table[subject.status, event].name, "form": sent.get(event) or _form(found, event),
         "url": url_for(".act", token=token, event=event.replace("_", "-"))}
        for event in service.possible(found, subject)
    ]  # fmt: skip
    return _answer(found, code, "html/link/show.html", link=found, subject=subject, purpose=purpose, events=events,
                   refused=next(iter(sent.values()), None), **purpose.context(subject, found))  # fmt: skip


def _closed(found: SignedLink, token: str, now: Standing) -> Response:
    purpose = service.purpose_of(found)
    said = purpose.after if now is Standing.USED else SAID[now]
    again = url_for(".renew", token=token) if now in service.RENEWABLE else None
    return _answer(found, CODES.get(now, 410), "html/link/closed.html", link=found, purpose=purpose, said=said,
                   standing=now.value, renew_url=again)  # fmt: skip


def _unknown() -> Response:
    return _sealed(make_response(render_template("html/link/unknown.html"), 404))


def _answer(found: SignedLink, code: int, template: str, **context: Any) -> Response:
    """The page in the language of the letter, unless its address asks for another."""
    language = request.args.get("language", "")
    with force_locale(language if language in LANGUAGES else found.language):
        return _sealed(make_response(render_template(template, **context), code))


def _sealed(response: Response) -> Response:
    """The secret stays out of the addresses that other sites and search engines see."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
