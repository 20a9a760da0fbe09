"""Reads the record out of one PDF that somebody sent, in a process of its own with little memory and little time.

Run by its path, without the project: it reads the file from stdin and writes `{"code": …}` to stdout, or nothing.
Whatever goes wrong in here ends this process and nothing else.
"""

from __future__ import annotations

import io
import json
import resource
import sys

MEGABYTES = 512
SECONDS = 10
LONGEST = 1024 * 1024
NAME = "record.json"


def code_in(content: bytes) -> str:
    """The verification code in the embedded record; empty when there is none."""
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        attachments = pdf.attachments  # of a Pdf that is kept: iterating over those of a temporary one crashes
        if NAME not in attachments:
            return ""
        said = json.loads(attachments[NAME].get_file().read_bytes()[:LONGEST])
    return str(said.get("code", ""))[:40] if isinstance(said, dict) else ""


def main() -> None:
    """Read, look, answer."""
    memory = MEGABYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        code = code_in(sys.stdin.buffer.read())
    except Exception:
        code = ""
    sys.stdout.write(json.dumps({"code": code}))


if __name__ == "__main__":
    main()
