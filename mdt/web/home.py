"""The home page of every role, and the choice of language."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session
from flask_login import current_user
from werkzeug.wrappers import Response

from mdt.access import is_youth
from mdt.services import clock, waiting
from mdt.web import my_service
from mdt.web.access import public
from mdt.web.language import LANGUAGES

home = Blueprint("home", __name__)

# Where an item of what waits leads: the endpoint of its page, which takes its id.
PAGES = {
    "application": "application.show", "assessment": "assessment.show", "assessors": "office.assessors",
    "school": "school.show", "enrolment": "enrolment.transition", "erasure": "erasure.index",
    "agreement": "agreement.show", "hours": "hours.show", "credit": "credit.show", "cohort": "cohort.show",
    "accreditation": "accreditation.show", "objection": "objection.show",
    "signal": "signal.show", "signal_share": "signal.show_share",
}  # fmt: skip
# Where all of a heap is listed, by its key.
LISTS: dict[str, tuple[str, dict[str, str]]] = {
    "intake": ("office.intake", {}), "assign": ("office.intake", {}),
    "overdue": ("application.index", {"overdue": "y"}),
    "late_supplement": ("application.index", {"status": "supplement_requested", "overdue": "y"}),
    "silent": ("office.deadlines", {"kind": "silence"}), "failed": ("office.mail", {}),
    "decide": ("application.index", {"next": "board"}), "view": ("application.index", {"status": "refusal_intended"}),
    "invited": ("assessment.index", {}), "open": ("assessment.index", {}), "joint": ("assessment.index", {}),
    "timers": ("office.mail", {}), "announced": ("office.deadlines", {"kind": "measure"}),
    "remedy": ("office.deadlines", {"kind": "measure"}),
    "erasures": ("erasure.index", {}), "claimed": ("school.show", {}),
    "agreements_sign": ("agreement.index", {"status": "proposed"}),
    "agreements_draft": ("agreement.index", {"status": "draft"}),
    "agreements_ending": ("agreement.index", {"status": "in_force"}),
    "agreements_running": ("agreement.index", {"status": "in_force"}),
    "credits_returned": ("credit.index", {"status": "returned"}),
    "credits_draft": ("credit.index", {"status": "draft"}), "credits_asked": ("credit.index", {}),
    "credits_take_up": ("credit.index", {"status": "submitted"}),
    "credits_propose": ("credit.index", {"status": "under_review"}),
    "credits_decide": ("credit.index", {"status": "under_review"}), "cohorts_award": ("cohort.index", {}),
    "objection": ("objection.index", {}), "objection_late": ("objection.index", {}),
    "objection_hearing": ("objection.index", {}), "objection_advice": ("objection.index", {}),
    "signal": ("signal.index", {}), "signal_added": ("signal.index", {}), "signal_mine": ("signal.index", {}),
    "signal_shared": ("signal.shared", {}),
    "hours_confirm": ("hours.to_confirm", {}), "hours_settle": ("hours.to_confirm", {}),
}  # fmt: skip


@home.get("/")
@public
def index() -> str:
    """The front page, and what waits for somebody who is signed in."""
    if not current_user.is_authenticated:
        return render_template("html/home/public.html")
    person = current_user._get_current_object()
    served = my_service.content(person) if is_youth(person) else {}
    return render_template("html/home/index.html", **{"today": clock.today(), **served}, heaps=waiting.heaps(person),
                           pages=PAGES, lists=LISTS, youth=is_youth(person))  # fmt: skip


@home.post("/language")
@public
def language() -> Response:
    """Choose the language; a person's choice is kept with the account."""
    chosen = request.form.get("language", "nl")
    if chosen in LANGUAGES:
        session["language"] = chosen
        if current_user.is_authenticated:
            current_user.language = chosen
    target = request.form.get("next", "/")
    parts = urlsplit(target)
    local = not parts.scheme and not parts.netloc and target.startswith("/") and not target.startswith(("//", "/\\"))
    return redirect(target if local else "/")
