"""One's own account: name, language, password, and the link that confirms its e-mail address."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from mdt.extensions import limiter
from mdt.forms.account import AccountForm, ChangePasswordForm
from mdt.models import Person, db
from mdt.services import account as service
from mdt.web import kept
from mdt.web.access import SIGNED_IN, audience, public
from mdt.web.errors import sentence
from mdt.web.security import SIGN_IN_LIMIT, enter
from workflows.base import Refused

account = Blueprint("account", __name__, url_prefix="/account")


@account.route("", methods=["GET", "POST"])
@audience(SIGNED_IN)
def show() -> Response | str | tuple[str, int]:
    """Name and language."""
    person = _person()
    form = kept.form(AccountForm, data={"name": person.name, "language": person.language})
    if request.method != "POST" or not form.validate():
        return render_template("html/account/show.html", form=form), 422 if request.method == "POST" else 200
    service.change(person, name=form.name.data, language=form.language.data)
    session["language"] = person.language
    flash(_("The data have been saved."), "success")
    return redirect(url_for("account.show"))


@account.route("/password", methods=["GET", "POST"])
@audience(SIGNED_IN)
@limiter.limit(SIGN_IN_LIMIT, methods=["POST"])
def password() -> Response | str | tuple[str, int]:
    """Choose another password; every other session of this account ends."""
    form, person = ChangePasswordForm(), _person()
    if request.method != "POST" or not form.validate():
        return render_template("html/account/password.html", form=form), 422 if request.method == "POST" else 200
    try:
        service.change_password(person, present=form.present.data, new=form.password.data)
    except Refused as refusal:
        db.session.rollback()
        form.refuse(refusal.field, sentence(refusal))
        return render_template("html/account/password.html", form=form), 422
    enter(person)
    flash(_("Your password has been changed. On other devices you sign in again."), "success")
    return redirect(url_for("account.show"))


@account.route("/confirm/<string:token>", methods=["GET", "POST"])
@public
@limiter.limit(SIGN_IN_LIMIT, methods=["POST"])
def confirm(token: str) -> Response | str | tuple[str, int]:
    """Confirm an e-mail address. Mail scanners open the link; only the button confirms."""
    try:
        person = service.confirm(token) if request.method == "POST" else service.to_confirm(token)
    except Refused as refusal:
        return render_template("html/security/link.html", sentence=sentence(refusal)), 410
    if request.method != "POST":
        return render_template("html/account/confirm.html", person=person)
    flash(_("Your e-mail address has been confirmed. You can sign in now."), "success")
    return redirect(url_for("security.login"))


def _person() -> Person:
    person: Person = current_user._get_current_object()
    return person
