"""A school: what waits there, its students, its people; and for the office the list of schools."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from mdt.access import roles_of, schools_of
from mdt.forms.enrolment import NumbersForm
from mdt.forms.youth import SchoolSearchForm
from mdt.models import School, db
from mdt.services import clock
from mdt.services import enrolment as enrolments
from mdt.services import membership as members
from mdt.services import school as service
from mdt.services import school_list as lists
from mdt.web.access import audience
from mdt.web.errors import sentence
from mdt.web.youth import person
from workflows import WORKFLOWS
from workflows.base import Refused
from workflows.roles import Role

BIGGEST = 1_000_000  # bytes of a file with student numbers

school = Blueprint("school", __name__)


@school.app_template_filter("state")
def state(subject: Any) -> str:
    """The state of anything that has a process, in words."""
    return _(WORKFLOWS[subject.noun].label(subject.status))


@school.get("/schools")
@audience("office")
def index() -> str:
    """Find a school, to invite its first clerk; without words those that take part."""
    form = SchoolSearchForm(request.args)
    words = str(form.q.data or "").strip()
    found = service.search(words, limit=50) if words else lists.taking_part()
    return render_template("html/school/list.html", form=form, words=words, found=found, sectors=service.SECTORS,
                           clerks=lists.clerks(found))  # fmt: skip


@school.get("/school")
@school.get("/schools/<uuid:id>")
@audience("clerk", "examiner", "exam_board", "office")
def show(id: uuid.UUID | None = None) -> Any:
    """One's own school, or the one asked for; with several, the choice."""
    own = schools_of(person())
    if id is None and len(set(own)) != 1:
        query = select(School).where(School.id.in_(own)).order_by(School.name)
        return render_template("html/school/choose.html", schools=list(db.session.scalars(query)))
    return _page(get(id or own[0]))


@school.post("/schools/<uuid:id>/confirm")
@audience("clerk")
def confirm(id: uuid.UUID) -> Any:
    """Confirm everybody who was ticked. One that cannot be confirmed is named, and stops nobody else."""
    subject = get(id)
    done, failed = lists.confirm(subject, request.form.getlist("enrolment"), actor=person())
    if done:
        flash(ngettext("%(num)s student confirmed.", "%(num)s students confirmed.", done), "success")
    for name, refusal in failed:
        why = sentence(refusal) if isinstance(refusal, Refused) else _("somebody was faster")
        flash(_("%(name)s was not confirmed: %(why)s", name=name, why=why), "warning")
    if not done and not failed:
        flash(_("Tick the students whom you want to confirm."), "warning")
    return redirect(url_for("school.show", id=id))


@school.route("/schools/<uuid:id>/numbers", methods=["GET", "POST"])
@audience("clerk")
def numbers(id: uuid.UUID) -> Any:
    """Show who can be confirmed by a file of student numbers; it confirms nobody, the button below the list does."""
    subject, form = get(id), NumbersForm()
    if request.method != "POST" or not form.validate():
        return _page(subject, form=form)
    try:
        found = lists.match(subject, form.file.data.read(BIGGEST + 1), most=BIGGEST)
    except Refused as refusal:
        form.refuse(refusal.field, sentence(refusal))
        return _page(subject, form=form)
    return _page(subject, form=form, matched=found)


def get(id: uuid.UUID) -> School:
    """A school of which this visitor is a member, or any for the office; aborts 404."""
    subject = db.session.get(School, id)
    if subject is None or not roles_of(person(), subject) - {Role.BOARD}:
        abort(404)
    return subject


def _page(subject: School, *, form: NumbersForm | None = None, matched: lists.Matched | None = None) -> Any:
    roles = roles_of(person(), subject)
    inside = bool(roles - {Role.OFFICE, Role.BOARD})
    page = render_template(
        "html/school/show.html", subject=subject, sectors=service.SECTORS, roles=roles, inside=inside, me=person(),
        claimed=enrolments.at_school([subject.id], status="claimed") if inside else [],
        confirmed=enrolments.at_school([subject.id], status="confirmed") if inside else [],
        invited=enrolments.at_school([subject.id], status="invited") if inside else [],
        members=members.of_school(subject), functions=members.labels(subject), today=clock.today(),
        form=form or NumbersForm(), matched=matched, manages=bool(roles & {Role.CLERK, Role.OFFICE}),
    )  # fmt: skip
    return (page, 422) if form is not None and (form.errors or form.form_errors) else page
