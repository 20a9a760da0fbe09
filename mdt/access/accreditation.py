"""Towards organisations, and the applications, assessments, visits, accreditations, measures and check-ins that are
theirs.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select, true

from mdt.access.standing import functions, in_organisation, organisations_of, staff_roles
from mdt.models import Accreditation, Application, Assessment, CheckIn, Measure, Organisation, Person, Visit, db
from workflows.roles import Role

WORKING = ("open", "submitted")


def towards_application(person: Person, application: Application) -> set[Role]:
    """The office, the board, the organisation's people, and who assesses it now."""
    roles = staff_roles(person) | in_organisation(person, application.organisation_id)
    return roles | (_as_assessor(person, application) if "assessor" in functions(person) else set())


def towards_visit(person: Person, visit: Visit) -> set[Role]:
    """As towards its application."""
    return towards_application(person, visit.application)


def towards_assessment(person: Person, assessment: Assessment) -> set[Role]:
    """Whose assessment it is, and the staff."""
    return staff_roles(person) | ({Role.ASSESSOR} if assessment.assessor_id == person.id else set())


def towards_organisation(person: Person, organisation: Organisation) -> set[Role]:
    """The organisation's people, and the staff."""
    return staff_roles(person) | in_organisation(person, organisation.id)


def towards_accreditation(person: Person, accreditation: Accreditation) -> set[Role]:
    """As towards its organisation."""
    return staff_roles(person) | in_organisation(person, accreditation.organisation_id)


def towards_measure(person: Person, measure: Measure) -> set[Role]:
    """As towards its accreditation."""
    return towards_accreditation(person, measure.accreditation)


def towards_check_in(person: Person, check_in: CheckIn) -> set[Role]:
    """As towards its accreditation."""
    return towards_accreditation(person, check_in.accreditation)


def _as_assessor(person: Person, application: Application) -> set[Role]:
    query = select(Assessment.lead).where(
        Assessment.application_id == application.id,
        Assessment.assessor_id == person.id,
        Assessment.status.in_(WORKING),
    )
    lead = db.session.scalar(query)
    if lead is None:
        return set()
    return {Role.ASSESSOR, Role.LEAD_ASSESSOR if lead else Role.SECOND_ASSESSOR}


def applications(person: Person) -> Any:
    """The organisation's own, those assessed now, and for the staff what was submitted (the office: all)."""
    names = functions(person)
    if names & {"office"}:
        return true()
    conditions: list[Any] = [Application.organisation_id.in_(organisations_of(person, "coordinator", "colleague"))]
    if "board" in names:
        conditions.append(Application.status != "draft")
    if "assessor" in names:
        working = select(Assessment.application_id).where(
            Assessment.assessor_id == person.id, Assessment.status.in_(WORKING)
        )
        conditions.append(Application.id.in_(working))
    return or_(*conditions)


def assessments(person: Person) -> Any:
    """The office and the board see that assessments exist; what is in them stays shut until both are in."""
    return true() if functions(person) & {"office", "board"} else Assessment.assessor_id == person.id


def visits(person: Person) -> Any:
    """Those of the applications that somebody sees."""
    return Visit.application_id.in_(select(Application.id).where(applications(person)))


def of_organisation(column: Any) -> Any:
    """A scope: the staff sees all, others what belongs to their organisations."""

    def scope(person: Person) -> Any:
        return true() if functions(person) & {"office", "board"} else column.in_(organisations_of(person))

    return scope


def of_accreditation(column: Any) -> Any:
    """A scope: what belongs to an accreditation that somebody sees."""

    def scope(person: Person) -> Any:
        return column.in_(select(Accreditation.id).where(of_organisation(Accreditation.organisation_id)(person)))

    return scope
