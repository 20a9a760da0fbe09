"""The rules of a week of hours, each refused and passed on plain facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from tests.workflows.limits import BOUNDS, LIMITS
from tests.workflows.rules import Case, Sheet, named
from workflows.base import Refused
from workflows.entries import Entry, Period
from workflows.hours import HoursFacts, HoursWorkflow, check_entry
from workflows.roles import Role

TODAY = date(2026, 11, 25)
MONDAY = date(2026, 11, 16)
DAY = timedelta(days=1)
ENTRY = Entry(day=MONDAY, start=time(13), minutes=120)
OTHER = Entry(day=MONDAY, start=time(16), minutes=60)
OVERLAP = replace(OTHER, start=time(14, 30))
LONG = replace(ENTRY, start=time(0), minutes=25 * 60)
OLD = replace(ENTRY, noted_on=MONDAY + 15 * DAY)
NOTED: dict[str, Any] = {"entries": (ENTRY, OTHER)}
CHANGED: dict[str, Any] = NOTED | {"changed": 1}
CORRECTED: dict[str, Any] = NOTED | {"correction": OTHER}
BASE = HoursFacts(
    today=TODAY, monday=MONDAY, bounds=BOUNDS, limits=LIMITS,
    born=date(2006, 5, 1), agreement=Period(date(2026, 9, 1), date(2027, 2, 1)),
    accredited=(Period(date(2026, 1, 1), date(2029, 12, 31)),),
)  # fmt: skip


def _on_entries(status: str, event: str, good: dict[str, Any]) -> tuple[Case, ...]:
    """The rules on the entries, which hold wherever a week is handed in."""
    return (
        Case("entries_are_told", status, event, good, {"entries": (replace(ENTRY, reflection=" "),)}, "reflection"),
        Case("entries_fit_their_day", status, event, good, {"entries": (LONG,)}, "minutes", "25:00"),
        Case("entries_do_not_overlap", status, event, good, {"entries": (ENTRY, OVERLAP)}, "start", "14:30 overlaps"),
        Case("entries_are_within_the_agreement", status, event, good, {"agreement": Period(MONDAY + DAY)}, "day"),
        Case("late_entries_say_why", status, event, good, {"entries": (OLD,)}, "late_reason", "more than 14 days ago"),
        Case("limits_for_minors", status, event, good, {"born": date(2012, 6, 1),
             "entries": (replace(ENTRY, kind="school"),)}, "day", "school day"),
        Case("consent_is_given", status, event, good, {"consent_in_force": False}, None, "parent or guardian"),
    )  # fmt: skip


CASES = (
    Case("week_has_begun", None, "begin", {}, {"monday": MONDAY + 14 * DAY}, "day", "still to come"),
    Case("agreement_covers_the_week", None, "begin", {}, {"agreement": None}, None, "in force"),
    Case("agreement_covers_the_week", None, "begin", {}, {"agreement": Period(MONDAY + 7 * DAY)}, "day"),
    Case("consent_is_given", None, "begin", {}, {"consent_in_force": False}, None),
    Case("something_is_noted", "open", "submit", NOTED, {"entries": ()}, None, "need not hand it in"),
    *_on_entries("open", "submit", NOTED),
    Case("something_changed", "disputed", "submit", CHANGED, {"changed": 0}, None, "Correct an entry first"),
    Case("something_is_noted", "disputed", "submit", CHANGED, {"entries": (replace(ENTRY, minutes=0),)}, None),
    Case("supervisor_speaks_first", "submitted", "confirm", {}, {"as_supervisor": False, "silent_until": TODAY}, None),
    Case("reason_is_given", "submitted", "dispute", {"reason": "Woensdag was er niemand."}, {"reason": ""}, "reason"),
    *(
        Case(rule, "disputed", "settle", {"heard_youth": True, "heard_supervisor": True, "settled": "Zo was het."},
             bad, field)
        for rule, bad, field in (
            ("both_were_heard", {"heard_youth": False}, "heard_youth"),
            ("both_were_heard", {"heard_supervisor": False}, "heard_supervisor"),
            ("settlement_is_named", {"settled": " "}, "settled"),
        )
    ),
    Case("correction_is_new", "confirmed", "correct", CORRECTED, {"correction": None}, "corrects"),
    Case("correction_is_new", "confirmed", "correct", CORRECTED, {"corrects_standing": False}, "corrects", "already"),
    Case("correction_is_new", "confirmed", "correct", CORRECTED,
         {"correction": replace(OTHER, day=MONDAY + 7 * DAY)}, "day", "in its own week"),
    Case("new_entry_is_accredited", "confirmed", "correct", CORRECTED, {"accredited": ()}, "day", "no accreditation"),
    *_on_entries("confirmed", "correct", CORRECTED),
)  # fmt: skip
SHEET = Sheet(HoursWorkflow, BASE, CASES)


@pytest.mark.parametrize("case", named(CASES))
def test_the_rule_passes_and_refuses(case: Case) -> None:
    SHEET.check(case)


def test_every_rule_is_proven() -> None:
    assert not SHEET.unproven()


def test_nobody_confirms_their_own_hours() -> None:
    assert Role.YOUTH not in {
        *HoursWorkflow.who["confirm"],
        *HoursWorkflow.who["dispute"],
        *HoursWorkflow.who["settle"],
    }


def test_the_coordinator_confirms_the_day_after_ten_working_days_of_silence() -> None:
    silent = replace(BASE, as_supervisor=False, silent_until=TODAY - DAY)
    assert HoursWorkflow.move("submitted", "confirm", silent) == "confirmed"


def test_a_school_reads_and_never_acts() -> None:
    schools = {Role.CLERK, Role.EXAMINER, Role.EXAM_BOARD, Role.SCHOOL}
    assert not any(schools & row.who for row in HoursWorkflow.rows())


def test_only_the_system_puts_hours_to_use_and_releases_them() -> None:
    assert HoursWorkflow.who["lock"] == HoursWorkflow.who["unlock"] == {Role.SYSTEM}
    assert {row.event for row in HoursWorkflow.rows() if row.source == "locked"} == {"unlock"}


def test_a_disputed_week_is_confirmed_only_by_a_settlement_or_through_the_supervisor() -> None:
    assert {(row.event, row.target) for row in HoursWorkflow.rows() if row.source == "disputed"} == {
        ("submit", "submitted"), ("settle", "confirmed")}  # fmt: skip


def test_a_confirmed_week_that_is_corrected_waits_for_the_supervisor_again() -> None:
    assert HoursWorkflow.move("confirmed", "correct", replace(BASE, **CORRECTED)) == "submitted"


@pytest.mark.parametrize(
    ("entry", "field", "says"),
    [
        (replace(ENTRY, minutes=25 * 60), "minutes", "25:00 on 2026-11-16 is more than a day of service can hold"),
        (replace(ENTRY, start=time(22), minutes=180), "minutes", "From 22:00, 3:00 of service runs past midnight"),
        (replace(ENTRY, minutes=0), "minutes", "at least 5 minutes"),
        (replace(ENTRY, start=time(12, 30), minutes=60), "start", "overlaps"),
        (replace(ENTRY, day=TODAY + DAY), "day", "still to come"),
        (replace(ENTRY, day=MONDAY - DAY), "day", "not in the week of 2026-11-16"),
        (replace(ENTRY, start=time(9), activity=""), "activity", "what you did"),
        (replace(ENTRY, start=time(9), outcome=""), "outcome", "learning"),
    ],
)
def test_bad_input_gets_a_sentence_at_its_field(entry: Entry, field: str, says: str) -> None:
    with pytest.raises(Refused) as refused:
        check_entry(replace(BASE, entries=(ENTRY,)), entry)
    assert (refused.value.field, says in str(refused.value)) == (field, True), str(refused.value)


@pytest.mark.parametrize(
    ("day", "field", "says"),
    [(date(2026, 8, 31), "day", "begins on 2026-09-01"), (date(2026, 11, 10), "late_reason", "Say why")],
)
def test_long_ago_and_before_the_agreement(day: date, field: str, says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        check_entry(replace(BASE, monday=day - day.weekday() * DAY), replace(ENTRY, day=day))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("accredited", "says"),
    [
        ((Period(TODAY),), "began on 2026-11-25"),
        ((Period(date(2026, 1, 1), MONDAY - DAY),), "ended on 2026-11-15"),
        ((Period(date(2026, 1, 1), MONDAY - DAY), Period(TODAY)), "not in force from 2026-11-15 until 2026-11-25"),
        ((), "has no accreditation"),
    ],
)
def test_service_outside_an_accreditation_is_refused_with_its_dates(accredited: tuple[Period, ...], says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        check_entry(replace(BASE, accredited=accredited), ENTRY)
    assert refused.value.field == "day"


def test_what_was_noted_before_a_suspension_can_still_be_handed_in() -> None:
    suspended = replace(BASE, entries=(ENTRY,), accredited=(Period(date(2026, 1, 1), MONDAY - DAY),))
    assert HoursWorkflow.move("open", "submit", suspended) == "submitted"


def test_the_day_counts_what_was_done_elsewhere_too() -> None:
    elsewhere = replace(ENTRY, start=time(0), minutes=900)
    with pytest.raises(Refused, match="more than a day"):
        check_entry(replace(BASE, around=(elsewhere,)), replace(ENTRY, start=time(16), minutes=90))
