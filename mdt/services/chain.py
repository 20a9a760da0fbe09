"""What the log is held together with: pure functions of plain data, for the books and for a dossier far from them.

Each event is a place in the chain of its case. What it says is hashed by itself (`body`), and its place over the one
before it (`link`): so a reader who may not read an event can still follow the chain past it.
Heads of chains are gathered in a seal under one Merkle root (as RFC 6962 does), so that a case can show that it stands
in a seal without showing any other case.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypedDict

GENESIS = "0" * 64


class Seal(TypedDict):
    """What a seal says and its hash covers, but for the hash itself."""

    number: int
    sealed_at: str
    cases: int
    root: str
    previous: str


def canonical(value: Any) -> bytes:
    """The one byte form of plain data: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def moment(value: datetime) -> str:
    """The one text form of a moment."""
    return value.isoformat(timespec="microseconds")


def commitment(salt: str, snapshot: dict[str, Any]) -> str:
    """SHA-256 over the salt and the snapshot; without the salt nothing can be guessed back from it."""
    return hashlib.sha256(salt.encode() + b"\n" + canonical(snapshot)).hexdigest()


def said(event: Any) -> dict[str, Any]:
    """What an event says, as plain data: all but the snapshot and its salt, of which it names the commitment."""
    return {
        "case": str(event.case_id), "noun": event.noun, "subject": str(event.subject_id),
        "name": event.name, "before": event.status_before, "after": event.status_after,
        "actor": [event.actor_kind, str(event.actor_id) if event.actor_id else None], "role": event.role,
        "on_behalf_of": event.on_behalf_of, "channel": event.channel, "effective_on": event.effective_on.isoformat(),
        "recorded_at": moment(event.recorded_at), "commitment": event.commitment,
    }  # fmt: skip


def body(said: dict[str, Any]) -> str:
    """The hash of what an event says; the salted commitment in it leaves nothing to guess."""
    return hashlib.sha256(canonical(said)).hexdigest()


def link(previous: str, sequence: int, body: str) -> str:
    """The hash of a place in a chain."""
    return hashlib.sha256(f"{previous}\n{sequence}\n{body}".encode()).hexdigest()


def digest(event: Any) -> str:
    """The hash of an event in its chain."""
    return link(event.previous_hash, event.sequence, body(said(event)))


# -- seals ----------------------------------------------------------------------------------------------------------
def seal_hash(seal: Seal) -> str:
    """The hash of a seal, which the next one continues from, papers print, and a timestamp service signs."""
    return hashlib.sha256(canonical(seal)).hexdigest()


def leaf(case: str, sequence: int, head: str) -> str:
    """The leaf of a seal's tree: where the chain of a case ended."""
    return hashlib.sha256(b"\x00" + f"{case}\n{sequence}\n{head}".encode()).hexdigest()


def _node(left: str, right: str) -> str:
    return hashlib.sha256(b"\x01" + f"{left}\n{right}".encode()).hexdigest()


def root(leaves: Iterable[str]) -> str:
    """The root over leaves in their order; holds one hash for each level, however many leaves there are."""
    peaks: list[tuple[int, str]] = []  # (height, hash)
    for one in leaves:
        peaks.append((0, one))
        while len(peaks) > 1 and peaks[-1][0] == peaks[-2][0]:
            (height, right), (_height, left) = peaks.pop(), peaks.pop()
            peaks.append((height + 1, _node(left, right)))
    if not peaks:
        return GENESIS
    found = peaks.pop()[1]
    while peaks:
        found = _node(peaks.pop()[1], found)
    return found


def path(leaves: Sequence[str], index: int) -> list[tuple[str, str]]:
    """The way from a leaf to the root: at each step on which side the other hash stands, and that hash."""
    if len(leaves) <= 1:
        return []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if index < half:
        return [*path(leaves[:half], index), ("right", root(leaves[half:]))]
    return [*path(leaves[half:], index - half), ("left", root(leaves[:half]))]


def climb(leaf: str, path: Iterable[Sequence[str]]) -> str:
    """The root that a leaf and its way lead to."""
    found = leaf
    for side, other in path:
        found = _node(found, other) if side == "right" else _node(other, found)
    return found
