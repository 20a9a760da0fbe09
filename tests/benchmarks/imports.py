"""Importing every school there is: the folder in MDT_BENCH_DATA, or the shared data beside the repository."""

from __future__ import annotations

import os
import time
from pathlib import Path

from sqlalchemy import func, select

from mdt.models import School, db
from mdt.services import school_import

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data" / "schools"


def report() -> None:
    """Print how long each list takes, the first time and again; or that there is none to import."""
    folder = Path(os.environ.get("MDT_BENCH_DATA") or BESIDE)
    files = sorted(folder.glob("*.csv"))
    if not files:
        print("import of schools: no lists here; name their folder in MDT_BENCH_DATA")
        return
    for path in files:
        first, again = _timed(path), _timed(path)
        print(f"import of {path.name:<38} {first:6.2f} s, again {again:6.2f} s")
    print(f"schools                              {db.session.scalar(select(func.count(School.id))):>8}")
    db.session.rollback()


def _timed(path: Path) -> float:
    begun = time.perf_counter()
    school_import.load(path, progress=lambda *_: None)
    db.session.flush()
    return time.perf_counter() - begun
