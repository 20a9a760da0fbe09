"""What the header of every page offers, by the functions that somebody holds."""

from __future__ import annotations

from typing import Any

from flask import Flask, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from mdt.access import functions
from mdt.services import clock

# (label, endpoint, the functions that see it; none means everybody)
MENU: list[tuple[Any, str, frozenset[str]]] = [
    (_l("Home"), "home.index", frozenset()),
    (_l("Applications"), "application.index", frozenset({"office", "board"})),
    (_l("My assessments"), "assessment.index", frozenset({"assessor"})),
    (_l("Objections"), "objection.index", frozenset({"office", "board", "hearer"})),
    (_l("Signals"), "signal.index", frozenset({"confidential_adviser"})),
    (_l("Deadlines"), "office.deadlines", frozenset({"office"})),
    (_l("Post"), "office.mail", frozenset({"office"})),
    (_l("Staff"), "membership.staff", frozenset({"office"})),
    (_l("Schools"), "school.index", frozenset({"office"})),
    (_l("Erasure"), "erasure.index", frozenset({"office"})),
    (_l("My hours"), "my_service.show", frozenset({"youth"})),
    (_l("My service"), "youth.show", frozenset({"youth"})),
    (_l("My data"), "youth.data", frozenset({"youth"})),
    (_l("Study credit"), "credit.index", frozenset({"youth", "clerk", "examiner", "exam_board"})),
    (_l("My school"), "school.show", frozenset({"clerk", "examiner", "exam_board"})),
    (_l("Agreements"), "agreement.index", frozenset({"youth", "coordinator", "clerk", "exam_board"})),
    (_l("My organisation"), "organisation.show", frozenset({"coordinator", "colleague"})),
    (_l("Hours to confirm"), "hours.to_confirm", frozenset({"coordinator", "supervisor"})),
    (_l("Register"), "register.index", frozenset()),
    (_l("Verify a paper"), "verify.index", frozenset()),
]


def entries() -> list[tuple[Any, str, bool]]:
    """The menu of this visitor: label, address, whether it is the page at hand."""
    held = functions(current_user._get_current_object()) if current_user.is_authenticated else frozenset()
    return [
        (label, url_for(endpoint), request.endpoint == endpoint)
        for label, endpoint, audience in MENU
        if not audience or audience & held
    ]


def init_app(app: Flask) -> None:
    """Give every page its menu and, in the demo, the business date."""

    @app.context_processor
    def _navigation() -> dict[str, Any]:
        """Functions, so that an error page which shows no menu needs no database."""
        return {"navigation": entries, "business_date": clock.today if app.config["MDT_DEMO"] else None}
