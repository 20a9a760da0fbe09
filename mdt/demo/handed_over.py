"""What a stranger is handed to verify: the dossiers of decided cases, and a credential with what goes with it."""

from __future__ import annotations

import json
from pathlib import Path

from flask_babel import force_locale
from sqlalchemy import select

from mdt.models import Application, Credential, Membership, Person, db
from mdt.services import credential_status, dossier, issuer_key, sealing_log


def write(out: Path) -> list[str]:
    """Write all of it; returns the names of the files."""
    sealing_log.seal()
    decided = select(Application).where(Application.status.in_(("granted", "refused"))).order_by(Application.number)
    written = [name for one in db.session.scalars(decided).all() for name in _dossiers(one, out)]
    for number, made in enumerate(db.session.scalars(select(Credential)).all(), 1):
        written += _credential(made, number, out)
    return written


def _dossiers(application: Application, out: Path) -> list[str]:
    """The edition of the organisation and that of the office."""
    found = []
    for edition, function, organisation_id in (
        ("party", "coordinator", application.organisation_id), ("full", "office", None),
    ):  # fmt: skip
        held = select(Membership.person_id).where(
            Membership.function == function, Membership.status == "confirmed",
            Membership.organisation_id == organisation_id,
        )  # fmt: skip
        person = db.session.get_one(Person, db.session.scalars(held.limit(1)).one())
        with force_locale(person.language):
            asked = dossier.asked_by("application", application.id, person.id, person.language)
            content = dossier.build("application", asked)
        found.append(_put(out / f"dossier-{application.number}-{edition}.zip", content))
    return found


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
