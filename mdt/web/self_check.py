"""The self-check: six questions without an account. Answered in one request, and nothing of it is stored."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from mdt.extensions import csrf
from mdt.forms.self_check import self_check_form
from mdt.services.self_check import self_check as the_check
from mdt.web.access import public

self_check = Blueprint("self_check", __name__, url_prefix="/self-check")


@self_check.get("")
@public
def index() -> str:
    """The questions."""
    check = the_check()
    return render_template("html/self_check/index.html", check=check, form=self_check_form(check))


# It changes nothing, so there is nothing to protect with a token, and no cookie to set.
@self_check.post("")
@csrf.exempt
@public
def result() -> Any:
    """The outcome with a next step for every answer but yes. POST keeps the answers out of addresses and logs."""
    check = the_check()
    form = self_check_form(check, request.form)
    if not form.validate():
        return render_template("html/self_check/index.html", check=check, form=form), 422
    given = {question.id: str(form[question.id].data) for question in check.questions}
    return render_template("html/self_check/result.html", check=check, given=given)
