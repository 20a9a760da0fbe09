"""Files by their content: a file's name is the SHA-256 of its bytes, so it can be checked and is never overwritten.

They lie in MDT_DATA_DIR, or wherever MDT_STORAGE_URL says in the words of fsspec: `s3://bucket/folder` needs the
extra `s3` (s3fs), and takes its keys from where the operator keeps them (`AWS_…`). On a disk of ours a file is whole
or not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import fsspec
from flask import current_app

from mdt.config import ConfigurationError

LOCAL = ("file", "local")


class Damaged(Exception):  # noqa: N818 - says what happened, as Refused does
    """A stored file is missing or its bytes are not those that were stored; the message says which."""


def digest(content: bytes) -> str:
    """The name under which bytes are kept."""
    return hashlib.sha256(content).hexdigest()


def place(config: Any) -> tuple[Any, str]:
    """The file system that a configuration names, and the folder in it. Raises ConfigurationError."""
    url = str(config["MDT_STORAGE_URL"] or Path(config["MDT_DATA_DIR"]).absolute().as_uri())
    try:
        system, root = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise ConfigurationError(f"MDT_STORAGE_URL cannot be used: {error}") from None
    return system, str(root).rstrip("/")


def path_of(name: str, *, folder: str = "documents") -> Path:
    """Where the file with this SHA-256 (hex) lies on a disk of ours: `documents/ab/cdef…`."""
    return Path(_find(name, folder)[1])


def store(content: bytes, *, folder: str = "documents") -> str:
    """Keep bytes and return their SHA-256. The same bytes again change nothing; damaged ones are put right."""
    name = digest(content)
    system, path = _find(name, folder)
    if _intact(system, path, name):
        return name
    if _is_local(system):
        _write(Path(path), content)
    else:
        # Elsewhere a file appears when it is whole: that is how object stores put.
        system.pipe_file(path, content)
        if not _intact(system, path, name):
            raise Damaged(f"the file {_told(name, folder)} does not come back as it was stored")
    return name


def read(name: str, *, folder: str = "documents") -> bytes:
    """The bytes with this SHA-256. Raises Damaged when they are missing or are others."""
    system, path = _find(name, folder)
    try:
        content: bytes = system.cat_file(path)
    except FileNotFoundError:
        raise Damaged(f"the file {_told(name, folder)} is missing") from None
    if digest(content) != name:
        raise Damaged(f"the file {_told(name, folder)} has been changed")
    return content


def remove(name: str, *, folder: str = "documents") -> None:
    """Destroy the file with this SHA-256; nothing happens when it is not there."""
    system, path = _find(name, folder)
    with contextlib.suppress(FileNotFoundError):
        system.rm_file(path)


def _find(name: str, folder: str) -> tuple[Any, str]:
    if len(name) != 64 or not set(name) <= set("0123456789abcdef"):
        raise ValueError(f"not a SHA-256: {name!r}")
    system, root = place(current_app.config)
    return system, f"{root}/{_told(name, folder)}"


def _told(name: str, folder: str) -> str:
    return f"{folder}/{name[:2]}/{name[2:]}"


def _is_local(system: Any) -> bool:
    protocols = system.protocol if isinstance(system.protocol, tuple) else (system.protocol,)
    return bool(set(protocols) & set(LOCAL))


def _intact(system: Any, path: str, name: str) -> bool:
    """Whether the file is there with its own bytes."""
    try:
        return digest(system.cat_file(path)) == name
    except FileNotFoundError:
        return False


def _write(path: Path, content: bytes) -> None:
    """Whole on disk, or not there at all, also when the power fails; fsspec promises neither."""
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


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
