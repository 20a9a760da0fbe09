"""The terms of an objection, reckoned from its days by the policy in `workflows.objection_terms`."""

from __future__ import annotations

from datetime import date

from mdt.models import Objection
from mdt.services import calendar, clock
from workflows.objection_terms import (
    Timeliness,
    inspection_from,
    objection_decision_term,
    objection_term,
    papers_until,
    suspended_for_repair,
    timeliness,
)
from workflows.terms import Term


def lodging_term(objection: Objection) -> Term:
    """The six weeks in which it had to be lodged."""
    day = objection.announced_on
    return objection_term(announced_on=day, length=calendar.length("objection", day), calendar=calendar.calendar())


def timely(objection: Objection) -> Timeliness:
    """Whether it came in time; by post it may come a week later when it was posted in time."""
    day = objection.announced_on
    return timeliness(
        lodging_term(objection), received_on=objection.received_on, posted_on=objection.posted_on,
        post_limit=calendar.length("objection_post", day), calendar=calendar.calendar(),
    )  # fmt: skip


def decision_term(objection: Objection) -> Term:
    """The term for the decision on it: from the end of the six weeks, without the days of repair, adjourned once."""
    day, asked, due = objection.announced_on, objection.asked_on, objection.complete_by
    name = "objection_decision_committee" if objection.by_committee else "objection_decision"
    pauses = [suspended_for_repair(asked_on=asked, due_on=due, repaired_on=objection.completed_on,
                                   today=clock.today())] if asked and due else []  # fmt: skip
    return objection_decision_term(
        objection_term_ended_on=lodging_term(objection).ends_on, length=calendar.length(name, day),
        calendar=calendar.calendar(), suspensions=pauses,
        adjourned_by=calendar.length("objection_adjournment", day) if objection.adjourned_on else None,
    )  # fmt: skip


def before_hearing(hearing_on: date) -> tuple[date, date]:
    """The day from which the file lies open at the latest, and the last day for papers (art. 7:4 Awb)."""
    return (inspection_from(hearing_on, calendar.length("hearing_inspection", hearing_on)),
            papers_until(hearing_on, calendar.length("hearing_papers", hearing_on)))  # fmt: skip
