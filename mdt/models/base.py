"""Column types and mixins that every table shares."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, TypeDecorator, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column

from mdt.extensions import Base, db
from workflows.base import Workflow

__all__ = ["Base", "Identified", "UtcDateTime", "db", "status_check"]


class UtcDateTime(TypeDecorator[datetime]):
    """An aware timestamp, stored in UTC. SQLite forgets the zone, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a timestamp without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Identified:
    """A random primary key: an address cannot be guessed, and says nothing of how many there are."""

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)


def status_check(workflow: type[Workflow], name: str = "status") -> CheckConstraint:
    """The CHECK that keeps a status column within the states of its process."""
    words = ", ".join(f"'{state}'" for state in workflow.state_names())
    return CheckConstraint(f"status IN ({words})", name=name)
