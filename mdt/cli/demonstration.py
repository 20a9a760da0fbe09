"""`mdt demo`: the whole service on this machine, with fictional cases, in one command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

import click
from flask import Flask

from mdt.cli.administration import refused
from mdt.cli.serving import gunicorn, port_is_free

READY_SECONDS = 60
END_SECONDS = 30


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--once", is_flag=True, help="Do everything once without a server, and write the papers to --out.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for what --once makes.")
@click.option("--schools", type=click.Path(path_type=Path, file_okay=False, exists=True),
              help="Folder with the published lists of schools, for --once; else they are fictional.")  # fmt: skip
@click.option("--programmes", type=click.Path(path_type=Path, file_okay=False, exists=True),
              help="Folder with the published lists of the programmes of those schools, for --once.")  # fmt: skip
def demo(port: int, once: bool, out: Path | None, schools: Path | None, programmes: Path | None) -> None:
    """Start a demonstration with fictional organisations, on http://127.0.0.1:8000."""
    os.environ["MDT_MODE"] = "demo"
    os.environ.setdefault("MDT_BASE_URL", f"http://127.0.0.1:{port}")
    if programmes and not schools:
        raise click.UsageError("--programmes needs --schools: a programme belongs to a school that is known.")
    if once:
        _run_once((out or Path("demo-papers")).absolute(), schools, programmes)
        return
    if not port_is_free(port):
        raise click.ClickException(f"Port {port} is in use. Choose another one: mdt demo --port {port + 1}")
    accounts = _prepare()
    _serve(port, accounts)


def _prepare() -> list[tuple[str, str, str]]:
    """Bring the database up to date, fill it when it is empty, and return the accounts: (who, e-mail, password)."""
    from mdt import create_app
    from mdt import demo as package

    app = create_app()
    with app.app_context():
        _upgrade(app)
        if package.is_empty():
            click.echo("Making fictional organisations, applications and papers; this is done once.")
            package.seed(app, say=_say)
        return package.accounts()


def _upgrade(app: Flask) -> None:
    import logging

    import flask_migrate

    logging.getLogger("alembic").setLevel(logging.WARNING)
    flask_migrate.upgrade(directory=str(app.extensions["migrate"].directory))


def _say(sentence: str) -> None:
    click.echo(f"  {sentence}")


def _run_once(out: Path, schools: Path | None, programmes: Path | None) -> None:
    """Without a server: cases from beginning to end, with all their papers in `out`."""
    from mdt.demo import once
    from mdt.services.table_file import BadLines
    from mdt.services.verification import Fault

    try:
        rows, decided, counts = once.run(out, lists=once.Lists(schools, programmes))
    except BadLines as bad:
        raise refused(bad) from None
    except Fault as fault:
        raise click.ClickException(str(fault)) from None
    click.echo(once.table(rows))
    click.echo("\nWhat the schools decided:\n" + "\n".join(f"  {line}" for line in decided))
    click.echo(
        f"\nAll is right: {counts.cases} cases, {counts.events} events, {counts.decisions} decisions, "
        f"{counts.papers} papers, in {out}. The dossiers and the credentials there are for a stranger to verify: "
        "mdt verify DOSSIER.zip."
    )


class _Interrupted(Exception):  # noqa: N818 - says what happened
    """Somebody asked the demo to end."""


def _serve(port: int, accounts: list[tuple[str, str, str]]) -> None:
    """Run the web server and the worker as children until one ends or somebody asks to stop; end both."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _Interrupted

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    children: list[subprocess.Popen[bytes]] = []
    try:
        for command in (gunicorn("127.0.0.1", port, 2), [sys.executable, "-m", "mdt", "worker"]):
            children.append(subprocess.Popen(command, env=os.environ, start_new_session=True))
        _wait(port, children)
        _introduce(port, accounts)
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        click.echo("The web server or the worker ended by itself; ending the demo.", err=True)
        sys.exit(1)
    except (_Interrupted, KeyboardInterrupt):
        click.echo("\nEnding the demo.")
    finally:
        _end(children)


def _wait(port: int, children: list[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and all(child.poll() is None for child in children):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                return
        except urllib.error.HTTPError as answer:
            if answer.code == 503 and time.monotonic() > until - READY_SECONDS / 2:
                click.echo(f"Not everything is well yet: {answer.read().decode().strip()}", err=True)
                return
        except OSError:
            pass
        time.sleep(0.2)


def _introduce(port: int, accounts: list[tuple[str, str, str]]) -> None:
    width = max((len(who) for who, _email, _password in accounts), default=0)
    address = max((len(email) for _who, email, _password in accounts), default=0)
    click.echo(f"\nDiensttijd runs on http://127.0.0.1:{port}\n")
    for who, email, password in accounts:
        click.echo(f"  {who:<{width}}  {email:<{address}}  {password}")
    click.echo("\nEnd with Ctrl-C.")


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask each child to end, by its own process id, and wait; who does not listen is made to."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=END_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


COMMANDS: list[click.Command] = [demo]
