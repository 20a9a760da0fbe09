"""Tests of the policy are tests of plain Python: nothing here reaches a database or a network."""

from __future__ import annotations

import socket
import sqlite3
from typing import Any, NoReturn

import pytest


@pytest.fixture(autouse=True)
def on_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections of any kind."""

    def refuse(*_args: Any, **_kwargs: Any) -> NoReturn:
        pytest.fail("a test of the policy may not connect to anything: give the rule its facts instead")

    monkeypatch.setattr(sqlite3, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
