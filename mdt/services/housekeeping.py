"""What the clock asks for: the worker's sign of life, and the throwing away of what has expired."""

from __future__ import annotations

import ctypes
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete

from mdt.models import KeptText, Setting, db
from mdt.services import clock

WORKER = "worker"
SILENT = timedelta(minutes=3)  # a worker that has not been heard for so long is taken to be dead
KEPT = timedelta(days=1)

_minutely: list[Callable[[], Any]] = []
_nightly: list[Callable[[], Any]] = []


def each_minute(work: Callable[[], Any]) -> Callable[[], Any]:
    """Register work for every minute, such as looking for terms that ran out; in a transaction of the worker's."""
    _minutely.append(work)
    return work


def each_night(work: Callable[[], Any]) -> Callable[[], Any]:
    """Register work for every night, such as throwing away what has expired."""
    _nightly.append(work)
    return work


def minutely() -> tuple[Callable[[], Any], ...]:
    """What is done every minute, each in a transaction of its own."""
    return tuple(_minutely)


def nightly() -> tuple[Callable[[], Any], ...]:
    """What is done every night, each in a transaction of its own."""
    return tuple(_nightly)


@each_night
def forget_kept_texts() -> None:
    """The texts of expired sessions are kept for a day."""
    db.session.execute(delete(KeptText).where(KeptText.kept_at < clock.now() - KEPT))


def beat(renderer: str | None = None) -> None:
    """Note that a worker lives, with its Pango, and (when it was tried) whether its renderer starts."""
    setting = db.session.get(Setting, WORKER)
    said = json.loads(setting.value) if setting else {}
    said |= {"seen_at": clock.now().isoformat(), "pango": pango_version()}
    if renderer is not None:
        said["renderer"] = renderer
    db.session.merge(Setting(name=WORKER, value=json.dumps(said)))


def worker_state() -> dict[str, Any]:
    """How the worker does: `alive`, and when known `seen_at`, `pango` and `renderer`."""
    setting = db.session.get(Setting, WORKER)
    if setting is None:
        return {"alive": False}
    said = json.loads(setting.value)
    alive = clock.now() - datetime.fromisoformat(said["seen_at"]) < SILENT
    return {"alive": alive, **said}


def pango_version() -> str | None:
    """The version of the system's Pango, on which the look of every paper rests; None without it."""
    try:
        library = ctypes.CDLL("libpango-1.0.so.0")
    except OSError:
        return None
    library.pango_version_string.restype = ctypes.c_char_p
    return str(library.pango_version_string().decode())
