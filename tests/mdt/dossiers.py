"""Dossiers in tests: made without a queue, opened, tampered with."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from flask_babel import force_locale

from mdt.models import Person
from mdt.services import dossier

Files = dict[str, bytes]


def made(subject: Any, person: Person, language: str = "nl") -> bytes:
    """The dossier of a case for a reader."""
    with force_locale(language):
        return dossier.build(subject.noun, dossier.asked_by(subject.noun, subject.id, person.id, language))


def opened(content: bytes) -> Files:
    """The files in a dossier."""
    with zipfile.ZipFile(BytesIO(content)) as found:
        return {name: found.read(name) for name in found.namelist()}


def closed(files: Files) -> BytesIO:
    """A dossier of these files."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as found:
        for name, content in files.items():
            found.writestr(name, content)
    made.seek(0)
    return made


def places(files: Files) -> list[dict[str, Any]]:
    """The lines of the log."""
    return [json.loads(line) for line in files["log/events.jsonl"].splitlines()]


def with_places(files: Files, change: Callable[[list[dict[str, Any]]], Any]) -> Files:
    """The same files, with another log."""
    found = places(files)
    change(found)
    return {**files, "log/events.jsonl": "".join(json.dumps(one) + "\n" for one in found).encode()}
