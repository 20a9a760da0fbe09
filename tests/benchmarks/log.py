"""`mdt verify` on a log of 100,000 events: seconds, memory, and what it finds of those who tamper."""

from __future__ import annotations

import resource
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import flask_migrate
from sqlalchemy import delete, update

from mdt import create_app
from mdt.migrations.triggers import drop_seal_triggers, drop_triggers
from mdt.models import CaseHead, Event, db
from mdt.models.connection import reading
from mdt.services import sealing_log
from mdt.services.verification import Fault, verify
from tests import bulk_log

CASES, EVENTS = 2000, 50
SMALL = 200


def report() -> bool:
    """Print the report; False when one of them is not found."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"MDT_MODE": "test", "MDT_DATA_DIR": folder})
        with app.app_context():
            flask_migrate.upgrade()
            return _report()


def _report() -> bool:
    small = _measured(SMALL)
    large = _measured(CASES - SMALL)
    print(f"{'verify, events':<34} {SMALL * EVENTS:>12,} {CASES * EVENTS:>12,}")
    print(f"{'seconds of CPU':<34} {small[0]:>12.1f} {large[0]:>12.1f}")
    print(f"{'most memory of Python, MB':<34} {small[1]:>12.1f} {large[1]:>12.1f}")
    print(f"{'largest resident, MB':<34} {'':>12} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>12.0f}")
    return all(_found(name, tamper) for name, tamper in TAMPERING.items())


def _measured(more: int) -> tuple[float, float]:
    """Write more cases, seal and verify: seconds, and the most memory that Python held meanwhile."""
    begun = time.perf_counter()
    KEYS.extend(bulk_log.write(cases=more, events=EVENTS, first=len(KEYS) + 1))
    db.session.commit()
    written = time.perf_counter()
    sealing_log.seal()
    db.session.commit()
    print(f"{f'written {more * EVENTS:,}, sealed {more:,} cases':<34} {written - begun:>10.1f} s "
          f"{time.perf_counter() - written:>10.1f} s")  # fmt: skip
    db.session.remove()
    with reading():
        begun = time.process_time()
        verify()
        seconds = time.process_time() - begun
        db.session.remove()
        tracemalloc.start()
        verify()
        most = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        db.session.remove()
    return seconds, most


def _found(name: str, tamper: Callable[[Any], None]) -> bool:
    """Tamper past the triggers in the midst of the log, look, and take it back."""
    connection = db.session.connection()
    drop_seal_triggers(connection)
    drop_triggers(connection)
    tamper(sorted(KEYS)[CASES * 3 // 4])
    begun = time.perf_counter()
    try:
        verify()
        said = "NOT FOUND"
    except Fault as fault:
        said = str(fault)
    print(f"{name:<34} {time.perf_counter() - begun:>10.1f} s  {said}")
    db.session.rollback()
    return said != "NOT FOUND"


def _changed(key: Any) -> None:
    db.session.execute(update(Event).where(Event.case_id == key, Event.sequence == 25).values(role="board"))


def _removed(key: Any) -> None:
    db.session.execute(delete(Event).where(Event.case_id == key, Event.sequence == 25))


def _cut(key: Any) -> None:
    event = db.session.query(Event).filter_by(case_id=key, sequence=EVENTS - 1).one()
    db.session.execute(delete(Event).where(Event.case_id == key, Event.sequence == EVENTS))
    db.session.execute(update(CaseHead).where(CaseHead.case_id == key).values(sequence=EVENTS - 1, hash=event.hash))


def _inserted(key: Any) -> None:
    event = db.session.query(Event).filter_by(case_id=key, sequence=25).one()
    for sequence in range(EVENTS, 25, -1):
        moved = update(Event).where(Event.case_id == key, Event.sequence == sequence)
        db.session.execute(moved.values(sequence=sequence + 1))
    db.session.add(Event(**bulk_log.place(key, 26, event.hash)))
    db.session.flush()


def _moved(key: Any) -> None:
    for old, new in ((25, 1000), (26, 25), (1000, 26)):
        db.session.execute(update(Event).where(Event.case_id == key, Event.sequence == old).values(sequence=new))


KEYS: list[Any] = []
TAMPERING: dict[str, Callable[[Any], None]] = {
    "one changed": _changed, "one removed": _removed, "the last one removed, head and all": _cut,
    "one inserted": _inserted, "two that changed places": _moved,
}  # fmt: skip
