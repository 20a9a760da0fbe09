"""Render a paper in a process of its own, which may fail, hang or swell without hurting anybody.

    render("grant_decision", record, language="nl") -> bytes of a tagged PDF

The process is warm: it starts with the first paper and stays. It is killed at 20 seconds or 512 MB for one
paper, replaced after a failure, and renewed after 500 papers. The same record gives the same bytes.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from mdt.services.paper_records import KINDS, LANGUAGES, UNNUMBERED

SECONDS = 20
MEGABYTES = 512
PAPERS = 500
START_SECONDS = 60
ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "templates" / "pdf" / "fonts" / "fonts.conf"


class RenderingFailed(Exception):  # noqa: N818 - says what happened, as Refused does
    """There is no paper; `cause` says why, for the office and the log."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class Renderer:
    """A warm process that renders, and the bounds it must keep. Safe to share between threads."""

    def __init__(self, *, seconds: float = SECONDS, megabytes: int = MEGABYTES, papers: int = PAPERS) -> None:
        self.seconds, self.megabytes, self.papers = seconds, megabytes, papers
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.owner = 0
        self.made = 0

    def order(self, order: Mapping[str, Any]) -> bytes:
        """The PDF for an order. Raises RenderingFailed; the next order finds a new process then."""
        content = json.dumps(order, ensure_ascii=True).encode()
        with self.lock:
            process = self._warm()
            try:
                answer = _exchange(process, content, self.seconds)
            except RenderingFailed:
                self._end()
                raise
            self.made += 1
            if self.made >= self.papers or answer == b"-memory":
                self._end()
        if answer[:1] == b"+":
            return answer[1:]
        cause = answer[1:].decode(errors="replace")
        raise RenderingFailed(f"more than {self.megabytes} MB of memory" if cause == "memory" else cause)

    def close(self) -> None:
        """End the process; a next order starts a new one."""
        with self.lock:
            if self.owner == os.getpid():
                self._end()

    def _warm(self) -> subprocess.Popen[bytes]:
        if self.process and self.owner != os.getpid():
            self.process = None  # a fork shares its parent's process and pipes: leave them to the parent
        if self.process and self.process.poll() is None:
            return self.process
        self._end()
        self.process, self.owner, self.made = self._start(), os.getpid(), 0
        try:
            greeting = _exchange(self.process, None, START_SECONDS)
        except RenderingFailed as failure:
            greeting = f"-{failure.cause}".encode()
        if greeting != b"+ready":
            self._end()
            raise RenderingFailed(f"the renderer does not start: {greeting[1:].decode(errors='replace')}")
        return self.process

    def _start(self) -> subprocess.Popen[bytes]:
        # Only what it needs: no secret of ours is in the memory of a process that reads typed text.
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "PYTHONHASHSEED": "0",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "FONTCONFIG_FILE": str(FONTS),
            "MDT_RENDERING_SECONDS": str(int(self.seconds)),
            "MDT_RENDERING_MEGABYTES": str(self.megabytes),
        }
        return subprocess.Popen(
            [sys.executable, "-m", "mdt.services.rendering_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=ROOT,
            bufsize=0,
            start_new_session=True,  # Ctrl-C in the terminal is for the server, which then closes this one
        )

    def _end(self) -> None:
        if self.process:
            self.process.kill()
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe:
                    pipe.close()
            self.process.wait()
            self.process = None


def _exchange(process: subprocess.Popen[bytes], order: bytes | None, seconds: float) -> bytes:
    """Give an order (None: wait for the first word) and read the answer, within so many seconds."""
    assert process.stdin
    assert process.stdout
    until = time.monotonic() + seconds
    try:
        if order is not None:
            message = memoryview(struct.pack(">I", len(order)) + order)
            while message:
                message = message[process.stdin.write(message) :]
        length = struct.unpack(">I", _read(process.stdout, 4, until))[0]
        return _read(process.stdout, length, until)
    except TimeoutError:
        raise RenderingFailed(f"more than {seconds:g} seconds") from None
    except (OSError, EOFError):
        process.kill()
        raise RenderingFailed(f"the renderer ended (code {process.wait()})") from None


def _read(pipe: IO[bytes], size: int, until: float) -> bytes:
    found = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while len(found) < size:
            if not selector.select(max(0.0, until - time.monotonic())):
                raise TimeoutError
            part = os.read(pipe.fileno(), min(size - len(found), 1 << 20))
            if not part:
                raise EOFError
            found += part
    return bytes(found)


_renderer = Renderer()


def render(kind: str, record: Mapping[str, Any], *, language: str, concept: bool = False) -> bytes:
    """A paper of one of KINDS or UNNUMBERED as PDF, from its frozen record. Raises RenderingFailed."""
    if kind not in (*KINDS, *UNNUMBERED):
        raise ValueError(f"no such paper: {kind!r}")
    if language not in LANGUAGES:
        raise ValueError(f"no papers in {language!r}")
    return _renderer.order({"kind": kind, "record": record, "language": language, "concept": concept})


def warm() -> None:
    """Start the rendering process before the first paper asks for it. Raises RenderingFailed when it cannot."""
    with _renderer.lock:
        _renderer._warm()


@atexit.register
def close() -> None:
    """End the rendering process, at the end of a worker or of any other process that rendered."""
    _renderer.close()
