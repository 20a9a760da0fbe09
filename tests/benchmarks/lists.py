"""The number of SQL statements of every list page with 10 and with 1,000 cases. They must be equal."""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from mdt.models import db
from tests.benchmarks import stage

FEW, MANY = 10, 1000
STATES = ("submitted", "granted", "in_assessment", "submitted", "submitted")
LISTS = {
    "office": ("/", "/applications", "/deadlines", "/mail", "/staff"),
    "board": ("/", "/applications"),
    "lead": ("/", "/assessments"),
    None: ("/register", "/register.csv", "/register.json", "/api/v1/accreditations"),
}


def report(app: Flask, staff: Any) -> bool:
    """Print the counts; returns whether they are equal everywhere."""
    made = _more(0, FEW, staff)
    few = _count(app)
    _more(made, MANY, staff)
    many = _count(app)
    print(f"{'SQL statements of lists':<44} {f'{FEW} cases':>12} {f'{MANY} cases':>12}")
    for key, count in few.items():
        print(f"{key:<44} {count:>12} {many[key]:>12}{'' if count == many[key] else '   NOT EQUAL'}")
    return few == many


def _more(first: int, until: int, staff: Any) -> int:
    """Play cases until there are so many; one in fifty of the many is granted, the rest wait at the office."""
    for number in range(first, until):
        state = STATES[number % len(STATES)] if number < FEW or number % 25 < 2 else "submitted"
        stage.case(5000 + number, steps=stage.play.ROUTES[state], staff=staff)
        if number % 50 == 49:
            db.session.commit()
    db.session.commit()
    return until


def _count(app: Flask) -> dict[str, int]:
    found = {}
    for name, paths in LISTS.items():
        client = app.test_client()
        if name:
            account = {"email": f"{name}@bench.example", "password": stage.PASSWORD}
            _apart(partial(client.post, "/sign-in", data=account))
        for path in paths:
            found[f"{name or 'everybody'} {path}"] = statements(client, path)
    return found


def _apart(work: Callable[[], Any]) -> Any:
    """Do a request in a context of its own: one that shares ours would still be signed in as who came before."""
    return contextvars.Context().run(work)


def statements(client: FlaskClient, path: str) -> int:
    """How many statements a page takes."""
    _apart(lambda: client.get(path))  # what is read once per process is not counted
    with _counting() as seen:
        status = _apart(lambda: client.get(path)).status_code
    if status != 200:
        raise SystemExit(f"{path} answered {status}")
    return len(seen)


@contextmanager
def _counting() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
