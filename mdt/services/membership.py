"""The membership: inviting somebody, letting an invitation be accepted, and ending it."""

from __future__ import annotations

import uuid
from typing import Any

from flask import current_app
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import contains_eager

from mdt.access import Actor, Link
from mdt.models import Event, Membership, Organisation, Person, School, db
from mdt.models.membership import STAFF_FUNCTIONS
from mdt.services import account, clock, invitation
from mdt.services.transitions import Handling, Occasion, begin, fire, handle
from workflows.base import N_, Refused
from workflows.membership import MembershipFacts
from workflows.roles import Role

LABELS = {
    "coordinator": N_("Coordinator"),
    "colleague": N_("Colleague"),
    "office": N_("Office"),
    "assessor": N_("Assessor"),
    "board": N_("Board"),
    "hearer": N_("Hearing officer"),
    "confidential_adviser": N_("Confidential adviser"),
    "supervisor": N_("Supervisor"),
    "clerk": N_("School clerk"),
    "examiner": N_("Examiner"),
    "exam_board": N_("Exam board"),
}
OPEN = ("invited", "confirmed")


def labels(school: School | None = None) -> dict[str, str]:
    """The message ids of the functions; in secondary education it is the school itself that awards."""
    return LABELS | ({"exam_board": N_("Awards for the school")} if school and school.sector == "vo" else {})


def facts(membership: Membership, occasion: Occasion) -> MembershipFacts:
    """What the rules may look at."""
    if occasion.event in ("invite", "end"):
        _hold(membership)
    return MembershipFacts(
        already_member=occasion.event == "invite" and _already_there(membership),
        organisation_is_known=occasion.event == "register" and is_known(occasion.given.get("kvk_number")),
        invitation_is_valid=invitation.holds(membership, on=occasion.today),
        is_coordinator=membership.function == "coordinator",
        other_coordinators=_others(membership) if membership.function == "coordinator" else 0,
        last_clerk=membership.function == "clerk" and not _others(membership),
        last_of_the_office=membership.function == "office" and not _others(membership),
        advises_beside_another_function=occasion.event in ("invite", "accept") and _mixes(membership),
    )


def snapshot(membership: Membership, occasion: Occasion) -> dict[str, Any]:
    """What papers and mails are made from; never a token."""
    organisation, school, person = membership.organisation, membership.school, membership.person
    return {
        "function": membership.function, "email": membership.email,
        "person": {"name": person.name, "confirmed": person.confirmed_at is not None} if person else None,
        "organisation": {"name": organisation.name, "kvk_number": organisation.kvk_number} if organisation else None,
        "school": {"name": school.name, "brin": school.brin} if school else None,
        "valid_until": membership.valid_until.isoformat() if membership.valid_until else None,
        "invited_by": occasion.actor.name if isinstance(occasion.actor, Person) else None,
    }  # fmt: skip


def link(event: Event) -> str:
    """The address that the letter about an event carries, with the secret in it that the log does not hold."""
    membership = db.session.get_one(Membership, event.subject_id)
    if event.name in ("invite", "invite_again"):
        return invitation_url(membership)
    if event.name == "register" and membership.person and membership.person.confirmed_at is None:
        return account.confirmation_url(membership.person)
    return f"{current_app.config['MDT_BASE_URL']}/{'school' if membership.school_id else 'organisation'}"


def invite(
    *, organisation: Organisation | None = None, school: School | None = None, email: str, function: str, actor: Actor
) -> Membership:
    """Invite somebody to a function in an organisation, a school, or (with neither) the accrediting body.

    The mail goes after the commit. Raises NotPermitted or Refused.
    """
    membership = Membership(
        id=uuid.uuid4(), organisation=organisation, organisation_id=organisation.id if organisation else None,
        school=school, school_id=school.id if school else None,
        email=account.normal(email), function=function, created_at=clock.now(),
    )  # fmt: skip
    with db.session.no_autoflush:
        begin(membership, "invite", actor=actor)
    return membership


def accept(
    membership: Membership, *, actor: Person | None = None, name: str = "", password: str = "", language: str = "nl"
) -> Person:
    """Accept an invitation: as the person it was sent to, or as a new one, whom the link proves.

    Raises NotPermitted (another person's invitation), NotNow, or Refused (expired; an account exists; weak password).
    """
    if actor is None:
        if account.by_email(membership.email):
            raise Refused(N_("There is an account with this address already. Sign in to accept the invitation."))
        actor = account.create_person(
            name=name, email=membership.email, password=password, language=language, confirmed=True
        )
    fire(membership, "accept", actor=actor)
    return actor


def decline(membership: Membership) -> None:
    """Decline an invitation by its link, for which nobody needs an account. Raises NotNow."""
    fire(membership, "decline", actor=Link(Role.INVITED, "membership", membership.id))


def invitation_url(membership: Membership) -> str:
    """The address that the mail carries."""
    return f"{current_app.config['MDT_BASE_URL']}/invitations/{invitation.token(membership)}"


def by_token(token: str) -> Membership | None:
    """The membership for which a link was made, whatever became of it; None for a token that we did not make."""
    return invitation.by_token(Membership, token)


def of_organisation(organisation: Organisation) -> list[Membership]:
    """The memberships that an organisation has or offers, coordinators first."""
    return _listed(Membership.organisation_id == organisation.id)


def of_school(school: School) -> list[Membership]:
    """The functions in a school that somebody holds or was offered."""
    return _listed(Membership.school_id == school.id)


def of_staff() -> list[Membership]:
    """The functions of the accrediting body that somebody holds or was offered."""
    return _listed(Membership.function.in_(STAFF_FUNCTIONS))


def _listed(condition: Any) -> list[Membership]:
    query = select(Membership).outerjoin(Membership.person).options(contains_eager(Membership.person))
    query = query.where(condition, Membership.status.in_(OPEN))
    order = (Membership.status, Membership.function.desc(), func.lower(func.coalesce(Person.name, Membership.email)))
    return list(db.session.scalars(query.order_by(*order)))


def has_expired(membership: Membership) -> bool:
    """Whether an invitation can no longer be accepted because its days are over."""
    return not invitation.holds(membership)


def _offer(membership: Membership, occasion: Occasion) -> None:
    invitation.offer(membership, on=occasion.today)


def _belongs(membership: Membership, occasion: Occasion) -> None:
    if not isinstance(occasion.actor, Person):
        raise Refused(N_("Sign in or make an account to accept the invitation."))
    membership.person = occasion.actor
    membership.person_id = occasion.actor.id


def _registered(membership: Membership, occasion: Occasion) -> None:
    given = occasion.given
    membership.organisation, membership.person = given["organisation"], given["person"]
    membership.organisation_id, membership.person_id = membership.organisation.id, membership.person.id


def _already_there(membership: Membership) -> bool:
    same = or_(Membership.email == membership.email, Person.email == membership.email)
    query = select(Membership.id).outerjoin(Person, Membership.person_id == Person.id)
    query = query.where(same, Membership.status.in_(OPEN), Membership.id != membership.id)
    query = query.where(_same_place(membership))
    if membership.organisation_id is None:  # in a school, or at the office, one person may hold two functions
        query = query.where(Membership.function == membership.function)
    return db.session.scalar(query.limit(1)) is not None


def _mixes(membership: Membership) -> bool:
    """Whether somebody would be a confidential adviser beside another function in the accrediting body."""
    if membership.function not in STAFF_FUNCTIONS:
        return False
    same = or_(Membership.email == membership.email, Person.email == membership.email)
    query = select(Membership.function).outerjoin(Person, Membership.person_id == Person.id)
    query = query.where(same, Membership.status.in_(OPEN), Membership.function.in_(STAFF_FUNCTIONS))
    held = set(db.session.scalars(query.where(Membership.id != membership.id))) | {membership.function}
    return "confidential_adviser" in held and len(held) > 1


def is_known(kvk_number: str | None) -> bool:
    """Whether an organisation is registered under this KVK number."""
    return db.session.scalar(select(Organisation.id).where(Organisation.kvk_number == kvk_number)) is not None


def _others(membership: Membership) -> int:
    """How many others hold the same function."""
    query = select(func.count()).select_from(Membership).where(
        _same_place(membership), Membership.function == membership.function,
        Membership.status == "confirmed", Membership.id != membership.id,
    )  # fmt: skip
    return int(db.session.scalar(query) or 0)


def _same_place(membership: Membership) -> Any:
    if membership.of_staff:
        return Membership.function.in_(STAFF_FUNCTIONS)
    return and_(
        Membership.organisation_id.is_not_distinct_from(membership.organisation_id),
        Membership.school_id.is_not_distinct_from(membership.school_id),
    )


def _hold(membership: Membership) -> None:
    """Let nobody else change the members meanwhile, or two coordinators could each end the other's membership."""
    if membership.organisation_id is not None:
        query = select(Organisation.id).where(Organisation.id == membership.organisation_id)
    elif membership.school_id is not None:
        query = select(School.id).where(School.id == membership.school_id)
    else:
        query = select(Membership.id).where(Membership.function == "office").order_by(Membership.id)
    db.session.execute(query.with_for_update())


def _case(membership: Membership) -> uuid.UUID:
    return membership.organisation_id or membership.school_id or membership.id


def _case_kind(membership: Membership) -> str:
    return "organisation" if membership.organisation_id else "school" if membership.school_id else "staff"


handle(
    "membership",
    Handling(
        facts=facts,
        snapshot=snapshot,
        case=_case,
        case_kind=_case_kind,
        apply={"register": _registered, "invite": _offer, "invite_again": _offer, "accept": _belongs},
    ),
)
