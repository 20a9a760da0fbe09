"""The public pages of a signal: reporting one, and coming back with its code.

They ask for no session: no cookie, no account, no token that expires while somebody hesitates. The code travels in the
body of a request and never in an address, where histories and logs would keep it. Who tries codes, or sends without
end, is held back by a number that is made from the address, forgotten within an hour, and leads back to nobody.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_limiter import RequestLimit
from flask_limiter.util import get_remote_address
from sqlalchemy.exc import IntegrityError

from mdt.access.signal import readers
from mdt.extensions import csrf, limiter
from mdt.forms.signal import AddForm, CodeForm, ReportForm
from mdt.models import Signal, db
from mdt.rules import helplines
from mdt.services import calendar, clock, register, signal_code
from mdt.services import signal as service
from mdt.web import kept
from mdt.web.access import public
from mdt.web.errors import sentence
from workflows.base import Refused

_PEPPER = secrets.token_bytes(32)  # of this process alone, and gone with it

signal_report = Blueprint("signal_report", __name__, url_prefix="/social-safety")
csrf.exempt(signal_report)


def somewhere() -> str:
    """What stands for the visitor's address in the counts: nothing from which the address can be found."""
    return hmac.new(_PEPPER, get_remote_address().encode(), hashlib.sha256).hexdigest()


def _too_often(_limit: RequestLimit) -> Response:
    """The page again with what was typed, and how to go on."""
    said = _("From this place a lot was sent in a short time. Your text is still here. Wait an hour and send it again, "
             "or call one of the numbers below.")  # fmt: skip
    if request.endpoint == "signal_report.index":
        form = ReportForm()
        form.refuse(None, said)
        return make_response(_report_page(form), 429)
    form = CodeForm()
    form.refuse(None, _("From this place many codes were tried. Wait an hour and try again."))
    return make_response(_code_page(form), 429)


REPORT_LIMIT = limiter.limit("20 per hour", methods=["POST"], key_func=somewhere, on_breach=_too_often,
                             deduct_when=lambda response: response.status_code < 400)  # fmt: skip
CODE_LIMIT = limiter.shared_limit("20 per minute; 100 per hour", scope="signal code", key_func=somewhere,
                                  methods=["POST"], on_breach=_too_often)  # fmt: skip


@signal_report.after_request
def _unlisted(response: Response) -> Response:
    """What leads here stays unknown to other sites; the pages behind a code are in no search engine."""
    response.headers["Referrer-Policy"] = "no-referrer"
    if request.endpoint != "signal_report.index":
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@signal_report.route("", methods=["GET", "POST"])
@public
@REPORT_LIMIT
def index() -> Any:
    """What to do first, who reads it and who does not, and the form."""
    if request.method != "POST":
        slug = request.args.get("organisation", "")
        known = register.organisation(slug) if slug else None
        listed = known is not None and known.name in service.organisation_names()
        about = {"organisation": known.name, "slug": slug} if known and listed else {}
        return _report_page(ReportForm(formdata=None, data={"ticket": signal_code.ticket(), **about}))
    form = ReportForm()
    if not form.validate():
        return _report_page(form), 422
    if not kept.from_here() or not signal_code.is_ours(str(form.ticket.data or "")):
        form.refuse(None, _("Something went wrong on the way. Your text is still here: send it once more."))
        return _report_page(form), 422
    try:
        code = _report(form)
    except Refused as refusal:
        db.session.rollback()
        form.refuse(refusal.field, sentence(refusal))
        return _report_page(form), 422
    return render_template("html/signal_report/sent.html", code=code)


def _report(form: ReportForm) -> str:
    known = register.organisation(str(form.slug.data)) if form.slug.data else None
    given: dict[str, Any] = {"ticket": form.ticket.data, "language": str(get_locale() or "nl"),
                             "organisation_id": known.id if known else None, **form.written()}  # fmt: skip
    try:
        return service.report(**given)
    except IntegrityError:  # sent twice at the same moment: the other one is there by now
        db.session.rollback()
        return service.report(**given)


@signal_report.route("/code", methods=["GET", "POST"])
@public
@CODE_LIMIT
def code() -> Any:
    """How a signal stands, for who has its code. One answer for every code that leads nowhere."""
    form = CodeForm() if request.method == "POST" else CodeForm(formdata=None)
    if request.method != "POST":
        return _code_page(form)
    found = _found(form)
    if found is None:
        return _code_page(form), 422
    return _signal_page(found, AddForm(formdata=None, data={"code": form.code.data}))


@signal_report.route("/code/add", methods=["GET", "POST"])
@public
@CODE_LIMIT
def add() -> Any:
    """Add something. A GET, as by who loads the page again, leads to the question for the code."""
    if request.method != "POST":
        return redirect(url_for(".code"))
    question = CodeForm()
    found = _found(question)
    if found is None:
        return _code_page(question), 422
    form = AddForm()
    if not form.validate():
        return _signal_page(found, form), 422
    try:
        service.add(found, str(form.text.data))
    except Refused as refusal:
        db.session.rollback()
        form.refuse(refusal.field, sentence(refusal))
        return _signal_page(found, form), 422
    return _signal_page(found, AddForm(formdata=None, data={"code": question.code.data}), sent=True)


def _found(form: CodeForm) -> Signal | None:
    """The signal of the code; without one the form says so, in the same words whatever is wrong with the code."""
    if not form.validate():
        return None
    found = service.by_code(str(form.code.data))
    if found is None:
        form.refuse("code", _("This code leads to no signal. Check it sign by sign; a signal that was erased has no "
                              "code any more."))  # fmt: skip
    return found


def _report_page(form: ReportForm) -> str:
    if not signal_code.is_ours(str(form.ticket.data or "")):
        form.ticket.data = signal_code.ticket()
    reads = service.somebody_reads()
    return render_template("html/signal_report/index.html", form=form, reads=reads, lines=helplines.on(clock.today()),
                           names=service.organisation_names() if reads else [], kept=_kept_for())  # fmt: skip


def _code_page(form: CodeForm) -> str:
    return render_template("html/signal_report/code.html", form=form)


def _signal_page(found: Signal, form: AddForm, *, sent: bool = False) -> str:
    return render_template("html/signal_report/show.html", signal=found, form=form, sent=sent,
                           messages=service.messages(found), until=service.kept_until(found),
                           reads=bool(readers(found)), lines=helplines.on(clock.today()), kept=_kept_for())  # fmt: skip


def _kept_for() -> str:
    """How long a signal is kept after it was closed, in words."""
    return calendar.in_words(calendar.length("retention_signal", clock.today()), str(get_locale() or "nl"), _)
