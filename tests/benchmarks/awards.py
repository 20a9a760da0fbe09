"""A thousand credits awarded in one action against the same writes done bare, and the exam board's lists."""

from __future__ import annotations

import json
import time
import uuid
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import create_engine, insert, select, text

from mdt.demo import credits as play
from mdt.models import (
    CaseHead,
    Cohort,
    Credit,
    Effect,
    Entry,
    Event,
    Membership,
    Person,
    Review,
    School,
    Youth,
    connection,
    db,
)
from mdt.services import clock
from mdt.services import cohort as cohorts
from mdt.services.transitions import fire
from tests.benchmarks import lists, stage

AWARDED = 1000
FEW, MANY = 100, 10_000
PAGES = ("/", "/credits", "/credits?status=awarded&sort=name", "/cohorts")
COUNTED = {
    "periods": [{"number": "A-2026-0001", "starts_on": "2026-01-01", "ends_on": "2029-12-31", "minutes": 5040}],
    "weeks": [], "outside": 0, "first": "2026-02-02", "last": "2026-08-28", "activities": "Taalmaatje.",
}  # fmt: skip


def report(app: Flask, directory: Path) -> bool:
    """Print the award and the lists; whether the lists cost the same with few and with many."""
    school_id = _school().id
    _bulk(db.session.get_one(School, school_id), directory)
    return _lists(app, db.session.get_one(School, school_id))


def _school() -> School:
    from flask_security.utils import hash_password

    school = School(id=uuid.uuid4(), brin="98ZZ", name="Hogeschool Meetlat", sector="hbo", city="Utrecht",
                    source="bench")  # fmt: skip
    db.session.add(school)
    db.session.flush()
    secret = hash_password(stage.PASSWORD)
    for name, function in (("clerk", "clerk"), ("examboard", "exam_board")):
        person = Person(id=uuid.uuid4(), name=name.title(), email=f"{name}@bench.example", password=secret,
                        created_at=clock.now(), confirmed_at=clock.now())  # fmt: skip
        db.session.add(person)
        db.session.flush()
        db.session.add(Membership(person_id=person.id, school_id=school.id, function=function, status="confirmed",
                                  email=person.email, created_at=clock.now()))  # fmt: skip
    db.session.flush()
    play.scheme(school, by=_who("clerk"))
    db.session.commit()
    return school


def _who(name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.email == f"{name}@bench.example")).one()


def _credits(school: School, first: int, count: int) -> list[tuple[uuid.UUID, int]]:
    """Credits under review with a proposal, put down as rows: how they came there is not what is measured."""
    scheme_id, clerk_id, now = _scheme(school), _who("clerk").id, clock.now()
    people, youths, asked, reviews = [], [], [], []
    for number in range(first, first + count):
        person, youth, credit = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
        people.append({"id": person, "name": f"Student {number}", "email": f"s{number}@bench.example",
                       "created_at": now, "language": "nl"})  # fmt: skip
        youths.append({"id": youth, "person_id": person, "born_on": date(2005, 1, 1), "evidence_salt": "0" * 64,
                       "created_at": now})  # fmt: skip
        asked.append({
            "id": credit, "number": f"SP-2025-{number:05d}", "youth_id": youth, "school_id": school.id,
            "scheme_id": scheme_id, "status": "under_review", "reflection": play.REFLECTION,
            "reflection_minutes": 240, "prior_organisation": "Buurthuis Meetlat", "prior_minutes": 5040,
            "counted": COUNTED, "service_minutes": 5040, "submitted_on": clock.today(), "created_at": now,
        })  # fmt: skip
        reviews.append({
            "id": uuid.uuid4(), "credit_id": credit, "basis": "assessed_unit", "basis_text": "VRIJ-3", "passed": True,
            "assessed_on": clock.today(), "reasons": play.WHY, "made_by": clerk_id, "made_at": now,
        })  # fmt: skip
    for model, rows in ((Person, people), (Youth, youths), (Credit, asked), (Review, reviews)):
        db.session.execute(insert(model), rows)
    db.session.commit()
    return [(row["id"], 1) for row in asked]  # type: ignore[misc]


def _scheme(school: School) -> uuid.UUID:
    from mdt.services import scheme

    return scheme.in_force(school.id, clock.today())[0].id


def _bulk(school: School, directory: Path) -> None:
    listed = cohorts.prepare(school, actor=_who("clerk"), name="Meting", chosen=_credits(school, 0, AWARDED))
    cohorts.ask_trial(listed, actor=_who("examboard"))
    db.session.commit()
    listed_id = listed.id
    before = _resident()
    trial = _steps(listed_id)
    listed = db.session.get_one(Cohort, listed_id)
    fire(listed, "award_all", actor=_who("examboard"), reasons=play.JUDGEMENT, agreed_count=AWARDED)
    db.session.commit()
    ours = _steps(listed_id)
    waiting = db.session.scalars(select(Entry).where(Entry.cohort_id == listed_id, Entry.outcome != "awarded"))
    if (lost := waiting.first()) is not None:
        raise SystemExit(f"not every credit of the benchmark was awarded: {lost.outcome} {lost.finding}")
    events = db.session.scalars(select(Event).where(Event.name == "award").limit(AWARDED)).all()
    floor = _bare(directory, [(str(one.subject_id), json.dumps(one.snapshot)) for one in events])
    print(f"trial of {AWARDED} credits                {trial:8.2f} s")
    print(f"award of {AWARDED} credits in one action  {ours:8.2f} s   bare {floor:6.2f} s   ratio {ours / floor:5.1f}")
    print(f"memory                              {before:.0f} MB before, {_resident():.0f} MB after")
    db.session.remove()


def _steps(listed_id: uuid.UUID) -> float:
    """The seconds that the worker's batches take, each committed as the worker does."""
    begun, more = time.perf_counter(), True
    while more:
        more = cohorts.step(listed_id)
        db.session.commit()
        db.session.remove()
    return time.perf_counter() - begun


def _bare(directory: Path, rows: list[tuple[str, str]]) -> float:
    """The same rows written in the same batches, without rules, facts or papers; on a database of its own."""
    engine = create_engine(f"sqlite:///{directory / 'bare-credits.sqlite'}")
    connection.prepare(engine)
    tables = [model.__table__ for model in (Credit, CaseHead, Event, Effect, Entry)]
    with engine.begin() as database:
        for table in tables:
            database.execute(text(f"CREATE TABLE {table.name} ({', '.join(c.name for c in table.columns)})"))  # type: ignore[attr-defined]
        for key, _snapshot in rows:
            database.execute(text("INSERT INTO credit (id, version) VALUES (:k, 4)"), {"k": key})
            database.execute(text("INSERT INTO case_head (case_id, sequence) VALUES (:k, 4)"), {"k": key})
            database.execute(text("INSERT INTO cohort_entry (credit_id, outcome) VALUES (:k, 'waiting')"), {"k": key})
        for table, column in (("credit", "id"), ("case_head", "case_id"), ("cohort_entry", "credit_id")):
            database.execute(text(f"CREATE INDEX i_{table} ON {table} ({column})"))
    begun = time.perf_counter()
    for first in range(0, len(rows), cohorts.BATCH):
        with engine.begin() as database:
            for key, snapshot in rows[first : first + cohorts.BATCH]:
                _write(database, {"k": key, "s": snapshot, "n": clock.now().isoformat()})
    return time.perf_counter() - begun


def _write(database: Any, values: dict[str, str]) -> None:
    for statement in (
        "SELECT * FROM credit WHERE id = :k", "UPDATE credit SET status = 'awarded', version = 5 WHERE id = :k",
        "UPDATE case_head SET sequence = 5, hash = 'y' WHERE case_id = :k",
        "INSERT INTO event (subject_id, snapshot, recorded_at) VALUES (:k, :s, :n)",
        "INSERT INTO effect (kind, name) VALUES ('evidence', 'credit_statement')",
        "INSERT INTO effect (kind, name) VALUES ('tell', 'youth')",
        "UPDATE cohort_entry SET outcome = 'awarded' WHERE credit_id = :k",
    ):  # fmt: skip
        database.execute(text(statement), values)


def _lists(app: Flask, school: School) -> bool:
    """The number of SQL statements of the exam board's lists, with few credits under review and with many."""
    school_id, client = school.id, app.test_client()
    client.post("/sign-in", data={"email": "examboard@bench.example", "password": stage.PASSWORD})
    _credits(school, AWARDED, FEW)
    few = {path: lists.statements(client, path) for path in PAGES}
    school = db.session.get_one(School, school_id)
    _credits(school, AWARDED + FEW, MANY - FEW)
    many = {path: lists.statements(client, path) for path in PAGES}
    print(f"{'SQL statements of the exam board':<44} {f'{FEW} credits':>14} {f'{MANY} credits':>14}")
    for path, count in few.items():
        print(f"{path:<44} {count:>14} {many[path]:>14}{'' if count == many[path] else '   NOT EQUAL'}")
    return few == many


def _resident() -> float:
    """The resident memory of this process in MB."""
    status = Path("/proc/self/status").read_text()
    return int(next(row for row in status.splitlines() if row.startswith("VmRSS")).split()[1]) / 1024
