"""From an awarded credit to its credential: what is frozen with the award, and the signing that follows it.

It is frozen and signed in the transaction of the award, so that the statement that is made afterwards carries it. A
revocation revokes it; an award on appeal gives another one.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any, cast

from flask import current_app
from sqlalchemy import select

from mdt.models import Accreditation, Credential, Credit, Event, Youth, db
from mdt.services import credential, personal_data, register, youth
from mdt.services.credential_record import CredentialRecord
from mdt.services.credit_papers import STATEMENTS
from mdt.services.transitions import Occasion
from mdt.services.wording import translator
from workflows.base import N_
from workflows.credits import Unit

UNITS = {Unit.EC: "EC", Unit.SBU: "SBU"}
AWARDS = ("award", "award_on_appeal")


def frozen(credit: Credit, occasion: Occasion, papers: Mapping[str, Any]) -> CredentialRecord | None:
    """The record of the credential that an award leads to, from that of its statement; None for any other event."""
    statement = next((papers[kind] for kind in STATEMENTS if kind in papers), None)
    if occasion.event not in AWARDS or statement is None:
        return None
    unit = UNITS.get(Unit(statement["amount"]["unit"]))
    record = {
        "award": str(credit.id), "language": statement["language"], "school": _school(credit),
        "recipient": {
            "pairwise_id": youth.pairwise_id(credit.youth, credit.school.brin), "salt": secrets.token_hex(16),
        },
        "achievement": _achievement(credit, statement), "service": _service(credit, statement["service"]),
        "credits": statement["amount"]["hundredths"] if unit else None, "unit": unit,
        "basis": statement["scheme"]["basis_code"],
        "decision": {"number": credit.number, "decided_on": occasion.effective_on.isoformat()}, "valid_until": None,
    }  # fmt: skip
    return cast(CredentialRecord, record)


def _school(credit: Credit) -> dict[str, Any]:
    return {"brin": credit.school.brin, "name": credit.school.name, "sector": credit.school.sector, "website": None}


def _achievement(credit: Credit, statement: Mapping[str, Any]) -> dict[str, Any]:
    say, scheme = translator(statement["language"]), statement["scheme"]
    text = say(N_("Service to society, recognised by the school under “%(scheme)s”, version %(version)s."))
    return {
        "code": f"mdt-{credit.scheme_id.hex[:8]}", "title": say(N_("Maatschappelijke diensttijd")),
        "description": text % {"scheme": scheme["title"], "version": scheme["version"]}, "learning_outcomes": [],
        "programme": credit.programme.code if credit.programme else None, "level": None,
    }  # fmt: skip


def _service(credit: Credit, service: Mapping[str, Any]) -> dict[str, Any]:
    numbers = [one["number"] for one in service["accreditations"]]
    rows = db.session.scalars(select(Accreditation).where(Accreditation.number.in_(numbers)))
    base = str(current_app.config["MDT_BASE_URL"]).rstrip("/")
    pages = {row.number: f"{base}/register/{register.slug_of(row.organisation)}" for row in rows}
    return {
        "host": credit.host, "starts_on": service["starts_on"], "ends_on": service["ends_on"],
        "minutes": service["minutes"],
        "accreditations": [{"number": number, "url": pages[number]} for number in numbers if number in pages],
    }  # fmt: skip


def record_of(credit: Credit) -> CredentialRecord | None:
    """The record that was frozen with the last award; None before it, and after erasure."""
    query = select(Event).where(Event.subject_id == credit.id, Event.name.in_(AWARDS)).order_by(Event.id.desc())
    event = db.session.scalar(query.limit(1))
    return (event.snapshot or {}).get("credential") if event else None


def give(credit: Credit, _occasion: Occasion, event: Event) -> None:
    """Sign the credential, with the award."""
    record = (event.snapshot or {}).get("credential")
    if record is not None:
        credential.issue(record, event=event)


def take_back(credit: Credit, _occasion: Occasion, _event: Event) -> None:
    """Revoke what was given."""
    credential.revoke(credit.id)


def _given(held: Youth) -> Iterable[Credential]:
    awards = select(Credit.id).where(Credit.youth_id == held.id)
    return db.session.scalars(select(Credential).where(Credential.award_id.in_(awards)))


def _erase(made: Credential) -> None:
    """What the youth holds stays valid: its signature and its place in the status list need no copy of ours."""
    made.document = {}


personal_data.hold(
    personal_data.Holding(noun="credential", title="", rows=lambda held: list(_given(held)), erase=_erase)
)
