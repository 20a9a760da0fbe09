"""What hours hold of a youth: handed over on request, and emptied on erasure; days and minutes stay as proof."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mdt.models import Agreement, HoursEntry, Week, Youth, db
from mdt.services.personal_data import GONE, Holding, hold

SECRET = frozenset({"token"})


def _weeks(youth: Youth) -> list[Week]:
    own = select(Agreement.id).where(Agreement.youth_id == youth.id)
    query = select(Week).where(Week.agreement_id.in_(own)).order_by(Week.monday)
    return list(db.session.scalars(query.options(selectinload(Week.entries))))


def _entries(youth: Youth) -> list[Any]:
    return [entry for week in _weeks(youth) for entry in week.entries]


def _empty_week(row: Week) -> None:
    row.dispute = row.settled = ""


def _empty_entry(row: HoursEntry) -> None:
    row.activity = row.outcome = GONE
    row.reflection = row.late_reason = ""


hold(Holding(noun="hours", title="", rows=_weeks, erase=_empty_week))
hold(Holding(noun="hours_entry", title="", rows=_entries, erase=_empty_entry, secret=SECRET))
