"""Which functions somebody holds, and in which organisation or school."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdt.models import Membership, Person, Youth, db
from workflows.roles import Role

STAFF = {"office": Role.OFFICE, "board": Role.BOARD}
IN_ORGANISATION = {
    "coordinator": Role.ORGANISATION, "colleague": Role.COLLEAGUE, "supervisor": Role.SUPERVISOR,
}  # fmt: skip
IN_SCHOOL = {"clerk": Role.CLERK, "examiner": Role.EXAMINER, "exam_board": Role.EXAM_BOARD}


def standing(person: Person) -> list[Membership]:
    """The functions that a person holds now, read once per session and person."""
    cache: dict[uuid.UUID, list[Membership]] = db.session.info.setdefault("standing", {})
    if person.id not in cache:
        query = select(Membership).where(Membership.person_id == person.id, Membership.status == "confirmed")
        cache[person.id] = list(db.session.scalars(query.options(joinedload(Membership.school))))
    return cache[person.id]


def forget_standing() -> None:
    """Drop what `standing` remembers: a membership changed, or the transaction ended."""
    db.session.info.pop("standing", None)
    db.session.info.pop("youths", None)


def functions(person: Person) -> frozenset[str]:
    """The names of the functions that a person holds: coordinator, supervisor, office, assessor, clerk and so on; and
    `youth` of who serves, or wants to.
    """
    held = frozenset(membership.function for membership in standing(person))
    return held | {"youth"} if is_youth(person) else held


def is_youth(person: Person) -> bool:
    """Whether this person serves, or wants to; read once per session and person."""
    cache: dict[uuid.UUID, bool] = db.session.info.setdefault("youths", {})
    if person.id not in cache:
        found = select(Youth.id).where(Youth.person_id == person.id, Youth.erased_at.is_(None))
        cache[person.id] = db.session.scalar(found) is not None
    return cache[person.id]


def organisations_of(person: Person, *names: str) -> list[uuid.UUID]:
    """The organisations in which a person has a function, or one of these functions."""
    held = standing(person)
    return [m.organisation_id for m in held if m.organisation_id is not None and (not names or m.function in names)]


def schools_of(person: Person, *names: str) -> list[uuid.UUID]:
    """The schools in which a person has a function, or one of these functions."""
    held = standing(person)
    return [m.school_id for m in held if m.school_id is not None and (not names or m.function in names)]


def staff_roles(person: Person) -> set[Role]:
    """The roles that a function in the accrediting body gives in every case."""
    return {STAFF[membership.function] for membership in standing(person) if membership.function in STAFF}


def in_organisation(person: Person, organisation_id: uuid.UUID | None) -> set[Role]:
    """The roles of a person in one organisation."""
    held = standing(person)
    return {IN_ORGANISATION[m.function] for m in held if organisation_id and m.organisation_id == organisation_id}


def in_school(person: Person, school_id: uuid.UUID | None) -> set[Role]:
    """The roles of a person in one school. In secondary education the school itself awards, not an exam board."""
    found = set()
    for held in standing(person):
        if school_id is None or held.school_id != school_id or held.school is None:
            continue
        awards = held.function == "exam_board" and held.school.sector == "vo"
        found.add(Role.SCHOOL if awards else IN_SCHOOL[held.function])
    return found
