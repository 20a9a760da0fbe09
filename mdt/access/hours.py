"""Towards the hours of a week: as towards the agreement under which they were made. A school reads."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from mdt.access.agreement import agreements, towards_agreement
from mdt.models import Agreement, Person, Week
from workflows.roles import Role


def towards_hours(person: Person, week: Week) -> set[Role]:
    """As towards its agreement."""
    return towards_agreement(person, week.agreement)


def weeks(person: Person) -> Any:
    """Those of the agreements that somebody sees."""
    return Week.agreement_id.in_(select(Agreement.id).where(agreements(person)))
