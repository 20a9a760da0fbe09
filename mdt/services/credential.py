"""Credentials: an award of a school as an Open Badge 3.0, signed by the school, revocable, verifiable by anyone.

made = credential.issue(record)            # the frozen record of an award, see `credential_record`
credential.verify(made.document).valid     # also of a document from elsewhere; nothing is fetched
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from mdt.models import Credential, Event, db
from mdt.services import clock, credential_proof, credential_status, issuer_key
from mdt.services.credential_proof import Document, Untrue
from mdt.services.credential_record import CredentialRecord, compose

__all__ = ["CredentialRecord", "NotAwarded", "Outcome", "Verdict", "issue", "of_award", "revoke", "verify"]

Resolve = Callable[[str], Document | None]


class NotAwarded(Exception):  # noqa: N818 - says what happened, as Refused does
    """A credential without a decision of the school, or for a day that has not come."""


class Outcome(StrEnum):
    """What can be said of a credential now."""

    VALID = "valid"
    TAMPERED = "tampered"
    NOT_OURS = "not_ours"
    BEGINS_LATER = "begins_later"
    EXPIRED = "expired"
    REVOKED = "revoked"
    STATUS_UNKNOWN = "status_unknown"


@dataclass(frozen=True)
class Verdict:
    """The outcome, and what was found."""

    outcome: Outcome
    finding: str = ""

    @property
    def valid(self) -> bool:
        """Whether it can be relied on now."""
        return self.outcome is Outcome.VALID


def issue(record: CredentialRecord, *, event: Event | None = None) -> Credential:
    """Sign the credential of an award, or return the one that its event led to. Never commits. Raises NotAwarded."""
    if event is not None and (known := of_event(event)) is not None:
        return known
    if not record["decision"]["number"] or not record["decision"]["decided_on"]:
        raise NotAwarded("the school has not decided")
    if record["decision"]["decided_on"] > clock.today().isoformat():
        raise NotAwarded("the decision lies in the future")
    key, secret = issuer_key.signing(record["school"]["brin"])
    number, place = credential_status.draw(key.brin)
    made = Credential(
        id=uuid.uuid4(), award_id=uuid.UUID(record["award"]), event_id=event.id if event else None, brin=key.brin,
        status_list=number, position=place, issued_at=clock.now(),
    )  # fmt: skip
    status = credential_status.entry(key.brin, number, place)
    unsigned = compose(record, id=made.id, issuer=issuer_key.did(key.brin), status=status)
    signed_at = credential_status.text(made.issued_at)
    made.document = credential_proof.sign(unsigned, secret, method=issuer_key.method(key), created=signed_at)
    db.session.add(made)
    db.session.flush()
    return made


def revoke(award_id: uuid.UUID) -> None:
    """Revoke what was issued for an award. Never commits."""
    for made in of_award(award_id):
        credential_status.revoke(made)


def of_award(award_id: uuid.UUID) -> list[Credential]:
    """The credentials of an award, the newest first: after an appeal there is a second one."""
    query = select(Credential).where(Credential.award_id == award_id).order_by(Credential.issued_at.desc())
    return list(db.session.scalars(query))


def of_event(event: Event) -> Credential | None:
    """The credential that an event led to."""
    return db.session.scalar(select(Credential).where(Credential.event_id == event.id))


# -- verifying ------------------------------------------------------------------------------------------------------
def verify(
    document: Any, *, at: datetime | None = None, issuer: Resolve | None = None, status: Resolve | None = None
) -> Verdict:
    """How a credential stands: signature, issuer, period, revocation.

    `issuer` gives the DID document of a DID, `status` the status list of an address; without them, those of this house.
    """
    if not isinstance(document, dict):
        return Verdict(Outcome.TAMPERED, "not a credential")
    try:
        _check_proof(document, issuer or _own_issuer)
        moment = credential_status.text(at or clock.now())
        if moment < str(document.get("validFrom", "")):
            return Verdict(Outcome.BEGINS_LATER, str(document["validFrom"]))
        if moment >= str(document.get("validUntil", "9999")):
            return Verdict(Outcome.EXPIRED, str(document["validUntil"]))
        return _standing(document, issuer or _own_issuer, status or _own_status)
    except Untrue as finding:
        return Verdict(Outcome.TAMPERED, str(finding))
    except LookupError as finding:
        return Verdict(Outcome.NOT_OURS, str(finding))


def _check_proof(document: Document, issuer: Resolve) -> None:
    """Raises Untrue, or LookupError for an issuer or a key that is not known."""
    who = document.get("issuer")
    did = who.get("id") if isinstance(who, dict) else who
    known = issuer(str(did))
    if known is None or known.get("id") != did:
        raise LookupError(f"no such issuer: {str(did)[:200]}")
    proofs = document.get("proof")
    named = proofs[0].get("verificationMethod") if isinstance(proofs, list) and proofs and proofs[0] else None
    methods = {one["id"]: one["publicKeyMultibase"] for one in known["verificationMethod"]}
    if named not in methods or named not in known["assertionMethod"]:
        raise LookupError(f"the issuer has no such key: {str(named)[:200]}")
    credential_proof.check(document, credential_proof.public_key(methods[named]))


def _standing(document: Document, issuer: Resolve, status: Resolve) -> Verdict:
    """Whether it was revoked, by a list that its own issuer signed."""
    entry = document.get("credentialStatus")
    if not isinstance(entry, dict):
        return Verdict(Outcome.STATUS_UNKNOWN, "it names no status list")
    listed = status(str(entry.get("statusListCredential")))
    if listed is None or listed.get("id") != entry.get("statusListCredential"):
        return Verdict(Outcome.STATUS_UNKNOWN, "the status list is not there")
    own = document["issuer"]["id"] if isinstance(document["issuer"], dict) else document["issuer"]
    if listed.get("issuer") != own:
        return Verdict(Outcome.STATUS_UNKNOWN, "the status list is somebody else's")
    try:
        _check_proof(listed, issuer)
        revoked = credential_status.is_set(listed["credentialSubject"]["encodedList"], int(entry["statusListIndex"]))
    except (Untrue, ValueError, LookupError) as finding:
        return Verdict(Outcome.STATUS_UNKNOWN, f"the status list is not right: {finding}")
    return Verdict(Outcome.REVOKED) if revoked else Verdict(Outcome.VALID)


def _own_issuer(did: str) -> Document | None:
    brin = did.rsplit(":", 1)[-1]
    return issuer_key.did_document(brin) if did == issuer_key.did(brin) else None


def _own_status(url: str) -> Document | None:
    start, _slash, number = url.rpartition("/status/")
    brin = start.rsplit("/", 1)[-1]
    if not number.isdecimal() or url != credential_status.url(brin, int(number)):
        return None
    return credential_status.published(brin, int(number))
