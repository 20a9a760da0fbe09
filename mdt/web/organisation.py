"""An organisation: registering it, its page with its members, and its contact data."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from mdt import rules
from mdt.access import organisations_of, roles_of, visible
from mdt.extensions import limiter
from mdt.forms.organisation import ContactForm, OrganisationForm, RegistrationForm
from mdt.models import Organisation, Person, db
from mdt.services import accreditation as accreditations
from mdt.services import clock
from mdt.services import membership as members
from mdt.services import organisation as service
from mdt.services.transitions import Stale
from mdt.web import kept
from mdt.web.access import audience, public
from mdt.web.errors import sentence
from mdt.web.language import chosen
from workflows.base import Refused
from workflows.roles import Role

REGISTER_LIMIT = "10 per minute; 30 per hour"

organisation = Blueprint("organisation", __name__)


@organisation.get("/organisation")
@organisation.get("/organisations/<uuid:id>")
@audience("coordinator", "colleague", "office", "board")
def show(id: uuid.UUID | None = None) -> Response | str:
    """One's own organisation, or the one asked for; with several, the choice."""
    own = _own()
    if id is None and len(own) != 1:
        return render_template("html/organisation/list.html", organisations=own)
    subject = get(id) if id else own[0]
    roles = roles_of(_person(), subject)
    sector = next((s.title for s in rules.sectors() if s.code == subject.sector), subject.sector)
    return render_template(
        "html/organisation/show.html", subject=subject, sector=sector, members=members.of_organisation(subject),
        accreditations=accreditations.of_organisation(subject.id), coordinates=Role.ORGANISATION in roles,
        inside=bool(roles & {Role.ORGANISATION, Role.COLLEAGUE}),
        functions=members.LABELS, me=_person(), today=clock.today(),
    )  # fmt: skip


@organisation.route("/organisations/<uuid:id>/edit", methods=["GET", "POST"])
@audience("coordinator", "colleague")
def edit(id: uuid.UUID) -> Response | str | tuple[str, int]:
    """Change how the organisation is reached."""
    subject = get(id)
    data = {name: getattr(subject, name) for name in service.CONTACT}
    form = kept.form(ContactForm, data=data | {"version": str(subject.version)})
    if request.method != "POST":
        return _edit_page(subject, form)
    if not form.validate():
        return _edit_page(subject, form), 422
    try:
        service.change_contact(subject, form.data, actor=_person(), expected_version=form.expected_version())
    except Stale:
        return _stale(subject, form)
    except Refused as refusal:
        return _refused(form, refusal, "edit", subject=subject)
    flash(_("The data have been saved."), "success")
    return redirect(url_for("organisation.show", id=id))


@organisation.route("/organisations/register", methods=["GET", "POST"])
@public
@limiter.limit(REGISTER_LIMIT, methods=["POST"])
def register() -> Response | str | tuple[str, int]:
    """Register an organisation, with its first coordinator."""
    known = current_user.is_authenticated
    form = kept.form(OrganisationForm if known else RegistrationForm, data={"language": chosen()})
    if request.method != "POST":
        return _register_page(form)
    if not form.validate():
        return _register_page(form), 422
    try:
        return _registered_by(_person(), form) if known else _registered_by_newcomer(form)
    except Refused as refusal:
        return _refused(form, refusal, "register")


@organisation.get("/organisations/registered")
@public
def registered() -> str:
    """What to do after registering: the same page for everybody."""
    return render_template("html/organisation/registered.html", email=session.get("registered_email"))


def get(id: uuid.UUID) -> Organisation:
    """The organisation, if this visitor may see it; aborts 404."""
    return db.session.scalar(visible(select(Organisation).where(Organisation.id == id), _person())) or abort(404)


def _registered_by(person: Person, form: OrganisationForm) -> Response:
    made = service.register(form.data, person=person)
    flash(_("%(name)s has been registered. You are its coordinator.", name=made.name), "success")
    return redirect(url_for("organisation.show", id=made.id))


def _registered_by_newcomer(form: Any) -> Response:
    service.register_with_account(
        form.organisation_data(), person_name=form.person_name.data, person_email=form.person_email.data,
        password=form.password.data,
    )  # fmt: skip
    session["registered_email"] = form.person_email.data
    return redirect(url_for("organisation.registered"))


def _refused(form: Any, refusal: Refused, page: str, **context: Any) -> tuple[str, int]:
    db.session.rollback()
    form.refuse(refusal.field, sentence(refusal))
    return (_edit_page(context["subject"], form) if page == "edit" else _register_page(form)), 422


def _stale(subject: Organisation, form: ContactForm) -> tuple[str, int]:
    """The form with what was typed, made for the version that stands now, which is shown beside it."""
    db.session.rollback()
    form.version.data = str(subject.version)
    return _edit_page(subject, form, stale=True), 409


def _edit_page(subject: Organisation, form: ContactForm, *, stale: bool = False) -> str:
    return render_template("html/organisation/edit.html", subject=subject, form=form, stale=stale,
                           municipalities=service.municipality_names())  # fmt: skip


def _register_page(form: OrganisationForm) -> str:
    return render_template("html/organisation/register.html", form=form, municipalities=service.municipality_names())


def _own() -> list[Organisation]:
    query = select(Organisation).where(Organisation.id.in_(organisations_of(_person()))).order_by(Organisation.name)
    return list(db.session.scalars(query))


def _person() -> Person:
    person: Person = current_user._get_current_object()
    return person
