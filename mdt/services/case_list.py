"""Lists of cases for the office and the board: filtered, searched, sorted, at a fixed number of SQL statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from mdt.access import Person, visible
from mdt.models import Application, Organisation, db
from mdt.services import clock
from workflows import ApplicationWorkflow

PER_PAGE = 25
SORTS = ("deadline", "newest", "name")
UNDECIDED = tuple(ApplicationWorkflow.acts_next)


@dataclass(frozen=True)
class Question:
    """What is asked of the list. Empty means everything; a word that is no choice finds nothing."""

    words: str = ""
    status: str = ""
    acts_next: str = ""
    overdue: bool = False
    sort: str = "deadline"


@dataclass(frozen=True)
class Line:
    """One case as the list shows it. `due` is the day that counts now; negative `days_left` is overdue."""

    application: Application
    age: int
    due: date | None
    days_left: int | None

    @property
    def overdue(self) -> bool:
        """Whether the day that counts has passed."""
        return self.days_left is not None and self.days_left < 0


def cases(person: Person, question: Question, *, page: int) -> tuple[Pagination, list[Line]]:
    """A page of the cases that a person can see, with what the list tells of each."""
    query = visible(select(Application), person).join(Organisation, Application.organisation_id == Organisation.id)
    query = _asked(query, question).options(joinedload(Application.organisation))
    found = db.paginate(
        query.order_by(*_order(question.sort)), page=page, per_page=PER_PAGE, max_per_page=PER_PAGE, error_out=False
    )
    today = clock.today()
    return found, [line(application, today) for application in found.items]


def line(application: Application, today: date) -> Line:
    """What a list tells of a case."""
    due = due_on(application)
    begun = application.received_on or application.created_at.astimezone(clock.AMSTERDAM).date()
    return Line(application, max((today - begun).days, 0), due, (due - today).days if due else None)


def due_on(application: Application) -> date | None:
    """The day by which the next step is due: an answer that is awaited, or else the decision. None when closed."""
    if application.status not in UNDECIDED:
        return None
    return application.respond_by or application.decide_by


def overdue(today: date) -> Any:
    """The condition that the decision, or an answer that is awaited, is late."""
    late = or_(
        and_(Application.respond_by.is_not(None), Application.respond_by < today),
        and_(Application.respond_by.is_(None), Application.decide_by < today),
    )
    return and_(Application.status.in_(UNDECIDED), late)


def _asked(query: Select[Any], question: Question) -> Select[Any]:
    if words := question.words.strip():
        like = f"%{words.lower().replace('%', '').replace('_', '')}%"
        query = query.where(or_(
            func.lower(Organisation.name).like(like), func.lower(Application.number).like(like),
            Organisation.kvk_number == words.replace(" ", ""),
        ))  # fmt: skip
    if question.status:
        query = query.where(Application.status == question.status)
    if question.acts_next:
        states = [state for state, role in ApplicationWorkflow.acts_next.items() if role == question.acts_next]
        query = query.where(Application.status.in_(states))
    return query.where(overdue(clock.today())) if question.overdue else query


def _order(sort: str) -> tuple[Any, ...]:
    if sort == "newest":
        return Application.created_at.desc(), Application.id
    if sort == "name":
        return func.lower(Organisation.name), Application.id
    open_first = Application.status.in_(UNDECIDED).desc()
    due = func.coalesce(Application.respond_by, Application.decide_by)
    return open_first, due.is_(None), due, Application.id
