"""`mdt verify` and `mdt docs`: whether the books and the generated documents are right."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from mdt.config import ROOT
from mdt.models.connection import reading
from mdt.services import documentation, dossier_check, verification


@click.command()
@click.argument("dossier", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(dossier: Path | None) -> None:
    """Check the log, the statuses, the decisions and the papers; name the first thing that is wrong.

    With a DOSSIER (zip): check that file, on any machine, without a database.
    """
    if dossier is not None:
        _verify_dossier(dossier)
    else:
        with_appcontext(_verify_books)()


def _verify_books() -> None:
    try:
        with reading():
            counts = verification.verify()
    except verification.Fault as fault:
        raise click.ClickException(str(fault)) from None
    click.echo(
        f"All is right: {counts.cases} cases, {counts.events} events, {counts.seals} seals, "
        f"{counts.decisions} decisions, {counts.papers} papers."
    )


def _verify_dossier(path: Path) -> None:
    try:
        found = dossier_check.check(path)
    except dossier_check.Wrong as wrong:
        raise click.ClickException(str(wrong)) from None
    click.echo(
        f"All is right: the dossier of {found.case} ({found.edition}) holds {found.files} files and {found.events} "
        f"events ({found.withheld} withheld), covered by {found.seals} seals of the log."
    )
    click.echo(f"The index was sealed by: {found.sealed_by}.")
    if found.newest_seal:
        click.echo("Compare with any paper of the authority: seal {} of the log, {}.".format(*found.newest_seal))
    if found.stamped:
        click.echo(f"Timestamped by an independent service on {max(found.stamped):%Y-%m-%d %H:%M:%S %Z}.")


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; fail when the file is not fresh.")
def docs(check: bool) -> None:
    """Write workflows/README.md from the processes, in Dutch and in English."""
    path = ROOT / "workflows" / "README.md"
    text = documentation.generate()
    if check:
        if not path.exists() or path.read_text() != text:
            raise click.ClickException(f"{path.name} is not what the processes say now. Run: mdt docs")
        click.echo("workflows/README.md is fresh.")
        return
    path.write_text(text)
    click.echo(f"Wrote {path.relative_to(ROOT)}.")


COMMANDS: list[click.Command] = [verify, docs]
