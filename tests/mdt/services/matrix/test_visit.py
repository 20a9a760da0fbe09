"""The visit: every event in every state by everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mdt.access import SYSTEM, Visitor
from mdt.demo.play import Case
from mdt.services import clock
from tests import factories
from tests.mdt.services.matrix.grid import Given, Player, player, try_everything
from workflows import VisitWorkflow
from workflows.roles import Role


def players(case: Case) -> list[Player]:
    """Everybody who could come near a visit."""
    staff = case.staff
    stranger = factories.coordinator_of(factories.organisation(name="Een andere organisatie"))
    return [
        player("coordinator", case.coordinator, Role.ORGANISATION),
        player("colleague", factories.colleague_of(case.organisation), Role.COLLEAGUE),
        player("coordinator elsewhere", stranger),
        player("lead assessor", staff.lead, Role.ASSESSOR, Role.LEAD_ASSESSOR),
        player("second assessor", staff.second, Role.ASSESSOR, Role.SECOND_ASSESSOR),
        player("assessor of other cases", staff.third),
        player("office", staff.office, Role.OFFICE),
        player("office with a call", staff.office, Role.OFFICE, channel="telephone"),
        player("board", staff.board, Role.BOARD),
        player("system", SYSTEM, Role.SYSTEM),
        player("visitor", Visitor(), Role.PUBLIC),
    ]


def given() -> dict[str, Given]:
    """For each event a form that is filled in well."""
    in_three_days = clock.today() + timedelta(days=3)
    return {
        "agree": lambda: {"chosen": clock.today()},
        "accept_date": lambda: {"chosen": in_three_days},
        "ask_other_date": lambda: {"dates": (in_three_days,)},
        "propose_again": lambda: {"dates": (in_three_days,), "place": "De kantine"},
        "comment_on_facts": lambda: {"comment": "Wij zijn op vrijdag open."},
    }


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("status", VisitWorkflow.state_names())
def test_every_event_by_everybody(status: str) -> None:
    case = factories.with_visit(at=status)
    assert case.planned.status == status
    try_everything(case.planned, players(case), given())


@pytest.mark.usefixtures("database")
def test_what_waits_for_the_day_and_for_the_notes() -> None:
    case = factories.with_visit(at="agreed", days=(clock.today() + timedelta(days=1),))
    try_everything(case.planned, players(case), given(), unmet={"hold"})
