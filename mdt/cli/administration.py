"""What whoever runs the service does at the command line: reference data, the first of the staff, stuck letters."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from mdt.access import SYSTEM
from mdt.jobs import transaction
from mdt.models import Framework, Municipality, db
from mdt.models.membership import STAFF_FUNCTIONS
from mdt.services import effects, framework, framework_versions, mail, membership, municipality
from mdt.services.table_file import BadLines
from workflows.base import Refused

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
MOST_PROBLEMS = 50


def refused(bad: BadLines) -> click.ClickException:
    """What is said of a file with bad lines."""
    more = len(bad.problems) - MOST_PROBLEMS
    lines = [*bad.problems[:MOST_PROBLEMS], *([f"… and {more} more."] if more > 0 else [])]
    return click.ClickException("Nothing was imported.\n" + "\n".join(lines))


@click.group("framework")
def framework_() -> None:
    """The published versions of the assessment framework."""


@framework_.command("add")
@click.argument("file", type=FILE)
@with_appcontext
def add_framework(file: Path) -> None:
    """Publish a version from a YAML file. What is published never changes."""
    try:
        found = framework.load(file)
        with transaction():
            new = framework_versions.publish(found)
    except (framework.FrameworkError, Refused) as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(
        f"Version {found.version} is {'published' if new else 'there already'}; in force from {found.valid_from}."
    )


@framework_.command("list")
@with_appcontext
def list_frameworks() -> None:
    """List the versions, the oldest first."""
    for row in db.session.scalars(select(Framework).order_by(Framework.valid_from)):
        click.echo(f"{row.version}  from {row.valid_from}  sha256 {row.sha256}")


@click.group()
def municipalities() -> None:
    """The list of municipalities."""


@municipalities.command("import")
@click.argument("file", type=FILE)
@with_appcontext
def import_municipalities(file: Path) -> None:
    """Import a CSV with the columns gemeentecode, naam and provincie. All of it, or nothing."""
    try:
        with transaction():
            outcome = municipality.load(file)
    except BadLines as bad:
        raise refused(bad) from None
    total = len(db.session.scalars(select(Municipality.code)).all())
    click.echo(f"{outcome.added} new, {outcome.changed} changed, {outcome.same} the same; {total} municipalities.")


@click.group()
def staff() -> None:
    """The people of the accrediting body."""


@staff.command("invite")
@click.argument("email")
@click.argument("function", type=click.Choice(STAFF_FUNCTIONS))
@with_appcontext
def invite_staff(email: str, function: str) -> None:
    """Invite somebody; the first of the office has nobody else to do so. Prints the link of the invitation."""
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(email, check_deliverability=False, test_environment=True)
        with transaction():
            made = membership.invite(organisation=None, email=email, function=function, actor=SYSTEM)
            link, until = membership.invitation_url(made), made.valid_until
    except (Refused, EmailNotValidError) as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"Invited {email} as {function}. The link works until {until}:\n{link}")


@click.group("mail")
def mail_() -> None:
    """Letters by e-mail."""


@mail_.command("retry")
@with_appcontext
def retry_mail() -> None:
    """Try again at once what failed: letters, and papers and messages that could not be made."""
    with transaction():
        letters, others = mail.retry(), effects.retry()
    click.echo(f"{letters} letters and {others} papers or messages are tried again by the worker, within a minute.")


COMMANDS: list[click.Command] = [framework_, municipalities, staff, mail_]
