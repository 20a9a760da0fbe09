"""What the pages of a credit show: the evidence in words, the papers, and what happened."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from mdt.access import functions, roles_of
from mdt.forms.credit import EvidenceForm
from mdt.models import Credit, Document, Event, Person, db
from mdt.services import credit_evidence, credit_wording, evidence, hours_counted
from mdt.services.credit_wording import HIDDEN_FROM_YOUTH, SAID
from mdt.services.paper import TITLES
from mdt.services.timeline import SENTENCES
from mdt.web import kept
from workflows.base import N_
from workflows.credits import Unit
from workflows.roles import LABELS, Role

SCHOOL_ROLES = {Role.CLERK, Role.EXAMINER, Role.EXAM_BOARD, Role.SCHOOL}
UNTOLD = ("start",)


def credit_form(subject: Credit) -> EvidenceForm:
    """The form of what the youth writes, with what was kept; without the fields that the scheme does not ask."""
    form: EvidenceForm = kept.form(EvidenceForm, data={
        "reflection": subject.reflection, "portfolio": subject.portfolio,
        "reflection_minutes": subject.reflection_minutes or None,
    })  # fmt: skip
    if "portfolio" not in subject.scheme.asks:
        del form.portfolio
    if not subject.scheme.reflection_share:
        del form.reflection_minutes
    return form


def content(subject: Credit) -> dict[str, Any]:
    """All evidence on one page, in the language of the visitor."""
    counted = credit_evidence.of_credit(subject)
    outcome = credit_evidence.reckoned(subject, counted)
    minutes = credit_evidence.minutes_of(subject, counted)
    return {
        "counted": counted, "outcome": outcome, "minutes": credit_wording.hours(minutes, _),
        "reckoning": credit_wording.sentences(outcome.steps, _),
        "short": credit_wording.sentence(outcome.short, _) if outcome.short else "",
        "amount": credit_wording.amount(_amount(subject, outcome.amount), subject.scheme.unit, _),
        "earns": subject.scheme.unit != Unit.HOURS, "missing": credit_evidence.missing(subject),
        "asks": credit_wording.ASKS, "bases": credit_wording.BASES, "review": credit_evidence.proposal(subject),
        "assessment": credit_evidence.assessment_of(subject), "outcomes": _outcomes(subject),
        "weeks": [(date.fromisoformat(one["monday"]), one["minutes"], one["outside"]) for one in counted.weeks],
        "in_hours": lambda value: credit_wording.hours(value, _), "by_school": bool(_roles(subject) & SCHOOL_ROLES),
        "by_youth": Role.YOUTH in _roles(subject), "papers": papers(subject), "history": history(subject),
        "first": _day(counted.first), "last": _day(counted.last), "parse_day": date.fromisoformat,
    }  # fmt: skip


def _roles(subject: Credit) -> frozenset[Role]:
    return roles_of(current_user._get_current_object(), subject)


def _amount(subject: Credit, reckoned: int) -> int:
    return subject.amount if subject.status in ("awarded", "revoked") else reckoned


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _outcomes(subject: Credit) -> dict[str, str]:
    """The learning outcomes of the agreement by their id, for the words of the supervisor's assessment."""
    if subject.agreement is None:
        return {}
    rows = hours_counted.content_of(subject.agreement).get("outcomes") or ()
    return {str(row.get("id")): str(row.get("text")) for row in rows}


def papers(subject: Any) -> list[dict[str, Any]]:
    """The papers of a case, the newest first."""
    query = select(Document).where(Document.case_id == subject.id).order_by(Document.created_at.desc())
    return [
        {"title": _(TITLES.get(one.kind, N_("Paper"))), "number": one.number, "date": one.issued_on, "code": one.code,
         "size": one.size, "url": url_for(f"{subject.noun}.document", id=subject.id, document=one.id),
         "verify_url": url_for("verify.show", code=one.code)}
        for one in db.session.scalars(query)
    ]  # fmt: skip


def paper_of(subject: Any, document_id: Any) -> Response:
    """A paper of a case, as it was issued. Aborts 404."""
    query = select(Document).where(Document.id == document_id, Document.case_id == subject.id)
    one = db.session.scalar(query) or abort(404)
    response = Response(evidence.content_of(one), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{one.number}.pdf"'
    return response


def history(subject: Credit) -> list[dict[str, Any]]:
    """What happened, the newest first, with what was said of it to both sides."""
    query = (
        select(Event, Person.name)
        .outerjoin(Person, Event.actor_id == Person.id)
        .where(Event.subject_id == subject.id, Event.name.not_in(_hidden(subject)))
        .order_by(Event.id.desc())
    )
    return [
        {"when": event.effective_on, "title": _(SENTENCES[event.noun, event.name]),
         "who": f"{name or ''} ({_(LABELS[Role(event.role)])})".strip(), "text": _said(event)}
        for event, name in db.session.execute(query)
    ]  # fmt: skip


def _hidden(subject: Credit) -> tuple[str, ...]:
    """A proposal is between the clerk and the exam board until it is decided on."""
    return () if _roles(subject) & SCHOOL_ROLES else HIDDEN_FROM_YOUTH


def _said(event: Event) -> str:
    given = (event.snapshot or {}).get("given", {})
    return "\n".join(str(given[name]) for name in SAID if given.get(name))


def holds(*names: str) -> bool:
    """Whether this visitor has one of these functions somewhere."""
    return bool(functions(current_user._get_current_object()) & set(names))


def register(blueprint: Blueprint) -> None:
    """Let the pages ask who is looking at them."""
    blueprint.add_app_template_global(holds, "has_function")
