"""What can be done. Importing the nouns registers how each takes part in `transitions`."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Register every noun."""
