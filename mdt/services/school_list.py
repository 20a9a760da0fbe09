"""A school's list of who says to be its student: confirming many at once, and by a file of student numbers."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from mdt.access import Person, schools_of
from mdt.models import Enrolment, Membership, School, db
from mdt.services import enrolment, waiting
from mdt.services.transitions import fire
from mdt.services.waiting import FIRST, Heap, Item
from workflows.base import N_, NotNow, Refused


@dataclass(frozen=True)
class Matched:
    """What a file of student numbers led to: the enrolments found, and the lines that belong to nobody who waits."""

    ids: frozenset[uuid.UUID]
    unknown: tuple[tuple[int, str], ...]


def confirm(school: School, ids: Iterable[str], *, actor: Person) -> tuple[int, list[tuple[str, Refused | NotNow]]]:
    """Confirm the enrolments that were ticked; returns how many, and the name and reason of each that was not.

    Raises NotPermitted. Each is its own savepoint, so that one that cannot be confirmed undoes nobody else.
    """
    wanted = [uuid.UUID(id) for id in ids if _is_id(id)]
    query = select(Enrolment).where(Enrolment.id.in_(wanted), Enrolment.school_id == school.id)
    done, failed = 0, []
    for one in db.session.scalars(query.order_by(Enrolment.created_at)).all():
        try:
            with db.session.begin_nested():
                fire(one, "confirm", actor=actor)
            done += 1
        except (Refused, NotNow) as refusal:
            failed.append((one.youth.name if one.youth else str(one.email), refusal))
    return done, failed


def match(school: School, content: bytes, *, most: int) -> Matched:
    """Look up the student numbers of a file among those who wait; changes nothing. Raises Refused at the field."""
    if len(content) > most:
        raise Refused(N_("This file is too big. Send at most 1 MB."), field="file")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    if "\0" in text:
        raise Refused(N_("This is not a text file. Save the list as CSV first."), field="file")
    query = select(Enrolment.student_number, Enrolment.id).where(
        Enrolment.school_id == school.id, Enrolment.status == "claimed", Enrolment.student_number.is_not(None)
    )
    waiting_here = {_tidy(number): id for number, id in db.session.execute(query)}
    numbers = _numbers(text)
    if not numbers:
        raise Refused(N_("There is no student number in this file."), field="file")
    found = frozenset(waiting_here[number] for _line, number in numbers if number in waiting_here)
    unknown = tuple((line, number) for line, number in numbers if number not in waiting_here)
    return Matched(found, unknown)


def taking_part() -> list[School]:
    """The schools that have somebody, by name."""
    at = select(Membership.school_id).where(Membership.status.in_(("invited", "confirmed")))
    return list(db.session.scalars(select(School).where(School.id.in_(at)).order_by(School.name).limit(200)))


def clerks(schools: Sequence[School]) -> dict[uuid.UUID, int]:
    """How many clerks each of these schools has."""
    query = (
        select(Membership.school_id, func.count())
        .where(Membership.school_id.in_([school.id for school in schools]))
        .where(Membership.function == "clerk", Membership.status == "confirmed")
        .group_by(Membership.school_id)
    )
    return {school_id: count for school_id, count in db.session.execute(query) if school_id is not None}


def _numbers(text: str) -> list[tuple[int, str]]:
    """The first cell of each line that holds a figure, with the number of its line; a heading has none."""
    first = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",")
    found = []
    for row in rows:
        cell = _tidy(row[0]) if row else ""
        if any(sign.isdigit() for sign in cell):
            found.append((rows.line_num, cell[:30]))
    return found


def _tidy(number: str | None) -> str:
    return "".join((number or "").split()).upper()


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _heaps(person: Person) -> list[Heap]:
    at = schools_of(person, "clerk")
    if not at:
        return []
    count = select(func.count(Enrolment.id)).where(Enrolment.school_id.in_(at), Enrolment.status == "claimed")
    rows = enrolment.at_school(at, status="claimed", limit=FIRST)
    items = tuple(Item(one.youth.name if one.youth else "", one.student_number or "", "school", one.school_id)
                  for one in rows)  # fmt: skip
    return [Heap("claimed", N_("Students to confirm"), db.session.scalar(count) or 0, items)]


waiting.show("school", frozenset({"clerk", "examiner", "exam_board"}), _heaps)
