"""The measure and the check-in: every event in every state by everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mdt.access import SYSTEM, Visitor
from mdt.demo import years
from mdt.demo.play import Case
from mdt.models import Accreditation
from mdt.services import clock, timers
from mdt.services.transitions import fire
from tests import factories
from tests.mdt.services.matrix.grid import Player, player, try_everything
from workflows import CheckInWorkflow, MeasureWorkflow
from workflows.roles import Role

DAY = timedelta(days=1)


def players(case: Case) -> list[Player]:
    """Everybody who could try, with the roles that they hold."""
    staff = case.staff
    return [
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


def measure_at(status: str, case: Case, found: Accreditation) -> Any:
    """An intention to suspend in a state."""
    one = years.impose(found, "intention_to_suspend", by=case.staff.board)
    if status in ("answered", "met"):
        years.report(one, by=case.coordinator)
    if status == "met":
        fire(one, "accept", actor=case.staff.office)
    if status == "lifted":
        fire(one, "lift", actor=case.staff.board, reasons="Niet meer nodig.")
    if status in ("overdue", "carried_out"):
        clock.move_to(one.due_on + DAY)
        timers.catch_up(found)
    if status == "carried_out":
        years.suspend(found, by=case.staff.board, until=clock.today() + 30 * DAY)
    return one


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("status", MeasureWorkflow.state_names())
def test_a_measure(status: str) -> None:
    case = factories.granted()
    subject = measure_at(status, case, factories.accreditation_of(case))
    assert subject.status == status
    given: dict[str, Any] = {
        "give_view": lambda: {"view": "Er waren invallers."},
        "report_remedy": lambda: {"remedy": "Er is een rooster."},
        "reject": lambda: {"reasons": "Te weinig.", "due_on": clock.today() + 20 * DAY},
        "lift": lambda: {"reasons": "Niet meer nodig."},
    }
    try_everything(subject, players(case), given, ("term_passes", "carry_out"))


def check_in_at(status: str, case: Case, found: Accreditation) -> Any:
    """The first check-in in a state."""
    assert found.check_in_on is not None
    clock.move_to(found.check_in_on)
    timers.catch_up(found)
    one = years.latest_check_in(found)
    if status == "missed":
        clock.move_to(one.submit_by + DAY)
        timers.catch_up(found)
    if status in ("submitted", "more_asked", "reviewed"):
        years.send_check_in(found, by=case.coordinator)
    if status == "more_asked":
        fire(one, "ask_more", actor=case.staff.office, question="Wie?")
    if status == "reviewed":
        fire(one, "review", actor=case.staff.office)
    if status == "cancelled":
        fire(found, "give_up", actor=case.coordinator, from_day=clock.today())
    return one


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("status", CheckInWorkflow.state_names())
def test_a_check_in(status: str) -> None:
    case = factories.granted()
    subject = check_in_at(status, case, factories.accreditation_of(case))
    assert subject.status == status
    given: dict[str, Any] = {
        "submit": lambda: {"answers": years.ANSWERS},
        "ask_more": lambda: {"question": "Wie begeleidt?"},
        "answer": lambda: {"answer_text": "Kim."},
    }
    try_everything(subject, players(case), given, ("miss", "cancel"))
