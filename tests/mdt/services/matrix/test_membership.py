"""The membership: every event in every state by everybody."""

from __future__ import annotations

import pytest

from mdt.access import SYSTEM, Link, Visitor
from mdt.services import account
from mdt.services import membership as memberships
from mdt.services.transitions import fire
from tests import factories
from tests.mdt.services.matrix.grid import player, try_everything
from workflows import MembershipWorkflow
from workflows.roles import Role

OF_ONESELF = {"invited": (Role.INVITED,), "confirmed": (Role.COLLEAGUE,), "denied": (), "ended": (Role.COLLEAGUE,)}


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("status", MembershipWorkflow.state_names())
def test_every_event_by_everybody_in_an_organisation(status: str) -> None:
    host = factories.organisation()
    subject = factories.membership(at=status, of=host)
    oneself = account.by_email(subject.email)
    assert oneself is not None and subject.status == status
    players = [
        player("coordinator", factories.coordinator_of(host), Role.ORGANISATION),
        player("oneself", oneself, *OF_ONESELF[status]),
        player("another colleague", factories.colleague_of(host, name="Ans Ander")),
        player("coordinator elsewhere", factories.coordinator_of(factories.organisation(name="Anders"))),
        player("office", factories.official("office")),
        player("board", factories.official("board"), Role.BOARD),
        player("system", SYSTEM, Role.SYSTEM),
        player("visitor", Visitor(), Role.PUBLIC),
        player("link of another invitation", Link(Role.INVITED, "membership", host.id)),
    ]
    try_everything(subject, players, {})


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("status", MembershipWorkflow.state_names())
def test_every_event_by_everybody_in_the_accrediting_body(status: str) -> None:
    joined = factories.person("Pim Nieuw")
    subject = memberships.invite(organisation=None, email=joined.email, function="assessor", actor=SYSTEM)
    if status == "denied":
        memberships.decline(subject)
    if status in ("confirmed", "ended"):
        memberships.accept(subject, actor=joined)
    office = factories.official("office")
    if status == "ended":
        fire(subject, "end", actor=office)
    assert subject.status == status
    players = [
        player("office", office, Role.OFFICE),
        player("oneself", joined, *OF_ONESELF[status]),
        player("board", factories.official("board")),
        player("assessor", factories.official("assessor")),
        player("coordinator", factories.coordinator_of(factories.organisation())),
        player("system", SYSTEM, Role.SYSTEM),
        player("visitor", Visitor(), Role.PUBLIC),
    ]
    try_everything(subject, players, {})


@pytest.mark.usefixtures("database")
def test_the_link_of_an_invitation_declines_it_but_accepts_nothing() -> None:
    subject = factories.membership(at="invited")
    link = [player("its link", Link(Role.INVITED, "membership", subject.id), Role.INVITED)]
    answered = try_everything(subject, link, {}, unmet={"accept"})
    assert answered["decline", "its link"] == "denied"
