"""A file that somebody holds: is it a paper of ours, to the byte? It is looked at in memory and thrown away.

The bytes decide: a digest that we know is a file that we issued. Else it is looked for what was ours once: a file of
ours to which something was added begins with the bytes of ours, and a copy that was edited and saved anew mostly
still carries the record with its code. A paper is only ever told of to who holds its bytes or its code.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from sqlalchemy import or_, select

from mdt.models import Document, Revision, db
from mdt.services import paper, revision
from mdt.services.paper import Paper
from workflows.base import N_, Refused

MEGABYTES = 10
BYTES = MEGABYTES * 1024 * 1024
SECONDS = 15
MOST_ENDS = 200
CHILD = Path(__file__).with_name("paper_child.py")
END = re.compile(rb"%%EOF")


class Found(StrEnum):
    """What a file turns out to be."""

    GENUINE = "genuine"
    ADDED_TO = "added_to"  # a file of ours, with something after it
    CHANGED = "changed"
    NOT_OURS = "not_ours"


@dataclass(frozen=True)
class Outcome:
    """What a file is, and the paper that it is or was once."""

    found: Found
    paper: Paper | None = None


def check(content: bytes, *, on: date) -> Outcome:
    """Look at a file. Raises Refused at `file` when it is no PDF or too large."""
    if len(content) > BYTES:
        raise Refused(N_("This file is larger than %(megabytes)s MB. No paper of ours is."), field="file",
                      megabytes=MEGABYTES)  # fmt: skip
    if b"%PDF-" not in content[:1024]:
        raise Refused(N_("This is not a PDF file. Choose the PDF as you received it, not a photograph or a scan."),
                      field="file")  # fmt: skip
    known = revision.by_digest(hashlib.sha256(content).hexdigest())
    if known is not None:
        return Outcome(Found.GENUINE, paper.told(known.document, on=on))
    if (begun := _begins_as(content)) is not None:
        return Outcome(Found.ADDED_TO, paper.told(begun, on=on))
    said = paper.look_up(_code_inside(content), on=on)
    return Outcome(Found.CHANGED, said) if said is not None else Outcome(Found.NOT_OURS)


def _begins_as(content: bytes) -> Document | None:
    """The paper whose bytes, sealed or before the seal, are the beginning of this file."""
    digest, at, found = hashlib.sha256(), 0, []
    for number, end in enumerate(END.finditer(content)):
        if number == MOST_ENDS:
            break
        for until in (end.end(), end.end() + 1, end.end() + 2):  # with and without its line end
            if until <= len(content):
                digest.update(content[at:until])
                at = until
                found.append(digest.hexdigest())
    query = (
        select(Document)
        .outerjoin(Revision, Revision.document_id == Document.id)
        .where(or_(Document.rendered_sha256.in_(found), Revision.sha256.in_(found)))
    )
    return db.session.scalar(query.limit(1))


def _code_inside(content: bytes) -> str:
    """The code in the record that a file carries, read by a process that may fail, hang or swell; or nothing."""
    try:
        done = subprocess.run([sys.executable, "-I", str(CHILD)], input=content, capture_output=True,
                              timeout=SECONDS, env={"LC_ALL": "C.UTF-8"}, check=False)  # fmt: skip
        said = json.loads(done.stdout or b"{}")
    except (subprocess.TimeoutExpired, ValueError):
        return ""
    code = said.get("code") if isinstance(said, dict) else ""
    return code if isinstance(code, str) else ""
