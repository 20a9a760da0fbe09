"""Towards memberships: one's own, those one was offered, and those of the organisation or school one answers for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import false, or_

from mdt.access.standing import functions, in_organisation, in_school, organisations_of, schools_of, staff_roles
from mdt.models import Membership, Person
from workflows.roles import Role


def towards(person: Person, membership: Membership) -> set[Role]:
    """A coordinator for the organisation, a clerk for the school, the office for the staff and for schools."""
    roles = in_organisation(person, membership.organisation_id) & {Role.ORGANISATION}
    roles |= in_school(person, membership.school_id) & {Role.CLERK}
    if membership.organisation_id is None:
        roles |= staff_roles(person) & {Role.OFFICE}
    if membership.person_id == person.id:
        roles.add(Role.COLLEAGUE)
    if membership.status == "invited" and membership.email.casefold() == person.email.casefold():
        roles.add(Role.INVITED)
    return roles


def scope(person: Person) -> Any:
    """One's own, and those in the organisations and schools of which one keeps the members."""
    office = Membership.organisation_id.is_(None) if "office" in functions(person) else false()
    return or_(
        Membership.person_id == person.id,
        Membership.organisation_id.in_(organisations_of(person, "coordinator")),
        Membership.school_id.in_(schools_of(person, "clerk")),
        office,
    )
