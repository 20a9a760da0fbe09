"""Who is what towards a case, and which cases somebody can see at all. The only place that turns rows into roles."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, false, or_, select, true

from mdt.models import (
    Accreditation,
    Application,
    Assessment,
    CheckIn,
    Measure,
    Membership,
    Objection,
    Organisation,
    Person,
    Visit,
    db,
)
from workflows.roles import Role

STAFF = {"office": Role.OFFICE, "board": Role.BOARD}
HANDLING_OBJECTIONS = ("office", "board", "hearer")
WORKING = ("open", "submitted")


@dataclass(frozen=True)
class System:
    """The actor of timers and of what follows from an event by itself."""

    reason: str = ""


@dataclass(frozen=True)
class Visitor:
    """Somebody without an account, as when an organisation is registered."""


@dataclass(frozen=True)
class Link:
    """Somebody who came by the secret link of an invitation; that is all we know of them."""

    membership_id: uuid.UUID


Actor = Person | System | Visitor | Link
SYSTEM = System()


def standing(person: Person) -> list[Membership]:
    """The functions that a person holds now, read once per session and person."""
    cache: dict[uuid.UUID, list[Membership]] = db.session.info.setdefault("standing", {})
    if person.id not in cache:
        query = select(Membership).where(Membership.person_id == person.id, Membership.status == "confirmed")
        cache[person.id] = list(db.session.scalars(query))
    return cache[person.id]


def forget_standing() -> None:
    """Drop what `standing` remembers: a membership changed, or the transaction ended."""
    db.session.info.pop("standing", None)


def functions(person: Person) -> frozenset[str]:
    """The names of the functions that a person holds: coordinator, colleague, office, assessor, board."""
    return frozenset(membership.function for membership in standing(person))


def organisations_of(person: Person) -> list[uuid.UUID]:
    """The organisations for which a person may act."""
    return [m.organisation_id for m in standing(person) if m.organisation_id is not None]


def roles_of(actor: Actor, subject: Any) -> frozenset[Role]:
    """The roles of an actor towards one subject: an application, assessment, visit, accreditation or membership."""
    if isinstance(actor, System):
        return frozenset({Role.SYSTEM})
    if isinstance(actor, Visitor):
        return frozenset({Role.PUBLIC})
    if isinstance(actor, Link):
        return frozenset({Role.INVITED} if subject.id == actor.membership_id else ())
    roles = {STAFF[name] for name in functions(actor) if name in STAFF}
    if isinstance(subject, Membership):
        return frozenset(_towards_membership(actor, subject, roles))
    if isinstance(subject, Organisation):
        return frozenset(roles | _in_organisation(actor, subject.id))
    if isinstance(subject, Objection) and "hearer" in functions(actor):
        roles.add(Role.HEARER)
    if isinstance(subject, Assessment):
        return frozenset(roles | ({Role.ASSESSOR} if subject.assessor_id == actor.id else set()))
    application = _CASE_OF[type(subject)](subject) if type(subject) in _CASE_OF else subject
    roles |= _in_organisation(actor, application.organisation_id)
    if isinstance(application, Application) and "assessor" in functions(actor):
        roles |= _as_assessor(actor, application)
    return frozenset(roles)


# What hangs on a case: whoever has a role there has it here.
_CASE_OF: dict[type, Callable[[Any], Any]] = {
    Visit: lambda visit: visit.application,
    Measure: lambda measure: measure.accreditation,
    CheckIn: lambda check_in: check_in.accreditation,
}


def _in_organisation(person: Person, organisation_id: uuid.UUID | None) -> set[Role]:
    names = {m.function for m in standing(person) if m.organisation_id == organisation_id and organisation_id}
    found = {Role.ORGANISATION} if "coordinator" in names else set()
    return found | ({Role.COLLEAGUE} if "colleague" in names else set())


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


def _towards_membership(person: Person, membership: Membership, staff: set[Role]) -> set[Role]:
    roles = set()
    if membership.organisation_id is None:
        roles |= staff & {Role.OFFICE}
    else:
        roles |= _in_organisation(person, membership.organisation_id) & {Role.ORGANISATION}
    if membership.person_id == person.id:
        roles.add(Role.COLLEAGUE)
    if membership.status == "invited" and membership.email.casefold() == person.email.casefold():
        roles.add(Role.INVITED)
    return roles


def visible(query: Select[Any], person: Person) -> Select[Any]:
    """Narrow a select on applications, assessments, visits, accreditations, measures, check-ins, objections,
    organisations or memberships to what a person can see. What falls outside does not exist for them (404).
    """
    entity = query.column_descriptions[0]["entity"]
    return query.where(_SCOPES[entity](person))


def _applications(person: Person) -> Any:
    names = functions(person)
    if names & {"office"}:
        return true()
    conditions: list[Any] = [Application.organisation_id.in_(organisations_of(person))]
    if "board" in names:
        conditions.append(Application.status != "draft")
    if "assessor" in names:
        working = select(Assessment.application_id).where(
            Assessment.assessor_id == person.id, Assessment.status.in_(WORKING)
        )
        conditions.append(Application.id.in_(working))
    return or_(*conditions)


def _assessments(person: Person) -> Any:
    """The office and the board see that assessments exist; what is in them stays shut until both are in."""
    return true() if functions(person) & {"office", "board"} else Assessment.assessor_id == person.id


def _visits(person: Person) -> Any:
    return Visit.application_id.in_(select(Application.id).where(_applications(person)))


def _of_organisation(column: Any) -> Any:
    def scope(person: Person) -> Any:
        return true() if functions(person) & {"office", "board"} else column.in_(organisations_of(person))

    return scope


def _of_accreditation(column: Any) -> Any:
    def scope(person: Person) -> Any:
        return column.in_(select(Accreditation.id).where(_of_organisation(Accreditation.organisation_id)(person)))

    return scope


def _objections(person: Person) -> Any:
    """Who hears sees objections, and of the cases below them only the papers that the objection's page shows."""
    if functions(person) & set(HANDLING_OBJECTIONS):
        return true()
    return Objection.organisation_id.in_(organisations_of(person))


def _memberships(person: Person) -> Any:
    coordinated = [m.organisation_id for m in standing(person) if m.function == "coordinator"]
    own = Membership.person_id == person.id
    staff = Membership.organisation_id.is_(None) if "office" in functions(person) else false()
    return or_(own, Membership.organisation_id.in_(coordinated), staff)


_SCOPES: dict[type, Any] = {
    Application: _applications,
    Assessment: _assessments,
    Visit: _visits,
    Accreditation: _of_organisation(Accreditation.organisation_id),
    Measure: _of_accreditation(Measure.accreditation_id),
    CheckIn: _of_accreditation(CheckIn.accreditation_id),
    Objection: _objections,
    Organisation: _of_organisation(Organisation.id),
    Membership: _memberships,
}
