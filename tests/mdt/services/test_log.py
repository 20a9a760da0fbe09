"""The log: chained per case, append-only in the database itself, erasable without breaking, never half written."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError

from mdt.demo import play
from mdt.models import Accreditation, Application, CaseHead, Decision, Effect, Event, Person, db
from mdt.services import application as applications
from mdt.services import clock as clocks
from mdt.services import log, transitions
from mdt.services.transitions import Stale, fire
from tests import factories
from workflows.base import NotNow


def chain(case_id: uuid.UUID) -> list[Event]:
    """The events of a case, after checking that each link fits."""
    events = log.of_case(case_id)
    previous = log.GENESIS
    for number, event in enumerate(events, 1):
        assert (event.sequence, event.previous_hash, event.hash) == (number, previous, log.digest(event))
        if event.snapshot is not None:
            assert event.salt is not None and event.commitment == log.commitment(event.salt, event.snapshot)
        previous = event.hash
    head = db.session.get_one(CaseHead, case_id)
    assert (head.sequence, head.hash) == (len(events), previous)
    return events


@pytest.mark.usefixtures("database")
class TestTheChain:
    """What one case's events hold on to."""

    def test_a_whole_case_is_one_chain(self) -> None:
        case = factories.granted()
        events = chain(case.application.id)
        assert {event.noun for event in events} == {"application", "assessment", "visit"}
        assert [event.name for event in chain(factories.accreditation_of(case).id)] == ["begin"]
        assert [event.name for event in chain(case.organisation.id)] == ["register"]

    def test_it_survives_being_read_anew(self) -> None:
        case = factories.application(at="submitted")
        db.session.expire_all()
        chain(case.application.id)

    def test_two_events_of_the_same_content_have_another_salt_and_commitment(self) -> None:
        case = factories.application(at="submitted")
        for _ in range(2):
            case.fire("consent_to_delay", case.coordinator, new_decide_by=clocks.today() + play.TWO_WEEKS)
        *_, first, second = chain(case.application.id)
        assert first.salt != second.salt and first.commitment != second.commitment

    def test_erasing_the_snapshot_and_its_salt_leaves_the_chain_whole(self) -> None:
        case = factories.application(at="submitted")
        db.session.execute(update(Event).values(snapshot=None, salt=None))
        db.session.expire_all()
        assert all(event.snapshot is None for event in chain(case.application.id))

    def test_the_event_tells_who_in_which_role_and_since_when(self) -> None:
        case = factories.application()
        play.answer(case)
        event = case.fire("submit", case.coordinator)
        assert (event.actor_kind, event.actor_id, event.role) == ("person", case.coordinator.id, "organisation")
        assert (event.status_before, event.status_after) == ("draft", "submitted")
        assert (event.effective_on, event.recorded_at.tzinfo) == (clocks.today(), UTC)

    @pytest.mark.parametrize("column", ["name", "status_after", "role", "effective_on", "snapshot", "actor_id", "hash"])
    def test_an_event_never_changes(self, column: str) -> None:
        case = factories.application(at="submitted")
        values: dict[str, Any] = {"effective_on": date(2020, 1, 1), "snapshot": {"given": {}}, "actor_id": uuid.uuid4()}
        db.session.flush()
        changed = update(Event).where(Event.case_id == case.application.id)
        with pytest.raises(DatabaseError, match="this row never changes"), db.session.begin_nested():
            db.session.execute(changed.values({column: values.get(column, "anders")}))

    @pytest.mark.parametrize("table", [Event, Decision])
    def test_neither_an_event_nor_a_decision_is_deleted(self, table: type[Any]) -> None:
        factories.granted()
        with pytest.raises(DatabaseError, match="this row never changes"), db.session.begin_nested():
            db.session.execute(delete(table))

    def test_a_decision_never_changes(self) -> None:
        factories.granted()
        with pytest.raises(DatabaseError, match="this row never changes"), db.session.begin_nested():
            db.session.execute(update(Decision).values(reasons="Bij nader inzien."))

    def test_a_sequence_cannot_be_used_twice(self) -> None:
        case = factories.application(at="submitted")
        last = chain(case.application.id)[-1]
        columns = [column.name for column in Event.__table__.columns if column.name not in ("id", "hash")]
        names = ", ".join(columns)
        copy = f"INSERT INTO event ({names}, hash) SELECT {names}, 'x' FROM event WHERE id = :id"
        with pytest.raises(DatabaseError), db.session.begin_nested():
            db.session.execute(text(copy), {"id": last.id})


def test_the_byte_form_of_an_event_is_for_ever() -> None:
    """Chains written years ago are verified with today's program: this digest may never come out otherwise."""
    case = uuid.UUID("00000000-0000-4000-8000-000000000001")
    event = Event(
        case_id=case, sequence=1, noun="application", subject_id=case, name="submit", status_before="draft",
        status_after="submitted", actor_kind="person", actor_id=case, role="organisation", on_behalf_of=None,
        channel=None, effective_on=date(2026, 11, 24), recorded_at=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
        commitment=log.commitment("ab" * 16, {"naam": "Buurthuis é", "aantal": 12}), previous_hash=log.GENESIS,
    )  # fmt: skip
    assert event.commitment == "caaa95bc1a882dec7ff73266cec671a45a36fff70102fe650325af7fdcdd79a6"
    assert log.digest(event) == "d2cb16727deca4482705f696c9decc27a10f45805c6e86da3eb845f4043b3ccc"


def test_the_byte_form_does_not_depend_on_the_order_of_keys() -> None:
    assert log.canonical({"b": 1, "a": [True, None, "é"]}) == '{"a":[true,null,"é"],"b":1}'.encode()


# -- together and at once -------------------------------------------------------------------------------------------
def committed_case(app: Flask, at: str) -> tuple[uuid.UUID, uuid.UUID, uuid.UUID]:
    """A case in the database for everybody to see: its id, and those of both members of the board."""
    with app.app_context():
        case = factories.application(at=at)
        db.session.commit()
        return case.application.id, case.staff.board.id, case.staff.deputy.id


def decide(app: Flask, case_id: uuid.UUID, person_id: uuid.UUID, start: threading.Barrier, said: list[Any]) -> None:
    """One member of the board grants, in a transaction of their own."""
    with app.app_context():
        start.wait(timeout=10)
        try:
            subject = db.session.get_one(Application, case_id)
            first = clocks.today()
            fire(subject, "grant", actor=db.session.get_one(Person, person_id), reasons="Ja.", starts_on=first,
                 ends_on=applications.last_day(subject, first), expected_version=subject.version)  # fmt: skip
            db.session.commit()
            said.append("granted")
        except Exception as error:
            db.session.rollback()
            said.append(type(error))
        finally:
            db.session.remove()


def test_two_who_decide_at_the_same_moment_make_one_decision(app: Flask) -> None:
    case_id, *board = committed_case(app, "advised")
    said: list[Any] = []
    start = threading.Barrier(2)
    threads = [threading.Thread(target=decide, args=(app, case_id, person, start, said)) for person in board]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(map(str, said)) == ["<class 'workflows.base.NotNow'>", "granted"]
    with app.app_context():
        chain(case_id)
        assert len(db.session.scalars(select(Decision)).all()) == 1
        assert len(db.session.scalars(select(Accreditation)).all()) == 1


def test_many_who_write_in_one_case_at_once_do_not_fork_its_chain(app: Flask) -> None:
    case_id, *_board = committed_case(app, "submitted")
    with app.app_context():
        subject = db.session.get_one(Application, case_id)
        coordinator = factories.coordinator_of(subject.organisation).id
    start, errors = threading.Barrier(4), []

    def consent(days: int) -> None:
        with app.app_context():
            start.wait(timeout=10)
            try:
                subject = db.session.get_one(Application, case_id)
                day = clocks.today() + days * play.TWO_WEEKS
                fire(subject, "consent_to_delay", actor=db.session.get_one(Person, coordinator), new_decide_by=day)
                db.session.commit()
            except Exception as error:
                errors.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=consent, args=(days,)) for days in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert errors == []
    with app.app_context():
        assert [event.name for event in chain(case_id)].count("consent_to_delay") == 4


@pytest.mark.usefixtures("database")
def test_a_form_of_before_the_last_change_is_stale_even_when_the_state_stayed() -> None:
    case = factories.application(at="submitted")
    version = case.application.version
    day = clocks.today() + play.TWO_WEEKS
    case.fire("consent_to_delay", case.coordinator, new_decide_by=day, expected_version=version)
    with pytest.raises(Stale):
        case.fire("take_up", case.staff.office, expected_version=version)
    with pytest.raises(NotNow):
        case.fire("unheard_of", case.staff.office)


@pytest.mark.parametrize("place", ["snapshot", "follow", "apply"])
def test_what_breaks_half_way_leaves_nothing_behind(app: Flask, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    case_id, board, _deputy = committed_case(app, "advised")
    handling = transitions._HANDLINGS["application"]

    def breaks(*_: Any) -> None:
        raise OSError("the power went")

    replaced: Callable[..., Any] | dict[str, Any] = breaks if place == "snapshot" else {"grant": breaks}
    with app.app_context():
        tables = (Event, Decision, Accreditation, Effect)
        before = [db.session.query(table).count() for table in tables]
        monkeypatch.setitem(transitions._HANDLINGS, "application", _with(handling, place, replaced))
        subject = db.session.get_one(Application, case_id)
        first = clocks.today()
        with pytest.raises(OSError, match="the power went"):
            fire(subject, "grant", actor=db.session.get_one(Person, board), reasons="Ja.", starts_on=first,
                 ends_on=applications.last_day(subject, first))  # fmt: skip
        db.session.rollback()
        assert db.session.get_one(Application, case_id).status == "advised"
        assert [db.session.query(table).count() for table in tables] == before
        chain(case_id)


def _with(handling: transitions.Handling, place: str, value: Any) -> transitions.Handling:
    import dataclasses

    return dataclasses.replace(handling, **{place: value})
