"""A youth: signing up alone, one's own page, the guardian, and one's data."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from mdt.extensions import limiter
from mdt.forms.youth import ErasureRequestForm, GuardianForm, SchoolSearchForm, SignUpForm, said
from mdt.models import Person, School, Youth, db
from mdt.services import clock, consent, enrolment, erasure, personal_data
from mdt.services import school as schools
from mdt.services import youth as service
from mdt.web import kept, transition
from mdt.web.access import audience, public
from mdt.web.errors import sentence
from mdt.web.language import chosen
from workflows.base import Refused

SIGN_UP_LIMIT = "10 per minute; 60 per hour"
ASK_LIMIT = "5 per hour"
NO_SCHOOL = "none"

youth = Blueprint("youth", __name__)


@youth.get("/youths/sign-up")
@public
def choose_school() -> str:
    """Search the school; who has none goes on without."""
    form, found = searched()
    return render_template("html/youth/choose_school.html", form=form, found=found, sectors=schools.SECTORS,
                           next=lambda brin: url_for("youth.sign_up", brin=brin), without=NO_SCHOOL)  # fmt: skip


@youth.route("/youths/sign-up/<string:brin>", methods=["GET", "POST"])
@public
@limiter.limit(SIGN_UP_LIMIT, methods=["POST"])
def sign_up(brin: str) -> Any:
    """Make an account as a youth."""
    school = named(brin)
    form = kept.form(SignUpForm, data={"language": chosen()})
    if request.method != "POST":
        return _sign_up_page(school, form)
    if not form.validate():
        return _sign_up_page(school, form), 422
    try:
        programme = schools.programme(school, form.programme.data or "") if school else None
        service.sign_up(said(form), password=form.password.data, school=school, programme=programme,
                        language=form.language.data)  # fmt: skip
    except Refused as refusal:
        db.session.rollback()
        form.refuse(refusal.field, sentence(refusal))
        return _sign_up_page(school, form), 422
    session["registered_email"] = form.email.data
    if caution := service.caution(form.born_on.data):
        flash(_(caution), "warning")
    return redirect(url_for("organisation.registered"))


@youth.get("/youth")
@audience("youth")
def show() -> str:
    """What a youth sees first: the consent, the school, and what is next."""
    me = get()
    asked = consent.latest(me) if me.born_on and service.needs_guardian(me.born_on) else None
    enrolments = [(one, transition.offered(one)) for one in enrolment.of_youth(me)]
    caution = service.caution(me.born_on) if me.born_on else None
    return render_template("html/youth/show.html", me=me, consent=asked, in_force=consent.in_force(me),
                           enrolments=enrolments, caution=caution, today=clock.today())  # fmt: skip


@youth.route("/youth/guardian", methods=["GET", "POST"])
@audience("youth")
@limiter.limit(ASK_LIMIT, methods=["POST"])
def guardian() -> Any:
    """Ask the guardian again, or another one."""
    me = get()
    if me.born_on is None or not service.needs_guardian(me.born_on):
        abort(404)
    form = kept.form(GuardianForm, data={"guardian_name": me.guardian_name, "guardian_email": me.guardian_email})
    if request.method != "POST" or not form.validate():
        return _guardian_page(me, form)
    try:
        consent.ask_again(me, guardian_name=form.guardian_name.data, guardian_email=form.guardian_email.data,
                          actor=person())  # fmt: skip
    except Refused as refusal:
        db.session.rollback()
        form.refuse(refusal.field, sentence(refusal))
        return _guardian_page(me, form)
    flash(_("A letter goes to %(email)s.", email=form.guardian_email.data), "success")
    return redirect(url_for("youth.show"))


@youth.get("/youth/data")
@audience("youth")
def data() -> str:
    """Everything that we hold about this youth, in short, and what can be done with it."""
    me = get()
    asked = erasure.of_youth(me)
    actions = transition.offered(asked) if asked is not None else []
    by_guardian = asked is not None and bool(erasure.by_guardians([asked.id]))
    return render_template("html/youth/data.html", me=me, erasure=asked, actions=actions, by_guardian=by_guardian)


@youth.get("/youth/data.zip")
@audience("youth")
@limiter.limit("10 per hour")
def archive() -> Response:
    """All of it, to keep."""
    content = personal_data.archive(get())
    return Response(content, mimetype="application/zip",
                    headers={"Content-Disposition": 'attachment; filename="diensttijd.zip"',
                             "Cache-Control": "no-store"})  # fmt: skip


@youth.route("/youth/erasure", methods=["GET", "POST"])
@audience("youth")
def erase() -> Any:
    """Ask the office to erase everything."""
    form = kept.form(ErasureRequestForm)
    page = "html/youth/erasure.html"
    if request.method != "POST":
        return render_template(page, form=form)
    if form.validate() and not form.is_sure():
        form.refuse("sure", _("Type the word ERASE, so that we know that you are sure."))
    if form.errors:
        return render_template(page, form=form), 422
    try:
        made = erasure.request(get(), wish=form.wish.data or "–", actor=person())
    except Refused as refusal:
        db.session.rollback()
        form.refuse(refusal.field, sentence(refusal))
        return render_template(page, form=form), 422
    flash(_("Your request has been sent. The office answers before %(date)s.",
            date=made.answer_by.strftime("%d-%m-%Y")), "success")  # fmt: skip
    return redirect(url_for("youth.data"))


def get() -> Youth:
    """Who is signed in, as a youth; aborts 404."""
    return service.of(person()) or abort(404)


def person() -> Person:
    """Who is signed in."""
    found: Person = current_user._get_current_object()
    return found


def searched() -> tuple[SchoolSearchForm, list[School]]:
    """The form to search a school, and what it found."""
    form = SchoolSearchForm(request.args)
    return form, schools.search(str(form.q.data or "")) if form.validate() else []


def named(brin: str) -> School | None:
    """The school of an address; None for who has none. Aborts 404 for a school that does not take part."""
    if brin == NO_SCHOOL:
        return None
    school = schools.by_brin(brin)
    return school if school is not None and school.active else abort(404)


def _sign_up_page(school: School | None, form: SignUpForm) -> str:
    offered = schools.programmes(school) if school else []
    return render_template("html/youth/sign_up.html", form=form, school=school, programmes=offered,
                           label=schools.label)  # fmt: skip


def _guardian_page(me: Youth, form: GuardianForm) -> Any:
    page = render_template("html/youth/guardian.html", form=form, consent=consent.latest(me))
    return (page, 422) if form.errors or form.form_errors else page
