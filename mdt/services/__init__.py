"""What can be done. Importing the nouns registers how each takes part in `transitions`."""

from __future__ import annotations

from flask import Flask


def init_app(_app: Flask) -> None:
    """Register every noun."""
    from mdt.services import (  # noqa: F401  (they register)
        accreditation,
        application,
        assessment,
        check_in,
        measure,
        membership,
        objection,
        reminder,
        visit,
    )
