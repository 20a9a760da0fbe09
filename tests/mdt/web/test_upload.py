"""Supporting files in the browser: refusals at the field, and files that come out as attachments only."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from mdt.models import Upload, db
from mdt.services import uploads
from tests import factories
from tests.fixtures.application import parse
from tests.mdt.services.test_uploads import enormous, pdf, photograph


def send(client: Any, case: Any, content: bytes, name: str = "stuk.pdf") -> Any:
    """Add a file as a browser does; written out here, for the client's own way leaves a temporary file open."""
    boundary, body = encode_multipart({"file": FileStorage(io.BytesIO(content), name)})
    where = f"/applications/{case.application.id}/files"
    return client.post(where, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def test_a_file_is_added_read_and_removed(database: Any, client: Any) -> None:
    case = factories.application()
    client.sign_in(case.coordinator)
    assert send(client, case, photograph(), "foto één; x.JPG").status_code == 302
    file = db.session.query(Upload).one()
    answer = client.get(f"/uploads/{file.id}")
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment;") and "filename*=UTF-8''foto%20%C3%A9%C3%A9n%3B%20x.jpg" in disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.mimetype == "image/jpeg"
    assert "sandbox" in answer.headers["Content-Security-Policy"] and "no-store" in answer.headers["Cache-Control"]
    assert file.name in client.get(f"/applications/{case.application.id}").get_data(as_text=True)
    assert client.post(f"/uploads/{file.id}/remove").status_code == 302
    assert db.session.query(Upload).count() == 0 and not list(uploads.folder().glob("*/*"))


@pytest.mark.parametrize(
    "content",
    [b"<!doctype html><p>hoi", b"PK\3\4" + b"\0" * 99, b"%PDF-1.7 kapot", enormous(), pdf(password="x"),
     b"%PDF-" + b"0" * (11 * 1024 * 1024), b""],
    ids=["html", "zip", "broken", "40,000 squared", "locked", "11 MB", "empty"],
)  # fmt: skip
def test_a_bad_file_gets_a_sentence_at_the_field_and_in_the_summary(database: Any, client: Any, content: bytes) -> None:
    case = factories.application()
    client.sign_in(case.coordinator)
    answer = send(client, case, content)
    tree = parse(answer.get_data(as_text=True))
    assert answer.status_code == 422 and db.session.query(Upload).count() == 0
    assert tree.find(".//div[@id='file-error']") is not None and tree.find(".//a[@href='#file']") is not None


def test_a_form_without_a_file_and_a_form_beyond_all_bounds(database: Any, client: Any) -> None:
    case = factories.application()
    client.sign_in(case.coordinator)
    assert client.post(f"/applications/{case.application.id}/files", data={}).status_code == 422
    answer = client.post(f"/applications/{case.application.id}/files", data=b"0" * (13 * 1024 * 1024),
                         content_type="multipart/form-data; boundary=x")  # fmt: skip
    assert answer.status_code == 413 and "10 MB" in answer.get_data(as_text=True)


def test_files_are_seen_by_whoever_sees_the_case_and_by_nobody_else(database: Any, client: Any) -> None:
    case = factories.under_assessment(at="invited")
    content = photograph()
    file = Upload(
        application=case.application, name="foto.jpg", stored_as="ab" + "c" * 62, media_type="image/jpeg",
        size=len(content), sha256=hashlib.sha256(content).hexdigest(),
        uploaded_at=case.application.created_at, uploaded_by=case.coordinator.id,
    )  # fmt: skip
    path = uploads.path_of(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    db.session.add(file)
    db.session.flush()
    where = f"/uploads/{file.id}"
    client.sign_in(case.staff.lead)
    assert client.get(where).status_code == 404  # the declaration comes first
    assert client.post(f"/assessments/{case.pair[0].id}/clear-conflict", data={"declared": "y"}).status_code == 302
    assert client.get(where).status_code == 200
    client.sign_in(factories.coordinator_of(factories.organisation(coordinator=factories.person("Sam"))))
    assert client.get(where).status_code == 404
    client.sign_in(case.coordinator)
    assert client.post(f"{where}/remove").status_code == 409
    assert app_answers(client, where) == 302


def app_answers(client: Any, where: str) -> int:
    """What somebody gets who is not signed in."""
    return int(client.application.test_client().get(where).status_code)
