"""How a test writes a rule down: where it speaks, facts that pass it, and the facts that it refuses."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from workflows.base import Refused, Workflow


@dataclass(frozen=True)
class Case:
    """`event` in `status` (None: it begins a case) passes with `good`, and is refused with `bad` on top of it."""

    rule: str
    status: str | None
    event: str
    good: dict[str, Any]
    bad: dict[str, Any]
    field: str | None = None
    says: str = ""


@dataclass(frozen=True)
class Sheet:
    """The rules of one process; `base` are the facts that all cases share."""

    workflow: type[Workflow]
    base: Any
    cases: tuple[Case, ...] = field(default_factory=tuple)

    def refusal(self, case: Case, facts: dict[str, Any]) -> Refused | None:
        """What the process says to the event with these facts."""
        given = replace(self.base, **facts)
        if case.status is not None:
            return self.workflow.objection_to(case.status, case.event, given)
        try:
            self.workflow.open_with(case.event, given)
        except Refused as refusal:
            return refusal
        return None

    def check(self, case: Case) -> None:
        """The event passes with the good facts, and is refused at the right field with the bad ones."""
        assert self.refusal(case, case.good) is None
        refusal = self.refusal(case, case.good | case.bad)
        assert refusal is not None, f"{case.event} is not refused"
        assert (refusal.field, case.says in str(refusal)) == (case.field, True), str(refusal)

    def unproven(self) -> set[tuple[str, str]]:
        """The rules, by event, for which no case is written down."""
        proven = {(case.event, case.rule) for case in self.cases}
        return {(row.event, rule) for row in self.workflow.rows() for rule in row.rules} - proven


def named(cases: tuple[Case, ...]) -> list[Any]:
    """The cases as parameters of a test, each under a name that can be read."""
    return [pytest.param(case, id=f"{case.event}-{case.status}-{case.rule}-{n}") for n, case in enumerate(cases)]
