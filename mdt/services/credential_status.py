"""Whether a credential was revoked: a Bitstring Status List for each school, signed by it, at a public address.

A place in a list is drawn at random among 131,072, so that who looks at a list learns nothing of the order of awards.
"""

from __future__ import annotations

import base64
import gzip
import io
import secrets
from datetime import datetime

from sqlalchemy import func, select

from mdt.models import Credential, IssuerKey, db
from mdt.services import clock, credential_proof, issuer_key
from mdt.services.credential_proof import CORE, Document

PLACES = 131_072  # the least that the standard allows
FULL = PLACES // 2  # a list more than half full gives too few places to draw from
LARGEST = 1 << 20
MAX_AGE = 300  # seconds that a list may be remembered


def draw(brin: str) -> tuple[int, int]:
    """The list and the place of a new credential of a school."""
    query = select(Credential.status_list, func.count()).where(Credential.brin == brin)
    last = db.session.execute(
        query.group_by(Credential.status_list).order_by(Credential.status_list.desc()).limit(1)
    ).first()
    number = 1 if last is None else last[0] + (last[1] >= FULL)
    while True:
        place = secrets.randbelow(PLACES)
        taken = select(Credential.id).where(
            Credential.brin == brin, Credential.status_list == number, Credential.position == place
        )
        if db.session.scalar(taken) is None:
            return number, place


def url(brin: str, number: int) -> str:
    """The public address of a list."""
    return f"{issuer_key.address(brin)}/status/{number}"


def entry(brin: str, number: int, place: int) -> Document:
    """What a credential says of where its status stands."""
    return {
        "id": f"{url(brin, number)}#{place}", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
        "statusListIndex": str(place), "statusListCredential": url(brin, number),
    }  # fmt: skip


def published(brin: str, number: int) -> Document | None:
    """A status list as a credential of the school; None where there is none. The same bytes until it changes."""
    rows = db.session.execute(
        select(Credential.position, Credential.revoked_at, Credential.issued_at).where(
            Credential.brin == brin, Credential.status_list == number
        )
    ).all()
    if not rows or not _has_key(brin):
        return None
    key, secret = issuer_key.signing(brin)
    changed = max(moment for row in rows for moment in (row.issued_at, row.revoked_at, key.created_at) if moment)
    document = {
        "@context": [CORE], "id": url(brin, number), "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_key.did(brin), "validFrom": text(changed),
        "credentialSubject": {
            "id": f"{url(brin, number)}#list", "type": "BitstringStatusList", "statusPurpose": "revocation",
            "encodedList": encode([row.position for row in rows if row.revoked_at]),
        },
    }  # fmt: skip
    return credential_proof.sign(document, secret, method=issuer_key.method(key), created=text(changed))


def _has_key(brin: str) -> bool:
    """Whether the school has a key to sign with; reading makes none."""
    usable = select(IssuerKey.id).where(
        IssuerKey.brin == brin, IssuerKey.retired_at.is_(None), IssuerKey.revoked_at.is_(None)
    )
    return db.session.scalar(usable.limit(1)) is not None


def revoke(credential: Credential) -> None:
    """Revoke a credential, for good."""
    credential.revoked_at = credential.revoked_at or clock.now()


def encode(revoked: list[int]) -> str:
    """The list with a one for each place that is revoked: bits from the left, compressed, base64url."""
    bits = bytearray(PLACES // 8)
    for place in revoked:
        bits[place // 8] |= 0x80 >> place % 8
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")


def is_set(encoded: str, place: int) -> bool:
    """Whether the bit of a place is one. Raises ValueError for what is no list, or has no such place."""
    if encoded[:1] != "u":
        raise ValueError("not base64url")
    packed = base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4))
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as opened:
            bits = opened.read(LARGEST)
    except (OSError, EOFError) as error:
        raise ValueError("not a compressed list") from error
    if not 0 <= place < len(bits) * 8:
        raise ValueError("no such place in the list")
    return bool(bits[place // 8] & 0x80 >> place % 8)


def text(moment: datetime) -> str:
    """A moment as credentials have it: whole seconds, UTC."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
