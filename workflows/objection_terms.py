"""The terms of an objection: lodging, deciding, and what comes before the hearing (chapters 6 and 7 Awb)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from workflows.calendar import Calendar, Length, Unit, add_weeks
from workflows.decision_terms import Extension, Suspension, adjusted, suspended_for_supplement
from workflows.marker import N_
from workflows.terms import OBJECTION, OBJECTION_DECISION, OBJECTION_POST, Step, Term, term_after

REPAIR_LAW = "art. 7:10 lid 2 Awb"


class Timeliness(StrEnum):
    """Whether an objection came in time; whether a late one is excusable (art. 6:11 Awb) is for people to judge."""

    IN_TIME = "in_time"
    IN_TIME_BY_POST = "in_time_by_post"
    LATE = "late"


def objection_term(*, announced_on: date, length: Length, calendar: Calendar) -> Term:
    """The term to object, from the day after the decision was made known (art. 6:7 and 6:8 Awb)."""
    return term_after(announced_on, length, kind=OBJECTION, law="art. 6:7 Awb", calendar=calendar)


def timeliness(term: Term, *, received_on: date, post_limit: Length, calendar: Calendar,
               posted_on: date | None = None) -> Timeliness:  # fmt: skip
    """Whether an objection came in time (art. 6:9 Awb).

    By post it is enough that it was posted before the end and received within `post_limit` (a week) after it.
    """
    if received_on <= term.ends_on:
        return Timeliness.IN_TIME
    limit = term_after(term.ends_on, post_limit, kind=OBJECTION_POST, law="art. 6:9 lid 2 Awb", calendar=calendar)
    if posted_on is not None and posted_on <= term.ends_on and received_on <= limit.ends_on:
        return Timeliness.IN_TIME_BY_POST
    return Timeliness.LATE


def suspended_for_repair(*, asked_on: date, due_on: date, repaired_on: date | None, today: date) -> Suspension:
    """From the day after the request to repair a defect (art. 6:6) until it is repaired or its term has passed."""
    return suspended_for_supplement(asked_on=asked_on, due_on=due_on, supplemented_on=repaired_on, today=today,
                                    law=REPAIR_LAW)  # fmt: skip


def objection_decision_term(*, objection_term_ended_on: date, length: Length, calendar: Calendar,
                            suspensions: Iterable[Suspension] = (), adjourned_by: Length | None = None,
                            further_delays: Iterable[Extension] = ()) -> Term:  # fmt: skip
    """The term for the decision on an objection (art. 7:10 Awb), from the day after the objection term ended.

    `length` is six weeks, or twelve with a committee. `adjourned_by` lengthens it once, by at most six weeks;
    `further_delays` are later days to which those concerned consented (lid 4).
    """
    term = term_after(objection_term_ended_on, length, kind=OBJECTION_DECISION, law="art. 7:10 lid 1 Awb",
                      calendar=calendar)  # fmt: skip
    if adjourned_by is not None:
        term = _adjourned(term, adjourned_by)
    return adjusted(term, suspensions=suspensions, extensions=further_delays, extension_law="art. 7:10 lid 4 Awb",
                    calendar=calendar)  # fmt: skip


def _adjourned(term: Term, by: Length) -> Term:
    if by.unit is not Unit.WEEKS or by.value > 6:
        raise ValueError("a decision on an objection is adjourned by at most six weeks")
    base = by.after(term.base_ends_on)
    step = Step(N_("adjourned by %(length)s: through %(base)s"), {"length": by, "base": base}, "art. 7:10 lid 3 Awb")
    return Term(kind=term.kind, starts_on=term.starts_on, base_ends_on=base, ends_on=base, steps=(term.steps[0], step))


def papers_until(hearing_on: date, before: Length) -> date:
    """The last day for papers, ten days before the hearing (art. 7:4 lid 1 Awb). Counted backwards: never rolled."""
    if before.unit is not Unit.DAYS:
        raise ValueError("papers come in a number of days before the hearing")
    return hearing_on - timedelta(days=before.value)


def inspection_from(hearing_on: date, before: Length) -> date:
    """The day from which the file lies open at the latest (art. 7:4 lid 2 Awb). Counted backwards: never rolled."""
    if before.unit is not Unit.WEEKS:
        raise ValueError("the file lies open a number of weeks before the hearing")
    return add_weeks(hearing_on, -before.value)
