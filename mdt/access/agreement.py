"""Towards agreements: the youth, the host's people and the school's. The accrediting body has no part in them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select

from mdt.access.school import as_youth
from mdt.access.standing import in_organisation, in_school, organisations_of, schools_of
from mdt.models import Agreement, Person, Youth
from workflows.roles import Role


def towards_agreement(person: Person, agreement: Agreement) -> set[Role]:
    """A youth is a youth in an agreement of their own, whatever else they are there: nobody stands on two sides."""
    if own := as_youth(person, agreement.youth):
        return own
    return in_organisation(person, agreement.organisation_id) | in_school(person, agreement.school_id)


def agreements(person: Person) -> Any:
    """One's own, and those of one's organisation and school; a draft is seen by who drafts it."""
    shared = Agreement.status != "draft"
    own = select(Youth.id).where(Youth.person_id == person.id)
    return or_(
        Agreement.youth_id.in_(own) & or_(shared, Agreement.drafted_by == "youth"),
        Agreement.organisation_id.in_(organisations_of(person)) & or_(shared, Agreement.drafted_by == "organisation"),
        Agreement.school_id.in_(schools_of(person)) & or_(shared, Agreement.drafted_by == "school"),
    )
