"""Numbers of cases and papers: consecutive within a year, without gaps, since the counter rolls back with the rest."""

from __future__ import annotations

from sqlalchemy import select

from mdt.models import Counter, db
from mdt.services import clock


def take(kind: str) -> str:
    """Return the next number of a kind, such as `A-2026-0007`."""
    year = clock.today().year
    counter = db.session.scalar(select(Counter).where(Counter.kind == kind, Counter.year == year).with_for_update())
    if counter is None:
        counter = Counter(kind=kind, year=year, value=0)
        db.session.add(counter)
    counter.value += 1
    db.session.flush()
    return f"{kind}-{year}-{counter.value:04d}"


def following(kind: str, *, ahead: int = 0) -> str:
    """The number that `take` would return now, or after so many more; somebody else may be given it first."""
    year = clock.today().year
    value = db.session.scalar(select(Counter.value).where(Counter.kind == kind, Counter.year == year))
    return f"{kind}-{year}-{(value or 0) + 1 + ahead:04d}"
