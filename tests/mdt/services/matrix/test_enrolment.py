"""Enrolment, consent, erasure and the membership of a school: every event in every state by everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mdt.access import SYSTEM, Link, Visitor
from mdt.services import account, erasure
from mdt.services import membership as memberships
from mdt.services.transitions import fire
from tests import factories
from tests import factories_school as schools
from tests.mdt.services.matrix.grid import Player, player, try_everything
from workflows import ConsentWorkflow, EnrolmentWorkflow, ErasureWorkflow, MembershipWorkflow
from workflows.roles import Role

pytestmark = pytest.mark.usefixtures("database")


def outsiders() -> list[Player]:
    """Who has nothing to do with any youth."""
    elsewhere = schools.school(name="Een andere school")
    return [
        player("clerk elsewhere", schools.people_of(elsewhere).clerk),
        player("coordinator elsewhere", factories.coordinator_of(factories.organisation(name="Anders"))),
        player("another youth", schools.youth(name="Kees Ander").person),
        player("board", factories.official("board")),
        player("visitor", Visitor(), Role.PUBLIC),
        player("system", SYSTEM, Role.SYSTEM),
    ]


def at_school(of: Any) -> list[Player]:
    """The people of a school."""
    people = schools.people_of(of)
    return [
        player("clerk", people.clerk, Role.CLERK), player("examiner", people.examiner, Role.EXAMINER),
        player("exam board", people.board, Role.EXAM_BOARD),
    ]  # fmt: skip


@pytest.mark.parametrize("status", EnrolmentWorkflow.state_names())
def test_every_event_on_an_enrolment_at_a_school(status: str) -> None:
    place, noor = schools.school(), schools.youth()
    subject = schools.enrolment(at=status, of=noor, school=place)
    roles = {"invited": (Role.INVITED,), "declined": ()}.get(status, (Role.YOUTH,))
    link = player("its link", Link(Role.INVITED, "enrolment", subject.id), Role.INVITED)
    players = [player("the youth", noor.person, *roles), *at_school(place), *outsiders(), link]
    given = {"accept": lambda: {"youth": noor}}
    try_everything(subject, [*players, player("office", factories.official("office"), Role.OFFICE)], given,
                   unmet={"join"})  # fmt: skip


@pytest.mark.parametrize("status", ["invited", "declined"])
def test_every_event_on_an_invitation_by_a_host(status: str) -> None:
    place, noor, host = schools.school(), schools.youth(), factories.organisation()
    subject = schools.enrolment(at=status, of=noor, school=place, by_host=host)
    players = [
        player("the youth", noor.person, *((Role.INVITED,) if status == "invited" else ())),
        player("coordinator", factories.coordinator_of(host), Role.ORGANISATION),
        player("colleague", factories.colleague_of(host), Role.COLLEAGUE),
        player("supervisor", factories.colleague_of(host, function="supervisor", name="Sam Linde")),
        player("clerk", schools.people_of(place).clerk), *outsiders(),
    ]  # fmt: skip
    given = {"join": lambda: {"youth": noor, "school": place}}
    try_everything(subject, players, given, unmet={"accept"})


@pytest.mark.parametrize("status", ConsentWorkflow.state_names())
def test_every_event_on_a_consent(status: str) -> None:
    subject = schools.consent(at=status)
    place = schools.school()
    schools.enrolment(at="claimed", of=subject.youth, school=place)
    people = schools.people_of(place)
    players = [
        player("the youth", subject.youth.person, Role.YOUTH),
        player("guardian", schools.guardian(subject), Role.GUARDIAN),
        player("guardian of another", schools.guardian(schools.consent())),
        player("clerk", people.clerk), player("exam board", people.board),
        player("office", factories.official("office")), *outsiders(),
    ]  # fmt: skip
    again = {"guardian_name": "Petra Vis", "guardian_email": "petra@voorbeeld.example"}
    try_everything(subject, players, {"ask_again": lambda: again}, unmet={"turn_sixteen"})


@pytest.mark.parametrize("status", ErasureWorkflow.state_names())
def test_every_event_on_a_request_for_erasure(status: str) -> None:
    noor, office = schools.youth(), factories.official("office")
    subject = erasure.request(noor, wish="Alles", actor=noor.person)
    event = {"carried_out": "carry_out", "refused": "refuse", "taken_back": "take_back"}.get(status)
    if event:
        fire(subject, event, actor=noor.person if event == "take_back" else office, reasons="Volgens de wet.")
    place = schools.school()
    players = [
        player("the youth", noor.person, Role.YOUTH), player("office", office, Role.OFFICE),
        player("guardian", Link(Role.GUARDIAN, "erasure", subject.id), Role.GUARDIAN),
        player("guardian of another", Link(Role.GUARDIAN, "erasure", noor.id)),
        player("clerk", schools.people_of(place).clerk), *outsiders(),
    ]  # fmt: skip
    reasons: Callable[[], dict[str, Any]] = lambda: {"reasons": "Volgens de wet."}  # noqa: E731
    try_everything(subject, players, {"carry_out": reasons, "refuse": reasons})


@pytest.mark.parametrize("status", MembershipWorkflow.state_names())
def test_every_event_on_a_membership_of_a_school(status: str) -> None:
    place, joined = schools.school(), factories.person("Eva Maat")
    clerk = schools.people_of(place).clerk
    subject = memberships.invite(school=place, email=joined.email, function="examiner", actor=clerk)
    if status == "denied":
        memberships.decline(subject)
    if status in ("confirmed", "ended"):
        memberships.accept(subject, actor=joined)
    if status == "ended":
        fire(subject, "end", actor=clerk)
    oneself = account.by_email(subject.email)
    assert oneself is not None and subject.status == status
    own = {"invited": (Role.INVITED,), "denied": ()}.get(status, (Role.COLLEAGUE,))
    players = [
        player("oneself", oneself, *own), player("clerk", clerk, Role.CLERK),
        player("exam board", schools.people_of(place).board),
        player("office", factories.official("office"), Role.OFFICE),
        *outsiders(),
    ]  # fmt: skip
    try_everything(subject, players, {})


def test_in_secondary_education_the_school_awards() -> None:
    from mdt.access import roles_of

    for sector, role in (("vo", Role.SCHOOL), ("mbo", Role.EXAM_BOARD), ("wo", Role.EXAM_BOARD)):
        place = schools.school(sector=sector)
        assert roles_of(schools.people_of(place).board, place) == {role}


def test_a_school_keeps_a_clerk() -> None:
    from mdt.models import Membership, db
    from workflows.base import Refused

    place = schools.school()
    clerk = schools.people_of(place).clerk
    only = db.session.query(Membership).filter_by(school_id=place.id, function="clerk").one()
    with pytest.raises(Refused, match="at least one clerk"):
        fire(only, "end", actor=clerk)
