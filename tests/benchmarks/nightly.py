"""What the clock asks of many accreditations: a night with nothing due, and one on which one case in a hundred is.

`make bench` takes 10,000 accreditations with 100,000 terms (measures, check-ins, suspensions);
`python -m tests.benchmarks.nightly --tenfold` goes on to ten times as many. The goal: a case costs at most 1.2 times.
"""

from __future__ import annotations

import argparse
import logging
import resource
import sys
import tempfile
import time
import tracemalloc
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import event, insert

from mdt.models import (
    Accreditation,
    Application,
    CaseHead,
    CheckIn,
    Measure,
    Membership,
    Organisation,
    Person,
    Suspension,
    db,
)
from mdt.services import clock, reminder, timers
from mdt.services.log import GENESIS
from tests.benchmarks import stage
from workflows.calendar import add_years

TODAY = date(2029, 3, 1)
DAY = timedelta(days=1)
DUE_ONE_IN = 100
MOST = 1.2
BATCH = 2000


@dataclass(frozen=True)
class Night:
    """What one run took."""

    seconds: float
    statements: int
    moved: int
    grown_mib: float


def fill(count: int, *, first: int = 0) -> None:
    """Accreditations in the midst of their years, each with ten terms; one in a hundred has a measure due yesterday."""
    for start in range(first, first + count, BATCH):
        rows: dict[Any, list[dict[str, Any]]] = {}
        for number in range(start, min(start + BATCH, first + count)):
            for table, row in _case(number):
                rows.setdefault(table, []).append(row)
        for table, values in rows.items():
            db.session.execute(insert(table), values)
        db.session.commit()


@cache
def _framework() -> str:
    """The newest version of the framework that we ship; reading it takes long."""
    return stage.shipped()[-1].version


def _case(number: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The rows of one accreditation, in the order in which they refer to each other."""
    now, organisation, application, case, person = clock.now(), *(uuid.uuid4() for _ in range(4))
    starts = date(2027, 4, 1) + (number % 300) * DAY
    yield Organisation, {
        "id": organisation, "name": f"Gastheer {number}", "kvk_number": f"97{number:06d}", "street": "Lindelaan 1",
        "postcode": "3511 AB", "city": "Utrecht", "municipality": "Utrecht", "sector": "buurt", "language": "nl",
        "email": f"post{number}@gastheer.example", "registered_at": now,
    }  # fmt: skip
    yield Person, {"id": person, "name": f"Coordinator {number}", "email": f"c{number}@gastheer.example",
                   "created_at": now, "confirmed_at": now, "active": True, "language": "nl",
                   "fs_uniquifier": uuid.uuid4().hex}  # fmt: skip
    yield Membership, {"id": uuid.uuid4(), "person_id": person, "organisation_id": organisation,
                       "function": "coordinator", "status": "confirmed", "email": f"c{number}@gastheer.example",
                       "created_at": now}  # fmt: skip
    yield Application, {
        "id": application, "number": f"AV-{number:07}", "organisation_id": organisation, "status": "granted",
        "framework_version": _framework(), "created_at": now, "received_on": starts,
    }  # fmt: skip
    yield Accreditation, {
        "id": case, "number": f"AC-{number:07}", "slug": f"gastheer-{number}", "organisation_id": organisation,
        "application_id": application, "status": "active", "starts_on": starts,
        "ends_on": add_years(starts, 4) - DAY, "granted_on": starts, "youth_last_on": TODAY - 30 * DAY,
        "check_in_on": TODAY + (100 + number % 200) * DAY,
    }  # fmt: skip
    yield CaseHead, {"case_id": case, "kind": "accreditation", "sequence": 0, "hash": GENESIS}
    yield from _terms(case, number, starts)


def _terms(case: uuid.UUID, number: int, starts: date) -> Iterator[tuple[Any, dict[str, Any]]]:
    for term in range(6):
        due = TODAY - DAY if term == 0 and number % DUE_ONE_IN == 0 else TODAY + (40 + (number + term) % 300) * DAY
        yield Measure, {
            "id": uuid.uuid4(), "accreditation_id": case, "kind": "warning", "text": "Iets.", "reasons": "Daarom.",
            "status": "imposed" if term < 3 else "met", "imposed_on": starts, "due_on": due,
        }  # fmt: skip
    for year in (1, 2):
        yield CheckIn, {
            "id": uuid.uuid4(), "accreditation_id": case, "year": year, "questions": "2026-1", "answers": {},
            "status": "reviewed", "due_on": starts + year * 365 * DAY, "submit_by": starts + (year * 365 + 42) * DAY,
        }  # fmt: skip
    for half in (100, 300):
        yield Suspension, {"id": uuid.uuid4(), "accreditation_id": case, "starts_on": starts + half * DAY,
                           "ends_on": starts + (half + 20) * DAY}  # fmt: skip


def night() -> Night:
    """Everything that the clock asks, a transaction at a time, as the worker does it."""
    statements = [0]

    def note(*_rest: Any) -> None:
        statements[0] += 1

    event.listen(db.engine, "before_cursor_execute", note)
    tracemalloc.start()
    begun, moved = time.perf_counter(), 0
    for work in (timers.run, reminder.run):
        while more := work():
            moved += more
            db.session.commit()
            db.session.remove()
    seconds = time.perf_counter() - begun
    grown = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    event.remove(db.engine, "before_cursor_execute", note)
    return Night(seconds, statements[0], moved, grown)


def report(*, tenfold: bool) -> bool:
    """Print the figures; returns whether a case costs at most 1.2 times at the larger size."""
    clock.move_to(TODAY)
    db.session.commit()
    busy: list[Night] = []
    print(f"{'the nightly run':<44} {'seconds':>8} {'statements':>11} {'cases':>7} {'ms/case':>8} {'peak MiB':>9}")
    made = 0
    for count in (10_000, 100_000) if tenfold else (10_000,):
        fill(count - made, first=made)
        made = count
        done = night()
        busy.append(done)
        name = f"{count:,} accreditations, {count * 10:,} terms"
        _print(f"{name}: one in {DUE_ONE_IN} due", done)
        _print(f"{name}: nothing due", night())
    usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'largest resident set of the whole run':<44} {usage:>8.0f} MiB")
    each = [one.seconds / max(one.moved, 1) for one in busy]
    if tenfold:
        print(f"a case costs {each[-1] / each[0]:.2f} times as much at ten times the size (goal: {MOST} at most)")
    return not tenfold or each[-1] <= each[0] * MOST


def _print(name: str, done: Night) -> None:
    each = f"{done.seconds / done.moved * 1000:8.1f}" if done.moved else f"{'–':>8}"
    print(f"{name:<44} {done.seconds:>8.2f} {done.statements:>11} {done.moved:>7} {each} {done.grown_mib:>9.1f}")


def main() -> int:
    """Run by itself, on a new database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tenfold", action="store_true", help="go on to ten times as many")
    chosen = parser.parse_args()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder, stage.stage(Path(folder)):
        return 0 if report(tenfold=chosen.tenfold) else 1


if __name__ == "__main__":
    sys.exit(main())
