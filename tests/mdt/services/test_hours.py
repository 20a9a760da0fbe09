"""Noting hours, correcting without changing, and what counts."""

from __future__ import annotations

from typing import Any

from tests import factories_hours as f


def test_first(database: Any) -> None:
    served = f.serving()
    for at in ("open",):
        week = f.hours(served, at=at)
        assert week.minutes == 240
