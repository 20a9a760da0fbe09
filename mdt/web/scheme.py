"""Schemes in the browser: what a school offers, and writing a new version from a day on."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import or_, select

from mdt.access import Person, roles_of, schools_of
from mdt.forms.scheme import SchemeForm
from mdt.models import Programme, Scheme, School, db
from mdt.services import clock, credit_wording
from mdt.services import scheme as schemes
from mdt.web import kept
from mdt.web.access import audience
from mdt.web.errors import sentence
from workflows.base import Refused

SCHOOL = ("clerk", "examiner", "exam_board")
MOST = 400  # programmes in a list of choices

scheme = Blueprint("scheme", __name__, url_prefix="/schemes")


@scheme.get("")
@audience(*SCHOOL)
def index() -> str:
    """The schemes of one's schools: what applies today, and what begins later."""
    found = [(school, schemes.of_school(school.id)) for school in _schools()]
    return render_template("html/scheme/list.html", found=found, writes=_writes, today=clock.today(),
                           bases=credit_wording.BASES, amount=_amount)  # fmt: skip


@scheme.route("/new/<uuid:school>", methods=["GET", "POST"])
@audience("clerk", "exam_board")
def new(school: uuid.UUID) -> Any:
    """Write a scheme."""
    place = next((one for one in _schools() if one.id == school), None) or abort(404)
    return _write(place, None)


@scheme.get("/<uuid:line>")
@audience(*SCHOOL)
def show(line: uuid.UUID) -> str:
    """A scheme with all its versions; those that credits rest on say how many."""
    newest = _found(line)
    versions = [(one, schemes.uses(one)) for one in schemes.versions(newest)]
    return render_template("html/scheme/show.html", newest=newest, versions=versions, writes=_writes,
                           bases=credit_wording.BASES, asks=credit_wording.ASKS, amount=_amount,
                           in_hours=lambda value: credit_wording.hours(value, _))  # fmt: skip


@scheme.route("/<uuid:line>/change", methods=["GET", "POST"])
@audience("clerk", "exam_board")
def change(line: uuid.UUID) -> Any:
    """Write the version that follows; the ones before stay as they are, and credits keep theirs."""
    newest = _found(line)
    return _write(newest.school, newest)


def _write(school: School, newest: Scheme | None) -> Any:
    form = kept.form(SchemeForm, data=SchemeForm.filled(newest)).offer(schemes.unit_of(school), _programmes(school))
    if newest is not None:
        del form.programme
    if request.method == "POST" and form.validate():
        try:
            made = schemes.publish(school, actor=_me(), after=newest, **form.given())
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal.field, sentence(refusal))
        else:
            flash(_("Version %(number)s is kept. It applies from the day that you chose.", number=made.number),
                  "success")  # fmt: skip
            return redirect(url_for(".show", line=made.line))
    code = 422 if request.method == "POST" else 200
    return render_template("html/scheme/edit.html", school=school, newest=newest, form=form), code


def _programmes(school: School) -> list[Programme]:
    query = select(Programme).where(
        Programme.sector == school.sector, or_(Programme.school_id == school.id, Programme.school_id.is_(None))
    )
    return list(db.session.scalars(query.order_by(Programme.name, Programme.code).limit(MOST)))


def _schools() -> list[School]:
    query = select(School).where(School.id.in_(schools_of(_me()))).order_by(School.name)
    return list(db.session.scalars(query))


def _found(line: uuid.UUID) -> Scheme:
    return schemes.find(line, schools_of(_me())) or abort(404)


def _writes(school: School) -> bool:
    return bool(roles_of(_me(), school) & schemes.WRITERS)


def _amount(hundredths: int, unit: str) -> str:
    return credit_wording.amount(hundredths, unit, _)


def _me() -> Person:
    person: Person = current_user._get_current_object()
    return person
