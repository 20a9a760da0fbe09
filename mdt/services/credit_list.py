"""Lists of credits for a school and its exam board, and the same as a table for a meeting, in few statements."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from mdt.access import Person as Visitor
from mdt.access import visible
from mdt.models import Credit, Organisation, Person, Review, Youth, db
from mdt.services import credit_wording, spreadsheet
from workflows import CreditWorkflow
from workflows.base import N_

PER_PAGE = 25
MOST_EXPORTED = 20_000
COLUMNS = (
    N_("Request number"), N_("Name"), N_("Student number"), N_("Programme"), N_("Organisation"), N_("Scheme"),
    N_("Version"), N_("Basis"), N_("Hours that count"), N_("Amount"), N_("Unit"), N_("State"), N_("Submitted on"),
    N_("Decided on"),
    N_("Proposal"),
)  # fmt: skip


@dataclass(frozen=True)
class Question:
    """What is asked of the list. Empty means everything; a word that is no choice finds nothing."""

    words: str = ""
    status: str = ""
    sort: str = "oldest"


def credits_of(person: Visitor, question: Question, *, page: int) -> Pagination:
    """A page of the credits that a person can see."""
    query = _asked(visible(select(Credit), person), question).options(*_shown())
    return db.paginate(query.order_by(*_order(question.sort)), page=page, per_page=PER_PAGE, max_per_page=PER_PAGE,
                       error_out=False)  # fmt: skip


def counts(person: Visitor) -> dict[str, int]:
    """How many there are in each state."""
    query = visible(select(Credit), person).with_only_columns(Credit.status, func.count(Credit.id))
    return {row[0]: row[1] for row in db.session.execute(query.group_by(Credit.status))}


def table(person: Visitor, question: Question, translate: Callable[[str], str]) -> tuple[list[str], list[list[Any]]]:
    """The headings and rows of everything that the list shows, for a file."""
    query = _asked(visible(select(Credit), person), question).options(*_shown())
    found = list(db.session.scalars(query.order_by(*_order(question.sort)).limit(MOST_EXPORTED)))
    said = _proposals(credit.id for credit in found)
    return [translate(name) for name in COLUMNS], [_row(credit, said.get(credit.id), translate) for credit in found]


def _row(credit: Credit, made: Review | None, translate: Callable[[str], str]) -> list[spreadsheet.Cell]:
    scheme = credit.scheme
    basis = made.basis if made else scheme.basis
    return [
        credit.number, credit.youth.name, credit.student_number, credit.programme.name if credit.programme else None,
        credit.host, scheme.title, scheme.number, translate(credit_wording.BASES[basis]),
        round(credit.service_minutes / 60, 2), credit.amount / 100 if credit.status == "awarded" else None,
        credit_wording.UNITS.get(scheme.unit), translate(CreditWorkflow.label(credit.status)), credit.submitted_on,
        credit.decided_on, made.reasons if made else None,
    ]  # fmt: skip


def _proposals(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Review]:
    """The latest proposal on each credit, a thousand at a time: a database bounds what one question may name."""
    wanted: Sequence[uuid.UUID] = list(ids)
    found: dict[uuid.UUID, Review] = {}
    for first in range(0, len(wanted), 1000):
        part = wanted[first : first + 1000]
        query = select(Review).where(Review.credit_id.in_(part)).order_by(Review.made_at)
        found |= {row.credit_id: row for row in db.session.scalars(query)}
    return found


def _shown() -> tuple[Any, ...]:
    return (joinedload(Credit.youth).joinedload(Youth.person), joinedload(Credit.scheme),
            joinedload(Credit.organisation), joinedload(Credit.programme), joinedload(Credit.school))  # fmt: skip


def _asked(query: Select[Any], question: Question) -> Select[Any]:
    query = query.join(Youth, Credit.youth_id == Youth.id).join(Person, Youth.person_id == Person.id)
    query = query.outerjoin(Organisation, Credit.organisation_id == Organisation.id)
    if words := question.words.strip():
        like = f"%{words.lower().replace('%', '').replace('_', '')}%"
        columns = (Person.name, Organisation.name, Credit.number, Credit.student_number, Credit.prior_organisation)
        query = query.where(or_(*(func.lower(column).like(like) for column in columns)))
    return query.where(Credit.status == question.status) if question.status else query


def _order(sort: str) -> tuple[Any, ...]:
    if sort == "newest":
        return Credit.created_at.desc(), Credit.id
    if sort == "name":
        return func.lower(Person.name), Credit.id
    return Credit.status.in_(("submitted", "under_review")).desc(), Credit.submitted_on, Credit.id
