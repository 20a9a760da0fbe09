"""The page behind the code and the QR of every paper. It sets no cookie, tells no third party, keeps nothing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mdt.extensions import csrf, limiter
from mdt.forms.verify import CodeForm, FileForm
from mdt.models import SealCertificate, db
from mdt.services import clock, paper_check, revision
from mdt.services.evidence import tidy_code
from mdt.services.paper import LONGEST_CODE, Paper, look_up
from mdt.services.paper_check import Found
from mdt.services.register import clean
from mdt.web.access import public
from mdt.web.errors import said, sentence
from workflows.base import Refused

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
    """The two forms; with a code it leads to that code's own address."""
    form = CodeForm(request.args)
    if "code" not in request.args:
        return _forms(form)
    code = tidy_code(str(form.code.data or ""))
    if not form.validate() or not code:
        form.code.errors = [_("Type the code that is on the paper.")]
        return _forms(form), 422
    return redirect(url_for("verify.show", code=code[:LONGEST_CODE]), 303)


@verify.post("")
@csrf.exempt
@LIMIT
@public
def check() -> Any:
    """Look at a file that somebody holds, and throw it away. Changes nothing, so a reload may send it again."""
    form, sent, today = FileForm(), request.files.get("file"), clock.today()
    content = sent.read(paper_check.BYTES + 1) if sent else b""
    if not content:
        form.file.errors = [_("Choose a file first.")]
        return _forms(CodeForm(), form), 422
    try:
        outcome = paper_check.check(content, on=today)
    except Refused as refusal:
        form.file.errors = [sentence(refusal)]
        return _forms(CodeForm(), form), 422
    if outcome.paper is None:
        return render_template("html/verify/not_ours.html", form=CodeForm())
    return _paper(outcome.paper, outcome.found)


@verify.get("/<string:code>")
@LIMIT
@public
def show(code: str) -> Any:
    """What the paper says, who issued it, and how it stands today."""
    found = look_up(code, on=clock.today())
    if found is None:
        return render_template("html/verify/unknown.html", form=CodeForm(data={"code": clean(code)[:40]})), 404
    return _paper(found)


@verify.get("/certificates/<string:fingerprint>.pem")
@LIMIT
@public
def certificate(fingerprint: str) -> Response:
    """A certificate that sealed papers of ours, for whoever checks them with tools of their own."""
    found = db.session.get(SealCertificate, fingerprint.lower()) or abort(404)
    return Response(revision.pem(found), mimetype="application/x-pem-file")


def _forms(form: CodeForm, file_form: FileForm | None = None) -> str:
    return render_template("html/verify/index.html", form=form, file_form=file_form or FileForm())


def _paper(paper: Paper, found: Found | None = None) -> str:
    standing = [(one, said(one.sentence, one.values)) for one in paper.standing]
    return render_template("html/verify/show.html", paper=paper, standing=standing, today=clock.today(), found=found)
