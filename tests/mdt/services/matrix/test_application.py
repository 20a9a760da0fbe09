"""The application: every event in every state by everybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from mdt.access import SYSTEM, Link, Visitor
from mdt.demo import play
from mdt.demo.play import Case
from mdt.services import application as applications
from mdt.services import clock as clocks
from tests import factories
from tests.mdt.services.matrix.grid import Given, Player, player, try_everything
from workflows import ApplicationWorkflow
from workflows.roles import Role

TWO_WEEKS = timedelta(days=14)
CLOSED = ("granted", "refused", "not_processed", "withdrawn")
RUNNING = ("submitted", "in_assessment", "advised", "refusal_intended")
SUPPLEMENTED = (play.submit, play.request_supplement, play.supplement)
STEPS: dict[str, tuple[play.Step, ...]] = play.ROUTES | {
    "draft": (play.answer,),
    "submitted": SUPPLEMENTED,
    "in_assessment": play.ADVISED[:-1],
    "refusal_intended": (*play.ADVISED, play.intend_refusal, play.give_view),
}  # fmt: skip
UNMET: dict[str, set[str]] = {
    "submitted": {"put_in_default"},
    "supplement_requested": {"set_aside"},
    "in_assessment": {"put_in_default"},
    "advised": {"put_in_default"},
    "refusal_intended": {"put_in_default"},
    "refused": {"grant_on_objection", "reopen_on_objection"},
    "not_processed": {"reopen_on_objection"},
}
UNMET_WHEN_LATE: dict[str, set[str]] = {
    "submitted": {"extend_term", "set_aside"},
    "in_assessment": {"extend_term"},
    "advised": {"extend_term"},
    "refusal_intended": {"extend_term", "give_view", "waive_view"},
}


def players(case: Case, status: str) -> list[Player]:
    """Everybody who could come near a case, and what they are to it while it stands in this state."""
    staff, host = case.staff, case.organisation
    assessed = case.lead is not None and status not in ("withdrawn", "not_processed")
    lead = (Role.ASSESSOR, Role.LEAD_ASSESSOR) if assessed else ()
    second = (Role.ASSESSOR, Role.SECOND_ASSESSOR) if assessed else ()
    stranger = factories.coordinator_of(factories.organisation(name="Een andere organisatie"))
    return [
        player("coordinator", case.coordinator, Role.ORGANISATION),
        player("colleague", factories.colleague_of(host), Role.COLLEAGUE),
        player("coordinator elsewhere", stranger),
        player("lead assessor", staff.lead, *lead),
        player("second assessor", staff.second, *second),
        player("assessor of other cases", staff.third),
        player("office", staff.office, Role.OFFICE),
        player("office with a letter", staff.office, Role.OFFICE, channel="post"),
        player("board", staff.board, Role.BOARD),
        player("system", SYSTEM, Role.SYSTEM),
        player("visitor", Visitor(), Role.PUBLIC),
        player("link", Link(Role.INVITED, "membership", host.id)),
    ]


def given(case: Case) -> dict[str, Given]:
    """For each event a form that is filled in well."""
    application = case.application

    def later() -> dict[str, Any]:
        return {
            "new_decide_by": max(application.decide_by or clocks.today(), clocks.today()) + TWO_WEEKS,
            "reasons": "Ziekte.",
        }

    def decided() -> dict[str, Any]:
        first = clocks.today()
        return {
            "reasons": "Gezien en gehoord.",
            "starts_on": first,
            "ends_on": applications.last_day(application, first),
        }

    because = dict(reasons="Omdat het zo is.")  # noqa: C408
    return {
        "request_supplement": lambda: {"missing": "De uren", "due": clocks.today() + TWO_WEEKS},
        "set_aside": lambda: because, "send_back": lambda: because, "reopen_on_objection": lambda: because,
        "extend_term": later, "consent_to_delay": later, "grant": decided, "grant_on_objection": decided,
        "intend_refusal": lambda: because | {"due": clocks.today() + TWO_WEEKS},
        "give_view": lambda: {"view": "Wij zien dat anders."},
        "refuse": lambda: because | {"deviation": "Anders gewogen."},
    }  # fmt: skip


def test_every_state_is_tried() -> None:
    assert set(STEPS) == set(ApplicationWorkflow.state_names())


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("status", ApplicationWorkflow.state_names())
def test_every_event_by_everybody(status: str) -> None:
    case = factories.application(steps=STEPS[status])
    assert case.application.status == status
    answered = try_everything(case.application, players(case, status), given(case), UNMET.get(status, ()))
    done = {event for (event, _who), answer in answered.items() if isinstance(answer, str)}
    assert bool(done) == (status not in CLOSED)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("status", RUNNING)
def test_every_event_by_everybody_when_the_term_has_passed(status: str, clock: Callable[[date], None]) -> None:
    case = factories.application(steps=STEPS[status])
    everybody = players(case, status)
    clock(clocks.today() + timedelta(days=150))
    answered = try_everything(case.application, everybody, given(case), UNMET_WHEN_LATE[status])
    assert answered["put_in_default", "coordinator"] == status
