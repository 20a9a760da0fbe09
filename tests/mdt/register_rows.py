"""Rows for tests of the public side, made directly: only what the register and the verify page read."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any

from mdt.models import (
    Accreditation,
    Application,
    CaseHead,
    Decision,
    Document,
    Event,
    Framework,
    Organisation,
    Person,
    db,
)
from mdt.services import framework_versions
from mdt.services.framework import shipped

NEWEST = shipped()[-1]
MOMENT = datetime(2026, 11, 1, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)
PERIOD = (date(2026, 1, 1), date(2029, 12, 31))


def framework() -> str:
    """The version of the framework that we ship, published."""
    if db.session.get(Framework, NEWEST.version) is None:
        framework_versions.publish(NEWEST)
    return NEWEST.version


def organisation(number: int = 1, **given: Any) -> Organisation:
    """An organisation; its e-mail address and street must never be shown."""
    values: dict[str, Any] = {
        "name": f"Stichting Voorbeeld {number}", "kvk_number": f"{69000000 + number}", "street": "Geheimstraat 1",
        "postcode": "3447 GT", "city": "Woerden", "municipality": "Woerden", "sector": "zorg",
        "email": "geheim@voorbeeld.example", "registered_at": MOMENT,
    }  # fmt: skip
    row = Organisation(id=uuid.uuid4(), **(values | given))
    db.session.add(row)
    db.session.flush()
    return row


def accreditation(
    who: Organisation, number: int = 1, period: tuple[date, date] = PERIOD, given_up_from: date | None = None
) -> Accreditation:
    """An accreditation of an organisation, with the application that it came from."""
    case = Application(
        id=uuid.uuid4(), number=f"A-2026-{number:04}", organisation_id=who.id, framework_version=framework(),
        status="granted", created_at=MOMENT,
    )  # fmt: skip
    row = Accreditation(
        id=uuid.uuid4(), number=f"AC-2026-{number:04}", slug=f"test-ac-2026-{number:04}", organisation_id=who.id,
        application_id=case.id, status="given_up" if given_up_from else "active",
        starts_on=period[0], ends_on=period[1], given_up_from=given_up_from,
    )  # fmt: skip
    db.session.add(case)
    db.session.flush()
    db.session.add(row)
    db.session.flush()
    return row


def event(row: Accreditation, name: str = "grant") -> Event:
    """An event of the application behind an accreditation."""
    case_id = uuid.uuid4()
    db.session.add(CaseHead(case_id=case_id, kind="application"))
    db.session.flush()
    happened = Event(
        case_id=case_id, sequence=1, noun="application", subject_id=row.application_id, name=name,
        status_before="advised", status_after="granted", actor_kind="system", role="system",
        effective_on=TODAY, recorded_at=MOMENT, commitment="", previous_hash="", hash=uuid.uuid4().hex,
    )  # fmt: skip
    db.session.add(happened)
    db.session.flush()
    return happened


def decision(row: Accreditation, happened: Event, supersedes: Decision | None = None, conditions: int = 0) -> Decision:
    """A decision of the board, with conditions whose text is not public."""
    person = Person(id=uuid.uuid4(), name="Board", email=f"{uuid.uuid4().hex}@board.example", created_at=MOMENT)
    db.session.add(person)
    db.session.flush()
    decided = Decision(
        application_id=row.application_id, event_id=happened.id, kind="grant", decided_on=TODAY,
        decided_by=person.id, reasons="geheime redenen", recorded_at=MOMENT,
        content={"conditions": [["geheime voorwaarde", "2027-01-01"]] * conditions},
        supersedes_id=supersedes.id if supersedes else None,
    )  # fmt: skip
    db.session.add(decided)
    db.session.flush()
    return decided


def document(happened: Event, kind: str, code: str, row: Accreditation) -> Document:
    """A paper as it was frozen; its reasons and the addressee must never be shown."""
    record = {
        "kind": kind,
        "issuer": {"name": "Accreditatieautoriteit Diensttijd"},
        "organisation": {"name": "Naam zoals op papier", "kvk": "69599068", "street": "Geheimstraat 1"},
        "addressee": {"name": "Geheime Persoon"},
        "signatory": {"name": "Geheime Voorzitter", "role": "voorzitter"},
        "framework": {"name": "Beoordelingskader", "version": "2026-1"},
        "accreditation": {
            "number": row.number,
            "starts_on": row.starts_on.isoformat(),
            "ends_on": row.ends_on.isoformat(),
        },
        "conditions": [{"text": "geheime voorwaarde", "due_on": None}],
        "reasons": "geheime redenen",
    }
    paper = Document(
        event_id=happened.id, case_id=happened.case_id, kind=kind, number=f"DT-2026-{uuid.uuid4().hex[:6]}", code=code,
        language="nl", issued_on=TODAY, record=record, sha256="ab" * 32, size=1000, created_at=MOMENT,
    )  # fmt: skip
    db.session.add(paper)
    db.session.flush()
    return paper
