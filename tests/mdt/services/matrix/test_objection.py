"""The objection: every event in every state by everybody, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mdt.access import SYSTEM, Visitor
from mdt.demo import objections
from mdt.models import Objection
from mdt.services import clock, objection
from tests import factories
from tests.mdt.services.matrix.grid import Player, player, try_everything
from workflows import ObjectionWorkflow
from workflows.roles import Role

BECAUSE = {"reasons": "Het rooster bestond al."}
STATES = ObjectionWorkflow.state_names()


@pytest.mark.usefixtures("database")
def test_an_objection_in_every_state() -> None:
    case = factories.application(at="refused")
    hearer = factories.official("hearer", "Hans Hoor")
    elsewhere = factories.coordinator_of(factories.organisation(name="Anders"))
    players: list[Player] = [
        player("coordinator", case.coordinator, Role.ORGANISATION),
        player("coordinator elsewhere", elsewhere),
        player("lead assessor", case.staff.lead),
        player("office", case.staff.office, Role.OFFICE),
        player("office with a letter", case.staff.office, Role.OFFICE, channel="post"),
        player("other member of the board", case.staff.deputy, Role.BOARD),
        player("hearer", hearer, Role.HEARER),
        player("system", SYSTEM, Role.SYSTEM),
        player("visitor", Visitor(), Role.PUBLIC),
    ]
    plan = {"hearing_on": objection.hearing_from(clock.today()), "place": "Den Haag"}
    given: dict[str, Any] = {
        "ask_completion": lambda: {"missing": "De gronden", "due": clock.today() + timedelta(weeks=3)},
        "complete": lambda: {"completion": "Omdat het rooster er al was."}, "plan_hearing": lambda: plan,
        "plan_again": lambda: plan, "waive_hearing": lambda: BECAUSE | {"ground": "waived"},
        "report_hearing": lambda: {"report": "Er werd verteld."},
        "advise": lambda: {"advice": "declare_well_founded", "proposal": "Zo."}, "adjourn": lambda: BECAUSE,
        "consent_to_further_delay": lambda: {"new_decide_by": clock.today() + timedelta(weeks=60)},
        "delay_for_procedure": lambda: BECAUSE | {"new_decide_by": clock.today() + timedelta(weeks=60)},
        "extend_to": lambda: {"later": one.event_id},
        "declare_inadmissible": lambda: BECAUSE | {"ground": "no_interest"},
        "declare_well_founded": lambda: BECAUSE | {"consequence": "grant"},
        "declare_partly_founded": lambda: BECAUSE | {"consequence": "grant", "deviation": "Deels."},
        "declare_unfounded": lambda: BECAUSE | {"deviation": "Toch niet."},
    }  # fmt: skip
    one: Objection = objections.lodge(case.application, by=case.coordinator)
    people = {"office": case.staff.office, "hearer": hearer, "board": case.staff.deputy}
    seen = {"received"}
    try_everything(one, players, given, ("put_in_default",))
    for status in ("in_handling", "hearing_planned", "heard", "advised", "decided"):
        _step(one, status, people)
        unmet = ("put_in_default", *(("report_hearing",) if status == "hearing_planned" else ()))
        plan["hearing_on"] = objection.hearing_from(clock.today())
        seen.add(status)
        try_everything(one, players, given, unmet)
    other = factories.application(at="refused", officials=case.staff)
    second = objections.lodge(other.application, by=other.coordinator)
    players[0] = player("coordinator", other.coordinator, Role.ORGANISATION)
    for status in ("completion_asked", "withdrawn"):
        objections.until(second, status, **people)
        one = second
        seen.add(status)
        try_everything(second, players, given, ("put_in_default",))
    assert seen == set(STATES)


def _step(one: Objection, status: str, people: dict[str, Any]) -> None:
    """One step on the way to `decided`."""
    steps: dict[str, Any] = {
        "in_handling": lambda: objections.take_up(one, by=people["office"]),
        "hearing_planned": lambda: objections.plan(one, by=people["hearer"]),
        "heard": lambda: objections.hold(one, by=people["hearer"]),
        "advised": lambda: objections.advise(one, by=people["hearer"]),
        "decided": lambda: objections.decide(one, "declare_well_founded", by=people["board"]),
    }
    steps[status]()
    assert one.status == status
