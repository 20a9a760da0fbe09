"""The seal on a paper: who made it and that not one byte of it changed since, for anybody to check with any reader.

PAdES on ECDSA P-256. B-B by default; with MDT_TIMESTAMP_URL each seal is timestamped (B-T), and with MDT_SEAL_TRUST,
the roots that seal and timestamps lead to, it carries what is needed to check it in years (B-LT).
The library is imported by the first seal, not by each process that knows this file.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app

if TYPE_CHECKING:
    from mdt.services.seal_pades import Sealer

MADE_HERE = "seal.p12"
TIMESTAMPED = frozenset({"B-T", "B-LT", "B-LTA"})
UNSEALED = "none"  # a paper of before there were seals


class SealingFailed(Exception):  # noqa: N818 - says what happened, as Refused does
    """The paper was made and could not be sealed; the message says why, for the office and the log."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where the key is and who timestamps. Plain data, so that another process can be given it."""

    pkcs12: str
    password: str
    timestamp_url: str
    trust: str
    made_here: str  # where the demo keeps the key that it made itself, when none is configured
    issuer: str

    @classmethod
    def of(cls, config: Any) -> Settings:
        """The settings of an application."""
        return cls(
            pkcs12=str(config["MDT_SEAL_PKCS12"]), password=str(config["MDT_SEAL_PASSWORD"]),
            timestamp_url=str(config["MDT_TIMESTAMP_URL"]), trust=str(config["MDT_SEAL_TRUST"]),
            made_here=str(Path(config["MDT_DATA_DIR"]) / MADE_HERE), issuer=str(config["MDT_ISSUER_NAME"]),
        )  # fmt: skip


@dataclass(frozen=True)
class Certificate:
    """Whose seal it is. `self_made`: nobody else vouches for the name, so it proves that nothing changed, no more."""

    fingerprint: str  # SHA-256 of the certificate, hex
    subject: str
    issuer: str
    self_made: bool
    valid_from: date
    valid_until: date
    content: bytes  # DER


@dataclass(frozen=True)
class Sealed:
    """A paper with its seal. `ages_on` is the day from which the newest certificate on it no longer counts."""

    content: bytes
    level: str  # B-B, B-T, B-LT, B-LTA; or UNSEALED
    certificate: Certificate | None
    ages_on: date | None


_making = threading.Lock()


def sealer(app: Flask | None = None) -> Sealer:
    """The sealer of an application, made once. Raises SealingFailed when the key cannot be opened."""
    from mdt.services.seal_pades import Sealer  # half a second of importing

    owner: Any = app or current_app
    with _making:
        if "sealer" not in owner.extensions:
            owner.extensions["sealer"] = Sealer(Settings.of(owner.config))
        found: Sealer = owner.extensions["sealer"]
        return found


def seal(content: bytes) -> Sealed:
    """Seal a rendered paper. Raises SealingFailed; a paper that cannot be timestamped as configured is not issued."""
    return sealer().seal(content)


def sealed_by(certificate: Certificate | None = None) -> dict[str, Any]:
    """Whose seal a paper is about to get, or another one, as its record keeps it (`paper_records.SealedBy`).

    Raises SealingFailed.
    """
    whose = certificate or sealer().certificate
    return {"name": whose.subject, "self_made": whose.self_made}


def renew(content: bytes) -> Sealed:
    """Add an archive timestamp to a sealed paper (B-LTA): it then outlives its certificates. Raises SealingFailed."""
    return sealer().renew(content)
