"""The hours of a week: every event in every state by everybody, who comes by a link included."""

from __future__ import annotations

import uuid
from datetime import time, timedelta
from typing import Any

import pytest

from mdt.access import SYSTEM, Link, Visitor
from mdt.models import Week
from mdt.services import clock
from tests import factories, factories_hours, factories_school
from tests.factories_hours import Service
from tests.mdt.services.matrix.grid import Given, Player, player, try_everything
from workflows import HoursWorkflow
from workflows.roles import Role


def players(service: Service, week: Week) -> list[Player]:
    """Everybody who could come near a week."""
    host, school = service.organisation, service.agreement.school
    assert school is not None
    people = factories_school.people_of(school)
    other = factories_hours.serving(at=host)
    supervisor = factories.colleague_of(host, function="supervisor", name="Sam Begeleider")
    return [
        player("youth", service.youth, Role.YOUTH),
        player("another youth there", other.youth),
        player("supervisor", supervisor, Role.SUPERVISOR),
        player("supervisor by link", Link(Role.SUPERVISOR, "hours", week.id), Role.SUPERVISOR),
        player("link to another week", Link(Role.SUPERVISOR, "hours", uuid.uuid4())),
        player("link of a guardian", Link(Role.GUARDIAN, "hours", week.id), Role.GUARDIAN),
        player("coordinator", service.coordinator, Role.ORGANISATION),
        player("colleague", factories.colleague_of(host), Role.COLLEAGUE),
        player("coordinator elsewhere", factories.coordinator_of(factories.organisation(name="Elders"))),
        player("clerk", people.clerk, Role.CLERK),
        player("examiner", people.examiner, Role.EXAMINER),
        player("exam board", people.board, Role.EXAM_BOARD),
        player("office", factories.official("office")),
        player("system", SYSTEM, Role.SYSTEM),
        player("visitor", Visitor(), Role.PUBLIC),
    ]


def given(week: Week) -> dict[str, Given]:
    """For each event a form that is filled in well."""

    def correction() -> dict[str, Any]:
        row = week.standing[0]
        return {"corrects": row.id, "day": row.day, "start": time(9), "minutes": 60, "activity": row.activity,
                "outcome": row.outcome, "reflection": "Het was korter.", "late_reason": "Ik zag het later.",
                "token": uuid.uuid4().hex}  # fmt: skip

    return {
        "dispute": lambda: {"reason": "Op donderdag was er niemand."},
        "settle": lambda: {"heard_youth": True, "heard_supervisor": True, "settled": "Het was twee uur."},
        "correct": correction,
    }


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("status", HoursWorkflow.state_names())
def test_every_event_by_everybody(status: str, monkeypatch: pytest.MonkeyPatch) -> None:
    service = factories_hours.serving(school=factories_school.school())
    week = factories_hours.hours(service, at=status)
    assert week.status == status
    if status == "disputed":
        factories_hours.corrected(week, service)
    later = clock.today() + timedelta(weeks=3)  # the supervisor was silent long enough for the coordinator
    monkeypatch.setattr(clock, "today", lambda: later)
    try_everything(week, players(service, week), given(week))


@pytest.mark.usefixtures("database")
def test_while_the_supervisor_can_answer_the_coordinator_waits_and_a_dispute_asks_a_correction() -> None:
    service = factories_hours.serving(school=factories_school.school())
    week = factories_hours.hours(service, at="submitted")
    everybody = players(service, week)
    coordinator = [one for one in everybody if one.name == "coordinator"]
    rest = [one for one in everybody if one.name != "coordinator"]
    try_everything(week, coordinator, given(week), unmet={"confirm"})
    try_everything(week, rest, given(week))
    disputed = factories_hours.hours(service, at="disputed", monday=week.monday - timedelta(weeks=1))
    try_everything(disputed, players(service, disputed), given(disputed), unmet={"submit"})
