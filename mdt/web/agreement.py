"""The agreement: beginning one, writing it section by section, its page, its events and its papers."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

import mdt.forms.agreement_events  # noqa: F401  (registers the forms of the events)
from mdt.access import Person, visible
from mdt.forms.agreement import SECTIONS, SectionForm, ServiceForm
from mdt.forms.event import EventForm
from mdt.models import Agreement, db
from mdt.services import agreement as service
from mdt.services import agreement_content, agreement_list, agreement_told, clock, uploads
from mdt.services.transitions import Stale
from mdt.services.wording import in_hours
from mdt.web import agreement_page, case_papers, kept
from mdt.web import transition as events
from mdt.web.access import SIGNED_IN, audience
from workflows.agreement import AgreementWorkflow
from workflows.base import NotPermitted

agreement = Blueprint("agreement", __name__, url_prefix="/agreements")
agreement.add_app_template_filter(in_hours, "in_hours")


@agreement.app_template_global("party_label")
def party_label(party: str) -> str:
    """A party, in the language of the page."""
    return _(agreement_page.PARTIES[party])


def visitor() -> Person:
    """Who is signed in."""
    person: Person = current_user._get_current_object()
    return person


def found(id: uuid.UUID) -> Agreement:
    """An agreement that this visitor can see. Aborts 404."""
    return db.first_or_404(visible(select(Agreement), visitor()).where(Agreement.id == id))


@agreement.get("")
@audience(SIGNED_IN)
def index() -> str:
    """The agreements that this visitor can see."""
    status, words = request.args.get("status", ""), request.args.get("q", "")
    number = request.args.get("page", "1")
    page = agreement_list.search(visitor(), status=status if status in AgreementWorkflow.state_names() else "",
                                 words=words, page=int(number) if number.isdigit() else 1)  # fmt: skip
    states = [(name, _(AgreementWorkflow.label(name))) for name in AgreementWorkflow.state_names()]
    return render_template("html/agreement/list.html", page=page, status=status, words=words, states=states,
                           labels=dict(states), to_sign=service.to_sign, side_of=_side)  # fmt: skip


@agreement.get("/<uuid:id>")
@audience(SIGNED_IN)
def show(id: uuid.UUID) -> str:
    """The one page of an agreement."""
    return render_template("html/agreement/show.html", **agreement_page.page(found(id), visitor()))


@agreement.get("/<uuid:id>/versions")
@audience(SIGNED_IN)
def versions(id: uuid.UUID) -> str:
    """Every version, and what each changed."""
    subject = found(id)
    return render_template("html/agreement/versions.html", subject=subject,
                           versions=agreement_told.versions(subject), parties=_parties())  # fmt: skip


@agreement.route("/<uuid:id>/sections/<string:section>", methods=["GET", "POST"])
@audience(SIGNED_IN)
def section(id: uuid.UUID, section: str) -> Any:
    """One section of what is written; saving it proposes nothing yet."""
    subject = found(id)
    if section not in SECTIONS or not agreement_page.sections(subject, _side(subject)):
        abort(404)
    form = _form(subject, section)
    if request.method != "POST":
        return _section_page(subject, section, form)
    if not form.validate():
        return _section_page(subject, section, form), 422
    try:
        service.save(subject, form.written(), actor=visitor(), expected=form.version.data or None)
    except Stale:
        db.session.rollback()
        form.version.data = service.mark(subject, _side(subject))
        flash(_("Somebody changed this agreement while you were typing. Your text is still here; compare and save "
                "again."), "warning")  # fmt: skip
        return _section_page(subject, section, form), 409
    flash(_("Saved. Nothing has been sent to the others yet."), "success")
    return redirect(_after(subject, section))


@agreement.get("/<uuid:id>/papers/ready")
@audience(SIGNED_IN)
def ready(id: uuid.UUID) -> Response:
    """Whether every paper of the agreement has been made; a page that waits asks this."""
    return jsonify(ready=not case_papers.pending(found(id).id))


@agreement.get("/<uuid:id>/papers/<uuid:document>")
@audience(SIGNED_IN)
def paper(id: uuid.UUID, document: uuid.UUID) -> Response:
    """One paper of the agreement, as it was issued."""
    return case_papers.deliver(found(id).id, document)


@agreement.route("/<uuid:id>/<string:event>", methods=["GET", "POST"])
@audience(SIGNED_IN)
def transition(id: uuid.UUID, event: str) -> Any:
    """An event of an agreement."""
    subject = found(id)
    context = agreement_page.page(subject, visitor()) | {
        "voided": agreement_page.voided(subject), "since": lambda known: agreement_page.since(subject, known),
    }  # fmt: skip
    back = url_for(".show", id=id) if event != "discard" else url_for(".index")
    more: dict[str, Any] = {"given": _with_scan(subject)} if event == "record-signature" else {}
    if event == "correct-contact":
        more = {"data": _contacts(subject)}
    return events.handle(subject, event, back=back, context=context, **more)


def _contacts(subject: Agreement) -> dict[str, str]:
    """What is known of this visitor's own side, and of the supervisor."""
    known = {"own": service.contact_of(subject, _side(subject) or "youth"),
             "supervisor": service.contact_of(subject, "supervisor")}  # fmt: skip
    return {f"{who}_{name}": value for who, said in known.items() for name, value in said.items()}


def _with_scan(subject: Agreement) -> Any:
    """The arguments of a signature on paper: its scan is taken in with it, and goes if it is refused."""

    def given(form: EventForm) -> dict[str, Any]:
        values, file = form.given(), form["file"].data
        values.pop("file", None)
        if _side(subject) not in ("organisation", "school"):
            raise NotPermitted(_("The organisation or the school records a signature on paper."))
        if file is None or not file.filename:
            return values | {"upload": None}
        with file.stream as stream:
            content = stream.read(uploads.BYTES + 1)
        upload = uploads.receive_scan(subject, name=file.filename, content=content, actor=visitor())
        return values | {"upload": upload}

    return given


def _side(subject: Agreement) -> str | None:
    return service.side_of(subject, visitor())


def _parties() -> dict[str, str]:
    return {party: _(label) for party, label in agreement_page.PARTIES.items()}


def _form(subject: Agreement, section: str) -> SectionForm:
    kind = SECTIONS[section][1]
    written = agreement_content.tidy(service.written_by(subject, _side(subject)))
    filled = kind.filled(written) | {"version": service.mark(subject, _side(subject))}
    form = kept.form(kind, data=filled if request.method == "GET" else None)
    if isinstance(form, ServiceForm):
        form.offer(max(clock.today(), subject.starts_on or clock.today()))
    return form


def _section_page(subject: Agreement, section: str, form: SectionForm) -> str:
    names = list(SECTIONS)
    return render_template(f"html/agreement/section_{section}.html", subject=subject, form=form, section=section,
                           label=SECTIONS[section][0], number=names.index(section) + 1, count=len(names),
                           voided=agreement_page.voided(subject))  # fmt: skip


def _after(subject: Agreement, section: str) -> str:
    names = list(SECTIONS)
    at = names.index(section) + 1
    if request.form.get("then") == "next" and at < len(names):
        return url_for(".section", id=subject.id, section=names[at])
    return url_for(".show", id=subject.id)
