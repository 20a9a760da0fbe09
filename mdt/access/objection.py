"""Towards objections: the staff, who hears, and the people of the organisation that objects."""

from __future__ import annotations

from typing import Any

from sqlalchemy import true

from mdt.access.standing import functions, in_organisation, organisations_of, staff_roles
from mdt.models import Objection, Person
from workflows.roles import Role

HANDLING = frozenset({"office", "board", "hearer"})


def towards_objection(person: Person, objection: Objection) -> set[Role]:
    """The staff, the hearing officers, and the organisation's people."""
    hearer = {Role.HEARER} if "hearer" in functions(person) else set()
    return hearer | staff_roles(person) | in_organisation(person, objection.organisation_id)


def objections(person: Person) -> Any:
    """Who hears sees objections, and of the cases below them only the papers that the objection's page shows."""
    return true() if functions(person) & HANDLING else Objection.organisation_id.in_(organisations_of(person))
