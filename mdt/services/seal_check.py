"""Whether the seals on a file hold. Trust in a certificate is another question: ours are known by their fingerprint."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.status import SignatureCoverageLevel

from mdt.services import seal_key
from mdt.services.seal import Certificate


@dataclass(frozen=True)
class Checked:
    """What was found on a file. `whole`: every seal holds, and nothing was added after the last one."""

    whole: bool
    certificate: Certificate
    timestamped: bool
    archived: int


def check(content: bytes) -> Checked | None:
    """The seals on a file, or None when there is none. Raises whatever a broken file makes the reader raise."""
    reader = PdfFileReader(BytesIO(content))
    found = reader.embedded_signatures
    seals = [one for one in found if one.sig_object_type == "/Sig"]
    if not seals:
        return None
    holds = all(_holds(one) for one in found)
    whole = holds and found[-1].evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
    stamped = any(attribute["type"].native == "signature_time_stamp_token" for attribute in _unsigned(seals[0]))
    return Checked(whole, seal_key.described(seals[0].signer_cert), stamped, len(found) - len(seals))


def _holds(one: Any) -> bool:
    """Whether one seal or archive timestamp fits the bytes that it is on."""
    digest, kind = one.compute_digest(), "data"
    if one.sig_object_type != "/Sig":  # a timestamp: its service signed a statement that names the digest
        statement = one.signed_data["encap_content_info"]["content"]
        if statement.parsed["message_imprint"]["hashed_message"].native != digest:
            return False
        algorithm = one.signer_info["digest_algorithm"]["algorithm"].native
        digest, kind = hashlib.new(algorithm, bytes(statement)).digest(), "tst_info"
    intact, valid = validate_sig_integrity(one.signer_info, one.signer_cert, kind, digest)
    return bool(intact and valid)


def _unsigned(one: Any) -> list[Any]:
    return list(one.signer_info["unsigned_attrs"] or ())
