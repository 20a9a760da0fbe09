"""The accreditation: every event in every state by everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mdt.access import SYSTEM, Visitor
from mdt.services import accreditation_standing, clock
from tests import factories
from tests.mdt.services.matrix.grid import player, try_everything
from workflows import AccreditationWorkflow
from workflows.roles import Role

DAY = timedelta(days=1)
# What stands in the way of each event on the first day, but for who may: the clock has nothing to do yet.
UNMET = ("suspension_ends", "invite_to_renew", "expire", "lapse", "be_renewed", "restore_on_objection")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("status", AccreditationWorkflow.state_names())
def test_every_event_by_everybody(status: str) -> None:
    case = factories.granted()
    subject, staff = factories.accreditation_of(case), case.staff
    factories.bring(subject, status, case)
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
    today = clock.today()
    danger = {"danger": True, "danger_stated": "Zagen zonder bescherming.", "reasons": "Gevaar."}
    given: dict[str, Any] = {
        "give_up": lambda: {"from_day": today},
        "suspend": lambda: danger | {"from_day": today, "until": today + 30 * DAY},
        "withdraw": lambda: danger | {"from_day": today, "ground": "safety"},
        "reinstate": lambda: {"reasons": "Hersteld."},
        "restore_on_objection": lambda: {"reasons": "Gegrond."},
    }
    try_everything(subject, players, given, UNMET)
    assert accreditation_standing.successor(subject) is None or status == "renewed"
