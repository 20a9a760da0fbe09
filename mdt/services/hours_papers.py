"""From the hours of an agreement to the frozen record of their statement; its shape is in `hours_records`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from mdt.models import Agreement, HoursEntry
from mdt.services.accreditation import Range
from mdt.services.hours_counted import confirmed, content_of, goal_of, number_on, ranges_of
from mdt.services.letterhead import letterhead, organisation
from mdt.services.wording import translator
from workflows.base import N_
from workflows.entries import length

Record = dict[str, Any]
KIND = "statement_of_hours"


def statement(agreement: Agreement, *, on: date, language: str | None = None) -> Record:
    """The whole record, in the language of the youth unless another is asked."""
    spoken = language or agreement.youth.person.language
    translate = translator(spoken)
    rows, ranges = confirmed(agreement), ranges_of(agreement)
    counted = [row for row in rows if number_on(row.day, ranges)]
    outside = _minutes(rows) - _minutes(counted)
    return letterhead(KIND, language=spoken, on=on) | {
        "case": {"number": agreement.number, "submitted_on": agreement.created_at.date().isoformat()},
        "organisation": organisation(agreement.organisation),
        "addressee": {"name": agreement.youth.name},
        "signatory": {"name": "Diensttijd", "role": translate(N_("made from the hours that were confirmed"))},
        "youth": agreement.youth.name, "title": str(content_of(agreement).get("title") or ""),
        "starts_on": _iso(agreement.starts_on), "ends_on": _iso(agreement.closed_on or agreement.ends_on),
        "weeks": _weeks(rows, ranges), "accreditations": _accreditations(rows, ranges),
        "length": length(_minutes(rows)), "counted": length(_minutes(counted)),
        "outside": length(outside) if outside else None, "goal": length(goal_of(agreement)),
    }  # fmt: skip


def _weeks(rows: Sequence[HoursEntry], ranges: Sequence[Range]) -> list[Record]:
    weeks = {row.week_id: row.week for row in rows}
    return [
        {
            "monday": week.monday.isoformat(), "sunday": week.sunday.isoformat(),
            "entries": [
                {"day": row.day.isoformat(), "activity": row.activity, "length": length(row.minutes),
                 "accreditation": number_on(row.day, ranges)}
                for row in rows if row.week_id == week.id
            ],
            "length": length(_minutes([row for row in rows if row.week_id == week.id])),
        }
        for week in weeks.values()
    ]  # fmt: skip


def _accreditations(rows: Sequence[HoursEntry], ranges: Sequence[Range]) -> list[Record]:
    """The accreditations under which hours were made. One that was interrupted comes once for each part."""
    found, taken = [], set()
    for one in ranges:
        under = [row for row in rows if row.id not in taken and one.starts_on <= row.day <= one.ends_on]
        taken |= {row.id for row in under}
        if under:
            found.append({"number": one.number, "starts_on": one.starts_on.isoformat(),
                          "ends_on": one.ends_on.isoformat(), "length": length(_minutes(under))})  # fmt: skip
    return found


def _minutes(rows: Sequence[HoursEntry]) -> int:
    return sum(row.minutes for row in rows)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
