"""Files that people send: what is taken, what is left behind, and what is refused."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pikepdf
import pytest
from PIL import Image

from mdt.models import Upload, db
from mdt.services import uploads
from mdt.services.storage import Damaged
from tests import factories
from workflows.base import NotNow, NotPermitted, Refused


def pdf(*, author: str = "Jan", password: str = "", pages: int = 1) -> bytes:
    """A PDF with traces of its maker."""
    made, out = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        made.add_blank_page()
    made.docinfo["/Author"] = author
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    with made.open_metadata() as metadata:
        metadata["dc:creator"] = [author]
    made.save(out, encryption=pikepdf.Encryption(owner=password, user=password) if password else False)
    return out.getvalue()


def photograph() -> bytes:
    """A JPEG that lies on its side, with a maker."""
    picture, out, exif = Image.new("RGB", (40, 20), "red"), io.BytesIO(), Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Jan de Maker"
    picture.save(out, "JPEG", exif=exif, comment=b"thuis gemaakt")
    return out.getvalue()


def enormous() -> bytes:
    """A small PNG that claims to be 40,000 × 40,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def swollen() -> bytes:
    """A PDF whose index unfolds into two gigabytes."""
    packer = zlib.compressobj(9)
    block = b"\0" * 16_000_000
    body = b"".join(packer.compress(block) for _ in range(128)) + packer.flush()
    start = b"%PDF-1.5\n"
    stream = (
        b"1 0 obj\n<< /Type /XRef /Size 3 /W [1 2 1] /Root 2 0 R /Filter /FlateDecode /Length "
        + str(len(body)).encode() + b" >>\nstream\n" + body + b"\nendstream\nendobj\n"
    )  # fmt: skip
    return start + stream + b"startxref\n9\n%%EOF\n"


def test_a_pdf_keeps_its_pages_and_loses_its_maker() -> None:
    kind, clean = uploads.inspect(pdf(author="Jan de Maker", pages=2))
    with pikepdf.open(io.BytesIO(clean)) as read:
        assert len(read.pages) == 2 and "/OpenAction" not in read.Root and "/Metadata" not in read.Root
        assert "/Info" not in read.trailer or "/Author" not in read.trailer.Info
    assert kind == "application/pdf" and b"Jan de Maker" not in clean


def test_a_photograph_stands_upright_and_says_nothing_of_its_maker() -> None:
    kind, clean = uploads.inspect(photograph())
    with Image.open(io.BytesIO(clean)) as read:
        assert read.size == (20, 40) and not read.getexif() and "comment" not in read.info
    assert kind == "image/jpeg" and b"Jan" not in clean and b"thuis" not in clean


def test_a_drawing_stays_as_it_is() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 128)).save(out, "PNG")
    kind, clean = uploads.inspect(out.getvalue())
    with Image.open(io.BytesIO(clean)) as read:
        assert kind == "image/png" and read.getpixel((5, 5)) == (255, 0, 0, 128)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"<!doctype html><script>alert(1)</script>", "not a PDF"),
        (b"PK\3\4" + b"\0" * 1000, "not a PDF"),
        (b"GIF89a" + b"\0" * 100, "not a PDF"),
        (b"%PDF-1.7 and then nothing", "damaged"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 100, "damaged"),
        (photograph()[:300], "damaged"),
        (pdf(password="geheim"), "password"),
        (pdf(pages=301), "300 pages"),
        (enormous(), "too large"),
        (b"%PDF-" + b"0" * (11 * 1024 * 1024), "larger than 10 MB"),
    ],
    ids=[
        "empty",
        "html",
        "zip",
        "gif",
        "cut pdf",
        "cut jpeg",
        "half jpeg",
        "locked",
        "long",
        "40,000 squared",
        "11 MB",
    ],
)
def test_what_is_not_fit_is_refused_with_a_sentence_at_the_field(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        uploads.inspect(content)
    assert refused.value.field == "file"


def test_a_file_that_unfolds_without_end_takes_nothing_down() -> None:
    content = swollen()
    assert len(content) < uploads.BYTES
    with pytest.raises(Refused):
        uploads.inspect(content)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("verslag.pdf", "verslag.pdf"), ("C:\\Users\\jan\\foto.html", "foto.html.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("fo\u202egpj.exe", "fo gpj.exe.pdf"), ('a"b\r\nSet-Cookie: x.pdf', "a b Set-Cookie x.pdf"), ("", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"), ("één ☃.PDF", "één ☃.pdf"),
    ],
)  # fmt: skip
def test_names_are_shown_tidily(name: str, shown: str) -> None:
    assert uploads.display_name(name, "application/pdf") == shown


def stored() -> list[Any]:
    """The files on disk."""
    return sorted(uploads.folder().glob("*/*"))


def test_a_file_lies_under_a_random_name_and_goes_with_its_row(database: Any) -> None:
    case = factories.application()
    db.session.commit()
    file = uploads.receive(case.application, name="foto.jpg", content=photograph(), actor=case.coordinator)
    assert stored() == [uploads.path_of(file)] and file.sha256 not in str(stored()[0])
    db.session.rollback()
    assert stored() == [] and db.session.query(Upload).count() == 0
    file = uploads.receive(case.application, name="foto.jpg", content=photograph(), actor=case.coordinator)
    db.session.commit()
    assert uploads.content_of(file)[:3] == b"\xff\xd8\xff"
    uploads.remove(file, actor=case.coordinator)
    assert len(stored()) == 1
    db.session.commit()
    assert stored() == []


def test_a_changed_or_lost_file_is_not_handed_out(database: Any) -> None:
    case = factories.application()
    file = uploads.receive(case.application, name="foto.jpg", content=photograph(), actor=case.coordinator)
    path = uploads.path_of(file)
    path.chmod(0o600)
    path.write_bytes(b"something else")
    with pytest.raises(Damaged, match="changed"):
        uploads.content_of(file)
    path.unlink()
    with pytest.raises(Damaged, match="missing"):
        uploads.content_of(file)


def test_five_files_and_no_more(database: Any) -> None:
    case = factories.application()
    for number in range(5):
        uploads.receive(case.application, name=f"{number}.jpg", content=photograph(), actor=case.coordinator)
    with pytest.raises(Refused, match="5 files"):
        uploads.receive(case.application, name="6.jpg", content=photograph(), actor=case.coordinator)


def test_only_the_organisation_or_the_office_adds_and_only_while_open(database: Any) -> None:
    case = factories.application()
    uploads.receive(case.application, name="post.jpg", content=photograph(), actor=case.staff.office)
    with pytest.raises(NotPermitted):
        uploads.receive(case.application, name="x.jpg", content=photograph(), actor=case.staff.board)
    play_on = factories.application(at="submitted", of=factories.organisation(coordinator=factories.person("Sam")),
                                    officials=case.staff)  # fmt: skip
    with pytest.raises(NotNow):
        uploads.receive(play_on.application, name="x.jpg", content=photograph(), actor=play_on.coordinator)


def test_the_sweep_takes_what_nobody_knows(database: Any) -> None:
    case = factories.application()
    file = uploads.receive(case.application, name="foto.jpg", content=photograph(), actor=case.coordinator)
    orphan = uploads.folder() / "ab" / ("c" * 62)
    orphan.parent.mkdir(parents=True, exist_ok=True)
    orphan.write_bytes(b"left behind")
    assert uploads.sweep() == []
    assert uploads.sweep(older_than=-1) == ["ab" + "c" * 62]
    assert stored() == [uploads.path_of(file)]
