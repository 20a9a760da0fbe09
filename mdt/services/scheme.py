"""A school's own rules for recognising service: written as versions that never change, found by the day."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from mdt.access import Person, roles_of
from mdt.models import Credit, Programme, Scheme, School, db
from mdt.rules import FOLDER
from mdt.rules.reading import read
from mdt.services import calendar, clock
from workflows.base import N_, NotPermitted
from workflows.credits import UNIT_OF_SECTOR, Unit
from workflows.credits import Scheme as Rules
from workflows.roles import Role
from workflows.scheme import SchemeFacts, check

WRITERS = {Role.CLERK, Role.EXAM_BOARD, Role.SCHOOL}
COLUMNS = ("title", "explanation", "basis", "basis_text", "minimum", "maximum", "minimum_minutes", "service_share",
           "reflection_share", "asks", "allows_prior", "offered", "valid_from")  # fmt: skip
_KNOWN = ("unit", "valid_from", "valid_to", "minutes", "source", "source_url", "verified")


@dataclass(frozen=True)
class StudyLoad:
    """How many minutes one unit is, from `valid_from` through `valid_to`."""

    unit: str
    valid_from: date
    valid_to: date | None
    minutes: int


@cache
def study_loads() -> tuple[StudyLoad, ...]:
    """The study load of each unit, as we ship it. Raises RulesError."""
    root = read(FOLDER / "study_load.yaml")
    root.only("study_load")
    items = root["study_load"].each()
    for item in items:
        item.only(*_KNOWN)
    for unit in {item["unit"].string() for item in items}:
        calendar.no_overlap([item for item in items if item["unit"].value == unit])
    return tuple(
        StudyLoad(item["unit"].string(), item["valid_from"].day(), until.day() if (until := item.get("valid_to"))
                  else None, item["minutes"].integer(low=1, high=100_000))
        for item in items
    )  # fmt: skip


def minutes_of(unit: str, on: date) -> int:
    """The minutes of study load of one unit on a day. Raises LookupError if there is no row."""
    for row in study_loads():
        if row.unit == unit and row.valid_from <= on <= (row.valid_to or date.max):
            return row.minutes
    raise LookupError(f"study_load.yaml has nothing for {unit} on {on}")


def rules_of(scheme: Scheme) -> Rules:
    """A version as the reckoning needs it."""
    return Rules(
        unit=Unit(scheme.unit), minutes_per_unit=scheme.minutes_per_unit, minimum=scheme.minimum,
        maximum=scheme.maximum, service_share=scheme.service_share, reflection_share=scheme.reflection_share,
        minimum_minutes=scheme.minimum_minutes,
    )  # fmt: skip


def publish(school: School, *, actor: Person, after: Scheme | None = None, **given: Any) -> Scheme:
    """Write a version: the first of a scheme, or the one that follows `after`. Raises NotPermitted or Refused."""
    if not roles_of(actor, school) & WRITERS:
        raise NotPermitted(N_("The school's own clerks and exam board write its schemes."))
    newest = versions(after)[0] if after else None
    programme_id = newest.programme_id if newest else given.get("programme_id")
    facts = _facts(school, given, programme_id, newest)
    check(facts)
    assert facts.valid_from is not None  # the check saw to it
    made = Scheme(
        id=uuid.uuid4(), line=newest.line if newest else uuid.uuid4(), number=newest.number + 1 if newest else 1,
        school_id=school.id, programme_id=programme_id, unit=facts.unit.value,
        minutes_per_unit=minutes_of(facts.unit, facts.valid_from), made_by=actor.id, made_at=clock.now(),
        **{name: given[name] for name in COLUMNS if name in given},
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def _facts(school: School, given: Mapping[str, Any], programme_id: uuid.UUID | None, newest: Scheme | None
           ) -> SchemeFacts:  # fmt: skip
    known = {name: given[name] for name in SchemeFacts.__dataclass_fields__ if given.get(name) is not None}
    return SchemeFacts(**(known | {
        "today": clock.today(), "sector": school.sector, "programme_fits": _fits(school, programme_id),
        "latest_from": newest.valid_from if newest else None,
    }))  # fmt: skip


def _fits(school: School, programme_id: uuid.UUID | None) -> bool:
    if programme_id is None:
        return True
    programme = db.session.get(Programme, programme_id)
    return programme is not None and programme.sector == school.sector and programme.school_id in (None, school.id)


def versions(scheme: Scheme) -> list[Scheme]:
    """The versions of a scheme, the newest first."""
    return list(db.session.scalars(select(Scheme).where(Scheme.line == scheme.line).order_by(Scheme.number.desc())))


def in_force(school_id: uuid.UUID, on: date, *, programme_id: uuid.UUID | None = None) -> list[Scheme]:
    """The versions that a school offers on a day: those for all its programmes, and those of this programme."""
    query = _latest(on).where(Scheme.school_id == school_id, Scheme.offered.is_(True))
    fits = or_(Scheme.programme_id.is_(None), Scheme.programme_id == programme_id)
    return list(db.session.scalars(query.where(fits).order_by(Scheme.title, Scheme.id)))


def of_school(school_id: uuid.UUID) -> list[tuple[Scheme, Scheme | None]]:
    """Every scheme of a school: its newest version, and the one that applies today if that is another or none."""
    today = clock.today()
    newest = select(Scheme.line, func.max(Scheme.number).label("number")).group_by(Scheme.line).subquery()
    query = (
        select(Scheme)
        .join(newest, (newest.c.line == Scheme.line) & (newest.c.number == Scheme.number))
        .where(Scheme.school_id == school_id)
        .options(joinedload(Scheme.programme))
        .order_by(Scheme.title, Scheme.id)
    )
    current = {row.line: row for row in db.session.scalars(_latest(today).where(Scheme.school_id == school_id))}
    return [(row, current.get(row.line)) for row in db.session.scalars(query)]


def uses(scheme: Scheme) -> int:
    """How many credits were begun under this version."""
    return db.session.scalar(select(func.count(Credit.id)).where(Credit.scheme_id == scheme.id)) or 0


def unit_of(school: School) -> str:
    """In what a school counts."""
    return UNIT_OF_SECTOR[school.sector].value


def find(line: uuid.UUID, school_ids: list[uuid.UUID]) -> Scheme | None:
    """The newest version of a scheme of one of these schools."""
    query = select(Scheme).where(Scheme.line == line, Scheme.school_id.in_(school_ids))
    return db.session.scalar(query.order_by(Scheme.number.desc()).limit(1))


def _latest(on: date) -> Any:
    """Of each scheme the version with the highest number that has begun on a day."""
    begun = (
        select(Scheme.line, func.max(Scheme.number).label("number"))
        .where(Scheme.valid_from <= on)
        .group_by(Scheme.line)
        .subquery()
    )
    return select(Scheme).join(begun, (begun.c.line == Scheme.line) & (begun.c.number == Scheme.number))
