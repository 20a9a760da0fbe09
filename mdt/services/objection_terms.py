"""The terms of an objection, reckoned from its days by the policy in `workflows.objection_terms`."""

from __future__ import annotations

from datetime import date, timedelta

from mdt.models import Objection
from mdt.services import calendar, clock
from mdt.services.deadlines import Moment, moments_of
from mdt.services.transitions import Occasion
from workflows.decision_terms import Extension, Suspension
from workflows.objection_terms import (
    Timeliness,
    inspection_from,
    objection_decision_term,
    objection_term,
    papers_until,
    suspended_for_repair,
    timeliness,
)
from workflows.penalty import Penalty, penalty
from workflows.terms import Term

DELAYED = ("consent_to_further_delay", "delay_for_procedure")


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


def decision_term(objection: Objection, occasion: Occasion | None = None, *, today: date | None = None) -> Term:
    """The term for the decision on it (art. 7:10 Awb), with the event that is about to happen worked in.

    From the end of the six weeks; without the days of repair, adjourned once, delayed further by consent or for a
    procedure that the law asks.
    """
    day, moments = objection.announced_on, moments_of(objection.id, occasion)
    name = "objection_decision_committee" if objection.by_committee else "objection_decision"
    adjourned = any(moment.name == "adjourn" for moment in moments)
    return objection_decision_term(
        objection_term_ended_on=lodging_term(objection).ends_on, length=calendar.length(name, day),
        calendar=calendar.calendar(), suspensions=_repairs(moments, today or clock.today()),
        adjourned_by=calendar.length("objection_adjournment", day) if adjourned else None,
        further_delays=[Extension(moment.on, until) for moment in moments
                        if moment.name in DELAYED and (until := moment.day("new_decide_by"))],
    )  # fmt: skip


def _repairs(moments: list[Moment], today: date) -> list[Suspension]:
    """The days on which the term stood still, each time that a completion was asked."""
    found = []
    for number, moment in enumerate(moments):
        if moment.name == "ask_completion" and (due := moment.day("due")):
            answered = next((later.on for later in moments[number:] if later.name == "complete"), None)
            found.append(suspended_for_repair(asked_on=moment.on, due_on=due, repaired_on=answered, today=today))
    return found


def decide_by(objection: Objection, occasion: Occasion | None = None) -> date:
    """The last day to decide; while a completion is awaited, as it will be if that never comes."""
    waiting = objection.status == "completion_asked" and objection.complete_by is not None
    after = objection.complete_by + timedelta(days=1) if waiting and objection.complete_by else None
    return decision_term(objection, occasion, today=after).ends_on


def defaulted_on(objection: Objection) -> date | None:
    """The day of the notice of default; the first one counts."""
    return next((one.on for one in moments_of(objection.id) if one.name == "put_in_default"), None)


def penalty_of(objection: Objection) -> Penalty | None:
    """What is forfeited for deciding late (art. 7:14 and 4:17 Awb), once a notice of default was given."""
    notice = defaulted_on(objection)
    if notice is None:
        return None
    return penalty(
        term_ended_on=decision_term(objection).ends_on, notice_received_on=notice,
        wait=calendar.length("penalty_wait", notice), tariffs=calendar.tariffs(), calendar=calendar.calendar(),
    )  # fmt: skip


def before_hearing(hearing_on: date) -> tuple[date, date]:
    """The day from which the file lies open at the latest, and the last day for papers (art. 7:4 Awb)."""
    return (inspection_from(hearing_on, calendar.length("hearing_inspection", hearing_on)),
            papers_until(hearing_on, calendar.length("hearing_papers", hearing_on)))  # fmt: skip
