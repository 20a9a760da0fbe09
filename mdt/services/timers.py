"""Deadlines act by themselves: what is overdue happens as the System, in order, each with its own date.

Before any other event on a case `catch_up` lets its timers run; the worker looks every minute for cases in which one
is overdue. A worker that was down, or a clock that was set back, changes nothing of that: a timer is a fact about the
case, not about when somebody looked.
"""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, or_, select, union
from sqlalchemy.orm import aliased

from mdt.access import SYSTEM
from mdt.models import Accreditation, Agreement, Application, CheckIn, Decision, Event, Measure, Setting, Suspension, db
from mdt.services import clock, transitions
from mdt.services.accreditation_standing import (
    ONE_DAY,
    STANDING,
    applied,
    expires_on,
    lapse_day,
    renewal_is_pending,
    renewal_opens,
    successor,
)
from mdt.services.calendar import length
from mdt.services.check_in_questions import questions_on
from mdt.services.housekeeping import each_minute
from workflows.calendar import add_months, add_years
from workflows.suspension import ENDED_FOR_DANGER
from workflows.terms import renewal_opens_on

BATCH = 100
MOST = 1000  # timers of one case at a time; more means that one does not move on
FAILED = "timers_failed"


@dataclass(frozen=True, order=True)
class Timer:
    """One thing that the clock does in a case; those of one day go in the order of `rank`."""

    day: date
    rank: int
    event: str
    act: Callable[[date], Any] = field(compare=False)


def catch_up(subject: Accreditation | Measure | CheckIn) -> int:
    """Let everything that is overdue in a case happen, in order; returns how much that was."""
    case = subject if isinstance(subject, Accreditation) else subject.accreditation
    db.session.flush()
    db.session.refresh(case, with_for_update={"of": Accreditation})
    for count in range(MOST):
        overdue = sorted(timer for timer in of_case(case) if timer.day <= clock.today())
        if not overdue:
            return count
        overdue[0].act(overdue[0].day)
        db.session.flush()
    raise RuntimeError(f"the timers of {case.number} come to no end")


def of_case(case: Accreditation) -> Iterator[Timer]:
    """The timers that run in a case now: those of its accreditation, its measures and its check-ins, and those of the
    agreements at a host where youths are in danger.
    """
    if case.status in STANDING:
        yield from _of_accreditation(case)
    measures = select(Measure).where(Measure.accreditation_id == case.id, Measure.status == "imposed")
    for measure in db.session.scalars(measures):
        yield Timer(measure.due_on + ONE_DAY, 1, "term_passes", _firing(measure, "term_passes"))
    check_ins = select(CheckIn).where(CheckIn.accreditation_id == case.id, CheckIn.status == "due")
    for check_in in db.session.scalars(check_ins):
        yield Timer(check_in.submit_by + ONE_DAY, 1, "miss", _firing(check_in, "miss"))
    for agreement, day, decision in _in_danger(case):
        yield Timer(day, 7, "end_early", _ending(agreement, decision))


def end_where_in_danger(case: Accreditation) -> None:
    """End the agreements at a host where youths are in danger, in the transaction of the decision.

    A decision of which the first day is still to come is carried out on that day, as every timer is.
    """
    for agreement, day, decision in list(_in_danger(case)):
        if day <= clock.today():
            _ending(agreement, decision)(day)


def catch_up_agreement(agreement: Agreement) -> None:
    """Let what is overdue at the host of an agreement happen before anything else is done with it."""
    if agreement.status != "in_force":
        return
    of_host = Accreditation.organisation_id == agreement.organisation_id
    parts = [part.where(of_host) for part in _in_danger_of(clock.today(), Agreement.id == agreement.id)]
    for id in db.session.scalars(union(*parts)).all():
        catch_up(db.session.get_one(Accreditation, id))


def _in_danger(case: Accreditation) -> Iterator[tuple[Agreement, date, str]]:
    """The agreements that run on the first day of a suspension or withdrawal for danger, with that day."""
    found: list[tuple[date, date, str]] = []
    if case.status == "suspended":
        gaps = [one for one in case.suspensions if one.danger and one.annulled_on is None]
        found = [(one.starts_on, one.ends_on, "suspend") for one in gaps]
    if case.status == "withdrawn" and case.stopped_from is not None and _withdrawn_for_danger(case):
        found.append((case.stopped_from, date.max, "withdraw"))
    for first, last, decision in sorted(found):
        query = select(Agreement).where(Agreement.organisation_id == case.organisation_id, *_runs(first, last))
        for agreement in db.session.scalars(query.order_by(Agreement.number)):
            yield agreement, first, decision


def _runs(first: Any, last: Any) -> tuple[Any, ...]:
    """In SQL: an agreement runs on days, and took effect before they were over."""
    return Agreement.status == "in_force", Agreement.in_force_on <= last, Agreement.ends_on >= first


def _withdrawn_for_danger(case: Accreditation) -> bool:
    return db.session.scalar(select(Decision.id).where(_for_danger(case.id)).limit(1)) is not None


def _for_danger(case_id: Any) -> Any:
    """In SQL: a decision withdrew an accreditation for danger."""
    of_case = select(Event.id).where(Event.subject_id == case_id, Event.name == "withdraw")
    return and_(Decision.event_id.in_(of_case), Decision.content["danger"].as_boolean().is_(True))


def _ending(agreement: Agreement, decision: str) -> Callable[[date], Any]:
    text = ENDED_FOR_DANGER[decision]
    return lambda day: transitions.fire(agreement, "end_early", actor=SYSTEM, effective_on=day, text=text)


def _in_danger_of(today: date, *of: Any) -> list[Select[Any]]:
    """The accreditations with agreements that must end because youths are in danger; `of` narrows the agreements.

    While a suspension has something of its own to do the case is still suspended: its end is a timer of a later day.
    """
    case, runs = Accreditation, Agreement.organisation_id == Accreditation.organisation_id
    suspended = exists().where(
        Suspension.accreditation_id == case.id, Suspension.danger, Suspension.annulled_on.is_(None),
        Suspension.starts_on <= today, runs, *_runs(Suspension.starts_on, Suspension.ends_on), *of,
    )  # fmt: skip
    withdrawn = exists().where(runs, *_runs(case.stopped_from, date.max), *of)
    return [
        select(case.id).where(case.status == "suspended", suspended),
        select(case.id).where(case.status == "withdrawn", case.stopped_from <= today, withdrawn,
                              exists().where(_for_danger(case.id))),
    ]  # fmt: skip


def _of_accreditation(case: Accreditation) -> Iterator[Timer]:
    if case.status == "suspended" and case.suspensions:
        yield Timer(case.suspensions[-1].ends_on + ONE_DAY, 2, "suspension_ends", _firing(case, "suspension_ends"))
    if case.check_in_on is not None:
        yield Timer(case.check_in_on, 3, "fall_due", lambda day: _ask_check_in(case, day))
    if case.invited_on is None and renewal_opens(case) <= clock.today() <= case.ends_on and not applied(case):
        yield Timer(renewal_opens(case), 4, "invite_to_renew", _firing(case, "invite_to_renew"))
    yield Timer(lapse_day(case), 6, "lapse", _firing(case, "lapse"))
    if case.ends_on >= clock.today():
        return
    if (following := successor(case)) is not None:
        yield Timer(following.starts_on, 0, "be_renewed", _firing(case, "be_renewed"))
    elif (day := expires_on(case)) is not None:
        yield Timer(day, 5, "expire", _firing(case, "expire"))


def _firing(subject: Any, event: str) -> Callable[[date], Any]:
    return lambda day: transitions.fire(subject, event, actor=SYSTEM, effective_on=day)


def _ask_check_in(case: Accreditation, day: date) -> None:
    """Begin the check-in of the year that ends on a day."""
    made = CheckIn(
        id=uuid.uuid4(), accreditation=case, accreditation_id=case.id, year=day.year - case.starts_on.year,
        questions=questions_on(day).version, due_on=day, submit_by=length("check_in", day).after(day),
    )  # fmt: skip
    with db.session.no_autoflush:  # the new row has no status before the rules have spoken
        transitions.begin(made, "fall_due", actor=SYSTEM, effective_on=day)


def due_cases(limit: int, leave_out: frozenset[uuid.UUID] = frozenset()) -> list[uuid.UUID]:
    """Cases in which something is overdue; each of the questions is answered by an index."""
    parts = union(*_overdue(clock.today())).subquery()
    query = select(parts.c.id).order_by(parts.c.id)
    if leave_out:
        query = query.where(parts.c.id.not_in(leave_out))
    return list(db.session.scalars(query.limit(limit)))


def _overdue(today: date) -> list[Select[Any]]:
    """The accreditations in which a timer of each kind is overdue."""
    case, yesterday = Accreditation, today - ONE_DAY
    stands = case.status.in_(STANDING)
    renewal = aliased(Application)
    begun = exists().where(renewal.renews_id == case.id)
    latest = select(Suspension.id).where(Suspension.accreditation_id == case.id, Suspension.ends_on >= today)
    youth_before = length("lapse", today)
    return [
        select(case.id).where(case.status == "suspended", ~latest.exists()),
        select(case.id).where(stands, case.check_in_on <= today),
        select(case.id).where(stands, case.invited_on.is_(None), case.ends_on.between(today, _opening(today)), ~begun),
        select(case.id).where(stands, case.youth_last_on < add_years(today, -youth_before.value)),
        select(case.id).where(stands, case.ends_on <= yesterday, or_(_followed(), ~renewal_is_pending())),
        select(Measure.accreditation_id.label("id")).where(Measure.status == "imposed", Measure.due_on <= yesterday),
        select(CheckIn.accreditation_id.label("id")).where(CheckIn.status == "due", CheckIn.submit_by <= yesterday),
        *_in_danger_of(today),
    ]  # fmt: skip


def _opening(today: date) -> date:
    """The latest last day of which the renewal has opened; months are not all as long, so it is tried day by day."""
    before = length("renewal_opens", today)
    day = add_months(today, before.value) + timedelta(days=4)
    while renewal_opens_on(day, before) > today:
        day -= ONE_DAY
    return day


def _followed() -> Any:
    """In SQL: the accreditation that renews this one has begun."""
    following, through = aliased(Accreditation), aliased(Application)
    return exists().where(and_(
        following.application_id == through.id, through.renews_id == Accreditation.id,
        following.starts_on <= clock.today(),
    ))  # fmt: skip


@each_minute
def run() -> int:
    """Carry on the cases in which something is overdue, a batch at a time; returns how many moved.

    What fails in one case is kept for the office and stops no other.
    """
    failed, tried = failures(), set[uuid.UUID]()
    while True:
        ids = due_cases(BATCH, frozenset({uuid.UUID(key) for key in failed} | tried))
        tried |= set(ids)
        moved = sum(_carry_on(id, failed) for id in ids)
        if moved or not ids:
            _keep(failed)
            return moved


def _carry_on(id: uuid.UUID, failed: dict[str, str]) -> bool:
    try:
        with db.session.begin_nested():
            return bool(catch_up(db.session.get_one(Accreditation, id)))
    except Exception as error:
        logging.getLogger(__name__).exception("the timers of %s", id)
        failed[str(id)] = f"{type(error).__name__}: {error}"
        return False


def failures() -> dict[str, str]:
    """The cases whose timers failed, with the cause, until the office lets them be tried again."""
    setting = db.session.get(Setting, FAILED)
    return dict(json.loads(setting.value)) if setting else {}


def retry() -> int:
    """Let the cases that failed be tried again; returns how many."""
    count = len(failures())
    _keep({})
    return count


def _keep(failed: dict[str, str]) -> None:
    if failed != failures():
        db.session.merge(Setting(name=FAILED, value=json.dumps(failed)))
