"""The stage of the benchmarks: an application on a new SQLite database, with staff and as many cases as asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import flask_migrate
from flask import Flask
from flask_security.utils import hash_password

from mdt import create_app
from mdt.demo import play
from mdt.models import Membership, Organisation, Person, db
from mdt.services import clock, framework_versions
from mdt.services.framework import shipped

PASSWORD = "a-password-for-benchmarks"


@contextmanager
def stage(directory: Path) -> Iterator[tuple[Flask, play.Staff]]:
    """An application with an app context, and its staff."""
    app = create_app(
        {
            "MDT_MODE": "test",
            "MDT_DATA_DIR": str(directory),
            "WTF_CSRF_ENABLED": False,
            "RATELIMIT_ENABLED": False,
        }
    )
    app.logger.setLevel("ERROR")
    with app.app_context():
        flask_migrate.upgrade()
        for framework in shipped():
            framework_versions.publish(framework)
        secret = hash_password(PASSWORD)
        staff = play.Staff(
            office=_person("office", "office", secret), lead=_person("lead", "assessor", secret),
            second=_person("second", "assessor", secret), third=_person("third", "assessor", secret),
            board=_person("board", "board", secret), deputy=_person("deputy", "board", secret),
        )  # fmt: skip
        db.session.commit()
        yield app, staff
        db.session.remove()


def cases(count: int, *, at: str, staff: play.Staff, first: int = 0) -> list[play.Case]:
    """Play as many cases to a state, each of its own organisation; commits in batches."""
    found = []
    for number in range(first, first + count):
        found.append(case(number, steps=play.ROUTES[at], staff=staff))
        if number % 50 == 49:
            db.session.commit()
    db.session.commit()
    return found


def case(number: int, *, steps: Sequence[play.Step], staff: play.Staff) -> play.Case:
    """Play one case."""
    organisation = Organisation(
        name=f"Buurthuis nummer {number}", kvk_number=f"98{number:06d}", street="Lindelaan 1", postcode="3511 AB",
        city="Utrecht", municipality="Utrecht", sector="buurt", email=f"post{number}@buurthuis.example",
        registered_at=clock.now(),
    )  # fmt: skip
    db.session.add(organisation)
    db.session.flush()
    coordinator = _person(f"coordinator{number}", "coordinator", None, organisation)
    return play.run(play.start(organisation, coordinator=coordinator, staff=staff), steps)


def _person(name: str, function: str, password: str | None, organisation: Organisation | None = None) -> Person:
    person = Person(
        name=name.title(), email=f"{name}@bench.example", password=password, created_at=clock.now(),
        confirmed_at=clock.now(),
    )  # fmt: skip
    db.session.add(person)
    db.session.flush()
    db.session.add(
        Membership(
            person_id=person.id, organisation_id=organisation.id if organisation else None, function=function,
            status="confirmed", email=person.email, created_at=clock.now(),
        )
    )  # fmt: skip
    db.session.flush()
    return person
