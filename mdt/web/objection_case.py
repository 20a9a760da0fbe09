"""Everything on the one page of an objection: where it stands, who acts next and by when, the file, what happened."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from mdt.access import Person, roles_of
from mdt.models import Event, Objection, db
from mdt.services import calendar, clock, log, reminder
from mdt.services.objection import announced_on, file_of
from mdt.services.objection_terms import (
    before_hearing,
    decision_term,
    defaulted_on,
    lodging_term,
    penalty_of,
    timely,
)
from mdt.services.timeline import OWN, timeline
from mdt.web.case_papers import listed, pending
from mdt.web.transition import offered
from workflows import ObjectionWorkflow
from workflows.base import N_
from workflows.objection_words import CONSEQUENCES, CONTESTED, LATE_WAYS, NO_HEARING, OUTCOMES
from workflows.roles import LABELS, Role
from workflows.terms import Term

TURNS: dict[str, str] = {
    "received": N_("Look whether it came in time and is complete, and take it up."),
    "completion_asked": N_("Send what is missing."),
    "in_handling": N_("Plan the hearing, or say why there is none."),
    "hearing_planned": N_("Hold the hearing and report it."),
    "heard": N_("Advise the board."),
    "advised": N_("Decide on the objection."),
}
RARE = ("withdraw", "declare_inadmissible", "adjourn", "consent_to_further_delay", "delay_for_procedure",
        "put_in_default")  # fmt: skip


def case_page(one: Objection, person: Person) -> dict[str, Any]:
    """The context of the page, for one reader."""
    roles, today = roles_of(person, one), clock.today()
    actions = [a for a in offered(one) if not (a["event"] == "put_in_default" and not a["allowed"])]
    own = not roles - OWN
    case = one.accreditation or one.application
    return {
        "subject": one, "roles": roles, "own": own, "today": today, "state": _(ObjectionWorkflow.label(one.status)),
        "against": _(CONTESTED[one.against]), "case": case, "may_open_case": bool(roles - {Role.HEARER}),
        "next": _next(one, roles, today), "late": timely(one) == "late",
        "lodging": _deadline(_("Last day to object"), lodging_term(one), today),
        "deciding": _deadline(_("Decision on the objection"), decision_term(one), today),
        "open": one.status in ObjectionWorkflow.acts_next, "hearing": _hearing(one),
        "actions": [a for a in actions if a["event"] not in RARE and not a["by_post"]],
        "rare": [a for a in actions if a["event"] in RARE or a["by_post"]],
        "file": _file(one), "pending": pending(one.id), "timeline": timeline(log.of_case(one.id), roles),
        "words": _words(one), "later": _later(one), "penalty": penalty_of(one), "defaulted": defaulted_on(one),
        "reminder": reminder.last(one.id),
    }  # fmt: skip


def _next(one: Objection, roles: frozenset[Role], today: date) -> dict[str, Any] | None:
    role = ObjectionWorkflow.acts_next.get(one.status)
    if role is None:
        return None
    you = bool(roles & OWN) if role is Role.ORGANISATION else role in roles
    by = one.complete_by if one.status == "completion_asked" else one.decide_by
    return {"who": _(LABELS[role]), "you": you, "what": _(TURNS[one.status]), "by": by,
            "late": by is not None and by < today}  # fmt: skip


def _deadline(label: str, term: Term, today: date) -> dict[str, Any]:
    return {
        "label": label, "date": term.ends_on, "days_left": term.days_left(today) - 1, "suspended": not term.running,
        "met": False, "explanation": calendar.explain(term, str(get_locale() or "nl"), _),
    }  # fmt: skip


def _hearing(one: Objection) -> dict[str, Any] | None:
    if one.hearing_on is None:
        return None
    inspection, papers = before_hearing(one.hearing_on)
    return {"on": one.hearing_on, "at": one.hearing_at, "place": one.hearing_place, "inspection": inspection,
            "papers": papers}  # fmt: skip


def _words(one: Objection) -> dict[str, str]:
    """What was chosen, in words."""
    return {
        "outcome": _(OUTCOMES[one.outcome]) if one.outcome else "",
        "advice": _(OUTCOMES[one.advice]) if one.advice else "",
        "late_way": _(LATE_WAYS[one.late_way]) if one.late_way else "",
        "no_hearing": _(NO_HEARING[one.no_hearing]) if one.no_hearing else "",
        "consequence": _(CONSEQUENCES[one.consequence]) if one.consequence else "",
    }


def _later(one: Objection) -> date | None:
    event = db.session.get(Event, one.also_event_id) if one.also_event_id else None
    return announced_on(event) if event else None


def _file(one: Objection) -> list[dict[str, Any]]:
    return listed(one.id, file_of(one), address=lambda d: url_for("objection.paper", id=one.id, document=d.id))
