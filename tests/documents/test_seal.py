"""The seal, as other people's tools see it: still an archive file, still accessible, and one changed byte is found."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest
from pyhanko.pdf_utils.generic import StreamObject

from mdt.services import seal_check, seal_key
from mdt.services.seal import Sealed, SealingFailed, Settings
from mdt.services.seal_pades import Sealer, Writer
from tests.fixtures.papers import sample
from tests.fixtures.timestamps import PASSWORD, Authority

PROFILES = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)
# The checker wants every seal to cover the file as it is now. ISO 19005-3 (6.4.3) and ISO 32000 ask that a seal covers
# the whole file when it is computed: what is appended later, an archive timestamp too, lies outside it by nature, and a
# seal that covered it would not verify. veraPDF read it as this checker does and was mended (veraPDF-library #1493; on
# the wording: pdf-issues #777 of the PDF Association). So this one rule, on an archived seal, and no other.
ARCHIVED = {"PDFA3A-SIGNATURE-BYTERANGE-001"}
STAMP = "/DocTimeStamp"
LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")


@pytest.fixture(scope="session")
def settings(authority: Authority) -> dict[str, Settings]:
    """How each level is configured, with a certificate that somebody vouches for."""
    key = str(authority.seal(authority.folder / "seal.p12"))
    plain = Settings(pkcs12=key, password=PASSWORD, timestamp_url="", trust="", made_here="", issuer="")
    stamped = replace(plain, timestamp_url=authority.url)
    return {"B-B": plain, "B-T": stamped, "B-LT": replace(stamped, trust=str(authority.trust))}


@pytest.fixture(scope="session")
def sealed(settings: dict[str, Settings]) -> dict[str, Sealed]:
    """One paper at each level."""
    rendered = sample("grant_decision", "nl")
    made = {level: Sealer(one).seal(rendered) for level, one in settings.items()}
    made["B-LTA"] = Sealer(settings["B-LT"]).renew(made["B-B"].content)
    return made


def pdfsig(content: bytes, folder: Path) -> str:
    """What poppler says of the seals on a file."""
    path = folder / "paper.pdf"
    path.write_bytes(content)
    return subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("level", LEVELS)
def test_a_sealed_paper_stays_what_it_is(sealed: dict[str, Sealed], level: str, tmp_path: Path) -> None:
    content = sealed[level].content
    assert sealed[level].level == level
    for profile in PROFILES:
        report = page.validate_pdf_bytes(content, profile=profile)
        wrong = [failure.rule_id for failure in report.failures]
        archived = level == "B-LTA" and profile is page.ValidationProfile.PDF_A_3A
        assert wrong == (sorted(ARCHIVED) if archived else []), [str(failure) for failure in report.failures]
    assert ends_of_seals(content) == eofs_of_revisions(content)
    assert content.startswith(sample("grant_decision", "nl")), "the seal changes nothing in the paper"
    said = pdfsig(content, tmp_path)
    assert said.count("Signature is Valid") == 1  # poppler names an archive timestamp and does not check it
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    subprocess.run(["qpdf", "--check", tmp_path / "paper.pdf"], capture_output=True, check=True)
    with pikepdf.open(tmp_path / "paper.pdf") as pdf:
        assert ("/DSS" in pdf.Root) == (level in ("B-LT", "B-LTA"))


def ends_of_seals(content: bytes) -> list[int]:
    """Where the bytes end that each seal or timestamp covers, from the start of the file but for the seal itself."""
    with pikepdf.open(BytesIO(content)) as pdf:
        ranges = [
            [int(number) for number in one.ByteRange] for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and "/ByteRange" in one
        ]  # fmt: skip
    assert all(first == 0 for first, *_rest in ranges)
    return sorted(then + length for _first, _until, then, length in ranges)


def eofs_of_revisions(content: bytes) -> list[int]:
    """Where each revision after the rendered one ends."""
    return [found.end() for found in re.finditer(rb"%%EOF\r?\n?", content)][1:]


def test_openssl_agrees_with_an_archive_timestamp(
    authority: Authority, sealed: dict[str, Sealed], tmp_path: Path
) -> None:
    content = sealed["B-LTA"].content
    with pikepdf.open(BytesIO(content)) as pdf:
        found = next(one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == STAMP)
        (first, until, then, length), token = map(int, found.ByteRange), bytes(found.Contents)
    (tmp_path / "data").write_bytes(content[first:until] + content[then : then + length])
    (tmp_path / "token").write_bytes(token)
    assert then + length == len(content)
    command = ["openssl", "ts", "-verify", "-data", "data", "-in", "token", "-token_in", "-CAfile", authority.trust]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Verification: OK" in done.stdout + done.stderr


def test_openssl_agrees_with_the_seal(sealed: dict[str, Sealed], authority: Authority, tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(sealed["B-B"].content)
    commands = """
        pdfsig -dump paper.pdf
        range=$(grep -a -o 'ByteRange *\\[[^]]*' paper.pdf | tail -1 | tr -dc '0-9 ')
        set -- $range
        head -c $2 paper.pdf > signed; tail -c $4 paper.pdf >> signed
        openssl cms -verify -cades -binary -inform DER -in paper.pdf.sig0 -content signed -CAfile "$ROOT" -out said
    """
    environ = {"ROOT": str(authority.trust), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        ["sh", "-ec", commands], cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
    )
    assert "CAdES Verification successful" in done.stdout + done.stderr


@pytest.mark.parametrize("level", LEVELS)
def test_our_own_check_agrees(sealed: dict[str, Sealed], level: str) -> None:
    found = seal_check.check(sealed[level].content)
    assert found is not None
    assert found.whole
    assert (found.timestamped, found.archived) == (level in ("B-T", "B-LT"), int(level == "B-LTA"))
    assert (found.certificate.subject, found.certificate.issuer) == ("Example Authority", "Example Root")
    assert not found.certificate.self_made


def test_one_changed_byte_is_found(sealed: dict[str, Sealed], tmp_path: Path) -> None:
    content = sealed["B-LTA"].content
    for at in (2000, len(content) // 2, content.rindex(b"startxref") + 11):
        changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        try:
            found = seal_check.check(changed)
            whole = found is not None and found.whole
        except Exception:
            whole = False
        assert not whole, at
    at = content.index(b"stream") + 20  # inside the first page
    said = pdfsig(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :], tmp_path)
    assert "Digest Mismatch" in said


def test_what_is_added_after_the_seal_is_found(sealed: dict[str, Sealed]) -> None:
    found = seal_check.check(sealed["B-B"].content + b"\n% something more\n")
    assert found is None or not found.whole


def test_a_certificate_that_ends_in_a_return_keeps_its_length() -> None:
    writer, out = Writer(BytesIO(sample("grant_decision", "nl"))), BytesIO()
    writer.root["/Piece"] = writer.add_object(StreamObject(stream_data=b"a certificate\r"))
    writer.update_root()
    writer.write(out)
    assert b"\r\nendstream" not in out.getvalue()
    assert page.validate_pdf_bytes(out.getvalue(), profile=PROFILES[0]).is_compliant


def test_a_paper_without_a_seal_has_none() -> None:
    assert seal_check.check(sample("grant_decision", "nl")) is None


def test_another_key_leaves_the_old_paper_valid(
    authority: Authority, sealed: dict[str, Sealed], tmp_path: Path
) -> None:
    key = authority.seal(tmp_path / "next.p12", name="Example Authority, the next key")
    rotated = Sealer(Settings(pkcs12=str(key), password=PASSWORD, timestamp_url="", trust="", made_here="", issuer=""))
    new = rotated.seal(sample("certificate", "nl"))
    old = seal_check.check(sealed["B-B"].content)
    assert old is not None
    assert old.whole
    assert new.certificate is not None
    assert new.certificate.fingerprint != old.certificate.fingerprint


def test_a_seal_counts_until_its_newest_certificate_ends(authority: Authority, settings: dict[str, Settings]) -> None:
    authority.renew_service(days=30)
    soon = Sealer(settings["B-LT"]).seal(sample("certificate", "nl"))
    authority.renew_service(days=400)
    renewed = Sealer(settings["B-LT"]).renew(soon.content)
    assert soon.ages_on is not None
    assert renewed.ages_on is not None
    assert (renewed.ages_on - soon.ages_on).days == 370
    found = seal_check.check(renewed.content)
    assert found is not None
    assert (found.whole, found.timestamped, found.archived) == (True, True, 1)


def test_the_key_of_the_demo_says_that_it_is_self_made(self_made: Path, tmp_path: Path) -> None:
    before = self_made.read_bytes()
    seal_key.make(self_made, "somebody else")
    assert self_made.read_bytes() == before, "it is made once"
    assert self_made.stat().st_mode & 0o077 == 0
    made = Sealer(Settings(pkcs12="", password="", timestamp_url="", trust="", made_here=str(self_made), issuer=""))
    found = made.seal(sample("certificate", "en"))
    assert found.certificate is not None
    assert found.certificate.self_made
    assert "self-made seal" in pdfsig(found.content, tmp_path)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password": "wrong"}, "does not open"),
        ({"pkcs12": "/nowhere/seal.p12"}, "is not there"),
        ({"trust": "/nowhere/root.pem"}, "MDT_SEAL_TRUST"),
    ],
)
def test_a_seal_that_is_not_configured_well_says_what_is_wrong(
    settings: dict[str, Settings], change: dict[str, Any], said: str
) -> None:
    with pytest.raises(SealingFailed, match=said):
        Sealer(replace(settings["B-LT"], **change))


def test_without_its_timestamp_a_paper_is_not_sealed(settings: dict[str, Settings]) -> None:
    silent = replace(settings["B-T"], timestamp_url="http://127.0.0.1:9/")
    with pytest.raises(SealingFailed, match="timestamp service does not answer"):
        Sealer(silent).seal(sample("certificate", "nl"))
    with pytest.raises(SealingFailed, match="needs MDT_TIMESTAMP_URL"):
        Sealer(settings["B-B"]).renew(sample("certificate", "nl"))


def test_a_timestamp_that_nobody_vouches_for_is_not_taken(settings: dict[str, Settings], tmp_path: Path) -> None:
    stranger = Authority(tmp_path)
    stranger.server.server_close()
    with pytest.raises(SealingFailed, match="could not be sealed"):
        Sealer(replace(settings["B-LT"], trust=str(stranger.trust))).seal(sample("certificate", "nl"))
