"""The invented record of the statement of hours."""

from __future__ import annotations

from typing import Any


def statement_of_hours(lang: str) -> dict[str, Any]:
    """Four weeks, of which the last lies after the accreditation was given up."""
    dutch = lang == "nl"
    lunch = "Gastheer bij de lunch" if dutch else "Host at lunch"
    homework = "Huiswerk maken met kinderen" if dutch else "Doing homework with children"
    number = "ACC-2026-0007"
    days = [("2026-09-07", "2026-09-13", ("2026-09-08", "2026-09-10"), number),
            ("2026-09-14", "2026-09-20", ("2026-09-15", "2026-09-17"), number),
            ("2026-09-28", "2026-10-04", ("2026-09-29",), number),
            ("2026-10-05", "2026-10-11", ("2026-10-06", "2026-10-08"), None)]  # fmt: skip
    weeks = [
        {
            "monday": monday, "sunday": sunday, "length": "2:30" if len(served) == 1 else "4:30",
            "entries": [{"day": day, "activity": (lunch, homework)[at], "length": ("2:30", "2:00")[at],
                         "accreditation": under} for at, day in enumerate(served)],
        }
        for monday, sunday, served, under in days
    ]  # fmt: skip
    return {
        "addressee": {"name": "Jip de Jong"}, "youth": "Jip de Jong",
        "title": "Lunch in de buurt" if dutch else "Lunch around the corner",
        "starts_on": "2026-09-01", "ends_on": "2027-02-01", "weeks": weeks,
        "accreditations": [{"number": number, "starts_on": "2026-01-01", "ends_on": "2026-10-04", "length": "11:30"}],
        "length": "16:00", "counted": "11:30", "outside": "4:30", "goal": "80:00",
    }  # fmt: skip
