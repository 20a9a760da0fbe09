"""`verify` names the first thing that is wrong. Each test does what somebody with access to the database could do."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from mdt.migrations.triggers import drop_triggers
from mdt.services import log, storage
from mdt.services.verification import Fault, verify
from tests import factories
from tests.mdt.outbox import commit_and_work, fake_papers, papers


@pytest.fixture
def books(app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A granted case with its papers, and no triggers to protect it."""
    fake_papers(monkeypatch)
    case = factories.granted()
    commit_and_work(app)
    drop_triggers(database.session.connection())
    return case


def tamper(database: Any, statement: str, **values: Any) -> None:
    """Change the database past the application."""
    database.session.execute(text(statement), values)
    database.session.expire_all()


def case_id(books: Any, database: Any) -> Any:
    """The id of the case as the database writes it."""
    return books.application.id.hex if database.engine.dialect.name == "sqlite" else books.application.id


def of_case(books: Any, database: Any, event: str) -> dict[str, Any]:
    """The key and number of an event in the case, for a statement."""
    found = next(one for one in log.of_case(books.application.id) if one.name == event)
    return {"id": found.id, "number": found.sequence}


def fault() -> str:
    """What is found wrong."""
    with pytest.raises(Fault) as found:
        verify()
    return str(found.value)


def test_good_books_are_counted(books: Any, database: Any) -> None:
    counts = verify()
    assert (counts.decisions, counts.papers) == (1, len(papers()))
    assert counts.cases >= 2
    assert counts.events > 10


@pytest.mark.parametrize(
    ("column", "value"),
    [("status_after", "granted"), ("role", "board"), ("effective_on", "2020-01-01"), ("name", "supplement")],
)
def test_a_changed_event_is_named(books: Any, database: Any, column: str, value: str) -> None:
    event = of_case(books, database, "submit")
    tamper(database, f"UPDATE event SET {column} = :value WHERE id = :id", value=value, id=event["id"])
    said = fault()
    assert f"case {books.application.number}, event {event['number']} " in said
    assert "changed after it was recorded" in said


def test_changed_data_is_named(books: Any, database: Any) -> None:
    event = of_case(books, database, "grant")
    tamper(database, "UPDATE event SET snapshot = '{\"given\": {}}' WHERE id = :id", id=event["id"])
    assert f"event {event['number']} (grant): the data that it froze was changed" in fault()


def test_erased_data_leaves_the_chain_whole(books: Any, database: Any) -> None:
    tamper(database, "UPDATE event SET snapshot = NULL, salt = NULL")
    verify()


def test_a_removed_event_is_named(books: Any, database: Any) -> None:
    event = of_case(books, database, "take_up")
    _remove(database, event["id"])
    assert f"event {event['number']} is missing" in fault()


def test_a_removed_end_is_named(books: Any, database: Any) -> None:
    last = log.of_case(books.application.id)[-1]
    sequence = last.sequence
    _remove(database, last.id)
    assert f"event {sequence} is missing: there should be {sequence} events" in fault()


def test_an_inserted_event_is_named(books: Any, database: Any) -> None:
    last = log.of_case(books.application.id)[-1]
    columns = (
        "case_id, noun, subject_id, name, status_before, status_after, actor_kind, actor_id, role, effective_on, "
        "recorded_at, snapshot, salt, commitment, previous_hash"
    )
    tamper(
        database,
        f"INSERT INTO event ({columns}, sequence, hash)"
        f" SELECT {columns}, sequence + 1, :hash FROM event WHERE id = :id",
        hash="f" * 64, id=last.id,
    )  # fmt: skip
    assert f"event {last.sequence + 1} ({last.name})" in fault()


def test_events_that_changed_places_are_named(books: Any, database: Any) -> None:
    first, second = of_case(books, database, "submit"), of_case(books, database, "take_up")
    tamper(database, "UPDATE event SET sequence = 1000 WHERE id = :id", id=first["id"])
    tamper(database, "UPDATE event SET sequence = :number WHERE id = :id", id=second["id"], number=first["number"])
    tamper(database, "UPDATE event SET sequence = :number WHERE id = :id", id=first["id"], number=second["number"])
    assert f"event {first['number']} (take_up): it does not follow the event before it" in fault()


def test_a_status_that_the_log_does_not_know_is_named(books: Any, database: Any) -> None:
    tamper(database, "UPDATE application SET status = 'refused' WHERE id = :id", id=case_id(books, database))
    assert (
        f"case {books.application.number}, the status of the application is refused, but by the log it is granted"
        in (fault())
    )


def test_a_case_without_its_log_is_named(books: Any, database: Any) -> None:
    other = factories.application(at="draft", officials=books.staff)
    database.session.flush()
    for event in log.of_case(other.application.id):
        _remove(database, event.id)
    key = other.application.id.hex if database.engine.dialect.name == "sqlite" else other.application.id
    tamper(database, "DELETE FROM case_head WHERE case_id = :id", id=key)
    assert f"{other.application.number}) has no events" in fault()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("reasons = 'other'", "the reasons of the decision were changed"),
        ("kind = 'refuse'", "the decision says refuse"),
        ("decided_on = '2020-01-01'", "the day of the decision was changed"),
    ],
)
def test_a_changed_decision_is_named(books: Any, database: Any, change: str, said: str) -> None:
    tamper(database, f"UPDATE decision SET {change}")
    assert f"case {books.application.number}, event {of_case(books, database, 'grant')['number']} (grant): {said}" in (
        fault()
    )


def test_a_removed_decision_is_named(books: Any, database: Any) -> None:
    tamper(database, "DELETE FROM decision")
    assert "(grant): its decision is missing" in fault()


def test_a_paper_of_which_the_file_changed_is_named(books: Any, database: Any) -> None:
    paper = next(one for one in papers() if one.kind == "certificate")
    path = storage.path_of(paper.sha256)
    path.chmod(0o600)
    path.write_bytes(b"%PDF forged")
    said = fault()
    assert f"paper {paper.number} (certificate)" in said
    assert "has been changed" in said


def test_a_paper_of_which_the_file_is_missing_is_named(books: Any, database: Any) -> None:
    paper = papers()[0]
    storage.path_of(paper.sha256).unlink()
    assert f"paper {paper.number} ({paper.kind})" in fault()


def test_a_paper_that_is_gone_is_named(books: Any, database: Any) -> None:
    tamper(database, "DELETE FROM document WHERE kind = 'advice'")
    assert "(advise): its paper (advice) was issued and is gone" in fault()


def test_a_paper_of_which_the_record_changed_is_named(books: Any, database: Any) -> None:
    paper = next(one for one in papers() if one.kind == "certificate")
    paper.record = paper.record | {"sector": "bankwezen"}
    database.session.flush()
    assert f"paper {paper.number} (certificate): its record is not what the event froze" in fault()


def _remove(database: Any, event_id: int) -> None:
    """Remove an event and what points to it."""
    mails = "mail WHERE effect_id IN (SELECT id FROM effect WHERE event_id = :id)"
    pointing = [f"{table} WHERE event_id = :id" for table in ("effect", "document", "decision")]
    for rows in (mails, *pointing, "event WHERE id = :id"):
        tamper(database, f"DELETE FROM {rows}", id=event_id)
