"""The process that renders: reads orders from its input, writes papers to its output, one at a time.

Each message is four bytes of length (big endian) and then its content. An order is JSON; an answer begins
with `+` (a PDF follows) or `-` (a cause follows). Started by `rendering`, as `python -m`; it holds no
secrets, opens no connection, and ends with its input.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import struct
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from mdt.services.rendering_pdf import Press

GRACE_SECONDS = 5  # the parent kills first; this is for a paper whose parent died


def main() -> None:
    """Warm up, say so, and then render until the input ends."""
    orders, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up among the answers
    try:
        press = warm()
    except Exception as error:  # no Pango, no fonts: the office must read which
        send(answers, f"-{cause_of(error)}".encode())
        return
    limit_memory(int(os.environ["MDT_RENDERING_MEGABYTES"]))
    send(answers, b"+ready")
    while (order := receive(orders)) is not None:
        signal.alarm(int(os.environ["MDT_RENDERING_SECONDS"]) + GRACE_SECONDS)
        send(answers, answer(press, order))
        signal.alarm(0)


def warm() -> Press:
    """What all papers share, tried once."""
    # Takes a second and needs the Pango of the system: here, where its failure can be told.
    from mdt.services.rendering_pdf import Press

    press = Press()
    press.pdf('<html lang="en"><title>-</title><h1>Diensttijd</h1>', sheets=["print.css"])
    return press


def answer(press: Press, content: bytes) -> bytes:
    """The PDF, or why there is none."""
    try:
        order: dict[str, Any] = json.loads(content)
        return b"+" + press.paper(order["kind"], order["record"], language=order["language"], concept=order["concept"])
    except MemoryError:
        return b"-memory"
    # A refused address is a BaseException in WeasyPrint, so that nothing on the way swallows it.
    except BaseException as error:
        return f"-{cause_of(error)}".encode()


def cause_of(error: BaseException) -> str:
    """The error in one line, with the place where it arose."""
    first = error.__cause__ or error
    last = traceback.extract_tb(first.__traceback__)[-1]
    return f"{type(first).__name__}: {first} ({Path(last.filename).name}:{last.lineno})"


def limit_memory(megabytes: int) -> None:
    """Let the process grow by so much from here on."""
    now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + megabytes * 2**20,) * 2)


def send(pipe: BinaryIO, content: bytes) -> None:
    """Write one message."""
    pipe.write(struct.pack(">I", len(content)) + content)
    pipe.flush()


def receive(pipe: BinaryIO) -> bytes | None:
    """Read one message; None at the end of the input."""
    head = pipe.read(4)
    if len(head) < 4:
        return None
    return pipe.read(struct.unpack(">I", head)[0])


if __name__ == "__main__":
    main()
