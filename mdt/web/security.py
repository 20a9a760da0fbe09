"""Signing in and out, and a forgotten password: Flask-Security's hashes, tokens and sessions behind our own pages.

Its own pages are not used: some write on GET, and each commits by itself.
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import SQLAlchemyUserDatastore
from flask_security.utils import login_user, logout_user
from werkzeug.wrappers import Response

from mdt.extensions import limiter
from mdt.extensions import security as extension
from mdt.forms.account import ForgotPasswordForm, ResetPasswordForm, SignInForm
from mdt.models import Person, SignInRole, db
from mdt.services import account
from mdt.web import kept
from mdt.web.access import public
from mdt.web.errors import sentence
from mdt.web.session import commit
from workflows.base import Refused

SETTINGS = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_LENGTH_MIN": account.SHORTEST_PASSWORD,
    "SECURITY_CONFIRM_EMAIL_WITHIN": timedelta(days=2),
    "SECURITY_RESET_PASSWORD_WITHIN": timedelta(hours=2),
    "SECURITY_CLI_USERS_NAME": False,
    "SECURITY_CLI_ROLES_NAME": False,
    "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
    "SECURITY_SEND_PASSWORD_RESET_NOTICE_EMAIL": False,
}
SIGN_IN_LIMIT = "30 per minute; 300 per hour"  # an office shares one address; the lock guards each account
MAIL_LIMIT = "5 per minute; 20 per hour"

security = Blueprint("security", __name__)


class Datastore(SQLAlchemyUserDatastore):
    """Persons in our own session; the request commits, once."""

    def commit(self) -> None:
        """Write, without ending the transaction."""
        db.session.flush()


def init_app(app: Flask) -> None:
    """Set Flask-Security up without its pages, its tokens in headers, and its look at the person of every request."""
    for name, value in SETTINGS.items():
        app.config.setdefault(name, value)
    extension.init_app(app, Datastore(db, Person, SignInRole), register_blueprint=False)
    extension.login_manager.request_loader(lambda _request: None)
    hooks = app.before_request_funcs[None]
    hooks[:] = [hook for hook in hooks if getattr(hook, "__self__", None) is not extension.principal]


def local_path(target: str | None, default: str = "/") -> str:
    """A path on this site, or `default` for anything that could lead elsewhere."""
    parts = urlsplit(target or "")
    if not target or parts.scheme or parts.netloc or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    return default if any(ord(letter) < 33 or letter == "\\" for letter in target) else target


def enter(person: Person) -> None:
    """Begin a session that owes nothing to the one before it but the language and what there is to say."""
    carried = {key: session[key] for key in ("language", "_flashes") if key in session}
    session.clear()
    session.update(carried)
    session.permanent = True
    login_user(person, remember=False, authn_via=["password"])


@security.route("/sign-in", methods=["GET", "POST"])
@public
@limiter.limit(SIGN_IN_LIMIT, methods=["POST"], exempt_when=lambda: current_app.config["MDT_DEMO"])
def login() -> Response | str | tuple[str, int]:
    """Sign in; a failed attempt is counted, so it is committed too."""
    target = local_path(request.values.get("next"))
    if current_user.is_authenticated:
        return redirect(target)
    form = SignInForm(data={"next": target})
    if request.method != "POST":
        return render_template("html/security/login.html", form=form)
    if form.validate() and _signed_in(form):
        return redirect(target)
    return render_template("html/security/login.html", form=form), 422


def _signed_in(form: SignInForm) -> bool:
    attempt = account.attempt(email=form.email.data, password=form.password.data)
    if attempt.outcome is account.Outcome.SIGNED_IN and attempt.person:
        enter(attempt.person)
        return True
    if attempt.outcome is account.Outcome.UNCONFIRMED and attempt.person:
        account.send_confirmation(attempt.person)
        form.refuse(None, _("Confirm your e-mail address first. We have sent you the link once more."))
    else:
        form.refuse(None, _("This e-mail address and this password do not belong together, or the account is locked."))
    commit()
    return False


@security.post("/sign-out")
@public
def logout() -> Response:
    """Sign out; text that was kept for this browser is no longer offered to who comes next."""
    language = session.get("language")
    logout_user()
    session.clear()
    if language:
        session["language"] = language
    flash(_("You have signed out."), "success")
    response = redirect(url_for("home.index"))
    response.delete_cookie(kept.COOKIE)
    return response


@security.route("/forgot-password", methods=["GET", "POST"])
@public
@limiter.limit(MAIL_LIMIT, methods=["POST"])
def forgot_password() -> Response | str | tuple[str, int]:
    """Ask for a link; the answer is the same whether or not there is such an account."""
    form = ForgotPasswordForm()
    if request.method != "POST":
        return render_template("html/security/forgot_password.html", form=form)
    if not form.validate():
        return render_template("html/security/forgot_password.html", form=form), 422
    account.ask_reset(form.email.data)
    return render_template("html/security/reset_sent.html", email=form.email.data)


@security.route("/reset-password/<string:token>", methods=["GET", "POST"])
@public
@limiter.limit(SIGN_IN_LIMIT, methods=["POST"])
def reset_password(token: str) -> Response | str | tuple[str, int]:
    """Choose a new password. Opening the link changes nothing."""
    form = ResetPasswordForm()
    try:
        account.to_reset(token)
        if request.method != "POST" or not form.validate():
            page = render_template("html/security/reset_password.html", form=form)
            return (page, 422) if request.method == "POST" else page
        account.reset_password(token, form.password.data)
    except Refused as refusal:
        return _not_reset(form, refusal)
    flash(_("Your new password is set. You can sign in with it."), "success")
    return redirect(url_for("security.login"))


def _not_reset(form: ResetPasswordForm, refusal: Refused) -> tuple[str, int]:
    """The form with its refusal, or the page that says that the link no longer works."""
    form.refuse(refusal.field, sentence(refusal))
    if refusal.field:
        return render_template("html/security/reset_password.html", form=form), 422
    return render_template("html/security/link.html", sentence=sentence(refusal)), 410
