"""The door for programs: the public register as data."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the door."""
