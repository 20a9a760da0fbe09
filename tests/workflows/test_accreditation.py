"""The rules of the accreditation, each refused and passed on plain facts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.workflows.rules import Case, Sheet, named
from workflows.accreditation import AccreditationFacts, AccreditationWorkflow
from workflows.roles import Role

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
BEGUN: dict[str, Any] = {"application_is_granted": True, "predecessor_ends_on": TODAY, "starts_on": TODAY + DAY}
UNTIL: dict[str, Any] = {"ends_on": TODAY + 9 * DAY, "from_day": TODAY}

CASES = (
    Case("application_was_granted", None, "begin", BEGUN, {"application_is_granted": False}, None, "with a grant"),
    Case("no_gap_and_no_overlap", None, "begin", BEGUN, {"starts_on": TODAY}, None, "begins after that"),
    Case("day_is_not_past", "active", "give_up", UNTIL, {"from_day": TODAY - DAY}, "from_day"),
    Case("day_is_not_past", "active", "give_up", UNTIL, {"from_day": TODAY + 10 * DAY}, "from_day"),
    Case("day_is_not_past", "active", "give_up", UNTIL, {"from_day": None}, "from_day"),
)
SHEET = Sheet(AccreditationWorkflow, AccreditationFacts(today=TODAY), CASES)


@pytest.mark.parametrize("case", named(CASES))
def test_the_rule_passes_and_refuses(case: Case) -> None:
    SHEET.check(case)


def test_every_rule_is_proven() -> None:
    assert not SHEET.unproven()


def test_nobody_lets_an_accreditation_begin_but_the_system() -> None:
    assert set(AccreditationWorkflow.who["begin"]) == {Role.SYSTEM}
