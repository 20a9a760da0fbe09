"""What the statement of hours says: the shape of the frozen record from which it is rendered.

Lengths of time are text in hours and minutes (`84:30`), added up before they are written so.
"""

from __future__ import annotations

from typing import TypedDict

from mdt.services.paper_records import Paper


class Served(TypedDict):
    """One confirmed entry; `accreditation` is None on a day on which the host was not accredited."""

    day: str
    activity: str
    length: str
    accreditation: str | None


class ServedWeek(TypedDict):
    """A week with its confirmed entries."""

    monday: str
    sunday: str
    entries: list[Served]
    length: str


class Accredited(TypedDict):
    """An accreditation of the host, and the hours that were made while it was in force."""

    number: str
    starts_on: str
    ends_on: str
    length: str


class StatementOfHours(Paper):
    """Confirmed hours week by week, and which of them count."""

    youth: str
    title: str  # what the service is called
    starts_on: str
    ends_on: str
    weeks: list[ServedWeek]
    accreditations: list[Accredited]
    length: str  # all confirmed hours
    counted: str  # those under an accreditation in force
    outside: str | None  # those that are not
    goal: str  # what was agreed
