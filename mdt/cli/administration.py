"""To be."""

import click

COMMANDS: list[click.Command] = []
