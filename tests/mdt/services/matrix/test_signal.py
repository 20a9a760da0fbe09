"""The signal: every event in every state by everybody, by account and by code."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mdt.access import SYSTEM, Link, Visitor
from mdt.demo import signals
from mdt.services import clock
from mdt.services import signal as service
from tests import factories, factories_school
from tests.mdt.services.matrix.grid import player, try_everything
from workflows import SignalWorkflow
from workflows.roles import Role


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("status", SignalWorkflow.state_names())
def test_every_event_by_everybody(status: str) -> None:
    host = factories.organisation()
    adviser, colleague = factories.official("confidential_adviser"), factories.official("confidential_adviser")
    office, board = factories.official("office"), factories.official("board")
    one, _code = signals.report(about=host.name)
    signals.until(one, status, by=adviser, with_=office)
    if status == "erased":
        until = service.kept_until(one)
        assert until is not None
        clock.move_to(until + timedelta(days=1))
        service.erase_what_is_over()
    assert one.status == status
    taken_up = status in ("under_investigation", "closed", "erased")
    informed = (Role.INFORMED,) if status in ("under_investigation", "closed") else ()
    players = [
        player("adviser", adviser, Role.CONFIDENTIAL_ADVISER),
        player("another adviser", colleague, *(() if taken_up else (Role.CONFIDENTIAL_ADVISER,))),
        player("whom the adviser informed", office, *informed),
        player("office", factories.official("office", "Ander Bureau")),
        player("office with a letter", factories.official("office", "Nog Een"), channel="post"),
        player("board", board),
        player("hearer", factories.official("hearer")),
        player("assessor", factories.official("assessor")),
        player("coordinator", factories.coordinator_of(host)),
        player("youth", factories_school.youth().person),
        player("reporter", Link(Role.REPORTER, "signal", one.id), Role.REPORTER),
        player("reporter of another", Link(Role.REPORTER, "signal", host.id)),
        player("system", SYSTEM, Role.SYSTEM),
        player("visitor", Visitor(), Role.PUBLIC),
    ]
    text = {"text": "Dit schrijf ik op."}
    given: dict[str, Any] = {
        "report": lambda: text, "add": lambda: text, "write": lambda: text, "conclude": lambda: text,
        "share": lambda: text | {"receiver": str(board.id)}, "open_share": lambda: {"share": "x"},
    }  # fmt: skip
    try_everything(one, players, given, ("erase",))
