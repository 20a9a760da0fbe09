"""Everything on the one page of an accreditation: how it stands, what is asked and by when, what happened."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from mdt.access import Person, roles_of
from mdt.models import Accreditation, CheckIn, Measure
from mdt.services import accreditation, check_in, clock, log, measure, reminder, timers
from mdt.services.accreditation_standing import STANDING, applied, is_pending, successor
from mdt.services.timeline import OWN, timeline
from mdt.web.case_papers import papers, pending
from mdt.web.transition import offered
from workflows import CheckInWorkflow, MeasureWorkflow
from workflows.base import N_
from workflows.measure import ANNOUNCES, INTENTIONS, KINDS
from workflows.roles import LABELS, Role
from workflows.suspension import AFTER_THE_END, NEW_AGREEMENTS, RUNNING_AGREEMENTS

ON_OBJECTION = ("restore_on_objection",)
RARE = ("give_up", "suspend", "withdraw")
STANDINGS: dict[str, tuple[str, str]] = {
    "in_force": (N_("In force"), "positive"), "suspended": (N_("Suspended"), "warning"),
    "to_begin": (N_("Begins later"), "info"), "ended": (N_("Ended"), "neutral"),
}  # fmt: skip
OF_ENDED = {"withdrawn": N_("Withdrawn"), "given_up": N_("Given up"), "lapsed": N_("Lapsed"), "renewed": N_("Renewed")}
ASKED: dict[tuple[str, str], str] = {
    ("measure", "imposed"): N_("Put right what is asked, and report it."),
    ("measure", "overdue"): N_("The term has passed. You can still report what you did."),
    ("check_in", "due"): N_("Fill in the yearly check-in."),
    ("check_in", "missed"): N_("The check-in did not come. You can still send it."),
    ("check_in", "more_asked"): N_("Answer the question about your check-in."),
}
TO_LOOK_AT: dict[tuple[str, str], str] = {
    ("check_in", "submitted"): N_("Look at the check-in."),
    ("measure", "answered"): N_("Look at what the organisation did to put it right."),
    ("measure", "overdue"): N_("The time to put it right has passed. Decide what follows."),
}


def case_page(found: Accreditation, person: Person) -> dict[str, Any]:
    """The context of the page, for one reader."""
    roles, today = roles_of(person, found), clock.today()
    measures = [_measure(one) for one in measure.of_accreditation(found)]
    check_ins = [_check_in(one) for one in check_in.of_accreditation(found)]
    actions = [a for a in offered(found) if a["event"] not in ON_OBJECTION or a["allowed"]]
    own, rare = not roles - OWN, {event for event in RARE if not _is_ripe(event, measures, today)}
    return {
        "subject": found, "roles": roles, "own": own, "today": today, "standing": _standing(found, today),
        "last_day": accreditation.last_day(found), "suspension": accreditation.suspension_on(found, today),
        "suspensions": found.suspensions, "meaning": (_(NEW_AGREEMENTS), _(RUNNING_AGREEMENTS)),
        "after_the_end": _(AFTER_THE_END),
        "measures": measures, "check_ins": check_ins, "next": _next(measures, check_ins, roles, today),
        "actions": [a for a in actions if a["event"] not in rare and not a["by_post"]],
        "rare": [a for a in actions if a["event"] in rare or a["by_post"]],
        "may_impose": Role.BOARD in roles and found.status in STANDING, "renewal": _renewal(found, today),
        "papers": papers(found.id, found.noun), "pending": bool(pending(found.id)),
        "timeline": timeline(log.of_case(found.id), roles),
        "reminder": reminder.last(found.id), "failure": timers.failures().get(str(found.id)),
    }  # fmt: skip


def _is_ripe(event: str, measures: list[dict[str, Any]], today: date) -> bool:
    """Whether what was announced can be decided now: the time to remedy has passed."""
    rows = [line["row"] for line in measures if line["row"].kind == ANNOUNCES.get(event)]
    return any(one.status == "overdue" or (one.status == "answered" and one.due_on < today) for one in rows)


def _standing(found: Accreditation, today: date) -> tuple[str, str, str]:
    """The word, its label and its tone."""
    word = accreditation.standing(found, today)
    label, tone = STANDINGS[word]
    return word, _(OF_ENDED.get(found.status, label) if word == "ended" else label), tone


def _measure(one: Measure) -> dict[str, Any]:
    return {
        "row": one, "kind": _(KINDS[one.kind]), "state": _(MeasureWorkflow.label(one.status)),
        "open": one.status in MeasureWorkflow.acts_next, "actions": offered(one),
        "intention": one.kind in INTENTIONS,
    }  # fmt: skip


def _check_in(one: CheckIn) -> dict[str, Any]:
    return {"row": one, "state": _(CheckInWorkflow.label(one.status)), "actions": offered(one),
            "url": url_for("check_in.show", id=one.id)}  # fmt: skip


def _next(
    measures: list[dict[str, Any]], check_ins: list[dict[str, Any]], roles: frozenset[Role], today: date
) -> dict[str, Any] | None:
    """What is asked first, of this reader if anything is, and by when; None when nothing is."""
    turns = [
        _turn(line, role, roles, today)
        for workflow, rows in ((CheckInWorkflow, check_ins), (MeasureWorkflow, measures))
        for line in rows
        if (role := workflow.acts_next.get(line["row"].status)) is not None
    ]
    return next((turn for turn in turns if turn["you"]), turns[0] if turns else None)


def _turn(line: dict[str, Any], role: Role, roles: frozenset[Role], today: date) -> dict[str, Any]:
    one = line["row"]
    you = bool(roles & OWN) if role is Role.ORGANISATION else role in roles
    what = (ASKED if role is Role.ORGANISATION else TO_LOOK_AT).get((one.noun, one.status), "") if you else ""
    first = _first(line, role)
    by = one.submit_by if one.noun == "check_in" else one.due_on
    return {
        "who": _(LABELS[role]), "you": you, "what": _(what) if what else line.get("kind") or _("Yearly check-in"),
        "by": by if by >= today and role is Role.ORGANISATION else None, "url": first["url"] if you else None,
        "label": first["label"],
    }  # fmt: skip


def _first(line: dict[str, Any], role: Role) -> dict[str, Any]:
    """Where somebody does first what is asked: a check-in that came is read before it is ticked off, and what must be
    put right comes before a view on it.
    """
    if line["row"].noun == "check_in" and role is not Role.ORGANISATION:
        return {"url": line["url"], "label": _("Read the check-in")}
    possible = [a for a in line["actions"] if a["allowed"] and not a["by_post"]]
    wanted = [a for a in possible if a["event"] == "report_remedy"] if not line.get("intention") else []
    return next(iter(wanted or possible), {"url": None, "label": None})


def _renewal(found: Accreditation, today: date) -> dict[str, Any] | None:
    """How it is with the renewal: whether it can be asked, is pending, or was granted."""
    if (following := successor(found)) is not None:
        return {"state": "granted", "following": following}
    if found.status not in STANDING:
        return None
    if is_pending(found):
        return {"state": "pending"}
    opens = accreditation.renewal_opens(found)
    return {"state": "begun" if applied(found) else "open" if opens <= today <= found.ends_on else "later",
            "opens": opens}  # fmt: skip
