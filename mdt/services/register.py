"""The public register: which organisations are accredited, and how each accreditation stands on a day.

Only what belongs in public leaves this file: never a person, an address, a judgement or the text of a condition.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager

from mdt.models import Accreditation, Decision, Organisation, db

PAGE_SIZE = 25
LONGEST_SEARCH = 100
MOST_WORDS = 8
SORTS = ("name", "newest", "ends")


class Standing(StrEnum):
    """How an accreditation stands on a day; follows from its dates alone."""

    IN_FORCE = "in_force"
    BEGINS_LATER = "begins_later"
    ENDED = "ended"
    GIVEN_UP = "given_up"


# What a visitor can ask for, and the standings that answer it.
FILTERS: dict[str, tuple[Standing, ...]] = {
    "in_force": (Standing.IN_FORCE,),
    "begins_later": (Standing.BEGINS_LATER,),
    "ended": (Standing.ENDED, Standing.GIVEN_UP),
}


@dataclass(frozen=True, kw_only=True)
class Search:
    """What a visitor asked for. Unknown words find nothing; empty ones ask for everything."""

    words: str = ""
    sector: str = ""
    municipality: str = ""
    status: str = ""
    kvk_number: str = ""
    sort: str = "name"
    every_period: bool = False  # False: of each organisation only the accreditation that matters most today


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the register. `last_day` is the end, or the day before it was given up."""

    number: str
    organisation: str
    slug: str
    kvk_number: str
    city: str
    municipality: str
    sector: str
    website: str | None
    starts_on: date
    ends_on: date
    last_day: date
    standing: Standing
    conditions: int


@dataclass(frozen=True, kw_only=True)
class Found:
    """One page of a search. Has the shape that the pagination of a page asks for."""

    items: tuple[Entry, ...]
    page: int
    total: int
    per_page: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def has_prev(self) -> bool:
        return self.page > 1

    @property
    def has_next(self) -> bool:
        return self.page < self.pages


def standing(accreditation: Accreditation, *, on: date) -> Standing:
    """How an accreditation stands on a day."""
    if accreditation.given_up_from is not None and accreditation.given_up_from <= on:
        return Standing.GIVEN_UP
    if accreditation.starts_on > on:
        return Standing.BEGINS_LATER
    return Standing.ENDED if accreditation.ends_on < on else Standing.IN_FORCE


def slug_of(organisation: Organisation) -> str:
    """The last part of an organisation's stable address: its name, readable, and its KVK number, which decides."""
    plain = unicodedata.normalize("NFKD", organisation.name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].rstrip("-")
    return f"{words}-{organisation.kvk_number}" if words else organisation.kvk_number


def find(search: Search, *, on: date, page: int = 1, per_page: int = PAGE_SIZE) -> Found:
    """One page of what a visitor asked for, and how many there are in all. A page beyond the last one is empty."""
    wanted = _wanted(search, on)
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    page = max(1, page)
    part = _sorted(wanted, search.sort).limit(per_page).offset((page - 1) * per_page)
    return Found(items=_entries(part, on), page=page, total=total, per_page=per_page)


def every(search: Search, *, on: date) -> tuple[Entry, ...]:
    """All that a visitor asked for, for a download."""
    return _entries(_sorted(_wanted(search, on), search.sort), on)


def organisation(slug: str) -> Organisation | None:
    """The organisation at an address. The KVK number at its end decides, so that a change of name breaks no link;
    the address of one of its accreditations leads to it as well.
    """
    match = re.search(r"(?:^|-)(\d{8})$", slug, flags=re.ASCII)
    one = Accreditation.slug == clean(slug) if match is None else Organisation.kvk_number == match[1]
    return db.session.scalar(
        select(Organisation).join(Accreditation, Accreditation.organisation_id == Organisation.id).where(one).limit(1)
    )


def history(organisation: Organisation, *, on: date) -> tuple[Entry, ...]:
    """The accreditations of an organisation: the one that matters most today first, then from new to old."""
    mine = _joined().where(Accreditation.organisation_id == organisation.id)
    return _entries(mine.order_by(_rank(on), Accreditation.starts_on.desc()), on)


def entry(number: str, *, on: date) -> Entry | None:
    """The accreditation with this number, or None."""
    found = _entries(_joined().where(Accreditation.number == clean(number)), on)
    return found[0] if found else None


def places() -> Sequence[str]:
    """The municipalities that occur in the register, by name."""
    query = select(Organisation.municipality).join(Accreditation, Accreditation.organisation_id == Organisation.id)
    return db.session.scalars(query.distinct().order_by(Organisation.municipality)).all()


def _joined() -> Select[Any]:
    return select(Accreditation).join(Organisation, Accreditation.organisation_id == Organisation.id)


def _standing(on: date) -> ColumnElement[str]:
    """`standing`, in SQL."""
    return case(
        (and_(Accreditation.given_up_from.is_not(None), Accreditation.given_up_from <= on), Standing.GIVEN_UP.value),
        (Accreditation.starts_on > on, Standing.BEGINS_LATER.value),
        (Accreditation.ends_on < on, Standing.ENDED.value),
        else_=Standing.IN_FORCE.value,
    )


def _rank(on: date) -> ColumnElement[int]:
    return case({"in_force": 0, "begins_later": 1}, value=_standing(on), else_=2)


def _wanted(search: Search, on: date) -> Select[Any]:
    query = _joined()
    if not search.every_period:
        first = func.row_number().over(
            partition_by=Accreditation.organisation_id, order_by=(_rank(on), Accreditation.ends_on.desc())
        )
        ranked = select(Accreditation.id, first.label("place")).subquery()
        query = query.join(ranked, and_(ranked.c.id == Accreditation.id, ranked.c.place == 1))
    conditions = [_mentions(word) for word in _words(search.words)]
    for column, value in (
        (Organisation.sector, search.sector),
        (Organisation.municipality, search.municipality),
        (Organisation.kvk_number, search.kvk_number),
    ):
        if value:
            conditions.append(column == clean(value))
    if search.status:
        conditions.append(_standing(on).in_([s.value for s in FILTERS.get(search.status, ())]))
    return query.where(*conditions)


def clean(text: str | None) -> str:
    """Without control characters, and not endless: PostgreSQL refuses a NUL, a page too, and no name has one."""
    return "".join(letter for letter in text or "" if letter.isprintable())[:LONGEST_SEARCH]


def _words(text: str) -> list[str]:
    return clean(" ".join(text.split())).split()[:MOST_WORDS]


def _mentions(word: str) -> ColumnElement[bool]:
    """The name or place has this word in it, or the KVK number begins with it; % and _ mean themselves."""
    return or_(
        Organisation.name.icontains(word, autoescape=True),
        Organisation.city.icontains(word, autoescape=True),
        Organisation.kvk_number.startswith(word, autoescape=True),
    )


def _sorted(query: Select[Any], sort: str) -> Select[Any]:
    by_name = (func.lower(Organisation.name), Organisation.kvk_number, Accreditation.starts_on)
    first = {"newest": (Accreditation.starts_on.desc(),), "ends": (Accreditation.ends_on,)}.get(sort, ())
    return query.order_by(*first, *by_name)


def _entries(query: Select[Any], on: date) -> tuple[Entry, ...]:
    """Two statements, however many lines: the lines with their organisations, and the decisions behind them."""
    rows = db.session.scalars(query.options(contains_eager(Accreditation.organisation))).all()
    if not rows:
        return ()
    conditions = _conditions(query)
    return tuple(_entry(row, on, conditions.get(row.application_id, 0)) for row in rows)


def _conditions(query: Select[Any]) -> dict[Any, int]:
    """How many conditions the last decision on each application carries."""
    cases = query.with_only_columns(Accreditation.application_id).subquery()
    decisions = select(Decision.application_id, Decision.content).where(
        Decision.application_id.in_(select(cases.c.application_id))
    )
    found = db.session.execute(decisions.order_by(Decision.recorded_at)).all()
    return {application: len((content or {}).get("conditions") or ()) for application, content in found}


def _entry(row: Accreditation, on: date, conditions: int) -> Entry:
    who = row.organisation
    last = row.ends_on
    if row.given_up_from is not None:
        last = min(last, row.given_up_from - timedelta(days=1))
    return Entry(
        number=row.number, organisation=who.name, slug=slug_of(who), kvk_number=who.kvk_number, city=who.city,
        municipality=who.municipality, sector=who.sector, website=_website(who.website), starts_on=row.starts_on,
        ends_on=row.ends_on, last_day=last, standing=standing(row, on=on), conditions=conditions,
    )  # fmt: skip


def _website(address: str | None) -> str | None:
    """An address that is safe to link to, or None."""
    address = (address or "").strip()
    return address if re.match(r"https?://[^\s\"'<>]+$", address, flags=re.IGNORECASE) else None
