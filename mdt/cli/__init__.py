"""The command line: `mdt …`. Every command makes the application from the environment, and says what it did."""

from __future__ import annotations

import sys

import click
from flask.cli import ScriptInfo
from flask_migrate.cli import db as migrations

from mdt import create_app
from mdt.cli import administration, checking, demonstration, importing, keys, sealing, serving
from mdt.config import ConfigurationError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def commands() -> None:
    """Diensttijd: accreditation of volunteer organisations on practice."""


commands.add_command(migrations)
for _module in (serving, demonstration, checking, sealing, keys, administration, importing):
    for _command in _module.COMMANDS:
        commands.add_command(_command)


def main() -> None:
    """Run a command; a setting that is missing is a sentence, not a traceback."""
    info = ScriptInfo(create_app=create_app, set_debug_flag=False, load_dotenv_defaults=False)
    try:
        commands(obj=info, prog_name="mdt")
    except ConfigurationError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
