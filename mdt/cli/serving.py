"""`mdt serve` and `mdt worker`: the two processes of which a running Diensttijd consists."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import click
from flask.cli import with_appcontext

from mdt import jobs


def gunicorn(host: str, port: int, workers: int) -> list[str]:
    """The command that starts the web server: sync workers, each renewed now and then."""
    return [
        sys.executable, "-m", "gunicorn", "mdt:create_app()", "--bind", f"{host}:{port}", "--workers", str(workers),
        "--max-requests", "5000", "--max-requests-jitter", "500", "--timeout", "60", "--graceful-timeout", "20",
        "--worker-tmp-dir", "/dev/shm" if Path("/dev/shm").is_dir() else tempfile.gettempdir(),  # noqa: S108 - beats, not data
        "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", default=2, show_default=True, help="Processes; about one for each core.")
@with_appcontext
def serve(host: str, port: int, workers: int) -> None:
    """Serve the web pages. Run `mdt worker` beside it, and `mdt db upgrade` before the first time."""
    command = gunicorn(host, port, workers)
    os.execv(command[0], command)  # noqa: S606 - the server takes this process's place, and its signals


@click.command()
def worker() -> None:
    """Make papers, send letters and keep watch over terms. At least one must run beside the web server."""
    from mdt import create_app

    jobs.work(create_app())


def port_is_free(port: int) -> bool:
    """Whether nobody listens on this port of the machine itself."""
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


COMMANDS = [serve, worker]
__all__ = ["COMMANDS", "gunicorn", "port_is_free"]
