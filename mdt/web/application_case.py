"""Everything on the one page of a case: where it stands, who acts next, by when, the papers, what happened."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import select

from mdt.access import Person, roles_of
from mdt.models import Accreditation, Application, Event, Visit, db
from mdt.services import answers, calendar, clock, framework_versions, log, visit
from mdt.services.deadlines import History, Moment
from mdt.services.timeline import OWN, timeline
from mdt.web.application_answers import sections_of
from mdt.web.case_papers import papers, pending
from mdt.web.transition import offered, word
from workflows.application import ApplicationWorkflow
from workflows.base import N_
from workflows.roles import LABELS, Role
from workflows.terms import Term
from workflows.visit import VisitWorkflow

ON_OBJECTION = ("grant_on_objection", "reopen_on_objection")
BESIDE_TASKS = ("submit", "supplement")
RARE = ("withdraw", "consent_to_delay", "put_in_default")
ENDS = ("granted", "refused")
# (what somebody reads whose turn it is, what everybody else reads)
TURNS: dict[str, tuple[str, str]] = {
    "draft": (
        N_("Fill in the parts below and submit. You can stop at any time and go on later."),
        N_("The organisation is filling in its application."),
    ),
    "submitted": (
        N_("Check whether everything is there. Then take the application up, or request a supplement."),
        N_("The office checks whether everything is there, and then looks for two assessors."),
    ),
    "supplement_requested": (
        N_("Look at what is missing, change your answers or add a file, and send the supplement."),
        N_("The organisation is asked to send what is missing."),
    ),
    "in_assessment": (
        N_("The visit, both assessments and the joint judgement lead to the advice that you give."),
        N_("Two assessors come and look. Each judges independently, and then they advise together."),
    ),
    "advised": (
        N_("Read the advice and decide."),
        N_("The board reads the advice and decides."),
    ),
    "refusal_intended": (
        N_("The view has been given or waived, or its term has passed. Decide."),
        N_("The board weighs the view of the organisation and decides."),
    ),
}
VIEW_OPEN = N_("You can say what you think of the intention, before the board decides. You need not.")
VIEW_AWAITED = N_("The organisation can still give its view. After that the board decides.")
VISIT_ASKED = N_("Choose a date for the practice visit, or ask for another one.")
VISIT_AWAITED = N_("The assessors proposed dates for the practice visit. The organisation chooses one.")


def case_page(application: Application, person: Person) -> dict[str, Any]:
    """The context of the case page, for one reader."""
    framework, roles = framework_versions.of(application), roles_of(person, application)
    events = log.of_case(application.id)
    history, planned, today = history_of(application, events), visit.latest(application), clock.today()
    may_answer = bool(roles & (OWN | {Role.OFFICE})) and application.status in answers.OPEN
    actions = [a for a in offered(application) if a["event"] not in ON_OBJECTION or a["allowed"]]
    return {
        "application": application, "framework": framework, "roles": roles, "offered": actions, "today": today,
        "history": history, "own": not roles - OWN, "may_answer": may_answer, "steps": steps(application, events),
        "next": next_turn(application, roles, planned), "deadlines": deadlines(application, history, roles, today),
        "actions": _actions(actions, may_answer), "sections": sections_of(application, framework),
        "papers": papers(application.id, "application"), "pending": bool(pending(application.id)), "visit": planned,
        "visit_state": _(VisitWorkflow.label(planned.status)) if planned else "",
        "visit_actions": _visit_actions(planned, roles), "asked": history.last("request_supplement"),
        "timeline": timeline(events, roles), "penalty": history.penalty(),
        "state": _(ApplicationWorkflow.label(application.status)), "minutes": framework.minutes,
        "accreditation": _granted(application) if not roles & {Role.ASSESSOR} else None,
    }  # fmt: skip


def _granted(application: Application) -> Accreditation | None:
    """The accreditation that a grant brought about."""
    if application.status != "granted":
        return None
    return db.session.scalar(select(Accreditation).where(Accreditation.application_id == application.id))


def history_of(application: Application, events: list[Event]) -> History:
    """The moments of the application itself, from the events that were read already."""
    moments = (
        Moment(e.name, e.effective_on, (e.snapshot or {}).get("given", {}))
        for e in events if e.subject_id == application.id
    )  # fmt: skip
    return History(tuple(moments), clock.today())


def steps(application: Application, events: list[Event]) -> dict[str, Any]:
    """The way that a case goes, as `ui.process` draws it: a pause or another end stands on the line once it is real."""
    status = application.status
    line = ["draft", "submitted"]
    line += [status] if status == "supplement_requested" else []
    line += ["in_assessment", "advised"]
    line += ["refusal_intended"] if status in ("refusal_intended", "refused") else []
    labels = {name: _(ApplicationWorkflow.label(name)) for name in ApplicationWorkflow.state_names()}
    end = (status, labels[status]) if status in ENDS else ("granted", _("Decision"))
    known = {*line, *ENDS}
    visited = {e.status_after for e in events if e.subject_id == application.id}
    return {
        "states": [*((name, labels[name]) for name in line), end],
        "current": status, "visited": visited,
        "exits": [] if status in ENDS else [(name, label) for name, label in labels.items() if name not in known],
    }  # fmt: skip


def next_turn(application: Application, roles: frozenset[Role], planned: Visit | None) -> dict[str, Any] | None:
    """Who acts next and what they do, or None when nobody does."""
    status, own = application.status, bool(roles & OWN)
    role = ApplicationWorkflow.acts_next.get(status)
    if role is None:
        return None
    if status == "refusal_intended" and application.respond_by:
        return _turn(Role.ORGANISATION, own, VIEW_OPEN if own else VIEW_AWAITED, application.respond_by)
    if status == "in_assessment" and planned and planned.status == "proposed":
        return _turn(Role.ORGANISATION, own, VISIT_ASKED if own else VISIT_AWAITED, None)
    you = own if role is Role.ORGANISATION else role in roles
    by = application.respond_by if role is Role.ORGANISATION else application.decide_by
    return _turn(role, you, TURNS[status][0 if you else 1], by)


def _turn(role: Role, you: bool, what: str, by: date | None) -> dict[str, Any]:
    return {"who": _(LABELS[role]), "you": you, "what": _(what), "by": by}


def deadlines(application: Application, history: History, roles: frozenset[Role], today: date) -> list[dict[str, Any]]:
    """The terms that run now and concern this reader, each explaining itself."""
    status, found = application.status, []
    if (answer := history.supplement()) and status == "supplement_requested":
        found.append(_deadline(_("Supplement of the organisation"), answer[1], today))
    if (answer := history.view()) and status == "refusal_intended":
        found.append(_deadline(_("View of the organisation"), answer[1], today, met=answer[2] is not None))
    if status in ApplicationWorkflow.acts_next and (term := history.decision()):
        found.append(_deadline(_("Decision on the application"), term, today))
    if Role.OFFICE in roles and status in ("submitted", "supplement_requested") and (term := history.set_aside()):
        found.append(_deadline(_("Setting aside is possible until"), term, today))
    return found


def _deadline(label: str, term: Term, today: date, *, met: bool = False) -> dict[str, Any]:
    return {
        "label": label, "date": term.ends_on, "days_left": term.days_left(today) - 1, "suspended": not term.running,
        "met": met, "explanation": calendar.explain(term, str(get_locale() or "nl"), _),
    }  # fmt: skip


def _actions(actions: list[dict[str, Any]], may_answer: bool) -> dict[str, list[dict[str, Any]]]:
    """What stands on the page as a button, what belongs to the rare things, and what the office enters for others."""
    shown = [a for a in actions if not (a["event"] == "put_in_default" and not a["allowed"])]
    if may_answer:
        shown = [a for a in shown if a["event"] not in BESIDE_TASKS or a["by_post"]]
    mine = [a for a in shown if not a["by_post"]]
    return {
        "now": [a for a in mine if a["event"] not in RARE],
        "rare": [a for a in mine if a["event"] in RARE],
        "by_post": [a for a in shown if a["by_post"]],
    }


def _visit_actions(planned: Visit | None, roles: frozenset[Role]) -> list[dict[str, Any]]:
    """What the organisation can do with the visit, or the office for it; assessors have a page of their own."""
    if planned is None or not roles & {Role.ORGANISATION, Role.OFFICE}:
        return []
    if planned.application.status not in ApplicationWorkflow.acts_next:
        return []
    if "visit.transition" not in current_app.view_functions:
        return []
    return [a for a in offered(planned) if a["allowed"] or a["why"]]


__all__ = ["case_page", "word"]
