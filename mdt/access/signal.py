"""Towards signals: an adviser without ties to the organisation concerned, and whom the adviser informed; no others."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import and_, false, func, literal, or_, select, union

from mdt.access.standing import functions
from mdt.models import (
    Agreement,
    Event,
    Membership,
    Organisation,
    Person,
    Signal,
    SignalShare,
    SignedLink,
    Tie,
    Youth,
    db,
)
from workflows.roles import Role

ADVISER = "confidential_adviser"
RECEIVERS = ("office", "board", "hearer")  # of whom an account can be informed
LEGAL_FORMS = re.compile(r"\b(stichting|vereniging|st|ver|bv|nv|foundation|association)\b")
SHORTEST = 4  # letters of a name by which another one is recognised


def key_of(name: str) -> str:
    """A name without what people write in different ways: capitals, accents, signs, and the legal form."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = re.sub(r"[^\w\s]", "", plain)
    return "".join(letter for letter in LEGAL_FORMS.sub("", plain) if letter.isascii() and letter.isalnum())[:300]


def advisers() -> list[Person]:
    """Who is a confidential adviser now."""
    query = select(Person).join(Membership, Membership.person_id == Person.id)
    query = query.where(Membership.function == ADVISER, Membership.status == "confirmed", Person.active.is_(True))
    return list(db.session.scalars(query.order_by(Person.name, Person.id)))


def tied_to(person: Person) -> Any:
    """A select of the organisations with which somebody has ties: a membership, now or before, or an invitation to
    one; a tie that was noted; service there; or a link to an agreement there, as a supervisor or a parent has.
    """
    mine = or_(Membership.person_id == person.id, Membership.email == person.email)
    served = select(Youth.id).where(Youth.person_id == person.id)
    linked = select(SignedLink.subject_id).where(SignedLink.email == person.email, SignedLink.noun == "agreement")
    return union(
        select(Membership.organisation_id).where(
            mine, Membership.organisation_id.is_not(None), Membership.status != "denied"
        ),
        select(Tie.organisation_id).where(Tie.person_id == person.id),
        select(Agreement.organisation_id).where(or_(Agreement.youth_id.in_(served), Agreement.id.in_(linked))),
    )


def has_ties(person: Person, *, organisation_id: uuid.UUID | None, about_key: str) -> bool:
    """Whether somebody has ties with the organisation that a signal is about; by its name when that was typed."""
    tied = set(db.session.scalars(tied_to(person)))
    return organisation_id in tied or any(_alike(about_key, key) for key in _keys(tied))


def _keys(organisations: Iterable[uuid.UUID]) -> set[str]:
    names = select(Organisation.name).where(Organisation.id.in_(list(organisations)))
    return {key_of(name) for name in db.session.scalars(names)} - {""}


def _alike(one: str, other: str) -> bool:
    """Rather too often alike than too rarely: then another adviser reads it."""
    return one == other or any(len(a) >= SHORTEST and a in b for a, b in ((one, other), (other, one)))


def signals(person: Person) -> Any:
    """For an adviser: those that nobody took up, and those that they took up themselves, or somebody who is no adviser
    any more. Never one about an organisation with which they have ties, nor one that they handed over.
    """
    if ADVISER not in functions(person):
        return false()
    still = select(Membership.person_id).where(Membership.function == ADVISER, Membership.status == "confirmed")
    theirs = or_(Signal.adviser_id.is_(None), Signal.adviser_id == person.id, Signal.adviser_id.not_in(still))
    handed_over = select(Event.id).where(
        Event.subject_id == Signal.id, Event.name == "hand_over", Event.actor_id == person.id
    )
    tied = set(db.session.scalars(tied_to(person)))
    barred: list[Any] = [Signal.organisation_id.in_(list(tied)) & Signal.organisation_id.is_not(None)]
    long = func.length(Signal.about_key) >= SHORTEST
    for key in sorted(_keys(tied)):
        barred.append(Signal.about_key == key)
        barred.append(long & literal(key).contains(Signal.about_key))
        if len(key) >= SHORTEST:
            barred.append(Signal.about_key.contains(key))
    return and_(theirs, ~handed_over.exists(), ~or_(*barred))


def shares(person: Person) -> Any:
    """What was shared with somebody, as long as they have the function in which they were informed."""
    informed = SignalShare.person_id == person.id
    return informed if functions(person) & set(RECEIVERS) else false()


def towards_signal(person: Person, signal: Signal) -> set[Role]:
    """An adviser who sees it, and whom the adviser informed."""
    roles = set()
    if db.session.scalar(select(Signal.id).where(Signal.id == signal.id, signals(person))):
        roles.add(Role.CONFIDENTIAL_ADVISER)
    if db.session.scalar(select(SignalShare.id).where(SignalShare.signal_id == signal.id, shares(person)).limit(1)):
        roles.add(Role.INFORMED)
    return roles


def readers(signal: Signal) -> list[Person]:
    """The advisers who can read a signal now."""
    return [person for person in advisers() if Role.CONFIDENTIAL_ADVISER in towards_signal(person, signal)]
