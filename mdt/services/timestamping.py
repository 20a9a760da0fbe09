"""The time as an independent service knows it (RFC 3161): asking for it, and reading it back years later."""

from __future__ import annotations

import secrets
import urllib.request
from datetime import datetime
from typing import Any

from flask import current_app

SECONDS = 15
LARGEST = 1 << 20


class NoTimestamp(Exception):  # noqa: N818 - says what happened, as Refused does
    """The service gave no timestamp, or one of something else; the message says which."""


def configured() -> bool:
    """Whether a timestamp service is named."""
    return bool(current_app.config["MDT_TIMESTAMP_URL"])


def stamp(sha256: str) -> bytes:
    """A token in which the configured service says that it saw this digest (hex) now. Raises NoTimestamp."""
    from asn1crypto import tsp

    nonce = secrets.randbits(63)
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": bytes.fromhex(sha256)}
    asked = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True})
    try:
        response = tsp.TimeStampResp.load(ask(current_app.config["MDT_TIMESTAMP_URL"], asked.dump()))
        if response["status"]["status"].native not in ("granted", "granted_with_mods"):
            raise NoTimestamp("the timestamp service refused")
        token: bytes = response["time_stamp_token"].dump()
        given = _read(token, sha256)["nonce"].native
    except (OSError, ValueError, TypeError) as error:
        raise NoTimestamp(f"the timestamp service gave no answer that can be read: {error}") from None
    if given != nonce:
        raise NoTimestamp("the timestamp service answered another question")
    return token


def ask(url: str, question: bytes) -> bytes:
    """The answer of a timestamp service, over HTTP. Raises OSError."""
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    # The scheme was checked with the configuration: http or https.
    asked = urllib.request.Request(url, data=question, headers=headers)  # noqa: S310
    with urllib.request.urlopen(asked, timeout=SECONDS) as answer:  # noqa: S310
        content: bytes = answer.read(LARGEST)
    return content


def time_of(token: bytes, sha256: str) -> datetime:
    """When the digest (hex) was seen, by a token whose signature fits the certificate in it. Raises NoTimestamp.

    Whether that certificate is to be trusted is for whoever verifies: `openssl ts -verify` with the service's root.
    """
    try:
        found: datetime = _read(token, sha256)["gen_time"].native
    except (ValueError, TypeError, KeyError) as error:
        raise NoTimestamp(f"the timestamp cannot be read: {error}") from None
    return found


def _read(token: bytes, sha256: str) -> Any:
    """What the token says, its signature and its digest checked."""
    import hashlib

    from asn1crypto import cms
    from pyhanko.sign.validation.generic_cms import (
        extract_certs_for_validation,
        extract_signer_info,
        validate_sig_integrity,
    )

    signed = cms.ContentInfo.load(token)["content"]
    said = signed["encap_content_info"]["content"]
    signer, certificate = extract_signer_info(signed), extract_certs_for_validation(signed).signer_cert
    algorithm = signer["digest_algorithm"]["algorithm"].native
    intact, valid = validate_sig_integrity(
        signer, certificate, expected_content_type="tst_info",
        actual_digest=hashlib.new(algorithm, bytes(said)).digest(),
    )  # fmt: skip
    if not (intact and valid):
        raise NoTimestamp("the signature of the timestamp is wrong")
    found = said.parsed
    if found["message_imprint"]["hashed_message"].native != bytes.fromhex(sha256):
        raise NoTimestamp("the timestamp is of something else")
    return found
