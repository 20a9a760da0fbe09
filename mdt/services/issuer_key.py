"""The keys of schools: one signs at a time, kept encrypted; the public halves make up the school's DID document.

A DID is `did:web` with a path for each school, so `https://house/schools/<brin>/did.json` is where a wallet looks.
"""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import quote, urlsplit

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from sqlalchemy import func, select

from mdt.models import Credential, IssuerKey, db
from mdt.services import clock
from mdt.services.credential_proof import public_text

CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]


def address(brin: str) -> str:
    """Where everything public of a school as awarding body begins."""
    return f"{current_app.config['MDT_BASE_URL'].rstrip('/')}/schools/{brin}"


def did(brin: str) -> str:
    """The decentralised identifier of a school: `did:web:house.example:schools:99ZZ`."""
    at = urlsplit(address(brin))
    return ":".join(["did:web", quote(at.netloc, safe=""), *at.path.strip("/").split("/")])


def method(key: IssuerKey) -> str:
    """The name of a key within the school's DID document."""
    return f"{did(key.brin)}#key-{key.number}"


def signing(brin: str) -> tuple[IssuerKey, Ed25519PrivateKey]:
    """The key that a school signs with; made when it has none. Never commits."""
    key = db.session.scalar(_usable(brin).where(IssuerKey.retired_at.is_(None)).order_by(IssuerKey.number.desc()))
    key = key or _make(brin)
    assert key.private_key is not None
    return key, Ed25519PrivateKey.from_private_bytes(_box().decrypt(key.private_key))


def rotate(brin: str) -> IssuerKey:
    """Retire the school's key: it signs nothing more, and what it signed stays valid. Returns its successor."""
    for key in db.session.scalars(_usable(brin).where(IssuerKey.retired_at.is_(None))):
        key.retired_at, key.private_key = clock.now(), None
    return _make(brin)


def revoke(key: IssuerKey) -> None:
    """A key that others may have: nothing that it signed is valid any longer.

    The school has another from that moment on, for the list of what it revoked must be signed anew.
    """
    key.revoked_at, key.private_key = clock.now(), None
    signing(key.brin)


def signed_by(key: IssuerKey) -> list[Credential]:
    """The credentials that a key signed, the oldest first."""
    query = select(Credential).where(Credential.brin == key.brin).order_by(Credential.issued_at, Credential.id)
    return [one for one in db.session.scalars(query) if _proof_method(one) == method(key)]


def _proof_method(credential: Credential) -> str:
    """The key that the proof of a credential names; nothing when it was erased."""
    proofs = (credential.document or {}).get("proof") or [{}]
    return str(proofs[0].get("verificationMethod", ""))


def did_document(brin: str) -> dict[str, Any] | None:
    """The school's DID document, with every key whose signatures count; None for who never awarded anything."""
    keys = list(db.session.scalars(_usable(brin).order_by(IssuerKey.number)))
    if not keys:
        return None
    name = did(brin)
    return {
        "@context": CONTEXTS, "id": name,
        "verificationMethod": [
            {"id": method(key), "type": "Multikey", "controller": name, "publicKeyMultibase": key.public_key}
            for key in keys
        ],
        "assertionMethod": [method(key) for key in keys],
    }  # fmt: skip


def _usable(brin: str) -> Any:
    return select(IssuerKey).where(IssuerKey.brin == brin, IssuerKey.revoked_at.is_(None))


def _make(brin: str) -> IssuerKey:
    fresh = Ed25519PrivateKey.generate()
    last = db.session.scalar(select(func.max(IssuerKey.number)).where(IssuerKey.brin == brin)) or 0
    key = IssuerKey(
        brin=brin, number=last + 1, public_key=public_text(fresh.public_key()),
        private_key=_box().encrypt(fresh.private_bytes_raw()), created_at=clock.now(),
    )  # fmt: skip
    db.session.add(key)
    db.session.flush()
    return key


def _box() -> Fernet:
    """What keeps private keys shut: derived from the secret key of the installation, and from nothing stored."""
    derived = HKDF(SHA256(), length=32, salt=None, info=b"diensttijd: keys of schools")
    return Fernet(base64.urlsafe_b64encode(derived.derive(str(current_app.config["SECRET_KEY"]).encode())))
