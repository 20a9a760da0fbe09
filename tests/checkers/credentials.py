"""Verifies credentials offline with pyld and cryptography alone: nothing of the application is imported.

    python tests/checkers/credentials.py credential-1.json school-99ZZ-did.json school-99ZZ-status-1.json

Give every file that the school publishes beside the credentials: the DID document of a `did:web` address, and the
status list that a credential names.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyld import jsonld

CONTEXTS = Path(__file__).resolve().parents[2] / "mdt" / "rules" / "contexts"
Document = dict[str, Any]


def holds(document: Document, did: Document) -> bool:
    """Whether the proof holds, by the text of the standard (`eddsa-rdfc-2022`)."""
    (proof,) = document["proof"] if isinstance(document["proof"], list) else [document["proof"]]
    (method,) = [one for one in did["verificationMethod"] if one["id"] == proof["verificationMethod"]]
    unsigned = {key: value for key, value in document.items() if key != "proof"}
    options = {key: value for key, value in proof.items() if key != "proofValue"} | {"@context": document["@context"]}
    digests = [hashlib.sha256(quads(one)).digest() for one in (options, unsigned)]
    try:
        Ed25519PublicKey.from_public_bytes(plain(method["publicKeyMultibase"])[2:]).verify(
            plain(proof["proofValue"]), b"".join(digests)
        )
    except InvalidSignature:
        return False
    return True


def quads(document: Document) -> bytes:
    """The document as canonical N-Quads."""
    files = {"https://www.w3.org/ns/credentials/v2": "credentials-v2.json"}

    def load(url: str, _options: Any) -> Document:
        content = json.loads((CONTEXTS / files.get(url, "open-badges-3.0.3.json")).read_text())
        return {"contextUrl": None, "documentUrl": url, "document": content}

    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
    return str(jsonld.normalize(document, options)).encode()


def plain(text: str) -> bytes:
    """The bytes of a multibase text in base 58."""
    signs = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    number = sum(signs.index(sign) * 58**place for place, sign in enumerate(reversed(text[1:])))
    return number.to_bytes((number.bit_length() + 7) // 8)


def revoked(credential: Document, listed: Document) -> bool:
    """Whether the bit of a credential is set in a status list."""
    encoded = listed["credentialSubject"]["encodedList"]
    bits = gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4)))
    place = int(credential["credentialStatus"]["statusListIndex"])
    return bool(bits[place // 8] & 0x80 >> place % 8)


def standing(credential: Document, published: dict[str, Document], now: str) -> str:
    """How a credential stands: `valid`, or what is wrong with it."""
    did = published.get(credential["issuer"]["id"])
    listed = published.get(credential["credentialStatus"]["statusListCredential"])
    if did is None or not holds(credential, did):
        return "no document of its issuer was given" if did is None else "its proof does not hold"
    if not credential["validFrom"] <= now < credential.get("validUntil", "9999"):
        return "it does not count at this moment"
    if listed is None or listed["issuer"] != credential["issuer"]["id"] or not holds(listed, did):
        return "whether it was revoked is not known"
    return "revoked" if revoked(credential, listed) else "valid"


def main(paths: list[str]) -> int:
    """Say of each credential among the files how it stands."""
    files = {path: json.loads(Path(path).read_text()) for path in paths}
    badges = {path: one for path, one in files.items() if "OpenBadgeCredential" in one.get("type", ())}
    published = {one["id"]: one for path, one in files.items() if path not in badges and "id" in one}
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    found = {path: standing(one, published, now) for path, one in badges.items()}
    for path, said in found.items():
        print(f"{path}: {said}")
    return int(not found or set(found.values()) != {"valid"})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
