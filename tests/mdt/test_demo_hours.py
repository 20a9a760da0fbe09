"""The hours of the demonstration: weeks in every state, and enough of them to complete an agreement."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from mdt.demo import hours as play
from mdt.models import Week, db
from mdt.services import clock, hours
from tests import factories_hours
from workflows import HoursWorkflow
from workflows.entries import monday_of


@pytest.mark.usefixtures("database")
def test_weeks_stand_in_every_state_and_the_date_is_todays_again() -> None:
    today = monday_of(clock.today()) + timedelta(days=2)
    clock.move_to(today)
    for _ in range(2):
        factories_hours.serving(starts_on=today - timedelta(weeks=12))
    stage: Any = SimpleNamespace(today=today)
    play.arrange(stage)
    weeks = db.session.query(Week).all()
    assert {week.status for week in weeks} == set(HoursWorkflow.state_names()) - {"locked"}
    assert any(week.settled for week in weeks) and any(len(week.entries) > len(week.standing) for week in weeks)
    assert clock.today() == today


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("age", [14, 20])
def test_enough_hours_are_served_to_complete_an_agreement(age: int) -> None:
    service = factories_hours.serving(age=age)
    play.serve(service.agreement, minutes=80 * 60)
    assert hours.counted(service.agreement) == {service.accreditation.number: 80 * 60}
    assert hours.all_confirmed(service.agreement)
