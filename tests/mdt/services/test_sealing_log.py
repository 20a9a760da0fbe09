"""The seals of the log: what they find of what somebody with the whole database could do, and what they survive."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DatabaseError

from mdt import jobs
from mdt.migrations.triggers import drop_seal_triggers, drop_triggers
from mdt.models import Application, CaseHead, Event, LogSeal, Person, SealedHead, db
from mdt.services import chain, sealing_log, timestamping
from mdt.services.verification import Fault, verify
from tests import bulk_log, factories
from tests.fixtures.timestamps import Authority
from tests.mdt.outbox import commit_and_work, fake_papers, papers

CASES, EVENTS, AT = 20, 12, 7


@pytest.fixture
def log(database: Any) -> list[uuid.UUID]:
    """A sealed log of some cases, and no triggers to protect it."""
    keys = bulk_log.write(cases=CASES, events=EVENTS)
    assert sealing_log.seal() is not None
    connection = database.session.connection()
    drop_seal_triggers(connection)
    drop_triggers(connection)
    return keys


def found() -> str:
    """What is found wrong."""
    db.session.expire_all()
    with pytest.raises(Fault) as fault:
        verify()
    return str(fault.value)


def remove(key: uuid.UUID, first: int, last: int = EVENTS) -> None:
    """Remove events from a case."""
    db.session.execute(delete(Event).where(Event.case_id == key, Event.sequence.between(first, last)))


def head(key: uuid.UUID, sequence: int, hash_: str) -> None:
    """Make the head of a case say something else."""
    db.session.execute(update(CaseHead).where(CaseHead.case_id == key).values(sequence=sequence, hash=hash_))


def rewrite(key: uuid.UUID, first: int, count: int, text: str = "Een ander verhaal.") -> None:
    """Write a case again from an event on, with right hashes and a right head."""
    before = select(Event.hash).where(Event.case_id == key, Event.sequence == first - 1)
    previous = db.session.scalar(before) or chain.GENESIS
    remove(key, first)
    for sequence in range(first, count + 1):
        row = bulk_log.place(key, sequence, previous, text)
        db.session.execute(insert(Event), [row])
        previous = row["hash"]
    head(key, count, previous)


def changed(key: uuid.UUID) -> None:
    db.session.execute(update(Event).where(Event.case_id == key, Event.sequence == AT).values(role="board"))


def inserted(key: uuid.UUID) -> None:
    for sequence in range(EVENTS, AT, -1):
        moved = update(Event).where(Event.case_id == key, Event.sequence == sequence)
        db.session.execute(moved.values(sequence=sequence + 1))
    previous = db.session.scalar(select(Event.hash).where(Event.case_id == key, Event.sequence == AT))
    db.session.execute(insert(Event), [bulk_log.place(key, AT + 1, str(previous))])


def reordered(key: uuid.UUID) -> None:
    for old, new in ((AT, 1000), (AT + 1, AT), (1000, AT + 1)):
        db.session.execute(update(Event).where(Event.case_id == key, Event.sequence == old).values(sequence=new))


def tail_removed(key: uuid.UUID) -> None:
    remove(key, EVENTS)
    last = db.session.scalar(select(Event.hash).where(Event.case_id == key, Event.sequence == EVENTS - 1))
    head(key, EVENTS - 1, str(last))


def case_removed(key: uuid.UUID) -> None:
    remove(key, 1)
    db.session.execute(delete(CaseHead).where(CaseHead.case_id == key))
    db.session.execute(delete(Application).where(Application.id == key))


def case_removed_from_its_seal(key: uuid.UUID) -> None:
    case_removed(key)
    db.session.execute(delete(SealedHead).where(SealedHead.case_id == key))


TAMPERING: dict[str, tuple[Callable[[uuid.UUID], Any], str]] = {
    "one changed": (changed, f"{{case}}, event {AT} (note): it was changed after it was recorded"),
    "one removed": (lambda key: remove(key, AT, AT), f"{{case}}, event {AT} (note): event {AT} is missing"),
    "the last removed, and the head put right": (
        tail_removed, f"{{case}}, event {EVENTS} is missing: seal 1 covers {EVENTS} events"
    ),
    "a whole case removed": (case_removed, "case {key} (removed) is gone from the log: seal 1 covers its events up"),
    "a whole case removed, from its seal too": (
        case_removed_from_its_seal, f"Seal 1 of the log: it covers {CASES} cases, and {CASES - 1} are there"
    ),
    "one inserted": (inserted, f"{{case}}, event {AT + 2} (note): it does not follow the event before it"),
    "two that changed places": (reordered, f"{{case}}, event {AT} (note): it does not follow the event before it"),
    "the end written again": (
        lambda key: rewrite(key, AT, EVENTS), f"{{case}}, the events up to {EVENTS} (note) were written again: seal 1"
    ),
    "one inserted, and the rest written again": (
        lambda key: rewrite(key, AT, EVENTS + 1), f"{{case}}, the events up to {EVENTS} (note) were written again"
    ),
}  # fmt: skip


def test_what_somebody_did_to_a_sealed_log_is_found_and_named(log: list[uuid.UUID]) -> None:
    counts = verify()
    assert (counts.cases, counts.events, counts.seals) == (CASES, CASES * EVENTS, 1)
    key = log[CASES // 2]
    case = f"In case A-2026-{CASES // 2 + 1:06}"
    for name, (tamper, said) in TAMPERING.items():
        undo = db.session.begin_nested()
        tamper(key)
        assert said.format(case=case, key=key) in found(), name
        undo.rollback()
    verify()


def test_the_seals_hold_each_other(log: list[uuid.UUID]) -> None:
    for _ in range(2):
        grow(log[0])
    assert [(seal.number, seal.cases) for seal in seals()] == [(1, CASES), (2, 1), (3, 1)]
    for statement, said in (
        (update(LogSeal).where(LogSeal.number == 2).values(sealed_at=datetime(2020, 1, 1, tzinfo=UTC)),
         "Seal 2 of the log: it was changed"),
        (update(LogSeal).where(LogSeal.number == 2).values(previous_hash="0" * 64),
         "Seal 2 of the log: it does not follow the seal before it"),
        (update(LogSeal).where(LogSeal.number == 2).values(root="0" * 64),
         "Seal 2 of the log: where one of its cases ended was changed"),
        (delete(LogSeal).where(LogSeal.number == 3), "Seal 3 of the log is missing"),
    ):  # fmt: skip
        undo = db.session.begin_nested()
        if db.session.get_bind().dialect.name == "sqlite":
            db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
        elif "missing" in said:
            db.session.execute(text("ALTER TABLE sealed_head DROP CONSTRAINT fk_sealed_head_seal_number_log_seal"))
        db.session.execute(statement)
        assert said in seal_fault(), said
        undo.rollback()


def grow(key: uuid.UUID) -> None:
    """One event more in a case, and a seal over it."""
    last = db.session.get_one(CaseHead, key, populate_existing=True)
    row = bulk_log.place(key, last.sequence + 1, last.hash)
    db.session.execute(insert(Event), [row])
    head(key, last.sequence + 1, row["hash"])
    assert sealing_log.seal() is not None


def seals() -> list[LogSeal]:
    """Every seal."""
    return list(db.session.scalars(select(LogSeal).order_by(LogSeal.number)))


def seal_fault() -> str:
    """What is found wrong with the seals alone."""
    from mdt.services.verification_log import verify_seals

    db.session.expire_all()
    with pytest.raises(Fault) as fault:
        verify_seals()
    return str(fault.value)


@pytest.mark.usefixtures("database")
def test_a_seal_never_changes_and_is_never_removed() -> None:
    bulk_log.write(cases=1, events=1)
    made = sealing_log.seal()
    assert made is not None and sealing_log.seal() is None
    for statement in (
        update(LogSeal).values(root="0" * 64), update(LogSeal).values(timestamp_token=None, cases=2), delete(LogSeal),
        update(SealedHead).values(hash="0" * 64), delete(SealedHead),
    ):  # fmt: skip
        with pytest.raises(DatabaseError), db.session.begin_nested():
            db.session.execute(statement)
    db.session.execute(update(LogSeal).values(timestamp_token=b"token"))
    with pytest.raises(DatabaseError), db.session.begin_nested():
        db.session.execute(update(LogSeal).values(timestamp_token=b"another"))


def test_a_paper_names_a_seal_that_covers_what_it_is_about(
    app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_papers(monkeypatch)
    case = factories.granted()
    commit_and_work(app)
    certificate = next(paper for paper in papers() if paper.kind == "certificate")
    named = certificate.record["log_seal"]
    covered = select(SealedHead.sequence).where(
        SealedHead.case_id == case.application.id, SealedHead.seal_number <= named["number"]
    )
    assert certificate.event.sequence <= max(db.session.scalars(covered))
    assert named["hash"] == db.session.get_one(LogSeal, named["number"]).hash
    drop_seal_triggers(db.session.connection())
    forge_seals()
    assert f"it names seal {named['number']}, which the log has otherwise" in found()


def forge_seals() -> None:
    """Make every seal again, a minute later than it was, as somebody would who rewrites everything."""
    previous = chain.GENESIS
    for seal in seals():
        seal.sealed_at, seal.previous_hash = seal.sealed_at + timedelta(minutes=1), previous
        seal.hash = previous = chain.seal_hash(sealing_log.said(seal))
    db.session.flush()


def test_erasing_a_person_leaves_chains_seals_and_papers_verifiable(
    app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_papers(monkeypatch)
    case = factories.granted()
    commit_and_work(app)
    before = verify()
    mine = select(Event.id).where(Event.actor_id == case.coordinator.id)
    assert db.session.execute(mine).first() is not None
    db.session.execute(update(Event).where(Event.id.in_(mine)).values(salt=None, snapshot=None))
    db.session.execute(update(Person).where(Person.id == case.coordinator.id).values(name="", email="weg@weg.example"))
    db.session.expire_all()
    after = verify()
    assert (after.events, after.seals, after.papers) == (before.events, before.seals, before.papers)
    assert after.papers > 0 and after.seals > 0


# -- the root of a seal ---------------------------------------------------------------------------------------------
def test_every_leaf_climbs_to_the_root_and_to_no_other() -> None:
    for count in (1, 2, 3, 7, 8, 13):
        leaves = [chain.leaf("case", number, "0" * 64) for number in range(count)]
        root = chain.root(leaves)
        for number, leaf in enumerate(leaves):
            assert chain.climb(leaf, chain.path(leaves, number)) == root
            assert chain.climb(chain.leaf("case", count, "0" * 64), chain.path(leaves, number)) != root


# -- timestamps -----------------------------------------------------------------------------------------------------
def test_the_newest_seal_is_shown_to_the_timestamp_service(
    app: Flask, database: Any, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MDT_TIMESTAMP_URL", authority.url)
    bulk_log.write(cases=2, events=2)
    db.session.commit()
    app.extensions["jobs"].sweep()
    seal = sealing_log.newest()
    assert seal is not None and seal.timestamp_token is not None
    seen = timestamping.time_of(seal.timestamp_token, seal.hash)
    assert abs(seen - seal.sealed_at) < timedelta(minutes=5)
    assert verify().seals == 1 and sealing_log.unstamped() is None
    with pytest.raises(timestamping.NoTimestamp):
        timestamping.time_of(seal.timestamp_token, "0" * 64)
    with pytest.raises(timestamping.NoTimestamp):
        timestamping.time_of(seal.timestamp_token[:-1] + bytes([seal.timestamp_token[-1] ^ 1]), seal.hash)


def test_a_service_that_does_not_answer_stops_nothing(
    app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MDT_TIMESTAMP_URL", "http://127.0.0.1:9/")
    bulk_log.write(cases=1, events=1)
    db.session.commit()
    jobs.run_until_quiet(app)
    app.extensions["jobs"].sweep()
    seal = sealing_log.newest()
    assert seal is not None and seal.timestamp_token is None
