"""Towards credits, and the lists by which a school awards them: the youth's own, and those of one's school."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select

from mdt.access.school import as_youth
from mdt.access.standing import in_school, schools_of
from mdt.models import Cohort, Credit, Person, Youth
from workflows.roles import Role


def towards_credit(person: Person, credit: Credit) -> set[Role]:
    """A youth is a youth in a credit of their own, whatever else they are there: nobody judges themselves."""
    return as_youth(person, credit.youth) or in_school(person, credit.school_id)


def towards_cohort(person: Person, cohort: Cohort) -> set[Role]:
    """The school's people."""
    return in_school(person, cohort.school_id)


def credits_seen(person: Person) -> Any:
    """One's own; a school sees those that were handed in to it."""
    own = select(Youth.id).where(Youth.person_id == person.id)
    return or_(Credit.youth_id.in_(own), Credit.school_id.in_(schools_of(person)) & Credit.submitted_on.is_not(None))


def cohorts_seen(person: Person) -> Any:
    """Those of one's school."""
    return Cohort.school_id.in_(schools_of(person))
