"""Supporting files and scans of signatures: looked into, cleaned, kept under a random name outside the web root."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

from flask import current_app
from sqlalchemy import event, func, select

from mdt.access import Actor, Person
from mdt.models import Agreement, Application, Upload, db
from mdt.services import answers, clock
from mdt.services.housekeeping import each_night
from mdt.services.storage import Damaged
from workflows.base import N_, NotPermitted, Refused

MOST = 5
MEGABYTES = 10
BYTES = MEGABYTES * 1024 * 1024
SECONDS = 20
DAY = 86_400
CHILD = Path(__file__).with_name("uploads_child.py")
ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}
REASONS = {
    "type": N_("This is not a PDF, PNG or JPEG file, whatever its name says. Save it as a PDF and add it again."),
    "broken": N_("This file is damaged: it cannot be opened. Save it again and add it once more."),
    "locked": N_("This PDF is locked with a password. Save it without a password and add it again."),
    "pixels": N_("This picture is too large: at most 50 million pixels. Make it smaller and add it again."),
    "pages": N_("This PDF has more than 300 pages. Send only the pages that matter."),
    "heavy": N_("This file unfolds into far more than it seems. Save it in another way, or send fewer pages."),
}
NEW, DOOMED = "new_uploads", "doomed_uploads"


def folder() -> Path:
    """Where the files lie; never below a folder that the web server shows."""
    return Path(current_app.config["MDT_DATA_DIR"]) / "uploads"


def path_of(upload: Upload) -> Path:
    """Where one file lies."""
    return folder() / upload.stored_as[:2] / upload.stored_as[2:]


def receive(application: Application, *, name: str, content: bytes, actor: Person) -> Upload:
    """Take a file in, without its metadata. Raises NotPermitted, NotNow, or Refused with the reason at `file`.

    The file is on disk before the transaction ends, and removed when that is rolled back.
    """
    db.session.refresh(application, with_for_update={"of": Application})
    answers.require_open(application, actor)
    there = db.session.scalar(select(func.count(Upload.id)).where(Upload.application_id == application.id)) or 0
    if there >= MOST:
        raise Refused(N_("There are %(count)s files already. Remove one first."), field="file", count=MOST)
    upload = _take_in(name=name, content=content, actor=actor)
    upload.application = application
    db.session.add(upload)
    db.session.flush()
    return upload


def receive_scan(agreement: Agreement, *, name: str, content: bytes, actor: Person) -> Upload:
    """Take in the scan of a signature on paper. Raises Refused with the reason at `file`.

    Who may record a signature is for the event that it belongs to; without that event the scan goes too.
    """
    upload = _take_in(name=name, content=content, actor=actor)
    upload.agreement_id = agreement.id
    db.session.add(upload)
    db.session.flush()
    return upload


def _take_in(*, name: str, content: bytes, actor: Person) -> Upload:
    media_type, clean = inspect(content)
    upload = Upload(
        name=display_name(name, media_type), stored_as=secrets.token_hex(32), media_type=media_type, size=len(clean),
        sha256=hashlib.sha256(clean).hexdigest(), uploaded_at=clock.now(), uploaded_by=actor.id,
    )  # fmt: skip
    _write(path_of(upload), clean)
    db.session.info.setdefault(NEW, []).append(path_of(upload))
    return upload


def inspect(content: bytes) -> tuple[str, bytes]:
    """The type of a file by its bytes, and its content without metadata. Raises Refused."""
    if not content:
        raise Refused(N_("This file is empty."), field="file")
    if len(content) > BYTES:
        raise Refused(N_("This file is larger than %(megabytes)s MB. Make it smaller and add it again."),
                      field="file", megabytes=MEGABYTES)  # fmt: skip
    try:
        done = subprocess.run([sys.executable, "-I", str(CHILD)], input=content, capture_output=True,
                              timeout=SECONDS, env={"LC_ALL": "C.UTF-8"}, check=False)  # fmt: skip
        answer = done.stdout
    except subprocess.TimeoutExpired:
        answer = b"-heavy"
    if answer[:1] == b"+":
        media_type, _, clean = answer[1:].partition(b"\n")
        return media_type.decode(), clean
    raise Refused(REASONS.get(answer[1:].decode(errors="replace"), REASONS["heavy"]), field="file")


def display_name(name: str, media_type: str) -> str:
    """A name to show: no folders, no signs that hide or turn text, and the ending of what the file really is."""
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    base = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in base)
    stem = re.sub(r"\.(pdf|png|jpe?g)$", "", re.sub(r'[\s"<>|:*?]+', " ", base).strip(), flags=re.IGNORECASE)
    return (stem.strip(". ")[:120] or "file") + ENDINGS[media_type]


def content_of(upload: Upload) -> bytes:
    """The bytes of a file. Raises Damaged when they are gone or are others."""
    try:
        content = path_of(upload).read_bytes()
    except FileNotFoundError:
        raise Damaged(f"the file uploads/{upload.stored_as} is missing") from None
    if hashlib.sha256(content).hexdigest() != upload.sha256:
        raise Damaged(f"the file uploads/{upload.stored_as} has been changed")
    return content


def remove(upload: Upload, *, actor: Actor) -> None:
    """Take a file back while its application is open. Raises NotPermitted or NotNow."""
    application = upload.application
    if application is None:
        raise NotPermitted(N_("The scan of a signature stays with the agreement."))
    db.session.refresh(application, with_for_update={"of": Application})
    answers.require_open(application, actor)
    db.session.info.setdefault(DOOMED, []).append(path_of(upload))
    db.session.delete(upload)
    db.session.flush()
    db.session.expire(application, ["uploads"])


def doom(upload: Upload) -> None:
    """Let the bytes of a file go with the commit, though its row stays."""
    db.session.info.setdefault(DOOMED, []).append(path_of(upload))


@each_night
def sweep(*, older_than: float = DAY) -> list[str]:
    """Remove files that no row knows and that are older than this many seconds; returns their names."""
    known = set(db.session.scalars(select(Upload.stored_as)))
    until, gone = time.time() - older_than, []
    for path in sorted(folder().glob("*/*")):
        name = path.parent.name + path.name
        if name not in known and path.stat().st_mtime < until:
            path.unlink(missing_ok=True)
            gone.append(name)
    return gone


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@event.listens_for(db.session, "after_commit")
def _committed(session: object) -> None:
    """New files stay; removed ones go, now that nothing can bring them back."""
    _settle(session, goes=DOOMED)


@event.listens_for(db.session, "after_rollback")
def _rolled_back(session: object) -> None:
    """New files go with the rows that would have known them; removed ones stay."""
    _settle(session, goes=NEW)


def _settle(session: object, *, goes: str) -> None:
    info = getattr(session, "info", {})
    lists = {name: info.pop(name, []) for name in (NEW, DOOMED)}
    for path in lists[goes]:
        path.unlink(missing_ok=True)
