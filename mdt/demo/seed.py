"""What the demonstration begins with: the framework and accounts of the staff."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from mdt.access import SYSTEM
from mdt.models import Framework, db
from mdt.services import framework, framework_versions, membership

PASSWORD = "welkom-bij-diensttijd"  # noqa: S105 - printed by the demo for everybody to use
STAFF = (
    ("Office", "Hanneke van der Wal", "bureau@diensttijd.example", "office"),
    ("Assessor", "Joris de Bruin", "joris@diensttijd.example", "assessor"),
    ("Assessor", "Samira El Amrani", "samira@diensttijd.example", "assessor"),
    ("Board", "Wim Terpstra", "wim@diensttijd.example", "board"),
)


def is_empty() -> bool:
    """Whether nothing was seeded yet."""
    return db.session.scalar(select(Framework.version).limit(1)) is None


def seed(_app: Flask, *, say: Callable[[str], None]) -> None:
    """Fill an empty database; commits."""
    say("assessment framework and staff")
    for version in framework.shipped():
        framework_versions.publish(version)
    for _label, name, email, function in STAFF:
        invited = membership.invite(organisation=None, email=email, function=function, actor=SYSTEM)
        membership.accept(invited, name=name, password=PASSWORD)
    db.session.commit()


def accounts() -> list[tuple[str, str, str]]:
    """Who can sign in: label and name, e-mail address, password."""
    return [(f"{label}: {name}", email, PASSWORD) for label, name, email, _function in STAFF]


def once(_app: Flask, _out: Path) -> list[Path]:
    """Write the papers of the seeded cases to a folder; returns what was written."""
    return []
