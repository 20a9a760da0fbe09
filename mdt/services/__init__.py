"""What can be done. Importing the nouns registers how each takes part in `transitions`."""

from __future__ import annotations

from flask import Flask


def init_app(_app: Flask) -> None:
    """Register every noun."""
    from mdt.services import (  # noqa: F401  (they register)
        accreditation,
        agreement_events,
        agreement_links,
        agreement_timers,
        application,
        assessment,
        cohort,
        credit,
        dossier_application,
        dossier_credit,
        hours,
        membership,
        visit,
    )
