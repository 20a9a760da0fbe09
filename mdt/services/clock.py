"""The one clock. Business dates (which terms count from) can be moved in the demo; real time cannot."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app

from mdt.models import Setting, db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_SETTING = "business_date_offset_days"


def now() -> datetime:
    """The real time, aware, in UTC: for sessions, links, log times and seals."""
    return datetime.now(UTC)


def today() -> date:
    """The business date in Amsterdam; in the demo and in tests it may have been moved."""
    real = now().astimezone(AMSTERDAM).date()
    return real + timedelta(days=_offset()) if _movable() else real


def moment() -> datetime:
    """The time on the business date: for what terms count from, and what is not legally dated by an event."""
    return now() + timedelta(days=_offset()) if _movable() else now()


def move_to(day: date) -> None:
    """Move the business date. Raises RuntimeError outside the demo and tests."""
    if not _movable():
        raise RuntimeError("the business date can be moved in the demo only")
    real = now().astimezone(AMSTERDAM).date()
    setting = db.session.get(Setting, _SETTING) or Setting(name=_SETTING)
    setting.value = str((day - real).days)
    db.session.add(setting)


def _movable() -> bool:
    return bool(current_app.config["MDT_DEMO"] or current_app.testing)


def _offset() -> int:
    setting = db.session.get(Setting, _SETTING)
    return int(setting.value) if setting else 0
