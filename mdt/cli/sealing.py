"""`mdt reseal` and `mdt restore`: papers that outlive their certificates, and lost ones."""

from __future__ import annotations

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from mdt.jobs import transaction
from mdt.models import Document, db
from mdt.services import evidence, revision
from mdt.services.rendering import RenderingFailed, close
from mdt.services.seal import SealingFailed
from mdt.services.storage import Damaged


@click.command()
@click.option("--within", default=revision.AHEAD, show_default=True, help="Days in which a seal ages.")
@with_appcontext
def reseal(within: int) -> None:
    """Add an archive timestamp to the papers of which the seal ages soon. Run it every month; the old files stay."""
    numbers = [paper.number for paper in revision.aging(within=within)]
    for number in numbers:
        try:
            with transaction():
                revision.renew(_found(number))
        except (SealingFailed, Damaged) as failure:
            raise click.ClickException(f"{number}: {failure}") from None
    click.echo(f"{len(numbers)} papers have a new archive timestamp.")


@click.command()
@click.argument("number")
@with_appcontext
def restore(number: str) -> None:
    """Make the lost file of a paper again from its record, when it comes out the same, and seal it anew."""
    try:
        with transaction():
            paper = _found(number)
            evidence.restore(paper)
            click.echo(f"{number} is there again; its SHA-256 is now {paper.sha256}.")
    except (RenderingFailed, SealingFailed) as failure:
        raise click.ClickException(f"{number}: {failure}") from None
    finally:
        close()


def _found(number: str) -> Document:
    paper = db.session.scalar(select(Document).where(Document.number == number))
    if paper is None:
        raise click.ClickException(f"There is no paper with number {number}.")
    return paper


COMMANDS: list[click.Command] = [reseal, restore]
