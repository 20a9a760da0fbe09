"""Files by their content: a file's name is the SHA-256 of its bytes, so it can be checked and is never overwritten."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from flask import current_app


class Damaged(Exception):  # noqa: N818 - says what happened, as Refused does
    """A stored file is missing or its bytes are not those that were stored; the message says which."""


def digest(content: bytes) -> str:
    """The name under which bytes are kept."""
    return hashlib.sha256(content).hexdigest()


def path_of(name: str, *, folder: str = "documents") -> Path:
    """Where the file with this SHA-256 (hex) lies: `documents/ab/cdef…`."""
    if len(name) != 64 or not set(name) <= set("0123456789abcdef"):
        raise ValueError(f"not a SHA-256: {name!r}")
    return Path(current_app.config["MDT_DATA_DIR"]) / folder / name[:2] / name[2:]


def store(content: bytes, *, folder: str = "documents") -> str:
    """Keep bytes and return their SHA-256. Whole on disk, or not there at all; the same bytes again change nothing."""
    name = digest(content)
    path = path_of(name, folder=folder)
    if _intact(path, name):
        return name
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(part).chmod(0o440)
        Path(part).rename(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)
    return name


def read(name: str, *, folder: str = "documents") -> bytes:
    """The bytes with this SHA-256. Raises Damaged when they are missing or are others."""
    path = path_of(name, folder=folder)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise Damaged(f"the file {folder}/{name[:2]}/{name[2:]} is missing") from None
    if digest(content) != name:
        raise Damaged(f"the file {folder}/{name[:2]}/{name[2:]} has been changed")
    return content


def remove(name: str, *, folder: str = "documents") -> None:
    """Destroy the file with this SHA-256; nothing happens when it is not there."""
    path_of(name, folder=folder).unlink(missing_ok=True)


def _intact(path: Path, name: str) -> bool:
    """Whether the file is there with its own bytes; a damaged one may be replaced by the right bytes."""
    return path.exists() and digest(path.read_bytes()) == name


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
