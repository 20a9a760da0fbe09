"""The assessment: every event in every state by everybody."""

from __future__ import annotations

import pytest

from mdt.access import SYSTEM, Visitor
from mdt.demo import play
from mdt.demo.play import Case
from tests import factories
from tests.mdt.services.matrix.grid import Given, Player, player, try_everything
from workflows import AssessmentWorkflow
from workflows.roles import Role

GIVEN: dict[str, Given] = {
    "clear_conflict": lambda: {"declared": True},
    **dict.fromkeys(("declare_conflict", "replace", "reopen"), lambda: {"reasons": "Een fout in de datum."}),
}


def players(case: Case) -> list[Player]:
    """Everybody who could come near the lead's assessment; the other assessor is nobody to it."""
    staff = case.staff
    return [
        player("the assessor", staff.lead, Role.ASSESSOR),
        player("the other assessor", staff.second),
        player("assessor of other cases", staff.third),
        player("office", staff.office, Role.OFFICE),
        player("office with a letter", staff.office, Role.OFFICE, channel="post"),
        player("board", staff.board, Role.BOARD),
        player("coordinator", case.coordinator),
        player("colleague", factories.colleague_of(case.organisation)),
        player("system", SYSTEM, Role.SYSTEM),
        player("visitor", Visitor(), Role.PUBLIC),
    ]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("status", AssessmentWorkflow.state_names())
def test_every_event_by_everybody(status: str) -> None:
    case = factories.under_assessment(at=status)
    if status == "open":
        play.judge(case, case.pair[0])
    assert case.pair[0].status == status
    try_everything(case.pair[0], players(case), GIVEN)


@pytest.mark.usefixtures("database")
def test_every_event_by_everybody_after_the_advice() -> None:
    case = factories.application(at="advised")
    try_everything(case.pair[0], players(case), GIVEN, unmet={"declare_conflict", "reopen"})
