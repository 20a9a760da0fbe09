"""The published versions of the assessment framework: added by a command, never changed, read by every case."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import lru_cache

from sqlalchemy import select

from mdt.models import Application, db
from mdt.models import Framework as FrameworkRow
from mdt.rules.framework import Framework
from mdt.services import clock, log
from mdt.services.framework import parse
from workflows.base import N_, Refused


def publish(framework: Framework) -> bool:
    """Store a version; returns False when the very same is there already. Refuses another content under its name."""
    sha256 = hashlib.sha256(log.canonical(framework.content)).hexdigest()
    row = db.session.get(FrameworkRow, framework.version)
    if row is not None:
        if row.sha256 != sha256:
            raise Refused(N_("Version %(version)s is published and cannot change. Give the new text a new version."),
                          version=framework.version)  # fmt: skip
        return False
    db.session.add(
        FrameworkRow(
            version=framework.version,
            valid_from=framework.valid_from,
            content=framework.content,
            sha256=sha256,
            published_at=clock.now(),
        )
    )
    db.session.flush()
    return True


def current(on: date) -> Framework:
    """The version in force on a day. Raises Refused when there is none."""
    row = db.session.scalar(
        select(FrameworkRow).where(FrameworkRow.valid_from <= on).order_by(FrameworkRow.valid_from.desc()).limit(1)
    )
    if row is None:
        raise Refused(N_("No assessment framework is in force. Add one with `mdt framework add FILE`."))
    return _read(row)


def of(application: Application) -> Framework:
    """The version that a case keeps."""
    return version(application.framework_version)


def version(name: str) -> Framework:
    """A published version by name. Raises LookupError for an unknown one."""
    row = db.session.get(FrameworkRow, name)
    if row is None:
        raise LookupError(name)
    return _read(row)


def _read(row: FrameworkRow) -> Framework:
    return _parsed(row.version, row.sha256)


@lru_cache(maxsize=32)
def _parsed(name: str, sha256: str) -> Framework:
    """Parsed once per process and digest; the row is in the session already."""
    row = db.session.get(FrameworkRow, name)
    assert row is not None
    return parse(row.content, name=name)
