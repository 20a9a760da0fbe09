"""Requests through HTTP: a transition against the same writes done bare, and a page against a bare template."""

from __future__ import annotations

import time
import uuid
from pathlib import Path
from typing import Any

from flask import Flask, render_template_string
from sqlalchemy import create_engine, text

from mdt.models import Application, CaseHead, Effect, Event, connection, db
from mdt.services import clock
from mdt.services.log import canonical
from tests.benchmarks import measure, stage

SAMPLE = 120
ADD_APPLICATION = text("INSERT INTO application (id, status, version) VALUES (:id, 'submitted', 1)")
ADD_HEAD = text("INSERT INTO case_head (case_id, sequence, hash) VALUES (:id, 1, 'x')")
FIND = text("SELECT * FROM application WHERE id = :id")
MOVE = text("UPDATE application SET status = 'in_assessment', version = 2 WHERE id = :id")
MOVE_HEAD = text("UPDATE case_head SET sequence = 2, hash = 'y' WHERE case_id = :id")
ADD_EVENT = text(
    "INSERT INTO event (id, case_id, sequence, snapshot, recorded_at) VALUES (:n, :id, 2, :snapshot, :now)"
)
ADD_EFFECT = text("INSERT INTO effect (event_id, kind, name) VALUES (1, 'tell', 'organisation')")


def bare(directory: Path, snapshots: dict[str, dict[str, Any]], size: int) -> Flask:
    """A Flask view that writes the same rows without policy, log or page; and one that renders as many bytes."""
    app = Flask("bare")
    engine = create_engine(f"sqlite:///{directory / 'bare.sqlite'}")
    connection.prepare(engine)
    with engine.begin() as database:
        for table in (Application.__table__, CaseHead.__table__, Event.__table__, Effect.__table__):
            names = ", ".join(column.name for column in table.columns)  # type: ignore[attr-defined]
            database.execute(text(f"CREATE TABLE {table.name} ({names})"))  # type: ignore[attr-defined]
        for key in snapshots:
            database.execute(ADD_APPLICATION, {"id": key})
            database.execute(ADD_HEAD, {"id": key})

    @app.post("/<key>")
    def move(key: str) -> str:
        with engine.begin() as database:
            database.execute(FIND, {"id": key}).one()
            database.execute(MOVE, {"id": key})
            database.execute(MOVE_HEAD, {"id": key})
            snapshot = canonical(snapshots[key]).decode()
            values = {"n": uuid.uuid4().int % 10**9, "id": key, "snapshot": snapshot, "now": clock.now().isoformat()}
            database.execute(ADD_EVENT, values)
            database.execute(ADD_EFFECT)
        return "done"

    filler = "<p>{{ word }}</p>" * (size // 40)

    @app.get("/page")
    def page() -> str:
        return render_template_string(filler, word="x" * 33)

    return app


def report(app: Flask, staff: Any, directory: Path) -> None:
    """Print both comparisons."""
    found = stage.cases(SAMPLE, at="submitted", staff=staff)
    advised = stage.case(SAMPLE, steps=stage.play.ROUTES["advised"], staff=staff)
    db.session.commit()
    ids = [str(case.application.id) for case in found]
    shown = str(advised.application.id)
    snapshots = _snapshots(ids)
    db.session.rollback()  # on SQLite what was read here would keep the server from writing
    with measure.serving(app) as address:
        browser = measure.Browser(address)
        status, body = browser.ask("POST", "/sign-in", {"email": "office@bench.example", "password": stage.PASSWORD})
        if status != 302:
            raise SystemExit(f"the benchmark cannot sign in: {status} {body[:200]!r}")
        moves = _moves(browser, [f"/applications/{key}/take-up" for key in ids], expect=302)
        size = len(browser.ask("GET", f"/applications/{shown}")[1])
        page = measure.repeat(lambda: _must(browser.ask("GET", f"/applications/{shown}")), times=60)
    with measure.serving(bare(directory, snapshots, size)) as address:
        browser = measure.Browser(address)
        floor = _moves(browser, [f"/{key}" for key in ids], expect=200)
        blank = measure.repeat(lambda: _must(browser.ask("GET", "/page")), times=60)
    print(measure.line(f"transition through HTTP (n={SAMPLE})", moves, floor))
    print(measure.line(f"case page of {size // 1024} kB", page, blank))


def _snapshots(ids: list[str]) -> dict[str, dict[str, Any]]:
    sample = db.session.query(Event.snapshot).filter(Event.name == "start").first()
    return {key: dict(sample[0]) if sample else {} for key in ids}


def _moves(browser: measure.Browser, paths: list[str], *, expect: int) -> measure.Times:
    seconds = []
    for path in paths:
        begun = time.perf_counter()
        status, _body = browser.ask("POST", path, {})
        seconds.append(time.perf_counter() - begun)
        if status != expect:
            raise SystemExit(f"{path} answered {status} instead of {expect}")
    return measure.Times.of(seconds[5:])


def _must(answer: tuple[int, bytes]) -> None:
    if answer[0] != 200:
        raise SystemExit(f"a page answered {answer[0]}")
