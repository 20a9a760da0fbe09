"""Towards schools, youths, and their enrolments, consents and requests for erasure."""

from __future__ import annotations

from typing import Any

from sqlalchemy import false, or_, select, true

from mdt.access.standing import functions, in_organisation, in_school, organisations_of, schools_of, staff_roles
from mdt.models import Consent, Enrolment, Erasure, Person, School, Youth
from workflows.roles import Role

AT_SCHOOL = ("claimed", "confirmed")


def as_youth(person: Person, youth: Youth | None) -> set[Role]:
    """The role of a youth in a case of their own."""
    return {Role.YOUTH} if youth is not None and youth.person_id == person.id else set()


def towards_school(person: Person, school: School) -> set[Role]:
    """The school's people, and the staff."""
    return staff_roles(person) | in_school(person, school.id)


def towards_youth(person: Person, youth: Youth) -> set[Role]:
    """The youth; the staff has no role here but through a request for erasure."""
    return as_youth(person, youth)


def towards_enrolment(person: Person, enrolment: Enrolment) -> set[Role]:
    """The youth, the school's people, the host that invited, and who was invited."""
    roles = as_youth(person, enrolment.youth) | in_school(person, enrolment.school_id)
    roles |= in_organisation(person, enrolment.organisation_id) & {Role.ORGANISATION, Role.COLLEAGUE}
    if enrolment.status == "invited" and (enrolment.email or "").casefold() == person.email.casefold():
        roles.add(Role.INVITED)
    return roles


def towards_consent(person: Person, consent: Consent) -> set[Role]:
    """The youth. A guardian comes by a link."""
    return as_youth(person, consent.youth)


def towards_erasure(person: Person, erasure: Erasure) -> set[Role]:
    """The youth who asked, and the office that answers."""
    return as_youth(person, erasure.youth) | (staff_roles(person) & {Role.OFFICE})


def everybody(person: Person) -> Any:
    """Schools and programmes are public."""
    return true()


def youths(person: Person) -> Any:
    """Oneself, the students of one's school (also those who say so), and whom one's organisation invited."""
    seen = select(Enrolment.youth_id).where(
        or_(
            Enrolment.school_id.in_(schools_of(person)) & Enrolment.status.in_(AT_SCHOOL),
            Enrolment.organisation_id.in_(organisations_of(person, "coordinator", "colleague"))
            & Enrolment.status.in_(AT_SCHOOL),
        )
    )
    return or_(Youth.person_id == person.id, Youth.id.in_(seen))


def enrolments(person: Person) -> Any:
    """One's own, those of one's school, and those that one's organisation invited."""
    return or_(
        Enrolment.youth_id.in_(_own(person)),
        Enrolment.school_id.in_(schools_of(person)),
        Enrolment.organisation_id.in_(organisations_of(person, "coordinator", "colleague")),
        (Enrolment.status == "invited") & (Enrolment.email == person.email),
    )


def consents(person: Person) -> Any:
    """One's own."""
    return Consent.youth_id.in_(_own(person))


def erasures(person: Person) -> Any:
    """One's own; the office sees all."""
    everything = true() if "office" in functions(person) else false()
    return or_(Erasure.youth_id.in_(_own(person)), everything)


def _own(person: Person) -> Any:
    return select(Youth.id).where(Youth.person_id == person.id)
