"""The dossier: a complete case as one ZIP, as it is on the screen of who asks, and verifiable without us.

A kind of case is a row in `KINDS`, with its sections: each says which files it gives and what it shows. Every dossier
has besides: a sealed index (`index.pdf`) with the digest of each file, a page that shows it offline (`dossier.html`),
the log with its chain and seals, and a manifest. The worker makes it (`build`); `dossier_check` checks it.
"""

from __future__ import annotations

import json
import re
import time
import unicodedata
import uuid
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, cast

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select

from mdt.access import roles_of, visible
from mdt.models import Event, Person, db
from mdt.services import chain, clock, dossier_log, log, rendering, seal, sealing_log, storage
from mdt.services.dossier_check import INDEX, LOG, MANIFEST, SEALS
from workflows.base import N_
from workflows.roles import Role

FORMAT = 1
FOLDER = "dossiers"
PAGE = "dossier.html"


class NotYours(Exception):  # noqa: N818 - says what happened, as Refused does
    """Who asks cannot see the case, or has no dossier of it."""


@dataclass(frozen=True)
class Made:
    """What became of a dossier that was asked for: where it lies, or why it could not be made."""

    noun: str
    subject_id: str
    person_id: str
    digest: str | None
    cause: str


@dataclass(frozen=True)
class Asked:
    """A case as one reader may see it."""

    subject: Any
    person: Person
    roles: frozenset[Role]
    events: list[Event]
    language: str
    inside: bool  # whether the reader is of the body that handles the case, and sees all of it


@dataclass(frozen=True)
class File:
    """A file in the dossier. `path` is made safe and unique; `content` may be read only when it is its turn."""

    path: str
    what: str
    content: Callable[[], bytes]
    on: date | None = None


@dataclass(frozen=True)
class Block:
    """A piece of text on the offline page: pairs of a label and what was said, or entries of what happened."""

    title: str
    pairs: list[tuple[str, str | None]] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """A part of the dossier of a kind of case."""

    title: str  # a message id
    files: Callable[[Asked], Iterable[File]] = lambda _asked: ()
    blocks: Callable[[Asked], Iterable[Block]] = lambda _asked: ()


@dataclass(frozen=True)
class Kind:
    """A kind of case that has a dossier: who may ask for it, what it is called, and its sections.

    `level` says how much of an event in the log a reader gets: see `dossier_log`.
    """

    model: type[Any]
    readers: frozenset[Role]
    inside: frozenset[Role]  # those of the readers who handle the case
    title: Callable[[Any], str]
    number: Callable[[Any], str]
    organisation: Callable[[Any], dict[str, Any]]
    state: Callable[[Any], str]  # a message id
    sections: tuple[Section, ...]
    level: Callable[[Asked], Callable[[Event], str]]


KINDS: dict[str, Kind] = {}


def has_one(noun: str, roles: frozenset[Role]) -> bool:
    """Whether a reader with these roles has a dossier of this kind of case."""
    return noun in KINDS and bool(KINDS[noun].readers & roles)


def ask(noun: str, subject: Any, *, person: Person, language: str) -> str:
    """Ask the worker for a dossier; returns the key to fetch it with. Raises NotYours."""
    if not has_one(noun, roles_of(person, subject)):
        raise NotYours
    return str(current_app.extensions["jobs"].ask_dossier(noun, str(subject.id), str(person.id), language))


def made(noun: str, subject_id: str, person_id: str, language: str) -> Made:
    """Make a dossier and keep it for a while, or say why it cannot be made. For the worker."""
    try:
        asked = asked_by(noun, uuid.UUID(subject_id), uuid.UUID(person_id), language)
        with force_locale(language):
            content = build(noun, asked)
    except (NotYours, storage.Damaged, rendering.RenderingFailed, seal.SealingFailed) as cause:
        return Made(noun, subject_id, person_id, None, str(cause))
    return Made(noun, subject_id, person_id, storage.store(content, folder=FOLDER), "")


def result(key: str, *, wait: float = 0.0) -> Made | None:
    """What became of what was asked, or None while it is not ready after `wait` seconds."""
    until = time.monotonic() + wait
    while (found := current_app.extensions["jobs"].dossier_made(key)) is None and time.monotonic() < until:
        time.sleep(0.1)
    return cast("Made | None", found)


def forget(digest: str) -> None:
    """Throw a dossier away."""
    storage.remove(digest, folder=FOLDER)


def content_of(digest: str) -> bytes:
    """A dossier that was made. Raises storage.Damaged when it is no longer kept."""
    return storage.read(digest, folder=FOLDER)


def asked_by(noun: str, subject_id: uuid.UUID, person_id: uuid.UUID, language: str) -> Asked:
    """The case as somebody may see it. Raises NotYours."""
    kind, person = KINDS[noun], db.session.get_one(Person, person_id)
    subject = db.session.scalar(visible(select(kind.model).where(kind.model.id == subject_id), person))
    if subject is None or not has_one(noun, roles := roles_of(person, subject)):
        raise NotYours
    return Asked(subject, person, roles, log.of_case(subject.id), language, bool(roles & kind.inside))


# -- making it ------------------------------------------------------------------------------------------------------
def build(noun: str, asked: Asked) -> bytes:
    """The ZIP: the sections first, then the page and the index that name them, then the manifest of it all.

    Raises storage.Damaged when a paper is lost, rendering.RenderingFailed and seal.SealingFailed for the index.
    """
    kind, made = KINDS[noun], BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as dossier:
        box = _Box(dossier)
        sections = [_section(section, asked, box) for section in (*kind.sections, _log_section(kind))]
        about = _about(kind, asked)
        page = current_app.jinja_env.get_template("html/dossier/offline.html").render(
            **about, sections=sections, sheet=_sheet()
        )
        shown = box.add(PAGE, _("The dossier on one page, to read without a connection"), page.encode())
        index = _index(about, [{"title": _("To read"), "files": [shown]}, *sections])
        box.add(INDEX, _("Index"), index)
        manifest = {
            "format": FORMAT, "case": about["case"], "edition": about["edition"], "made_at": about["made_at"],
            "files": [{key: one[key] for key in ("path", "sha256", "size")} for one in box.files],
        }  # fmt: skip
        dossier.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return made.getvalue()


@cache
def _sheet() -> Markup:
    """The style sheet of the offline page, which can lead to no other file."""
    text = (Path(current_app.static_folder or "") / "dossier.css").read_text()
    return Markup("<style>\n{}</style>").format(Markup(text))  # noqa: S704 - a file of ours


def _section(section: Section, asked: Asked, box: _Box) -> dict[str, Any]:
    return {
        "title": _(section.title), "blocks": list(section.blocks(asked)),
        "files": [box.add(file.path, file.what, file.content(), file.on) for file in section.files(asked)],
    }  # fmt: skip


def _about(kind: Kind, asked: Asked) -> dict[str, Any]:
    """What the page and the index say of the case."""
    roles = sorted(role.value for role in asked.roles & kind.readers)
    config = current_app.config
    return {
        "case": {"number": kind.number(asked.subject), "id": str(asked.subject.id)},
        "organisation": kind.organisation(asked.subject), "heading": _(kind.title(asked.subject)),
        "state": _(kind.state(asked.subject)), "edition": "full" if asked.inside else "party",
        "roles": roles, "language": asked.language, "made_at": chain.moment(clock.now()),
        "issued_on": clock.today().isoformat(), "issuer": {"name": config["MDT_ISSUER_NAME"], "department": None},
        "verify_url": f"{config['MDT_BASE_URL'].rstrip('/')}/verify", "log_seal": sealing_log.reference(),
    }  # fmt: skip


def _index(about: Mapping[str, Any], sections: list[dict[str, Any]]) -> bytes:
    """The sealed index: it names every file but itself, with its digest."""
    listed = [{"title": one["title"], "files": one["files"]} for one in sections if one["files"]]
    record = {**about, "kind": "dossier_index", "number": about["case"]["number"], "sections": listed,
              "sealed_by": seal.sealed_by()}  # fmt: skip
    return seal.seal(rendering.render("dossier_index", record, language=about["language"])).content


def _log_section(kind: Kind) -> Section:
    def files(asked: Asked) -> Iterable[File]:
        places = dossier_log.places(asked.events, kind.level(asked))
        lines = b"".join(chain.canonical(place) + b"\n" for place in places)
        seals = json.dumps(dossier_log.seals(asked.subject.id), indent=1).encode()
        return [
            File(LOG, _("The log: a line for each event, with its place in the chain"), lambda: lines),
            File(SEALS, _("The seals that cover the log"), lambda: seals),
        ]

    return Section(N_("Log"), files)


class _Box:
    """Adds files to a ZIP and notes each with its digest."""

    def __init__(self, dossier: zipfile.ZipFile) -> None:
        self.dossier, self.files, self.taken = dossier, list[dict[str, Any]](), set[str]()

    def add(self, path: str, what: str, content: bytes, on: date | None = None) -> dict[str, Any]:
        """Put a file in, under a path that is safe everywhere and not taken yet."""
        name = self._free(path)
        self.dossier.writestr(name, content)
        noted = {
            "path": name, "what": what, "date": on.isoformat() if on else None, "size": len(content),
            "sha256": storage.digest(content),
        }  # fmt: skip
        self.files.append(noted)
        return noted

    def _free(self, path: str) -> str:
        folder, _slash, name = path.rpartition("/")
        stem, dot, ending = safe(name).rpartition(".")
        start = f"{folder}/" if folder else ""
        found, number = f"{start}{stem}{dot}{ending}", 1
        while found.casefold() in self.taken:
            number += 1
            found = f"{start}{stem}-{number}{dot}{ending}" if stem else f"{start}{ending}-{number}"
        self.taken.add(found.casefold())
        return found


def safe(name: str) -> str:
    """A file name that every system takes: no path, no control, no reserved sign, not too long."""
    text = unicodedata.normalize("NFC", name)
    text = "".join(sign for sign in text if unicodedata.category(sign)[0] != "C")
    text = re.sub(r'[\\/:*?"<>|]+', "_", text).strip(". ")
    stem, dot, ending = text.rpartition(".")
    return f"{stem[:80]}{dot}{ending[:10]}" if stem else (text[:80] or "file")
