"""The page behind the code and the QR of every paper. It sets no cookie, tells no third party, keeps nothing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mdt.extensions import limiter
from mdt.forms.verify import CodeForm
from mdt.services import clock, paper
from mdt.services.evidence import tidy_code
from mdt.services.register import clean
from mdt.web.access import public

# A code has some a hundred random bits: with this limit, guessing one takes longer than there are papers.
LIMIT = limiter.shared_limit("30 per minute; 300 per hour", scope="verify")

verify = Blueprint("verify", __name__, url_prefix="/verify")


@verify.after_request
def _unlisted(response: Response) -> Response:
    """Who holds a paper may look it up; search engines may not list it."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@verify.get("")
@LIMIT
@public
def index() -> Any:
    """The form; with a code it leads to that code's own address."""
    form = CodeForm(request.args)
    if "code" not in request.args:
        return render_template("html/verify/index.html", form=form)
    code = tidy_code(str(form.code.data or ""))
    if not form.validate() or not code:
        form.code.errors = [_("Type the code that is on the paper.")]
        return render_template("html/verify/index.html", form=form), 422
    return redirect(url_for("verify.show", code=code[: paper.LONGEST_CODE]), 303)


@verify.get("/<string:code>")
@LIMIT
@public
def show(code: str) -> Any:
    """What the paper says, who issued it, and how it stands today."""
    today = clock.today()
    found = paper.look_up(code, on=today)
    if found is None:
        return render_template("html/verify/unknown.html", form=CodeForm(data={"code": clean(code)[:40]})), 404
    return render_template("html/verify/show.html", paper=found, today=today)
