"""Members: inviting them, the page behind the link of an invitation, and the staff of the accrediting body."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from mdt.access import visible
from mdt.extensions import limiter
from mdt.forms.account import Form, PlainForm
from mdt.forms.membership import InviteColleagueForm, InviteStaffForm, InviteToSchoolForm, NewPersonForm
from mdt.models import Membership, Organisation, Person, School, db
from mdt.services import account, clock
from mdt.services import membership as service
from mdt.web import kept, transition
from mdt.web.access import SIGNED_IN, audience, public
from mdt.web.errors import sentence
from mdt.web.language import chosen
from mdt.web.organisation import get as organisation_of
from mdt.web.school import get as school_of
from mdt.web.security import enter
from workflows.base import NotNow, Refused

INVITATION_LIMIT = "10 per minute; 60 per hour"
INVITE_LIMIT = "20 per minute; 100 per hour"

membership = Blueprint("membership", __name__)


@membership.get("/staff")
@audience("office")
def staff() -> str:
    """Who works for the accrediting body, and who was invited to."""
    return render_template("html/membership/staff.html", members=service.of_staff(), functions=service.LABELS,
                           me=_person(), today=clock.today())  # fmt: skip


@membership.route("/staff/invite", methods=["GET", "POST"])
@membership.route("/organisations/<uuid:organisation_id>/invite", methods=["GET", "POST"])
@membership.route("/schools/<uuid:school_id>/invite", methods=["GET", "POST"])
@audience("coordinator", "colleague", "office", "clerk", "examiner", "exam_board")
@limiter.limit(INVITE_LIMIT, methods=["POST"])
def invite(organisation_id: uuid.UUID | None = None, school_id: uuid.UUID | None = None) -> Any:
    """Invite a colleague, somebody to a school, or somebody to the staff."""
    organisation = organisation_of(organisation_id) if organisation_id else None
    school = school_of(school_id) if school_id else None
    form = kept.form(InviteColleagueForm if organisation else InviteToSchoolForm if school else InviteStaffForm)
    if request.method != "POST" or not form.validate():
        return _invite_page(organisation, school, form)
    try:
        service.invite(organisation=organisation, school=school, email=form.email.data, function=form.function.data,
                       actor=_person())  # fmt: skip
    except Refused as refusal:
        db.session.rollback()
        form.refuse(refusal.field, sentence(refusal))
        return _invite_page(organisation, school, form)
    flash(_("An invitation goes to %(email)s. It is valid for 14 days.", email=form.email.data), "success")
    return redirect(_members_page(organisation_id, school_id))


@membership.route("/memberships/<uuid:id>/<string:event>", methods=["GET", "POST"], endpoint="transition")
@audience(SIGNED_IN)
@limiter.limit(INVITE_LIMIT, methods=["POST"])
def move(id: uuid.UUID, event: str) -> Any:
    """Send an invitation again, or end a membership."""
    subject = db.session.scalar(visible(select(Membership).where(Membership.id == id), _person())) or abort(404)
    own = subject.person_id == _person().id
    back = url_for("home.index") if own else _members_page(subject.organisation_id, subject.school_id)
    return transition.handle(subject, event, back=back, context={"own": own})


@membership.route("/invitations/<string:token>", methods=["GET", "POST"])
@public
@limiter.limit(INVITATION_LIMIT, methods=["POST"])
def invitation(token: str) -> Response | str | tuple[str, int]:
    """The page behind the link of an invitation. Opening it changes nothing; its button accepts."""
    subject = service.by_token(token)
    if subject is None or subject.status != "invited":
        return render_template("html/membership/invitation_gone.html", subject=subject), 410
    form = _acceptance_form(subject)
    if request.method != "POST" or form is None:
        return _invitation_page(subject, token, form)
    if not form.validate():
        return _invitation_page(subject, token, form), 422
    return _accepted(subject, token, form)


@membership.post("/invitations/<string:token>/decline")
@public
@limiter.limit(INVITATION_LIMIT, methods=["POST"])
def decline(token: str) -> Response | tuple[str, int]:
    """Decline an invitation; nobody needs an account for that."""
    subject = service.by_token(token)
    if subject is None or subject.status != "invited":
        return render_template("html/membership/invitation_gone.html", subject=subject), 410
    service.decline(subject)
    flash(_("You have declined the invitation. Whoever invited you can see that."), "success")
    return redirect(url_for("home.index"))


def _acceptance_form(subject: Membership) -> Form | None:
    """What this visitor must fill in to accept: nothing, or name and password; None for who must sign in first."""
    if current_user.is_authenticated:
        return PlainForm() if account.normal(current_user.email) == subject.email else None
    if account.by_email(subject.email):
        return None
    return NewPersonForm(data={"language": chosen()})


def _accepted(subject: Membership, token: str, form: Form) -> Response | tuple[str, int]:
    person = _person() if current_user.is_authenticated else None
    given = {} if person else {name: form.data[name] for name in ("name", "password", "language")}
    try:
        accepted = service.accept(subject, actor=person, **given)
    except NotNow:
        db.session.rollback()
        return render_template("html/membership/invitation_gone.html", subject=subject), 410
    except Refused as refusal:
        db.session.rollback()
        form.refuse(refusal.field, sentence(refusal))
        return _invitation_page(subject, token, form), 422
    if person is None:
        enter(accepted)
    flash(_("Welcome. You can start right away."), "success")
    return redirect(url_for("home.index"))


def _invitation_page(subject: Membership, token: str, form: Form | None) -> str:
    return render_template("html/membership/invitation.html", subject=subject, token=token, form=form,
                           expired=service.has_expired(subject), functions=service.labels(subject.school))  # fmt: skip


def _invite_page(organisation: Organisation | None, school: School | None, form: Form) -> Any:
    place = organisation or school
    back = _members_page(organisation.id if organisation else None, school.id if school else None)
    page = render_template("html/membership/invite.html", place=place, form=form, back=back)
    return (page, 422) if form.errors or form.form_errors else page


def _members_page(organisation_id: uuid.UUID | None, school_id: uuid.UUID | None) -> str:
    if organisation_id is not None:
        return url_for("organisation.show", id=organisation_id)
    return url_for("school.show", id=school_id) if school_id else url_for("membership.staff")


def _person() -> Person:
    person: Person = current_user._get_current_object()
    return person
