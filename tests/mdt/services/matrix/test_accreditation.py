"""The accreditation: every event in every state by everybody."""

from __future__ import annotations

import pytest

from mdt.access import SYSTEM, Visitor
from mdt.services import clock
from mdt.services.transitions import fire
from tests import factories
from tests.mdt.services.matrix.grid import player, try_everything
from workflows import AccreditationWorkflow
from workflows.roles import Role


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("status", AccreditationWorkflow.state_names())
def test_every_event_by_everybody(status: str) -> None:
    case = factories.granted()
    subject, staff = factories.accreditation_of(case), case.staff
    if status == "given_up":
        fire(subject, "give_up", actor=case.coordinator, from_day=clock.today())
    assert subject.status == status
    players = [
        player("coordinator", case.coordinator, Role.ORGANISATION),
        player("colleague", factories.colleague_of(case.organisation), Role.COLLEAGUE),
        player("coordinator elsewhere", factories.coordinator_of(factories.organisation(name="Anders"))),
        player("lead assessor", staff.lead),
        player("office", staff.office, Role.OFFICE),
        player("office with a letter", staff.office, Role.OFFICE, channel="post"),
        player("board", staff.board, Role.BOARD),
        player("system", SYSTEM, Role.SYSTEM),
        player("visitor", Visitor(), Role.PUBLIC),
    ]
    try_everything(subject, players, {"give_up": lambda: {"from_day": clock.today()}})
