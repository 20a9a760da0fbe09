"""Importing the lists of schools and programmes, as they are published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from mdt.cli.administration import FILE, refused
from mdt.jobs import transaction
from mdt.models import Programme, School, db
from mdt.services import programme_import, school_import
from mdt.services.table_file import BadLines, Outcome


@click.group()
def schools() -> None:
    """The list of schools."""


@schools.command("import")
@click.argument("file", type=FILE)
@with_appcontext
def import_schools(file: Path) -> None:
    """Import DUO's file of higher education, or a list of vo, mbo or ho schools. All of it, or nothing."""
    outcome = _imported(file, school_import.load)
    total = db.session.scalar(select(func.count()).select_from(School))
    click.echo(_said(outcome, f"{total} schools"))


@click.group()
def programmes() -> None:
    """The list of programmes."""


@programmes.command("import")
@click.argument("file", type=FILE)
@with_appcontext
def import_programmes(file: Path) -> None:
    """Import RIO's recognised programmes of higher education, or mbo qualifications. All of it, or nothing."""
    outcome = _imported(file, programme_import.load)
    total = db.session.scalar(select(func.count()).select_from(Programme))
    click.echo(_said(outcome, f"{total} programmes"))


def _imported(file: Path, load: Callable[..., Outcome]) -> Outcome:
    try:
        with transaction():
            return load(file, progress=_progress)
    except BadLines as bad:
        raise refused(bad) from None


def _progress(done: int, total: int) -> None:
    """How far the reading is; on a terminal over the same line again and again."""
    click.echo(f"\r{done} of {total} lines", err=True, nl=done >= total)


def _said(outcome: Outcome, total: str) -> str:
    if not outcome.added and not outcome.changed:
        return f"Nothing changed: all {outcome.same} were there already; {total}."
    return f"{outcome.added} new, {outcome.changed} changed, {outcome.same} the same; {total}."


COMMANDS = (schools, programmes)
