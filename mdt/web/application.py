"""An application: beginning it, its sections, its one page, and its events."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

import mdt.forms.application_events  # noqa: F401  (registers the forms of the organisation's events)
from mdt.access import Person, functions, organisations_of, visible
from mdt.forms.application import SectionForm, StartByPostForm, StartForm, section_form, shown_in_form
from mdt.models import Answer, Application, Organisation, db
from mdt.rules.framework import Section
from mdt.services import accreditation, answers, clock, framework_versions
from mdt.services import application as applications
from mdt.web import case_papers, kept
from mdt.web import transition as events
from mdt.web.access import SIGNED_IN, audience
from mdt.web.application_answers import sections_of, shown
from mdt.web.application_case import case_page
from mdt.web.errors import sentence
from mdt.web.language import day
from workflows.base import Refused

application = Blueprint("application", __name__, url_prefix="/applications")
# Whose page shows the answers: who signs, reads first what is signed.
WITH_ANSWERS = ("submit", "supplement")


@application.app_template_filter("as_day")
def as_day(value: str) -> str:
    """A day as JSON keeps it, in full."""
    return day(date.fromisoformat(value))


@application.app_template_filter("refusal")
def refusal(value: Refused) -> str:
    """The sentence of a refusal, in the language of the page."""
    return sentence(value)


def visitor() -> Person:
    """Who is signed in."""
    return current_user._get_current_object()


def found(id: uuid.UUID) -> Application:
    """The application, if this visitor can see it; else 404."""
    case: Application | None = db.session.scalar(visible(select(Application).where(Application.id == id), visitor()))
    return case or abort(404)


# -- beginning ------------------------------------------------------------------------------------------------------
@application.get("/new")
@audience("coordinator", "colleague", "office")
def new() -> str:
    """What an application asks, and the button that begins one."""
    return _start_page(_start_form(request.args.get("organisation")))


@application.post("")
@audience("coordinator", "colleague", "office")
def start() -> Any:
    """Begin an application."""
    form = _start_form(None)
    chosen = _organisation(form.organisation.data)
    if not form.validate() or chosen is None:
        abort(404)
    try:
        made = applications.start(chosen, actor=visitor(), channel=getattr(form, "channel", None) and form.channel.data)
    except Refused as refusal:
        db.session.rollback()
        form.form_errors.append(sentence(refusal))
        return _start_page(form), 422
    return redirect(url_for("application.show", id=made.id))


def _start_form(organisation: str | None) -> StartForm:
    kind = StartByPostForm if "office" in functions(visitor()) else StartForm
    own = organisations_of(visitor())
    form: StartForm = kept.form(kind, data={"organisation": organisation or (str(own[0]) if own else "")})
    if not form.organisation.data and own:
        form.organisation.data = str(own[0])
    return form


def _organisation(text: str | None) -> Organisation | None:
    try:
        wanted = uuid.UUID(text or "")
    except ValueError:
        return None
    query = visible(select(Organisation).where(Organisation.id == wanted), visitor())
    found: Organisation | None = db.session.scalar(query)
    return found


def _start_page(form: StartForm) -> str:
    chosen = _organisation(form.organisation.data) or abort(404)
    running = [a for a in applications.of_organisation(chosen.id) if a.status in applications.UNDECIDED]
    framework = framework_versions.current(clock.today())
    return render_template(
        "html/application/start.html", form=form, organisation=chosen, running=running, framework=framework,
        renews=accreditation.present(chosen.id, clock.today()),
    )  # fmt: skip


# -- the case -------------------------------------------------------------------------------------------------------
@application.get("/<uuid:id>")
@audience(SIGNED_IN)
def show(id: uuid.UUID) -> str:
    """The one page of a case, for everybody who can see it."""
    return render_template("html/application/show.html", **case_page(found(id), visitor()))


@application.get("/<uuid:id>/papers/ready")
@audience(SIGNED_IN)
def ready(id: uuid.UUID) -> Response:
    """Whether every paper of the case has been made; a page that waits asks this."""
    return jsonify(ready=not case_papers.pending(found(id).id))


@application.get("/<uuid:id>/papers/<uuid:document>")
@audience(SIGNED_IN)
def paper(id: uuid.UUID, document: uuid.UUID) -> Response:
    """One paper of the case, as it was issued."""
    return case_papers.deliver(found(id).id, document)


@application.route("/<uuid:id>/<string:event>", methods=["GET", "POST"])
@audience(SIGNED_IN)
def transition(id: uuid.UUID, event: str) -> Any:
    """The page of an event on the application."""
    case = found(id)
    more: dict[str, Any] = {"application": case}
    if event in WITH_ANSWERS:
        more["sections"] = sections_of(case, framework_versions.of(case))
    return events.handle(case, event, back=url_for("application.show", id=id), context=more)


# -- its sections ---------------------------------------------------------------------------------------------------
@application.route("/<uuid:id>/sections/<string:section>", methods=["GET", "POST"])
@audience(SIGNED_IN)
def section(id: uuid.UUID, section: str) -> Any:
    """One section: its form, saved by the button or as somebody types."""
    case = found(id)
    part = _section(case, section)
    if request.method == "GET" and case.status not in answers.OPEN:
        flash(_("The answers can no longer be changed. You read them on this page."), "info")
        return redirect(url_for("application.show", id=id))
    answers.require_open(case, visitor())
    if request.method == "GET":
        return _section_page(case, part, _form(case, part))
    form = _form(case, part)
    if not form.validate():
        return _unsaved(case, part, form, 422)
    try:
        row = answers.save(case, part.id, form.answers(), actor=visitor(), expected_version=form.expected_version())
    except Refused as refusal:
        return _conflict(case, part, form, refusal)
    return _saved(case, part, row)


def _section(case: Application, name: str) -> Section:
    try:
        return framework_versions.of(case).section(name.replace("-", "_"))
    except KeyError:
        abort(404)


def _form(case: Application, part: Section) -> SectionForm:
    row = answers.row_of(case, part.id)
    kind = section_form(part, small=case.small)
    form: SectionForm = kept.form(kind, data=shown_in_form(part, row.content if row else {}))
    if form.version.data is None:
        form.version.data = str(row.version if row else 0)
    return form


def _section_page(case: Application, part: Section, form: SectionForm, **more: Any) -> str:
    framework = framework_versions.of(case)
    number = framework.sections.index(part) + 1
    return render_template(
        "html/application/section.html", application=case, framework=framework, section=part, form=form,
        number=number, row=answers.row_of(case, part.id), now_saved=more.get("now_saved"),
    )  # fmt: skip


def _unsaved(case: Application, part: Section, form: SectionForm, code: int, **more: Any) -> Any:
    if request.headers.get("X-Autosave"):
        return jsonify(error=form.first_error()), code
    return _section_page(case, part, form, **more), code


def _conflict(case: Application, part: Section, form: SectionForm, refusal: Refused) -> Any:
    """Somebody saved meanwhile: what was typed stays in the form, with what is saved now beside it."""
    db.session.rollback()
    row = answers.row_of(case, part.id)
    saved = row.content if row else {}
    typed = form.answers()
    differ = [(q, shown(q, saved.get(q.id))) for q in form.questions if saved.get(q.id) != typed[q.id]]
    form.refuse(sentence(refusal))
    if not request.headers.get("X-Autosave"):  # the next save is a choice, made with both texts in view
        form.version.data = str(row.version if row else 0)
    return _unsaved(case, part, form, 409, now_saved=differ)


def _saved(case: Application, part: Section, row: Answer) -> Any:
    at = row.saved_at.astimezone(clock.AMSTERDAM).strftime("%H:%M")
    if request.headers.get("X-Autosave"):
        return jsonify(saved_at=at, version=row.version)
    flash(_("Saved at %(time)s.", time=at), "success")
    following = _after(case, part)
    if request.form.get("then") == "next" and following:
        return redirect(url_for("application.section", id=case.id, section=events.word(following.id)))
    return redirect(url_for("application.show", id=case.id))


def _after(case: Application, part: Section) -> Section | None:
    sections = framework_versions.of(case).sections
    number = sections.index(part) + 1
    return sections[number] if number < len(sections) else None


__all__ = ["application", "found", "visitor"]
