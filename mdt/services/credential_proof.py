"""Signing and checking a credential: a W3C Data Integrity proof, `eddsa-rdfc-2022`. Nothing is fetched, ever.

A proof covers the RDF that the document means. A word that its contexts do not know means nothing and would not be
covered, so a document that holds one is refused; and only the contexts bundled in `mdt/rules/contexts` are known.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

Document = dict[str, Any]
FOLDER = Path(__file__).resolve().parents[1] / "rules" / "contexts"
FILES = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "open-badges-3.0.3.json",
}
CORE, OPEN_BADGES = FILES
SUITE = "eddsa-rdfc-2022"
ED25519 = b"\xed\x01"  # multicodec
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
UNKNOWN = "urn:unknown:"


class Untrue(Exception):  # noqa: N818 - says what was found, as Refused does
    """The proof does not fit the document; the message says how."""


def sign(document: Document, key: Ed25519PrivateKey, *, method: str, created: str) -> Document:
    """The document with its proof. The same document, key and moment give the same proof."""
    proof = {
        "type": "DataIntegrityProof", "cryptosuite": SUITE, "created": created, "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }  # fmt: skip
    signature = key.sign(_hashes(document, proof))
    return {**document, "proof": [{**proof, "proofValue": multibase(signature)}]}


def check(document: Document, key: Ed25519PublicKey) -> None:
    """Whether the one proof of a document is that of this key over this document. Raises Untrue."""
    proofs = document.get("proof")
    proof = proofs[0] if isinstance(proofs, list) and len(proofs) == 1 else None
    if not isinstance(proof, dict):
        raise Untrue("there is not one proof")
    if proof.get("type") != "DataIntegrityProof" or proof.get("cryptosuite") != SUITE:
        raise Untrue("the proof is of another kind")
    if proof.get("proofPurpose") != "assertionMethod":
        raise Untrue("the proof serves another purpose")
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    rest = {name: value for name, value in proof.items() if name != "proofValue"}
    try:
        key.verify(from_multibase(str(proof.get("proofValue"))), _hashes(unsigned, rest))
    except (InvalidSignature, ValueError):
        raise Untrue("the signature does not fit: something was changed") from None


def public_text(key: Ed25519PublicKey) -> str:
    """A public key as a DID document names it (Multikey)."""
    return multibase(ED25519 + key.public_bytes_raw())


def public_key(text: str) -> Ed25519PublicKey:
    """The key that a Multikey text names. Raises ValueError."""
    content = from_multibase(text)
    if content[:2] != ED25519 or len(content) != 34:
        raise ValueError("not an Ed25519 key")
    return Ed25519PublicKey.from_public_bytes(content[2:])


def multibase(content: bytes) -> str:
    """Bytes in base 58 as Bitcoin writes it, with the `z` that says so."""
    number, signs = int.from_bytes(content), ""
    while number:
        number, rest = divmod(number, 58)
        signs = ALPHABET[rest] + signs
    return "z" + "1" * (len(content) - len(content.lstrip(b"\0"))) + signs


def from_multibase(text: str) -> bytes:
    """The bytes again. Raises ValueError."""
    if text[:1] != "z" or not set(text[1:]) <= set(ALPHABET):
        raise ValueError("not base 58")
    number = 0
    for sign_ in text[1:]:
        number = number * 58 + ALPHABET.index(sign_)
    zeros = len(text[1:]) - len(text[1:].lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


# -- what is signed -------------------------------------------------------------------------------------------------
def _hashes(document: Document, proof: Document) -> bytes:
    contexts = document.get("@context")
    if not isinstance(contexts, list) or contexts[:1] != [CORE] or not all(_known(one) for one in contexts):
        raise Untrue("its contexts are others than a credential of ours has")
    options = {"@context": contexts, **proof}
    return b"".join(hashlib.sha256(_canonical(one)).digest() for one in (options, document))


def _known(context: object) -> bool:
    return isinstance(context, str) and context in FILES


def _canonical(document: Document) -> bytes:
    """The document as sorted N-Quads (RDFC-1.0). Raises Untrue when a part of it would not be covered."""
    from pyld import jsonld

    if any(_nested(value) for name, value in document.items() if name != "@context"):
        raise Untrue("a context is hidden within it")
    options = {"documentLoader": _load}
    try:
        seen = {**document, "@context": [*document["@context"], {"@vocab": UNKNOWN}]}
        meant = jsonld.expand(seen, options)
        if unknown := _unknown(meant):
            raise Untrue(f"a word in it means nothing, so no proof covers it: {unknown}")
        # nothing in it came from the vocabulary for unknown words, so this is what the document itself means
        quads = jsonld.normalize(meant, {**options, "algorithm": "URDNA2015", "format": "application/n-quads"})
    except (jsonld.JsonLdError, RecursionError):
        raise Untrue("it is not JSON-LD that we know") from None
    return str(quads).encode()


def _nested(value: object) -> bool:
    if isinstance(value, dict):
        return "@context" in value or any(_nested(one) for one in value.values())
    return isinstance(value, list) and any(_nested(one) for one in value)


def _unknown(value: Any) -> str | None:
    """The first word of an expanded document that no context knows, or an identifier that is no address."""
    if isinstance(value, list):
        return next((found for one in value if (found := _unknown(one))), None)
    if not isinstance(value, dict):
        return None
    for name, part in value.items():
        named = [name, *((part if isinstance(part, list) else [part]) if name in ("@type", "@id") else [])]
        if found := next((one for one in named if str(one).startswith(UNKNOWN)), None):
            return str(found).removeprefix(UNKNOWN)
        if name == "@id" and ":" not in str(part):
            return str(part)
        if found := _unknown(part):
            return found
    return None


def _load(url: str, _options: Any) -> Document:
    """A bundled context. It never changes (`tag`), so what was made of it serves the next document too."""
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": _context(url),
            "tag": "static"}  # fmt: skip


@cache
def _context(url: str) -> Document:
    if url not in FILES:
        raise Untrue(f"a context that is not ours: {url[:100]}")
    found: Document = json.loads((FOLDER / FILES[url]).read_text())
    return found
