"""Sealing with pyHanko, so that a paper stays PDF/A-3a and PDF/UA-1. Importing this module takes half a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.error import URLError

from asn1crypto import pem, tsp, x509
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers, validation
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfTimeStamper,
    SigDSSPlacementPreference,
    TimestampDSSContentSettings,
)
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext

from mdt.services import seal_key
from mdt.services.seal import Sealed, SealingFailed, Settings
from mdt.services.timestamping import ask

FIELD = "Seal"
HASH = "sha256"
# Off the page without being marked hidden, which PDF/UA does not allow of a field.
INVISIBLE = InvisSigSettings(box_out_of_bounds=True)


class Writer(IncrementalPdfFileWriter):
    """Adds to a paper, and leaves its metadata as it is.

    The library writes the XMP anew at each save, without what makes a file PDF/A and PDF/UA.
    """

    def _update_meta(self) -> None:
        """Called before each save. A certificate that ends in a return would seem a byte too short (see `finish`)."""
        for part in self.objects.values():
            if isinstance(part, StreamObject) and part.encoded_data.endswith(b"\r"):
                part.compress()


class Rfc3161(TimeStamper):
    """A timestamp service, asked over HTTP."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """The answer of the service. Raises OSError when there is none, ValueError when it is none."""
        return tsp.TimeStampResp.load(await asyncio.to_thread(ask, self.url, req.dump()))


class Sealer:
    """One key, made ready. Safe to share between threads: each seal is a file and a session of its own."""

    def __init__(self, settings: Settings) -> None:
        self.signer = seal_key.of(settings)
        assert self.signer.signing_cert is not None
        self.certificate = seal_key.described(self.signer.signing_cert)
        self.timestamp_url = settings.timestamp_url
        self.roots = _roots(settings.trust)
        self.level = ("B-LT" if self.roots else "B-T") if self.timestamp_url else "B-B"

    def seal(self, content: bytes) -> Sealed:
        """The paper with its seal, as one revision more. Raises SealingFailed."""
        timestamper = self._timestamper()
        made = _tried(lambda: self._signed(content, timestamper))
        return Sealed(made, self.level, self.certificate, self._ages_on(timestamper))

    def renew(self, content: bytes) -> Sealed:
        """The paper with an archive timestamp and what proves the ones before, as one revision more."""
        timestamper = self._timestamper()
        if timestamper is None or not self.roots:
            raise SealingFailed("an archive timestamp needs MDT_TIMESTAMP_URL and MDT_SEAL_TRUST")
        made = _tried(lambda: self._archived(content, timestamper))
        return Sealed(made, "B-LTA", None, self._ages_on(timestamper))

    def _signed(self, content: bytes, timestamper: TimeStamper | None) -> bytes:
        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD, md_algorithm=HASH, subfilter=SigSeedSubFilter.PADES,
            embed_validation_info=self.level == "B-LT",
            validation_context=self._context() if self.level == "B-LT" else None,
            # With the signature, so that a sealed paper is one revision on the rendered one.
            dss_settings=DSSContentSettings(
                include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
            ),
        )  # fmt: skip
        field = SigFieldSpec(FIELD, readable_field_name=self.certificate.subject, invis_sig_settings=INVISIBLE)
        tool = signers.PdfSigner(metadata, self.signer, timestamper=timestamper, new_field_spec=field)
        out = BytesIO()
        tool.sign_pdf(Writer(BytesIO(content)), output=out)
        return out.getvalue()

    def _archived(self, content: bytes, timestamper: TimeStamper) -> bytes:
        reader, context = PdfFileReader(BytesIO(content)), self._context()
        paths = [_path(one, context) for one in reader.embedded_signatures]
        number = len(reader.embedded_timestamp_signatures) + 1
        tool = PdfTimeStamper(timestamper, field_name=f"Archive{number}", invis_settings=INVISIBLE,
                              readable_field_name=f"Archive timestamp {number}")  # fmt: skip
        out = BytesIO()
        tool.timestamp_pdf(
            Writer(BytesIO(content)), HASH, validation_context=context, validation_paths=paths, output=out,
            dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
        )  # fmt: skip
        return out.getvalue()

    def _timestamper(self) -> Rfc3161 | None:
        # A new one each time: the library keeps the certificates of every answer and would embed the old ones too.
        return Rfc3161(self.timestamp_url) if self.timestamp_url else None

    def _context(self) -> ValidationContext:
        """Whom we trust: the configured roots, and a certificate that we made ourselves."""
        assert self.signer.signing_cert is not None
        own = [self.signer.signing_cert] if self.certificate.self_made else []
        return ValidationContext(
            trust_roots=[*self.roots, *own], other_certs=list(self.signer.cert_registry), allow_fetching=True,
            revocation_mode="hard-fail",
        )  # fmt: skip

    def _ages_on(self, timestamper: Rfc3161 | None) -> date:
        if timestamper is None:
            return self.certificate.valid_until
        return min(certificate.not_valid_after.date() for certificate in _stampers(timestamper))


def _path(one: Any, context: ValidationContext) -> Any:
    """How a seal or timestamp leads to a root, with what proves that embedded later. Raises SealingFailed."""
    if one.sig_object_type == "/DocTimeStamp":
        status: Any = validation.validate_pdf_timestamp(one, context)
    else:
        status = validation.validate_pdf_signature(one, context, ts_validation_context=context)
    if not status.bottom_line:
        raise SealingFailed(f"the seal that is on it does not hold: {status.summary()}")
    return status.validation_path


def _stampers(timestamper: Rfc3161) -> list[x509.Certificate]:
    """The certificates of the service itself, as its answers gave them."""
    return list(timestamper._certs.values())


def _roots(path: str) -> list[x509.Certificate]:
    if not path:
        return []
    try:
        content = Path(path).read_bytes()
        return [x509.Certificate.load(der) for _, _, der in pem.unarmor(content, multiple=True)]
    except (OSError, ValueError):
        raise SealingFailed(f"{Path(path).name} is no file with certificates in PEM (MDT_SEAL_TRUST)") from None


def _tried(work: Callable[[], bytes]) -> bytes:
    try:
        return work()
    except SealingFailed:
        raise
    except (URLError, TimeoutError, OSError) as error:
        raise SealingFailed(f"the timestamp service does not answer: {error}") from error
    except Exception as error:
        cause = f"{type(error).__name__}: {error}"
        with suppress(AttributeError):
            cause = str(error.failure_message)  # type: ignore[attr-defined]
        raise SealingFailed(f"the paper could not be sealed: {cause}") from error
