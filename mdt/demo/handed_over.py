"""What a stranger is handed to verify: the dossiers of decided cases, and each credential with what goes with it."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

from flask_babel import force_locale
from sqlalchemy import select

from mdt.models import Accreditation, Agreement, Application, Credential, Credit, Membership, Person, db
from mdt.services import credential_status, dossier, issuer_key, sealing_log


def write(out: Path) -> list[str]:
    """Write all of it; returns the names of the files."""
    sealing_log.seal()
    decided = select(Application).where(Application.status.in_(("granted", "refused"))).order_by(Application.number)
    written = [name for one in db.session.scalars(decided).all() for name in _dossiers(one, out)]
    for accreditation in db.session.scalars(select(Accreditation).order_by(Accreditation.number)).all():
        written += _dossiers(accreditation, out)
    served = select(Agreement).where(Agreement.in_force_on.is_not(None)).order_by(Agreement.number)
    written += [name for one in db.session.scalars(served).all() for name in _of_agreement(one, out)]
    asked = select(Credit).where(Credit.decided_on.is_not(None)).order_by(Credit.number)
    written += [name for one in db.session.scalars(asked).all() for name in _of_credit(one, out)]
    for number, made in enumerate(db.session.scalars(select(Credential)).all(), 1):
        written += _credential(made, number, out)
    return written


def _dossiers(case: Application | Accreditation, out: Path) -> list[str]:
    """The edition of the organisation and that of the office."""
    return [
        _dossier(case.noun, case, edition, _holder(function, organisation_id=organisation_id), out)
        for edition, function, organisation_id in (
            ("party", "coordinator", case.organisation_id), ("full", "office", None),
        )
    ]  # fmt: skip


def _of_agreement(agreement: Agreement, out: Path) -> list[str]:
    """The edition of each party."""
    host = _holder("coordinator", organisation_id=agreement.organisation_id)
    parties = {"youth": agreement.youth.person, "host": host}
    if agreement.school_id is not None:
        parties["school"] = _holder("clerk", school_id=agreement.school_id)
    return [_dossier("agreement", agreement, edition, person, out) for edition, person in parties.items()]


def _of_credit(credit: Credit, out: Path) -> list[str]:
    """The edition of the youth and that of the school."""
    clerk = _holder("clerk", school_id=credit.school_id)
    return [_dossier("credit", credit, "party", credit.youth.person, out),
            _dossier("credit", credit, "full", clerk, out)]  # fmt: skip


def _holder(function: str, *, organisation_id: uuid.UUID | None = None, school_id: uuid.UUID | None = None) -> Person:
    """Somebody who holds a function there."""
    held = select(Membership.person_id).where(
        Membership.function == function, Membership.status == "confirmed",
        Membership.organisation_id == organisation_id, Membership.school_id == school_id,
    )  # fmt: skip
    return db.session.get_one(Person, db.session.scalars(held.limit(1)).one())


def _dossier(
    noun: str, subject: Accreditation | Agreement | Application | Credit, edition: str, person: Person, out: Path
) -> str:
    with force_locale(person.language):
        asked = dossier.asked_by(noun, subject.id, person.id, person.language)
        content = dossier.build(noun, asked)
    return _put(out / f"dossier-{subject.number}-{edition}.zip", content)


def _credential(made: Credential, number: int, out: Path) -> list[str]:
    """The credential, the DID document of its school, and the list in which it would be revoked."""
    documents = {
        f"credential-{number}.json": made.document,
        f"school-{made.brin}-did.json": issuer_key.did_document(made.brin),
        f"school-{made.brin}-status-{made.status_list}.json": credential_status.published(
            made.brin, made.status_list
        ),
    }  # fmt: skip
    return [
        _put(out / name, json.dumps(document, ensure_ascii=False, indent=1).encode())
        for name, document in documents.items()
    ]


def _put(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return path.name
