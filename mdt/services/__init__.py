"""What can be done. Importing the nouns registers how each takes part in `transitions`."""

from __future__ import annotations

from flask import Flask

from mdt.services import storage


def init_app(app: Flask) -> None:
    """Register every noun; a place for files that cannot be used is said now, not at the first paper."""
    from mdt.services import (  # noqa: F401  (they register)
        accreditation,
        agreement_data,
        agreement_events,
        agreement_links,
        agreement_timers,
        agreement_waiting,
        application,
        assessment,
        check_in,
        cohort,
        credit,
        credit_waiting,
        dossier_accreditation,
        dossier_agreement,
        dossier_application,
        dossier_credit,
        dossier_objection,
        hours,
        hours_data,
        measure,
        membership,
        objection,
        questionnaire_release,
        reminder,
        signal,
        signal_waiting,
        visit,
    )

    storage.place(app.config)
