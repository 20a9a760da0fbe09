"""A paper looked up by its code: what it says, who issued it, and how it stands today.

What is shown in public depends on the kind of paper. A certificate and a decision to grant are about what is in the
public register already, so their content is shown, and an edited copy is seen at once. Every other paper is between
the authority and the parties: of those the page confirms kind, number, date, issuer, organisation and digest, no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from mdt.models import Accreditation, Decision, Document, db
from mdt.services import accreditation_standing, objection_standing, register
from mdt.services.evidence import tidy_code
from mdt.services.register import Standing
from workflows.base import N_

SHOWN_IN_PUBLIC = frozenset({"certificate", "grant_decision"})
DECISIONS = frozenset(
    {
        "grant_decision",
        "refusal_decision",
        "set_aside_decision",
        "suspension_decision",
        "withdrawal_decision",
        "objection_decision",
        "inadmissible_decision",
    }
)

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
    "adjournment_letter": N_("Letter that adjourns the decision on an objection"),
    "objection_decision": N_("Decision on an objection"),
    "inadmissible_decision": N_("Decision that an objection is inadmissible"),
}

LONGEST_CODE = 24
SHORTEST_CODE = 8


class Validity(StrEnum):
    """What can be said of a paper today."""

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    BEGINS_LATER = "begins_later"
    ENDED = "ended"
    RENEWED = "renewed"
    GIVEN_UP = "given_up"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    SUPERSEDED = "superseded"
    DECISION = "decision"
    ISSUED = "issued"


@dataclass(frozen=True, kw_only=True)
class Period:
    """The accreditation that a paper tells of."""

    number: str
    starts_on: date | None
    ends_on: date | None
    conditions: int | None


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What everybody may know of a paper. `title` is a message id; `period` is None where content is not public."""

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
    validity: Validity
    superseded_on: date | None = None
    period: Period | None = None
    framework: str | None = None
    slug: str | None = None
    given_up_from: date | None = None
    out_from: date | None = None
    suspended_until: date | None = None
    under_objection: bool = False


def look_up(code: str, *, on: date) -> Paper | None:
    """The paper with this code, typed in whatever way, as it stands on a day; or None."""
    wanted = tidy_code(code)
    if not SHORTEST_CODE <= len(wanted) <= LONGEST_CODE:
        return None
    document = db.session.scalar(select(Document).where(Document.code == wanted))
    return _paper(document, on) if document is not None else None


def _paper(document: Document, on: date) -> Paper:
    said = document.record
    period = _period(said) if document.kind in SHOWN_IN_PUBLIC else None
    granted = _accreditation(period)
    superseded_on = _superseded_on(document)
    return Paper(
        kind=document.kind,
        title=TITLES.get(document.kind, N_("Paper")),
        code=document.code,
        number=document.number,
        issued_on=document.issued_on,
        issuer=_part(said, "issuer", "name"),
        organisation=_part(said, "organisation", "name"),
        kvk_number=_part(said, "organisation", "kvk"),
        sha256=document.sha256,
        size=document.size,
        validity=_validity(document, granted, superseded_on, on),
        superseded_on=superseded_on,
        period=period,
        framework=_part(said, "framework", "version") or None if period else None,
        slug=register.slug_of(granted.organisation) if granted else None,
        given_up_from=granted.given_up_from if granted else None,
        out_from=granted.out_from if granted else None,
        suspended_until=_suspended_until(granted, on),
        under_objection=document.event_id in objection_standing.against([document.event_id]),
    )


def _part(said: Mapping[str, Any], *path: str) -> str:
    value: Any = said
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return str(value or "")


def _period(said: Mapping[str, Any]) -> Period | None:
    number = _part(said, "accreditation", "number")
    if not number:
        return None
    conditions = said.get("conditions")
    return Period(
        number=number,
        starts_on=_day(_part(said, "accreditation", "starts_on")),
        ends_on=_day(_part(said, "accreditation", "ends_on")),
        conditions=len(conditions) if isinstance(conditions, list) else None,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _accreditation(period: Period | None) -> Accreditation | None:
    if period is None:
        return None
    return db.session.scalar(select(Accreditation).where(Accreditation.number == period.number))


def _superseded_on(document: Document) -> date | None:
    """The day of a later decision that took the place of the one in this paper."""
    if document.kind not in DECISIONS | SHOWN_IN_PUBLIC:
        return None
    earlier = aliased(Decision)
    later = (
        select(Decision.decided_on)
        .join(earlier, Decision.supersedes_id == earlier.id)
        .where(earlier.event_id == document.event_id)
    )
    return db.session.scalar(later.order_by(Decision.decided_on).limit(1))


def _suspended_until(granted: Accreditation | None, on: date) -> date | None:
    found = accreditation_standing.suspension_on(granted, on) if granted else None
    return found.ends_on if found else None


def _validity(document: Document, granted: Accreditation | None, superseded_on: date | None, on: date) -> Validity:
    if superseded_on is not None:
        return Validity.SUPERSEDED
    if granted is not None:
        standing: Standing = register.standing(granted, on=on)
        return Validity(standing.value)
    return Validity.DECISION if document.kind in DECISIONS else Validity.ISSUED
