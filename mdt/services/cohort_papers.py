"""The list of a meeting as a paper: what was awarded in one action, and what was not and why."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdt.models import Cohort, Credit, Entry, Youth, db
from mdt.services import credit_papers, credit_wording
from mdt.services.transitions import Occasion
from mdt.services.wording import translator
from workflows import CreditWorkflow
from workflows.base import N_

NOW = N_("It now stands so: %(state)s.")


def records(cohort: Cohort, occasion: Occasion) -> dict[str, Any]:
    """The record of the list, once it has been carried out."""
    return {"cohort_list": _record(cohort, occasion)} if occasion.event == "finish" else {}


def reason(entry: Entry, language: str) -> str:
    """Why a credit was not, or would not be, awarded, and how it stands, in a language."""
    translate = translator(language)
    said = entry.finding or {}
    params = {name: _joined(value, translate) for name, value in (said.get("params") or {}).items()}
    text = translate(str(said.get("message") or "")) % params if said else ""
    if entry.credit.status == "under_review":
        return text
    return f"{text} {translate(NOW) % {'state': translate(CreditWorkflow.label(entry.credit.status))}}"


def _joined(value: Any, translate: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(translate(str(one)) for one in value)
    return str(value)


def _record(cohort: Cohort, occasion: Occasion) -> dict[str, Any]:
    decider = cohort.decider
    language = decider.language if decider else "nl"
    entries = _entries(cohort)
    return credit_papers.common(cohort.school, occasion, "cohort_list", language) | {
        "case": {"number": cohort.name, "submitted_on": (cohort.decided_on or occasion.today).isoformat()},
        "organisation": {"name": cohort.school.name, "kvk": "", "rsin": None, "street": "", "postcode": "",
                         "city": cohort.school.city},
        "addressee": {"name": None}, "signatory": _signatory(cohort, language), "name": cohort.name,
        "judgement": cohort.judgement, "prepared_by": cohort.clerk.name, "decided_by": decider.name if decider else "",
        "decided_on": (cohort.decided_on or occasion.today).isoformat(),
        "awarded": [_line(entry, language) for entry in entries if entry.outcome == "awarded"],
        "not_awarded": [_line(entry, language) for entry in entries if entry.outcome != "awarded"],
    }  # fmt: skip


def _signatory(cohort: Cohort, language: str) -> dict[str, str]:
    """Who decided on the list; the system only carried it out."""
    role = N_("for the exam board") if cohort.school.sector != "vo" else N_("for the school")
    name = cohort.decider.name if cohort.decider else cohort.school.name
    return {"name": name, "role": translator(language)(role)}


def _entries(cohort: Cohort) -> list[Entry]:
    credit = joinedload(Entry.credit)
    query = select(Entry).where(Entry.cohort_id == cohort.id).order_by(Entry.position)
    return list(db.session.scalars(query.options(
        credit.joinedload(Credit.youth).joinedload(Youth.person), credit.joinedload(Credit.scheme)
    )))  # fmt: skip


def _line(entry: Entry, language: str) -> dict[str, Any]:
    credit = entry.credit
    amount = credit_wording.amount(credit.amount, credit.scheme.unit, translator(language))
    return {
        "number": credit.number, "student": credit.youth.name, "student_number": credit.student_number,
        "amount": amount if entry.outcome == "awarded" else "–",
        "reason": reason(entry, language) if entry.outcome != "awarded" else None,
    }  # fmt: skip
