"""Lists of agreements, for everybody who has some: what somebody can see, in pages, in a fixed number of statements."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from mdt.access import Person, visible
from mdt.models import Agreement, Organisation, Youth, db
from mdt.models import Person as Somebody

SIZE = 25


@dataclass(frozen=True)
class Found:
    """One page of a list."""

    items: list[Agreement]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // SIZE))

    @property
    def has_prev(self) -> bool:
        """Whether there is an earlier page."""
        return self.page > 1

    @property
    def has_next(self) -> bool:
        """Whether there is a later page."""
        return self.page < self.pages


def search(person: Person, *, status: str = "", words: str = "", page: int = 1) -> Found:
    """The agreements that somebody can see, the newest first."""
    query = visible(select(Agreement), person)
    if status:
        query = query.where(Agreement.status == status)
    if words.strip():
        like = f"%{words.strip().lower()}%"
        query = query.join(Youth, Agreement.youth_id == Youth.id).join(Somebody, Youth.person_id == Somebody.id)
        query = query.join(Organisation, Agreement.organisation_id == Organisation.id).where(
            or_(func.lower(Somebody.name).like(like), func.lower(Organisation.name).like(like),
                func.lower(Agreement.number).like(like))
        )  # fmt: skip
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    page = min(max(page, 1), max(1, -(-total // SIZE)))
    rows = db.session.scalars(
        query.options(joinedload(Agreement.youth), joinedload(Agreement.organisation), joinedload(Agreement.school),
                      selectinload(Agreement.versions), selectinload(Agreement.signatures))
        .order_by(Agreement.created_at.desc(), Agreement.id).limit(SIZE).offset((page - 1) * SIZE)
    )  # fmt: skip
    return Found(list(rows), total, page)
