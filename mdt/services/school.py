"""Schools and programmes: finding them, and the programme that somebody named."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select

from mdt.models import Programme, School, db
from mdt.services import clock
from workflows.base import N_, Refused

SECTORS = {
    "vo": N_("Secondary education"),
    "mbo": N_("Vocational education (mbo)"),
    "hbo": N_("Universities of applied sciences (hbo)"),
    "wo": N_("Universities (wo)"),
}
MOST = 20
MOST_PROGRAMMES = 400


def search(text: str, *, limit: int = MOST) -> list[School]:
    """The active schools whose name, town or BRIN holds every word of `text`; names that begin with it first."""
    words = text.casefold().split()
    if not words:
        return []
    hit = [
        or_(func.lower(School.name).contains(word, autoescape=True),
            func.lower(School.city).contains(word, autoescape=True), School.brin == word.upper())
        for word in words
    ]  # fmt: skip
    first = case((func.lower(School.name).startswith(words[0], autoescape=True), 0), else_=1)
    query = select(School).where(School.active.is_(True), *hit).order_by(first, School.name, School.city, School.brin)
    return list(db.session.scalars(query.limit(limit)))


def by_brin(brin: str) -> School | None:
    """The school with this BRIN."""
    return db.session.scalar(select(School).where(School.brin == brin.strip().upper()))


def programmes(school: School, *, on: date | None = None) -> list[Programme]:
    """The programmes that a school offers on a day: its own, and those that every school of its sector may offer."""
    query = _offered(school, on or clock.today()).order_by(Programme.name, Programme.code).limit(MOST_PROGRAMMES)
    return list(db.session.scalars(query))


def programme(school: School, text: str) -> Programme | None:
    """The programme that was chosen or typed, as `label` writes it, by its code, or by its name. Raises Refused."""
    asked = text.strip()
    if not asked:
        return None
    code = asked.rsplit("(", 1)[-1].rstrip(")").strip()
    query = _offered(school, clock.today()).where(
        or_(Programme.code == code, Programme.code == asked, func.lower(Programme.name) == asked.casefold())
    )
    found: Programme | None = db.session.scalar(query.order_by(Programme.school_id.is_(None), Programme.code).limit(1))
    if found is None:
        raise Refused(N_("Choose a programme of this school, or leave it open."), field="programme")
    return found


def fits(school_id: uuid.UUID | None, chosen: Programme | None) -> bool:
    """Whether a programme can be followed at a school."""
    if chosen is None or school_id is None:
        return True
    if chosen.school_id is not None:
        return chosen.school_id == school_id
    return db.session.get_one(School, school_id).sector == chosen.sector


def label(found: Programme) -> str:
    """How a programme is shown and typed."""
    return f"{found.name} ({found.code})"


def _offered(school: School, on: date) -> Select[Any]:
    return select(Programme).where(
        or_(
            Programme.school_id == school.id,
            and_(Programme.school_id.is_(None), Programme.sector == school.sector),
        ),
        or_(Programme.valid_from.is_(None), Programme.valid_from <= on),
        or_(Programme.valid_to.is_(None), Programme.valid_to >= on),
    )
