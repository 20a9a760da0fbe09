"""The public register: which organisations are accredited, and how each accreditation stands on a day.

Only what belongs in public leaves this file: never a person, an address, a judgement or the text of a condition.
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, not_, or_, select
from sqlalchemy.orm import contains_eager

from mdt.models import Accreditation, Decision, Objection, Organisation, Suspension, db
from mdt.services import clock
from mdt.services.accreditation_standing import renewal_is_pending
from workflows import ObjectionWorkflow

PAGE_SIZE = 25
LONGEST_SEARCH = 100
MOST_WORDS = 8
GRANTS = ("grant", "grant_on_objection")
SORTS = ("name", "newest", "ends")


class Standing(StrEnum):
    """How an accreditation stands on a day; follows from its dates, and for its end from how it came."""

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    BEGINS_LATER = "begins_later"
    ENDED = "ended"
    RENEWED = "renewed"
    GIVEN_UP = "given_up"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


# What an accreditation that stopped is called, by its status.
STOPPED = {
    "withdrawn": Standing.WITHDRAWN, "lapsed": Standing.LAPSED, "renewed": Standing.RENEWED,
    "given_up": Standing.GIVEN_UP,
}  # fmt: skip


# What a visitor can ask for, and the standings that answer it.
FILTERS: dict[str, tuple[Standing, ...]] = {
    "in_force": (Standing.IN_FORCE,),
    "suspended": (Standing.SUSPENDED,),
    "begins_later": (Standing.BEGINS_LATER,),
    "ended": (Standing.ENDED, Standing.RENEWED, Standing.GIVEN_UP, Standing.WITHDRAWN, Standing.LAPSED),
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
    """One line of the register, as on a day. `last_day` is the end, or the day before it stopped; `suspended` the
    first and last days of its suspensions that had begun.
    """

    number: str
    organisation_id: uuid.UUID
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
    suspended: tuple[tuple[date, date], ...] = ()
    under_objection: bool = False


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
    query = select(_standing(on)).where(Accreditation.id == accreditation.id)
    return Standing(str(db.session.scalar(query)))


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
    return _entries(_known(mine, on).order_by(_rank(on), Accreditation.starts_on.desc()), on)


def entry(number: str, *, on: date) -> Entry | None:
    """The accreditation with this number, or None."""
    found = _entries(_known(_joined().where(Accreditation.number == clean(number)), on), on)
    return found[0] if found else None


def places() -> Sequence[str]:
    """The municipalities that occur in the register, by name."""
    query = select(Organisation.municipality).join(Accreditation, Accreditation.organisation_id == Organisation.id)
    return db.session.scalars(query.distinct().order_by(Organisation.municipality)).all()


def _joined() -> Select[Any]:
    return select(Accreditation).join(Organisation, Accreditation.organisation_id == Organisation.id)


def _known(query: Select[Any], on: date) -> Select[Any]:
    """Without what was granted after that day: nobody could read it in the register then."""
    return query.where(or_(Accreditation.granted_on.is_(None), Accreditation.granted_on <= on))


def _standing(on: date) -> ColumnElement[str]:
    """How it stands on a day. Until its decision a renewal filed in time lets it stand, which nobody can know ahead."""
    out = func.coalesce(Accreditation.given_up_from, Accreditation.stopped_from)
    stands = Accreditation.ends_on >= on
    if on <= clock.today():
        stands = or_(stands, renewal_is_pending())
    how = case(
        (Accreditation.given_up_from.is_not(None), Standing.GIVEN_UP.value),
        *((Accreditation.status == status, word.value) for status, word in STOPPED.items()),
        else_=Standing.ENDED.value,
    )
    suspended = exists().where(
        Suspension.accreditation_id == Accreditation.id, Suspension.annulled_on.is_(None),
        Suspension.starts_on <= on, Suspension.ends_on >= on,
    )  # fmt: skip
    return case(
        (and_(out.is_not(None), out <= on), how),
        (Accreditation.starts_on > on, Standing.BEGINS_LATER.value),
        (and_(out.is_(None), not_(stands)), Standing.ENDED.value),
        (suspended, Standing.SUSPENDED.value),
        else_=Standing.IN_FORCE.value,
    )


def _rank(on: date) -> ColumnElement[int]:
    return case({"in_force": 0, "suspended": 0, "begins_later": 1}, value=_standing(on), else_=2)


def _wanted(search: Search, on: date) -> Select[Any]:
    query = _known(_joined(), on)
    if not search.every_period:
        first = func.row_number().over(
            partition_by=Accreditation.organisation_id, order_by=(_rank(on), Accreditation.ends_on.desc())
        )
        ranked = _known(select(Accreditation.id, first.label("place")), on).subquery()
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
    """Four statements, however many lines: the lines with their organisations, suspensions, decisions behind them,
    and the objections that run.
    """
    loaded = query.options(contains_eager(Accreditation.organisation))
    rows = db.session.execute(loaded.add_columns(_standing(on).label("standing"))).all()
    if not rows:
        return ()
    conditions, suspended, contested = _conditions(query, on), _suspended(query, on), _contested(query, on)
    return tuple(
        _entry(row, on, Standing(word), conditions.get(row.application_id, 0), tuple(suspended.get(row.id, ())),
               row.id in contested)
        for row, word in rows
    )  # fmt: skip


def _contested(query: Select[Any], on: date) -> set[Any]:
    """The accreditations with a decision against which an objection ran on a day."""
    cases = query.with_only_columns(Accreditation.id).subquery()
    running = or_(
        Objection.status.in_(tuple(ObjectionWorkflow.acts_next)),
        and_(Objection.status == "decided", Objection.decided_on > on),
    )
    found = select(Objection.accreditation_id).where(
        Objection.accreditation_id.in_(select(cases.c.id)), Objection.received_on <= on, running
    )
    return set(db.session.scalars(found))


def _suspended(query: Select[Any], on: date) -> dict[Any, list[tuple[date, date]]]:
    """The suspensions that had begun by a day, for each accreditation."""
    cases = query.with_only_columns(Accreditation.id).subquery()
    rows = select(Suspension.accreditation_id, Suspension.starts_on, Suspension.ends_on).where(
        Suspension.accreditation_id.in_(select(cases.c.id)), Suspension.annulled_on.is_(None),
        Suspension.starts_on <= on,
    )  # fmt: skip
    found: dict[Any, list[tuple[date, date]]] = {}
    for id, first, last in db.session.execute(rows.order_by(Suspension.starts_on)):
        found.setdefault(id, []).append((first, last))
    return found


def _conditions(query: Select[Any], on: date) -> dict[Any, int]:
    """How many conditions the last grant until a day carries, for each application."""
    cases = query.with_only_columns(Accreditation.application_id).subquery()
    decisions = select(Decision.application_id, Decision.content).where(
        Decision.application_id.in_(select(cases.c.application_id)),
        Decision.kind.in_(GRANTS),
        Decision.decided_on <= on,
    )
    found = db.session.execute(decisions.order_by(Decision.recorded_at)).all()
    return {application: len((content or {}).get("conditions") or ()) for application, content in found}


def _entry(
    row: Accreditation, on: date, standing: Standing, conditions: int, suspended: tuple[tuple[date, date], ...],
    contested: bool,
) -> Entry:  # fmt: skip
    who = row.organisation
    last, out = row.ends_on, row.out_from
    known = out is not None and (out <= on or row.stop_known_on is None or row.stop_known_on <= on)
    if out is not None and known:
        last = out - timedelta(days=1)
    return Entry(
        number=row.number, organisation_id=who.id, organisation=who.name, slug=slug_of(who), kvk_number=who.kvk_number,
        city=who.city, municipality=who.municipality, sector=who.sector, website=_website(who.website),
        starts_on=row.starts_on, ends_on=row.ends_on, last_day=last, standing=standing, conditions=conditions,
        suspended=suspended, under_objection=contested,
    )  # fmt: skip


def _website(address: str | None) -> str | None:
    """An address that is safe to link to, or None."""
    address = (address or "").strip()
    return address if re.match(r"https?://[^\s\"'<>]+$", address, flags=re.IGNORECASE) else None
