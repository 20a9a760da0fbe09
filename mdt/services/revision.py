"""The files of a paper: each one issued is noted, none is forgotten, and the newest is renewed before it ages."""

from __future__ import annotations

from datetime import date, timedelta

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate
from sqlalchemy import func, select

from mdt.models import Document, Revision, SealCertificate, db
from mdt.services import clock, seal, storage
from mdt.services.seal import Certificate, Sealed

AHEAD = 180  # days


def note(document: Document, sealed: Sealed) -> Revision:
    """Store a file of a paper and let the paper point to it."""
    document.sha256, document.size = storage.store(sealed.content), len(sealed.content)
    last = select(func.max(Revision.number)).where(Revision.document_id == document.id)
    before = newest(document)
    held = sealed.certificate
    made = Revision(
        document_id=document.id, number=(db.session.scalar(last) or 0) + 1, sha256=document.sha256,
        size=document.size, level=sealed.level, ages_on=sealed.ages_on, made_at=clock.now(),
        certificate_id=_known(held) if held else before.certificate_id if before else None,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def newest(document: Document) -> Revision | None:
    """The file to which a paper points."""
    query = select(Revision).where(Revision.document_id == document.id).order_by(Revision.number.desc())
    return db.session.scalar(query.limit(1))


def digests(document: Document) -> list[str]:
    """The digest of every file in which a paper was issued."""
    return list(db.session.scalars(select(Revision.sha256).where(Revision.document_id == document.id)))


def by_digest(sha256: str) -> Revision | None:
    """The file with these bytes, when it is one of ours, of now or of before."""
    return db.session.scalar(select(Revision).where(Revision.sha256 == sha256).limit(1))


def aging(*, on: date | None = None, within: int = AHEAD) -> list[Document]:
    """The papers of which the newest seal or timestamp no longer counts so many days from a day."""
    until = (on or clock.today()) + timedelta(days=within)
    query = (
        select(Document)
        .join(Revision, (Revision.document_id == Document.id) & (Revision.sha256 == Document.sha256))
        .where(Revision.ages_on <= until, Revision.level != seal.UNSEALED)
        .order_by(Revision.ages_on, Document.number)
    )
    return list(db.session.scalars(query))


def renew(document: Document) -> Revision:
    """Add an archive timestamp to a paper. The file of before stays; raises SealingFailed or storage.Damaged."""
    return note(document, seal.renew(storage.read(document.sha256)))


def pem(certificate: SealCertificate) -> bytes:
    """A certificate as other tools read it."""
    return load_der_x509_certificate(certificate.content).public_bytes(Encoding.PEM)


def _known(certificate: Certificate) -> str:
    """The key under which a certificate is kept; it is added when it is new."""
    if db.session.get(SealCertificate, certificate.fingerprint) is None:
        row = SealCertificate(
            fingerprint=certificate.fingerprint, subject=certificate.subject, issuer=certificate.issuer,
            self_made=certificate.self_made, valid_from=certificate.valid_from, valid_until=certificate.valid_until,
            content=certificate.content, first_used_at=clock.now(),
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
    return certificate.fingerprint
