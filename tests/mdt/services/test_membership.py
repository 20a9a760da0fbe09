"""Memberships through the service: who may do what when, and what the link of an invitation is worth."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from mdt.access import SYSTEM, Link, Visitor
from mdt.models import Effect, Event, Mail, Membership, Person
from mdt.services import clock as clock_service
from mdt.services import effects, invitation
from mdt.services import membership as service
from mdt.services.transitions import fire
from tests import factories
from workflows.base import NotNow, NotPermitted, Refused
from workflows.membership import MembershipWorkflow
from workflows.roles import Role

STATES = ("invited", "confirmed", "denied", "ended")
EVENTS = ("register", "invite", "accept", "decline", "invite_again", "end")
# Who may do what towards the membership of a colleague; the names are those of `cast`. "kim" is whom it is about.
MAY = {
    "register": {"visitor"},
    "invite": {"coordinator", "system"},
    "accept": {"kim", "link"},
    "decline": {"kim", "link"},
    "invite_again": {"coordinator"},
    "end": {"coordinator", "kim"},
}


def cast(found: Membership) -> dict[str, Any]:
    """Everybody who could try something on a membership."""
    assert found.organisation is not None
    elsewhere = factories.coordinator_of(factories.organisation(name="Een andere club"))
    return {
        "coordinator": factories.coordinator_of(found.organisation),
        "other colleague": factories.colleague_of(found.organisation, name="Wil Ander"),
        "coordinator elsewhere": elsewhere,
        "office": factories.official("office"), "assessor": factories.official("assessor"),
        "board": factories.official("board"),
        "kim": factories.db.session.query(Person).filter_by(email=found.email).one(),
        "link": Link(Role.INVITED, "membership", found.id), "system": SYSTEM, "visitor": Visitor(),
        "another link": Link(Role.INVITED, "membership", elsewhere.id),
    }  # fmt: skip


def allowed(state: str, event: str) -> set[str]:
    """Who may do an event at all, in a state: Kim is somebody invited first and a member afterwards."""
    kim = {"end": ("confirmed", "ended")}.get(event, ("invited",))
    return MAY[event] - (set() if state in kim else {"kim"})


@pytest.mark.parametrize("state", STATES)
def test_state_event_and_role(database: Any, state: str) -> None:
    moves = {(row.source, row.event): row.target for row in MembershipWorkflow.rows()}
    found = factories.membership(at=state)
    people = cast(found)
    for event in EVENTS:
        for name, actor in people.items():
            with database.session.begin_nested() as point:
                outcome = _outcome(found, event, actor)
                point.rollback()
            database.session.refresh(found)
            may = name in allowed(state, event)
            if (name, event, state) == ("link", "accept", "invited"):
                assert outcome == "refused"  # somebody has to be there who becomes the member
                continue
            expected = moves.get((state, event), "not now") if may else "not permitted"
            assert outcome == expected, f"{name} does {event} in {state}: {outcome}, not {expected}"


def _outcome(found: Membership, event: str, actor: Any) -> str:
    try:
        fire(found, event, actor=actor)
    except NotPermitted:
        return "not permitted"
    except NotNow:
        return "not now"
    except Refused:
        return "refused"
    return found.status


@pytest.mark.parametrize(
    ("who", "function", "fine"),
    [("office", "assessor", True), ("office", "board", True), ("office", "office", True), ("board", "office", False),
     ("assessor", "assessor", False)],
)  # fmt: skip
def test_who_invites_staff(database: Any, who: str, function: str, fine: bool) -> None:
    actor = factories.official(who)
    if fine:
        assert service.invite(organisation=None, email="nieuw@bureau.example", function=function, actor=actor).status
        return
    with pytest.raises(NotPermitted):
        service.invite(organisation=None, email="nieuw@bureau.example", function=function, actor=actor)


def test_the_office_does_not_invite_for_an_organisation(database: Any) -> None:
    with pytest.raises(NotPermitted):
        service.invite(organisation=factories.organisation(), email="x@y.example", function="colleague",
                       actor=factories.official("office"))  # fmt: skip


def test_nobody_is_invited_twice(database: Any) -> None:
    host = factories.organisation()
    coordinator = factories.coordinator_of(host)
    service.invite(organisation=host, email="Kim@Linde.example ", function="colleague", actor=coordinator)
    for address in ("kim@linde.example", coordinator.email.upper()):
        with pytest.raises(Refused) as refusal:
            service.invite(organisation=host, email=address, function="coordinator", actor=coordinator)
        assert refusal.value.field == "email"


def test_staff_may_hold_two_functions_each_once(database: Any) -> None:
    office = factories.official("office")
    service.invite(organisation=None, email=office.email, function="board", actor=office)
    with pytest.raises(Refused):
        service.invite(organisation=None, email=office.email, function="office", actor=office)


def test_an_organisation_keeps_a_coordinator(database: Any) -> None:
    host = factories.organisation()
    first = factories.coordinator_of(host)
    own = database.session.query(Membership).filter_by(person_id=first.id).one()
    with pytest.raises(Refused, match="at least one coordinator"):
        fire(own, "end", actor=first)
    factories.colleague_of(host, function="coordinator")
    fire(own, "end", actor=first)
    assert own.status == "ended"


def test_the_office_is_never_empty(database: Any) -> None:
    first = factories.official("office", "Hanneke Bureau")
    own = database.session.query(Membership).filter_by(person_id=first.id).one()
    with pytest.raises(Refused, match="office"):
        fire(own, "end", actor=first)


def test_the_link_is_worth_something_to_who_has_it_alone(database: Any) -> None:
    found = factories.membership()
    token = invitation.token(found)
    assert service.by_token(token) is found
    assert service.by_token(token[:-1] + ("0" if token[-1] != "0" else "1")) is None
    assert found.token_hash is not None
    assert token not in (found.token_hash, str(found.id))


def test_the_log_does_not_hold_the_token(database: Any) -> None:
    found = factories.membership()
    rows = database.session.query(Event).filter_by(subject_id=found.id).all()
    text = json.dumps([row.snapshot for row in rows])
    assert invitation.token(found) not in text
    assert found.token_hash not in text


def test_the_letter_carries_the_link(database: Any) -> None:
    host = factories.organisation(name="O'Brien & Zonen")
    found = factories.membership(of=host)
    event = database.session.query(Event).filter_by(subject_id=found.id, name="invite").one()
    effect = database.session.query(Effect).filter_by(event_id=event.id).one()
    effects.carry_out(effect.id)
    letter = database.session.query(Mail).filter_by(recipient=found.email).one()
    assert service.invitation_url(found) in letter.body
    assert "O'Brien & Zonen" in letter.subject
    assert "{" not in letter.body


def test_an_invitation_is_valid_for_fourteen_days(database: Any, clock: Callable[[date], None]) -> None:
    found = factories.membership()
    started = clock_service.today()
    assert found.valid_until == started + timedelta(days=14)
    clock(started + timedelta(days=15))
    known = database.session.query(Person).filter_by(email=found.email).one()
    with pytest.raises(Refused, match="expired"):
        service.accept(found, actor=known)
    before = invitation.token(found)
    assert found.organisation is not None
    fire(found, "invite_again", actor=factories.coordinator_of(found.organisation))
    assert service.by_token(before) is None
    assert service.by_token(invitation.token(found)) is found
    service.accept(found, actor=known)
    assert found.status == "confirmed"


def test_a_new_person_accepts_with_a_name_and_a_password(database: Any) -> None:
    host = factories.organisation()
    found = service.invite(organisation=host, email="nieuw@linde.example", function="colleague",
                           actor=factories.coordinator_of(host))  # fmt: skip
    with pytest.raises(Refused) as refusal:
        service.accept(found, name="Nina", password="kort")
    assert refusal.value.field == "password"
    made = service.accept(found, name="Nina", password="vier groene fietsen", language="en")
    assert (made.email, made.language, found.person_id) == ("nieuw@linde.example", "en", made.id)
    assert made.confirmed_at is not None


def test_a_known_address_signs_in_first(database: Any) -> None:
    found = factories.membership()
    with pytest.raises(Refused, match="Sign in"):
        service.accept(found, name="Iemand", password="vier groene fietsen")
