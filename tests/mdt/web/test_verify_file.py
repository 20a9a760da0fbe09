"""A file that somebody holds: ours to the byte, ours once, or not ours; looked at in memory, and no trace of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask

from mdt.models import Revision, SealCertificate
from mdt.services import seal, storage
from mdt.services.seal import MADE_HERE
from tests.documents.samples import SAMPLES
from tests.fixtures.application import StrictClient, configuration
from tests.fixtures.papers import sample
from tests.mdt import register_rows as rows

CODE = "7KQ2-M9XW-4PHT-0B1C-V8RZ"


@pytest.fixture
def paper(app: Flask, database: Any, clock: Callable[[date], None], client: StrictClient) -> bytes:
    """The sealed file of a certificate in the register."""
    clock(rows.TODAY)
    row = rows.accreditation(rows.organisation(), period=rows.PERIOD)
    document = rows.document(rows.event(row), "certificate", CODE, row)
    rendered = sample("certificate", "nl")
    sealed = seal.seal(rendered)
    document.rendered_sha256, document.sha256 = storage.digest(rendered), storage.digest(sealed.content)
    held = sealed.certificate
    assert held is not None
    database.session.add(
        SealCertificate(
            fingerprint=held.fingerprint, subject=held.subject, issuer=held.issuer, self_made=held.self_made,
            valid_from=held.valid_from, valid_until=held.valid_until, content=held.content, first_used_at=rows.MOMENT,
        )
    )  # fmt: skip
    database.session.flush()
    database.session.add(
        Revision(document_id=document.id, number=1, sha256=document.sha256, size=len(sealed.content), level="B-B",
                 certificate_id=held.fingerprint, ages_on=sealed.ages_on, made_at=rows.MOMENT)
    )  # fmt: skip
    database.session.flush()
    return sealed.content


def drop(client: StrictClient, content: bytes, query: str = "") -> Any:
    """Send a file; written out here, for the test client itself would put a large one in a temporary file."""
    head = b'--cut\r\nContent-Disposition: form-data; name="file"; filename="paper.pdf"\r\n\r\n'
    body = head + content + b"\r\n--cut--\r\n"
    return client.post(f"/verify{query}", data=body, content_type="multipart/form-data; boundary=cut")


def edited(code: str) -> bytes:
    """A copy that was changed and saved anew by some editor, with a code in the record that it still carries."""
    record = SAMPLES["certificate", "nl"] | {"code": code}
    out = BytesIO()
    with pikepdf.open(BytesIO(sample("certificate", "nl"))) as pdf:
        pdf.pages[0].Rotate = 90
        pdf.attachments["record.json"] = pikepdf.AttachedFileSpec(pdf, json.dumps(record).encode())
        pdf.save(out)
    return out.getvalue()


def test_the_very_file_is_genuine(client: StrictClient, paper: bytes) -> None:
    answer = drop(client, paper)
    assert answer.status_code == 200
    assert "Uw bestand is echt" in answer.text
    assert "geldig" in answer.text
    assert "Naam zoals op papier" in answer.text
    assert "self-made seal" in answer.text
    assert "zelfgemaakt zegel" in answer.text
    assert "Your file is genuine" in drop(client, paper, "?language=en").text


@pytest.mark.parametrize("change", ["added", "unsealed", "edited"])
def test_a_changed_file_is_found_and_the_genuine_one_told(client: StrictClient, paper: bytes, change: str) -> None:
    held = {"added": paper + b"\n% more\n%%EOF\n", "unsealed": sample("certificate", "nl"), "edited": edited(CODE)}
    answer = drop(client, held[change])
    assert "Uw bestand is gewijzigd" in answer.text
    assert "AC-2026-0001" in answer.text
    assert CODE in answer.text


def test_one_changed_byte_makes_it_another_file(client: StrictClient, paper: bytes) -> None:
    at = paper.index(b"stream") + 30
    answer = drop(client, paper[:at] + bytes([paper[at] ^ 1]) + paper[at + 1 :])
    assert "Uw bestand is echt" not in answer.text


@pytest.mark.parametrize("held", ["another", "code of nobody", "not really a PDF"])
def test_a_file_of_somebody_else_is_not_ours(client: StrictClient, paper: bytes, held: str) -> None:
    content = {"another": sample("advice", "nl"), "code of nobody": edited("7KQ2-0000-4PHT-0B1C-V8RZ"),
               "not really a PDF": b"%PDF-1.7 " + b"\x00" * 1000}  # fmt: skip
    answer = drop(client, content[held])
    assert answer.status_code == 200
    assert "Dit bestand is niet van ons" in answer.text
    assert "Naam zoals op papier" not in answer.text


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "Kies eerst een bestand."), (b"GIF89a", "geen PDF"), (b"%PDF-" * 2_200_000, "10 MB")]
)
def test_what_is_no_file_to_check_gets_a_sentence_at_the_field(client: StrictClient, content: bytes, said: str) -> None:
    answer = drop(client, content)
    assert answer.status_code == 422
    assert answer.text.count(said) >= 2


def test_a_file_leaves_no_trace(
    app: Flask, client: StrictClient, paper: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_args: Any, **_kwargs: Any) -> None:
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr("tempfile.SpooledTemporaryFile", never)
    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", never)
    monkeypatch.setattr("tempfile.TemporaryFile", never)
    data = app.config["MDT_DATA_DIR"]
    before = sorted(data.rglob("*"))
    for content in (paper, paper + b"%" * 2_000_000, edited(CODE)):
        answer = drop(client, content)
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["Cache-Control"] == "no-store"
    assert sorted(data.rglob("*")) == before


def test_the_certificate_can_be_fetched(client: StrictClient, paper: bytes) -> None:
    page = client.get(f"/verify/{CODE}").text
    path = page.split("/verify/certificates/")[1].split('"')[0]
    answer = client.get(f"/verify/certificates/{path}")
    assert answer.text.startswith("-----BEGIN CERTIFICATE-----")
    assert "Set-Cookie" not in answer.headers
    assert client.get(f"/verify/certificates/{'0' * 64}.pem").status_code == 404


def test_the_schema_stands_at_the_address_that_the_paper_names(client: StrictClient) -> None:
    answer = client.get("/schemas/grant-decision-1.json")
    assert answer.mimetype == "application/schema+json"
    assert answer.json["$id"].endswith("/schemas/grant-decision-1.json")
    assert answer.json["properties"]["kind"] == {"const": "grant_decision"}
    assert "Set-Cookie" not in answer.headers
    assert client.get("/schemas/grant-decision-2.json").status_code == 404


def test_a_file_needs_no_token_and_is_rate_limited(tmp_path: Path) -> None:
    from mdt import create_app
    from mdt.extensions import db

    settings = configuration(f"sqlite:///{tmp_path / 'x.db'}", tmp_path)
    app = create_app(settings | {"RATELIMIT_ENABLED": True, "WTF_CSRF_ENABLED": True})
    with app.app_context():
        db.create_all()
    visitor = app.test_client()
    found = [visitor.post("/verify", data={"file": (BytesIO(b"no PDF"), "x")}).status_code for _ in range(31)]
    with app.app_context():
        db.engine.dispose()
    assert found == [422] * 30 + [429]
    assert not (tmp_path / MADE_HERE).exists(), "the web never needs the key"
