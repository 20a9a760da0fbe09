"""Sealing the log: after the commits, the ends of the chains that grew are gathered in numbered seals.

One chain over all cases would make every writer wait for every other; so each case has a chain of its own, and this
joins them afterwards. From the seal that covers it on, the removed end of a case or a whole removed case is found; and
from the last seal that left the house (printed on a paper, or timestamped) on, also whoever rewrote everything.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import exists, insert, select, text, update

from mdt.models import CaseHead, LogSeal, SealedHead, db
from mdt.services import chain, clock, timestamping
from mdt.services.chain import Seal

BATCH = 1000


def seal() -> LogSeal | None:
    """Seal what was committed since the last time, in the transaction at hand; None when nothing was."""
    if db.session.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time as it is
        db.session.execute(text("LOCK TABLE log_seal IN SHARE ROW EXCLUSIVE MODE"))
    found = db.session.execute(_unsealed()).all()
    if not found:
        return None
    heads = sorted((str(case_id), case_id, sequence, hash_) for case_id, sequence, hash_ in found)
    last = newest()
    made = LogSeal(
        number=last.number + 1 if last else 1, sealed_at=clock.now(), cases=len(heads),
        root=chain.root(chain.leaf(name, sequence, hash_) for name, _id, sequence, hash_ in heads),
        previous_hash=last.hash if last else chain.GENESIS,
    )  # fmt: skip
    made.hash = chain.seal_hash(said(made))
    db.session.add(made)
    db.session.flush()
    for begin in range(0, len(heads), BATCH):
        rows = [
            {"case_id": case_id, "sequence": sequence, "hash": hash_, "seal_number": made.number}
            for _name, case_id, sequence, hash_ in heads[begin : begin + BATCH]
        ]
        db.session.execute(insert(SealedHead), rows)
    return made


def waiting() -> bool:
    """Whether there is anything to seal: looked at without the lock that writing needs."""
    return db.session.execute(_unsealed().limit(1)).first() is not None


def _unsealed() -> Any:
    sealed = exists().where(SealedHead.case_id == CaseHead.case_id, SealedHead.sequence == CaseHead.sequence)
    return select(CaseHead.case_id, CaseHead.sequence, CaseHead.hash).where(CaseHead.sequence > 0, ~sealed)


def newest() -> LogSeal | None:
    """The last seal."""
    return db.session.scalar(select(LogSeal).order_by(LogSeal.number.desc()).limit(1))


def reference() -> dict[str, Any] | None:
    """The newest seal as papers print it: number and hash."""
    found = db.session.execute(select(LogSeal.number, LogSeal.hash).order_by(LogSeal.number.desc()).limit(1)).first()
    return {"number": found.number, "hash": found.hash} if found else None


def said(seal: LogSeal) -> Seal:
    """What the hash of a seal covers."""
    return {
        "number": seal.number, "sealed_at": chain.moment(seal.sealed_at), "cases": seal.cases, "root": seal.root,
        "previous": seal.previous_hash,
    }  # fmt: skip


def unstamped() -> tuple[int, str] | None:
    """The newest seal, when a timestamp service is configured and has not seen it; it covers all before it."""
    if not timestamping.configured():
        return None
    query = select(LogSeal.number, LogSeal.hash, LogSeal.timestamp_token.is_(None)).order_by(LogSeal.number.desc())
    last = db.session.execute(query.limit(1)).first()
    return (last[0], last[1]) if last and last[2] else None


def stamped(number: int, token: bytes) -> None:
    """Keep the token of a seal; the first one stays."""
    waits = update(LogSeal).where(LogSeal.number == number, LogSeal.timestamp_token.is_(None))
    db.session.execute(waits.values(timestamp_token=token))
