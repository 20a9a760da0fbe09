"""A large log made directly, with right chains: what `verify` has to get through, without playing every case."""

from __future__ import annotations

import secrets
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from mdt.models import Application, CaseHead, Event, db
from mdt.services import chain
from tests.mdt import register_rows

MOMENT = datetime(2026, 11, 1, 12, tzinfo=UTC)
BATCH = 5000


def write(*, cases: int, events: int, first: int = 1) -> list[uuid.UUID]:
    """As many cases as asked, each with as many events; returns their keys. Nothing is committed."""
    who, framework = register_rows.organisation(first), register_rows.framework()
    keys = [uuid.uuid4() for _ in range(cases)]
    db.session.execute(insert(Application), [
        {"id": key, "number": f"A-2026-{number:06}", "organisation_id": who.id, "framework_version": framework,
         "status": "draft", "created_at": MOMENT, "version": 1, "small": False}
        for number, key in enumerate(keys, first)
    ])  # fmt: skip
    waiting: list[dict[str, Any]] = []
    heads: list[dict[str, Any]] = []
    for key in keys:
        rows = _case(key, events)
        heads.append({"case_id": key, "kind": "application", "sequence": len(rows), "hash": rows[-1]["hash"]})
        waiting += rows
        if len(waiting) >= BATCH:
            _put(heads, waiting)
    _put(heads, waiting)
    return keys


def _put(heads: list[dict[str, Any]], events: list[dict[str, Any]]) -> None:
    if heads:
        db.session.execute(insert(CaseHead), heads)
        db.session.execute(insert(Event), events)
    heads.clear()
    events.clear()


def _case(key: uuid.UUID, events: int) -> list[dict[str, Any]]:
    previous, rows = chain.GENESIS, []
    for sequence in range(1, events + 1):
        row = place(key, sequence, previous)
        rows.append(row)
        previous = row["hash"]
    return rows


def place(key: uuid.UUID, sequence: int, previous: str, text: str = "Een aantekening.") -> dict[str, Any]:
    """One event of a case at its place in the chain, as a row."""
    salt, snapshot = secrets.token_hex(16), {"given": {"note": f"{text} {sequence}"}}
    row: dict[str, Any] = {
        "case_id": key, "sequence": sequence, "noun": "application", "subject_id": key,
        "name": "start" if sequence == 1 else "note", "status_before": None if sequence == 1 else "draft",
        "status_after": "draft", "actor_kind": "system", "actor_id": None, "role": "system", "on_behalf_of": None,
        "channel": None, "effective_on": date(2026, 11, 1), "recorded_at": MOMENT + timedelta(minutes=sequence),
        "snapshot": snapshot, "salt": salt, "commitment": chain.commitment(salt, snapshot), "previous_hash": previous,
    }  # fmt: skip
    row["hash"] = chain.digest(Event(**row))
    return row
