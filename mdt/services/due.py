"""Everything that is due in the house, by day and kind, in a fixed number of SQL statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from mdt.models import Application, db
from mdt.services import calendar, case_list, clock, waiting
from workflows.base import N_

AHEAD = timedelta(weeks=6)
MOST = 300
KINDS = {
    "decision": N_("Decision on the application"),
    "supplement": N_("Supplement of the organisation"),
    "view": N_("View of the organisation"),
    "silence": N_("Answer of an assessor"),
}
PERIODS = (("overdue", N_("Overdue")), ("week", N_("This week")), ("later", N_("The weeks after")))


@dataclass(frozen=True)
class Due:
    """One day that counts in one case; `who` names the assessor who is silent."""

    kind: str
    day: date
    application: Application
    who: str = ""

    @property
    def label(self) -> str:
        """The message id of what is due."""
        return KINDS[self.kind]


def by_period(today: date, kind: str = "") -> list[tuple[str, str, list[Due]]]:
    """What is due: (period, its message id, the days), overdue first; `kind` narrows it to one of `KINDS`."""
    found = [one for one in (*_of_cases(today), *_of_assessors(today)) if not kind or one.kind == kind]
    found.sort(key=lambda one: (one.day, one.application.number))
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
            yield Due(kind, application.respond_by, application)
        # While a supplement is awaited the decision term stands still.
        if application.decide_by and application.decide_by <= until and application.status != "supplement_requested":
            yield Due("decision", application.decide_by, application)


def _of_assessors(today: date) -> Iterable[Due]:
    length, days = calendar.length("assessor_silence", today), calendar.calendar()
    for one in waiting.silent(clock.today()):
        day = days.add_working_days(waiting.invited_on(one), length.value)
        yield Due("silence", day, one.application, one.assessor.name)
