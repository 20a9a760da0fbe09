"""Enrolments: naming a school, the link of an invitation, inviting youths, and what a school does with a claim."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from mdt.access import visible
from mdt.extensions import limiter
from mdt.forms.account import Form
from mdt.forms.enrolment import InviteStudentForm, InviteYouthForm
from mdt.forms.youth import ClaimForm, InvitedForm, InvitedWithAccountForm, InvitedYouthForm, said
from mdt.models import Enrolment, Organisation, School, db
from mdt.services import account, invitation
from mdt.services import enrolment as service
from mdt.services import school as schools
from mdt.services import youth as youths
from mdt.web import kept, transition
from mdt.web.access import SIGNED_IN, audience, public
from mdt.web.errors import sentence
from mdt.web.language import chosen
from mdt.web.organisation import get as organisation_of
from mdt.web.security import enter
from mdt.web.youth import get, named, person, searched
from workflows.base import NotNow, Refused

INVITE_LIMIT = "30 per minute; 300 per hour"
ANSWER_LIMIT = "10 per minute; 60 per hour"

enrolment = Blueprint("enrolment", __name__)


@enrolment.get("/enrolments/claim")
@audience("youth")
def choose_school() -> str:
    """Search the school that a youth wants to name."""
    form, found = searched()
    return render_template("html/youth/choose_school.html", form=form, found=found, sectors=schools.SECTORS,
                           next=lambda brin: url_for("enrolment.claim", brin=brin), without=None)  # fmt: skip


@enrolment.route("/enrolments/claim/<string:brin>", methods=["GET", "POST"])
@audience("youth")
def claim(brin: str) -> Any:
    """Name a school; it confirms."""
    school, form = named(brin) or abort(404), kept.form(ClaimForm)
    if request.method != "POST" or not form.validate():
        return _claim_page(school, form)
    try:
        programme = schools.programme(school, form.programme.data or "")
        service.claim(get(), school=school, programme=programme, student_number=form.student_number.data,
                      actor=person())  # fmt: skip
    except Refused as refusal:
        db.session.rollback()
        form.refuse(refusal.field, sentence(refusal))
        return _claim_page(school, form)
    flash(_("%(school)s has been asked to confirm that you are its student.", school=school.name), "success")
    return redirect(url_for("youth.show"))


@enrolment.route("/enrolments/<uuid:id>/<string:event>", methods=["GET", "POST"], endpoint="transition")
@audience(SIGNED_IN)
@limiter.limit(INVITE_LIMIT, methods=["POST"])
def move(id: uuid.UUID, event: str) -> Any:
    """Confirm, deny, correct or end an enrolment; send an invitation again."""
    subject = db.session.scalar(visible(select(Enrolment).where(Enrolment.id == id), person())) or abort(404)
    own = subject.youth is not None and subject.youth.person_id == person().id
    offered = schools.programmes(subject.school) if subject.school else []
    context = {"own": own, "programmes": offered, "label": schools.label}
    return transition.handle(subject, event, back=_back(subject, own=own), context=context)


@enrolment.get("/organisations/<uuid:organisation_id>/youths")
@audience("coordinator", "colleague")
def of_host(organisation_id: uuid.UUID) -> str:
    """The youths whom an organisation invited."""
    organisation = organisation_of(organisation_id)
    query = visible(select(Enrolment), person()).where(Enrolment.organisation_id == organisation.id)
    found = list(db.session.scalars(query.order_by(Enrolment.created_at.desc()).limit(200)))
    return render_template("html/enrolment/of_host.html", organisation=organisation, enrolments=found)


@enrolment.route("/organisations/<uuid:organisation_id>/youths/invite", methods=["GET", "POST"])
@enrolment.route("/schools/<uuid:school_id>/youths/invite", methods=["GET", "POST"])
@audience("coordinator", "clerk")
@limiter.limit(INVITE_LIMIT, methods=["POST"])
def invite(organisation_id: uuid.UUID | None = None, school_id: uuid.UUID | None = None) -> Any:
    """Invite a youth to serve here, or a student of this school."""
    host = organisation_of(organisation_id) if organisation_id else None
    school = db.session.get(School, school_id) or abort(404) if school_id else None
    form = kept.form(InviteStudentForm if school else InviteYouthForm)
    if request.method != "POST" or not form.validate():
        return _invite_page(host, school, form)
    try:
        service.invite(email=form.email.data, actor=person(), school=school, organisation=host,
                       student_number=form.data.get("student_number"))  # fmt: skip
    except Refused as refusal:
        db.session.rollback()
        form.refuse(refusal.field, sentence(refusal))
        return _invite_page(host, school, form)
    flash(_("An invitation goes to %(email)s. It is valid for 14 days.", email=form.email.data), "success")
    return redirect(_place(host, school))


@enrolment.route("/youths/invitations/<string:token>", methods=["GET", "POST"])
@public
@limiter.limit(ANSWER_LIMIT, methods=["POST"])
def answer(token: str) -> Any:
    """The page behind the link of an invitation. Opening it changes nothing; its button accepts."""
    subject = service.by_token(token)
    if subject is None or subject.status != "invited":
        return render_template("html/enrolment/invitation_gone.html"), 410
    school = subject.school or named(request.args.get("school", "none"))
    form = _acceptance(subject)
    if request.method != "POST" or form is None or school is None:
        return _answer_page(subject, token, school, form)
    if not form.validate():
        return _answer_page(subject, token, school, form)
    return _accepted(subject, token, school, form)


@enrolment.post("/youths/invitations/<string:token>/decline")
@public
@limiter.limit(ANSWER_LIMIT)
def decline(token: str) -> Any:
    """Decline an invitation; nobody needs an account for that."""
    subject = service.by_token(token)
    if subject is None or subject.status != "invited":
        return render_template("html/enrolment/invitation_gone.html"), 410
    service.decline(subject)
    flash(_("You have declined the invitation. Whoever invited you can see that."), "success")
    return redirect(url_for("home.index"))


def _acceptance(subject: Enrolment) -> Form | None:
    """What this visitor must fill in to accept; None for who must sign in first, or as somebody else."""
    if not current_user.is_authenticated:
        return None if account.by_email(str(subject.email)) else kept.form(InvitedForm, data={"language": chosen()})
    if account.normal(current_user.email) != subject.email:
        return None
    kind: type[Form] = InvitedYouthForm if youths.of(person()) else InvitedWithAccountForm
    return kept.form(kind)


def _accepted(subject: Enrolment, token: str, school: School, form: Form) -> Any:
    newcomer = not current_user.is_authenticated
    try:
        programme = schools.programme(school, form.data.get("programme") or "")
        made = youths.accept(
            subject, data=said(form), person=None if newcomer else person(), password=form.data.get("password") or "",
            language=form.data.get("language") or chosen(), school=school, programme=programme,
        )  # fmt: skip
    except NotNow:
        db.session.rollback()
        return render_template("html/enrolment/invitation_gone.html"), 410
    except Refused as refusal:
        db.session.rollback()
        form.refuse(refusal.field, sentence(refusal))
        return _answer_page(subject, token, school, form)
    if newcomer:
        enter(made.person)
    if made.born_on and (caution := youths.caution(made.born_on)):
        flash(_(caution), "warning")
    flash(_("Welcome. You can start right away."), "success")
    return redirect(url_for("youth.show"))


def _answer_page(subject: Enrolment, token: str, school: School | None, form: Form | None) -> Any:
    search, found = searched() if school is None else (None, [])
    page = render_template(
        "html/enrolment/invitation.html", subject=subject, token=token, school=school, form=form, search=search,
        found=found, expired=not invitation.holds(subject), programmes=schools.programmes(school) if school else [],
        label=schools.label, sectors=schools.SECTORS,
    )  # fmt: skip
    return (page, 422) if form is not None and (form.errors or form.form_errors) else page


def _claim_page(school: School, form: ClaimForm) -> Any:
    page = render_template("html/enrolment/claim.html", form=form, school=school, label=schools.label,
                           programmes=schools.programmes(school))  # fmt: skip
    return (page, 422) if form.errors or form.form_errors else page


def _invite_page(host: Organisation | None, school: School | None, form: Form) -> Any:
    page = render_template("html/enrolment/invite.html", host=host, school=school, form=form,
                           back=_place(host, school))  # fmt: skip
    return (page, 422) if form.errors or form.form_errors else page


def _place(host: Organisation | None, school: School | None) -> str:
    if host is not None:
        return url_for("enrolment.of_host", organisation_id=host.id)
    return url_for("school.show", id=school.id) if school else url_for("home.index")


def _back(subject: Enrolment, *, own: bool) -> str:
    return url_for("youth.show") if own else _place(subject.organisation, subject.school)
