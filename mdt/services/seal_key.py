"""The key of the seal: from a PKCS#12 file, or made here for the demo at its first start.

A key in hardware is another function that returns a pyHanko Signer (`pyhanko.sign.pkcs11.PKCS11Signer` is one).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.sign.signers import Signer, SimpleSigner

from mdt.services.seal import Certificate, SealingFailed, Settings

YEARS = 10
SELF_MADE = " – self-made seal"


def of(settings: Settings) -> Signer:
    """Whoever signs, as configured; the demo and the tests make themselves a key. Raises SealingFailed."""
    if settings.pkcs12:
        return signer(Path(settings.pkcs12), settings.password)
    make(Path(settings.made_here), settings.issuer)
    return signer(Path(settings.made_here), "")


def signer(path: Path, password: str) -> Signer:
    """Whoever signs with the key in a PKCS#12 file. Raises SealingFailed."""
    try:
        made: Signer = SimpleSigner.load_pkcs12_data(
            path.read_bytes(), other_certs=[], passphrase=password.encode() or None
        )
    except FileNotFoundError:
        raise SealingFailed(f"the key of the seal is not there: {path.name} (MDT_SEAL_PKCS12)") from None
    except (OSError, ValueError):
        raise SealingFailed(
            f"the key of the seal does not open: {path.name} (MDT_SEAL_PKCS12, MDT_SEAL_PASSWORD)"
        ) from None
    if made.signing_cert is None:
        raise SealingFailed(f"{path.name} holds no certificate (MDT_SEAL_PKCS12)")
    return made


def make(path: Path, name: str, password: str = "") -> None:
    """Make a key and a certificate that vouches for itself, unless they are there: for the demo and for trying out."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    secret = password.encode()
    protection = serialization.BestAvailableEncryption(secret) if secret else serialization.NoEncryption()
    content = pkcs12.serialize_key_and_certificates(b"seal", key, _certificate(key, name), None, protection)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".seal-")  # readable by us alone
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    with contextlib.suppress(FileExistsError):  # two processes that start at once: the first one's key is the key
        os.link(part, path)
    Path(part).unlink()


def _certificate(key: ec.EllipticCurvePrivateKey, name: str) -> x509.Certificate:
    # In the name itself, so that every reader that shows the seal says so; a name has at most 64 signs.
    called = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.COMMON_NAME, f"{name[: 64 - len(SELF_MADE)]}{SELF_MADE}"),
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, name[:64]),
        ]
    )
    now = datetime.now(UTC).replace(microsecond=0)
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def described(certificate: asn1.Certificate) -> Certificate:
    """What we keep of a certificate."""
    content = certificate.dump()
    return Certificate(
        fingerprint=hashlib.sha256(content).hexdigest(),
        subject=_called(certificate.subject),
        issuer=_called(certificate.issuer),
        self_made=certificate.issuer == certificate.subject,
        valid_from=certificate.not_valid_before.date(),
        valid_until=certificate.not_valid_after.date(),
        content=content,
    )


def _called(name: asn1.Name) -> str:
    said = name.native
    return str(said.get("common_name") or said.get("organization_name") or name.human_friendly)[:300]
