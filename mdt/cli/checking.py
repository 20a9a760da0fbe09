"""`mdt verify` and `mdt docs`: whether the books and the generated documents are right."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from mdt.config import ROOT
from mdt.models.connection import reading
from mdt.services import documentation, verification


@click.command()
@with_appcontext
def verify() -> None:
    """Check the log, the statuses, the decisions and the papers; name the first thing that is wrong."""
    try:
        with reading():
            counts = verification.verify()
    except verification.Fault as fault:
        raise click.ClickException(str(fault)) from None
    click.echo(
        f"All is right: {counts.cases} cases, {counts.events} events, "
        f"{counts.seals} seals, {counts.decisions} decisions, {counts.papers} papers."
    )


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
