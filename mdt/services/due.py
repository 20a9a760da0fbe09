"""Everything that is due in the house, by day and kind, in a fixed number of SQL statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from mdt.models import Accreditation, Application, CheckIn, Measure, Objection, Suspension, db
from mdt.services import calendar, case_list, clock, waiting
from mdt.services.accreditation_standing import STANDING
from mdt.services.objection_standing import UNDECIDED
from workflows.base import N_

AHEAD = timedelta(weeks=6)
MOST = 300
KINDS = {
    "decision": N_("Decision on the application"),
    "supplement": N_("Supplement of the organisation"),
    "view": N_("View of the organisation"),
    "silence": N_("Answer of an assessor"),
    "measure": N_("Term of a measure"),
    "check_in": N_("Yearly check-in"),
    "suspension": N_("End of a suspension"),
    "end": N_("End of an accreditation"),
    "objection": N_("Decision on an objection"),
    "hearing": N_("Hearing on an objection"),
    "completion": N_("Completion of an objection"),
}
PERIODS = (("overdue", N_("Overdue")), ("week", N_("This week")), ("later", N_("The weeks after")))


@dataclass(frozen=True)
class Due:
    """One day that counts in one case. `page` is where it is dealt with; `who` names the assessor who is silent."""

    kind: str
    day: date
    title: str
    number: str
    page: str
    id: Any
    who: str = ""

    @property
    def label(self) -> str:
        """The message id of what is due."""
        return KINDS[self.kind]


def by_period(today: date, kind: str = "") -> list[tuple[str, str, list[Due]]]:
    """What is due: (period, its message id, the days), overdue first; `kind` narrows it to one of `KINDS`."""
    everything = (*_of_cases(today), *_of_assessors(today), *_of_years(today), *_of_objections(today))
    found = [one for one in everything if not kind or one.kind == kind]
    found.sort(key=lambda one: (one.day, one.number))
    sunday = today + timedelta(days=6 - today.weekday())
    heaps: dict[str, list[Due]] = {name: [] for name, _label in PERIODS}
    for one in found:
        heaps["overdue" if one.day < today else "week" if one.day <= sunday else "later"].append(one)
    return [(name, label, heaps[name]) for name, label in PERIODS]


def _of_cases(today: date) -> Iterable[Due]:
    until = today + AHEAD
    query = (
        select(Application)
        .where(Application.status.in_(case_list.UNDECIDED))
        .where(or_(Application.decide_by <= until, Application.respond_by <= until))
        .options(joinedload(Application.organisation))
        .order_by(Application.decide_by)
        .limit(MOST)
    )
    for application in db.session.scalars(query):
        if application.respond_by and application.respond_by <= until:
            kind = "view" if application.status == "refusal_intended" else "supplement"
            yield _of_case(kind, application.respond_by, application)
        # While a supplement is awaited the decision term stands still.
        if application.decide_by and application.decide_by <= until and application.status != "supplement_requested":
            yield _of_case("decision", application.decide_by, application)


def _of_case(kind: str, day: date, case: Application | Accreditation, page: str = "", who: str = "") -> Due:
    return Due(kind, day, case.organisation.name, case.number, page or case.noun, case.id, who)


def _of_assessors(today: date) -> Iterable[Due]:
    length, days = calendar.length("assessor_silence", today), calendar.calendar()
    for one in waiting.silent(clock.today()):
        day = days.add_working_days(waiting.invited_on(one), length.value)
        yield _of_case("silence", day, one.application, "assessors", one.assessor.name)


def _of_years(today: date) -> Iterable[Due]:
    """What is due in accreditations: four statements, however many there are."""
    until = today + AHEAD
    hangs = ((Measure, Measure.due_on, "measure", Measure.status.in_(("imposed", "overdue"))),
             (CheckIn, CheckIn.submit_by, "check_in", CheckIn.status.in_(("due", "missed"))))  # fmt: skip
    for model, day, kind, open_ in hangs:
        query = select(model).where(open_, day <= until).order_by(day).limit(MOST)
        loaded: Any = joinedload(model.accreditation).joinedload(Accreditation.organisation)
        rows: Any = db.session.scalars(query.options(loaded))
        for one in rows:
            yield _of_case(kind, getattr(one, day.key), one.accreditation)
    stands = Accreditation.status.in_(STANDING)
    ends = select(Accreditation).where(stands, Accreditation.ends_on <= until).order_by(Accreditation.ends_on)
    for case in db.session.scalars(ends.options(joinedload(Accreditation.organisation)).limit(MOST)):
        yield _of_case("end", case.ends_on, case)
    suspended = (
        select(Accreditation, Suspension.ends_on).join(Suspension, Suspension.accreditation_id == Accreditation.id)
        .where(Accreditation.status == "suspended", Suspension.ends_on.between(today, until))
        .options(joinedload(Accreditation.organisation)).order_by(Suspension.ends_on).limit(MOST)
    )  # fmt: skip
    for case, last in db.session.execute(suspended):
        yield _of_case("suspension", last, case)


def _of_objections(today: date) -> Iterable[Due]:
    """The decisions on objections that are due, the hearings, and what was asked to complete one: one statement."""
    until = today + AHEAD
    days = (Objection.decide_by, Objection.hearing_on, Objection.complete_by)
    due = select(Objection).where(Objection.status.in_(UNDECIDED), or_(*(day <= until for day in days)))
    rows = db.session.scalars(due.options(joinedload(Objection.organisation)).order_by(Objection.decide_by).limit(MOST))
    for one in rows:
        own = {"completion_asked": ("completion", one.complete_by), "hearing_planned": ("hearing", one.hearing_on)}
        found = [own[one.status]] if one.status in own else []
        if one.status != "completion_asked":  # meanwhile the decision term stands still
            found.append(("objection", one.decide_by))
        for kind, day in found:
            if day is not None and day <= until:
                yield Due(kind, day, one.organisation.name, one.number, "objection", one.id)
