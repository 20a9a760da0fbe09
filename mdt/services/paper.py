"""A paper looked up by its code: what it says, who issued and sealed it, and how it stands today.

What is shown in public depends on the kind of paper. A certificate and a decision to grant are about what is in the
public register already, so their content is shown, and an edited copy is seen at once. Every other paper is between
the authority and the parties: of those the page confirms kind, number, date, issuer, organisation and digest, no more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdt.models import Document, Revision, db
from mdt.services import paper_standing, register, seal
from mdt.services.evidence import tidy_code
from mdt.services.paper_standing import Stands
from workflows.base import N_

TITLES: dict[str, str] = {
    "confirmation_of_receipt": N_("Confirmation of receipt"),
    "supplement_request": N_("Request for a supplement"),
    "set_aside_decision": N_("Decision to set an application aside"),
    "visit_report": N_("Report of a visit"),
    "advice": N_("Advice of the assessors"),
    "intention_to_refuse": N_("Intention to refuse an accreditation"),
    "refusal_decision": N_("Decision to refuse an accreditation"),
    "grant_decision": N_("Decision to grant an accreditation"),
    "certificate": N_("Certificate of accreditation"),
    "extension_letter": N_("Letter that extends the decision term"),
    "agreement": N_("Agreement on service"),
    "supervisor_assessment": N_("Assessment of the supervisor"),
    "certificate_of_participation": N_("Certificate of participation"),
    "statement_of_hours": N_("Statement of hours"),
    "credit_statement": N_("Statement of study credit"),
    "school_hours_statement": N_("Statement of hours by the school"),
    "not_awarded_decision": N_("Decision not to award study credit"),
    "revocation_decision": N_("Decision to revoke study credit"),
    "cohort_list": N_("List of awarded credits"),
    "condition_letter": N_("Condition"),
    "warning_letter": N_("Warning"),
    "suspension_intention": N_("Intention to suspend an accreditation"),
    "withdrawal_intention": N_("Intention to withdraw an accreditation"),
    "measure_met_letter": N_("Letter that a measure is met"),
    "suspension_decision": N_("Decision to suspend an accreditation"),
    "reinstatement_letter": N_("Letter that ends a suspension"),
    "withdrawal_decision": N_("Decision to withdraw an accreditation"),
    "invitation_to_renew": N_("Invitation to renew an accreditation"),
    "objection_confirmation": N_("Confirmation of receipt of an objection"),
    "hearing_invitation": N_("Invitation to a hearing"),
    "hearing_report": N_("Report of a hearing"),
    "adjournment_letter": N_("Letter that the decision on an objection takes longer"),
    "objection_decision": N_("Decision on an objection"),
    "inadmissible_decision": N_("Decision that an objection is inadmissible"),
}

LONGEST_CODE = 24
SHORTEST_CODE = 8


@dataclass(frozen=True)
class Fact:
    """One line of what a paper says. `label`, and a value that is a `word`, are message ids."""

    label: str
    value: str | int | date | None
    word: bool = False


@dataclass(frozen=True, kw_only=True)
class Seal:
    """Who sealed the newest file of a paper, and how well."""

    subject: str
    issuer: str
    self_made: bool
    fingerprint: str
    sealed_at: datetime
    timestamped: bool
    archived: bool


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What everybody may know of a paper. `title` is a message id; `said` is what of its content is public."""

    kind: str
    title: str
    code: str
    number: str
    issued_on: date
    issuer: str
    organisation: str
    kvk_number: str
    sha256: str
    size: int
    standing: tuple[Stands, ...]
    said: tuple[Fact, ...]
    seal: Seal | None
    earlier: tuple[tuple[datetime, str], ...]  # when each earlier file was made, and its digest
    slug: str | None


def look_up(code: str, *, on: date) -> Paper | None:
    """The paper with this code, typed in whatever way, as it stands on a day; or None."""
    wanted = tidy_code(code)
    if not SHORTEST_CODE <= len(wanted) <= LONGEST_CODE:
        return None
    document = db.session.scalar(select(Document).where(Document.code == wanted))
    return told(document, on=on) if document is not None else None


def told(document: Document, *, on: date) -> Paper:
    """What everybody may know of a paper on a day."""
    said, facts = document.record, PUBLIC.get(document.kind)
    granted = paper_standing.accreditation_of(document) if facts else None
    files = _files(document)
    return Paper(
        kind=document.kind,
        title=TITLES.get(document.kind, N_("Paper")),
        code=document.code,
        number=document.number,
        issued_on=document.issued_on,
        issuer=part(said, "issuer", "name"),
        organisation=part(said, "organisation", "name"),
        kvk_number=part(said, "organisation", "kvk"),
        sha256=document.sha256,
        size=document.size,
        standing=paper_standing.standing(document, on=on),
        said=facts(said) if facts else (),
        seal=_seal(files),
        earlier=tuple((file.made_at, file.sha256) for file in files if file.sha256 != document.sha256),
        slug=register.slug_of(granted.organisation) if granted else None,
    )


def part(said: Mapping[str, Any], *path: str) -> str:
    """A part of a record as text; empty when it is not there."""
    value: Any = said
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return str(value or "")


def day(said: Mapping[str, Any], *path: str) -> date | None:
    """A day in a record."""
    text = part(said, *path)
    return date.fromisoformat(text) if text else None


def _files(document: Document) -> list[Revision]:
    query = select(Revision).where(Revision.document_id == document.id).options(joinedload(Revision.certificate))
    return list(db.session.scalars(query.order_by(Revision.number)))


def _seal(files: list[Revision]) -> Seal | None:
    """The seal on the newest file. Its moment is that of the first file with this certificate: later ones renew it."""
    if not files or files[-1].certificate is None:
        return None
    newest, certificate = files[-1], files[-1].certificate
    first = next(file for file in files if file.certificate_id == newest.certificate_id)
    return Seal(
        subject=certificate.subject, issuer=certificate.issuer, self_made=certificate.self_made,
        fingerprint=certificate.fingerprint, sealed_at=first.made_at,
        timestamped=newest.level in seal.TIMESTAMPED, archived=newest.level == "B-LTA",
    )  # fmt: skip


def _accreditation(said: Mapping[str, Any]) -> tuple[Fact, ...]:
    """What a certificate or a decision to grant says that the public register says as well."""
    conditions = said.get("conditions")
    facts = [
        Fact(N_("Outcome"), N_("Accreditation granted"), word=True),
        Fact(N_("Number of the accreditation"), part(said, "accreditation", "number")),
        Fact(N_("First day"), day(said, "accreditation", "starts_on")),
        Fact(N_("Last day"), day(said, "accreditation", "ends_on")),
    ]
    if isinstance(conditions, list):
        facts.append(Fact(N_("Number of conditions"), len(conditions)))
    facts.append(Fact(N_("Assessment framework"), part(said, "framework", "version")))
    return tuple(facts)


# Of which kinds the content is public, and what of it. A kind that is not here is between the parties.
PUBLIC: dict[str, Callable[[Mapping[str, Any]], tuple[Fact, ...]]] = {
    "certificate": _accreditation,
    "grant_decision": _accreditation,
}
