"""The log in a dossier: every place in the chain of a case, and the seals that cover it.

Everybody gets the whole chain. Of an event that the reader may not see, only the hash of what it says is given; the
chain runs on through it, and the salted commitment in it leaves nothing to guess.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import select

from mdt.models import Event, LogSeal, SealedHead, db
from mdt.services import chain, sealing_log

HEADERS = 1000  # seals after the last one of the case, at most

WITHHELD, SAID, WHOLE = "withheld", "said", "whole"


def places(events: Iterable[Event], level: Callable[[Event], str]) -> list[dict[str, Any]]:
    """The chain as JSON Lines has it; `level` says how much of an event the reader gets."""
    return [_place(event, level(event)) for event in events]


def _place(event: Event, level: str) -> dict[str, Any]:
    said = chain.said(event)
    place: dict[str, Any] = {
        "sequence": event.sequence, "previous": event.previous_hash, "body": chain.body(said), "hash": event.hash,
    }  # fmt: skip
    if level != WITHHELD:
        place["said"] = said
    if level == WHOLE and event.snapshot is not None:
        place |= {"salt": event.salt, "snapshot": event.snapshot}
    return place


def seals(case_id: uuid.UUID) -> dict[str, Any]:
    """The seals over a case, each with the way from its head to the root; and those after the last of them."""
    query = select(SealedHead).where(SealedHead.case_id == case_id).order_by(SealedHead.sequence)
    heads = list(db.session.scalars(query))
    covering = [_covering(head) for head in heads]
    return {"case": str(case_id), "covering": covering, "after": _after(heads[-1].seal_number) if heads else []}


def _covering(head: SealedHead) -> dict[str, Any]:
    rows = db.session.execute(
        select(SealedHead.case_id, SealedHead.sequence, SealedHead.hash)
        .where(SealedHead.seal_number == head.seal_number)
        .order_by(SealedHead.case_id)
    ).all()
    leaves = [chain.leaf(str(row.case_id), row.sequence, row.hash) for row in rows]
    index = next(number for number, row in enumerate(rows) if row.case_id == head.case_id)
    seal = db.session.get_one(LogSeal, head.seal_number)
    return {"sequence": head.sequence, "head": head.hash, "path": chain.path(leaves, index), **_header(seal)}


def _after(number: int) -> list[dict[str, Any]]:
    """The seals that follow, up to the first one with a timestamp."""
    found = []
    query = select(LogSeal).where(LogSeal.number > number).order_by(LogSeal.number).limit(HEADERS)
    for seal in db.session.scalars(query):
        found.append(_header(seal))
        if seal.timestamp_token:
            break
    return found


def _header(seal: LogSeal) -> dict[str, Any]:
    token = base64.b64encode(seal.timestamp_token).decode() if seal.timestamp_token else None
    return {"seal": sealing_log.said(seal), "hash": seal.hash, "timestamp": token}
