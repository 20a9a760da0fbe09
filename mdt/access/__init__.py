"""Who is what towards a case, and which cases somebody can see at all. The only place that turns rows into roles.

A noun adds a row to both tables: a function that gives a person's roles towards one of it, and one that gives the
condition on which a person sees it. The functions stand in a file of this folder.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select

from mdt.access import accreditation, agreement, credit, hours, membership, objection, school, signal
from mdt.access.accreditation import WORKING
from mdt.access.actors import SYSTEM, Actor, Link, System, Visitor
from mdt.access.standing import forget_standing, functions, is_youth, organisations_of, schools_of, standing
from mdt.models import (
    Accreditation,
    Agreement,
    Application,
    Assessment,
    CheckIn,
    Cohort,
    Consent,
    Credit,
    Enrolment,
    Erasure,
    Measure,
    Membership,
    Objection,
    Organisation,
    Person,
    Programme,
    School,
    Signal,
    SignalShare,
    Visit,
    Week,
    Youth,
)
from workflows.roles import Role

__all__ = [
    "SYSTEM", "WORKING", "Actor", "Link", "Person", "System", "Visitor", "forget_standing", "functions", "is_youth",
    "organisations_of", "roles_of", "schools_of", "standing", "visible",
]  # fmt: skip

TOWARDS: dict[type, Callable[[Person, Any], set[Role]]] = {
    Application: accreditation.towards_application,
    Assessment: accreditation.towards_assessment,
    Visit: accreditation.towards_visit,
    Accreditation: accreditation.towards_accreditation,
    Measure: accreditation.towards_measure,
    CheckIn: accreditation.towards_check_in,
    Objection: objection.towards_objection,
    Organisation: accreditation.towards_organisation,
    Membership: membership.towards,
    Agreement: agreement.towards_agreement,
    Credit: credit.towards_credit,
    Cohort: credit.towards_cohort,
    Week: hours.towards_hours,
    School: school.towards_school,
    Youth: school.towards_youth,
    Enrolment: school.towards_enrolment,
    Consent: school.towards_consent,
    Erasure: school.towards_erasure,
    Signal: signal.towards_signal,
}

SCOPES: dict[type, Callable[[Person], Any]] = {
    Application: accreditation.applications,
    Assessment: accreditation.assessments,
    Visit: accreditation.visits,
    Accreditation: accreditation.of_organisation(Accreditation.organisation_id),
    Measure: accreditation.of_accreditation(Measure.accreditation_id),
    CheckIn: accreditation.of_accreditation(CheckIn.accreditation_id),
    Objection: objection.objections,
    Organisation: accreditation.of_organisation(Organisation.id),
    Membership: membership.scope,
    Agreement: agreement.agreements,
    Credit: credit.credits_seen,
    Cohort: credit.cohorts_seen,
    Week: hours.weeks,
    School: school.everybody,
    Programme: school.everybody,
    Youth: school.youths,
    Enrolment: school.enrolments,
    Consent: school.consents,
    Erasure: school.erasures,
    Signal: signal.signals,
    SignalShare: signal.shares,
}


def roles_of(actor: Actor, subject: Any) -> frozenset[Role]:
    """The roles of an actor towards one subject: an application, an enrolment, a membership and so on."""
    if isinstance(actor, System):
        return frozenset({Role.SYSTEM})
    if isinstance(actor, Visitor):
        return frozenset({Role.PUBLIC})
    if isinstance(actor, Link):
        here = (getattr(subject, "noun", None), subject.id) == (actor.noun, actor.subject_id)
        return frozenset({actor.role} if here else ())
    return frozenset(TOWARDS[type(subject)](actor, subject))


def visible(query: Select[Any], person: Person) -> Select[Any]:
    """Narrow a select on one noun to what a person can see. What falls outside does not exist for them (404)."""
    return query.where(SCOPES[query.column_descriptions[0]["entity"]](person))
