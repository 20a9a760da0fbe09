"""The worker: woken by a commit, found again by the sweep, and not stopped by one thing that fails."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from huey import MemoryHuey, PostgresHuey, SqliteHuey
from sqlalchemy import Engine, inspect, text

from mdt import create_app, jobs
from mdt.config import ConfigurationError
from mdt.models import Effect, KeptText, Setting
from mdt.services import clock, housekeeping, uploads
from mdt.services.effects import due
from tests import factories
from tests.fixtures.application import configuration
from tests.mdt.outbox import commit_and_work, effects, fake_papers, letters, papers


def test_a_commit_wakes_the_worker_once(app: Flask, database: Any) -> None:
    queue = app.extensions["jobs"].huey
    commit_and_work(app)
    factories.application(at="submitted")
    assert queue.pending_count() == 0, "not before the commit"
    database.session.commit()
    assert queue.pending_count() == 1


def test_a_commit_without_work_wakes_nobody(app: Flask, database: Any) -> None:
    commit_and_work(app)
    database.session.add(Setting(name="anything", value="1"))
    database.session.commit()
    assert app.extensions["jobs"].huey.pending_count() == 0


def test_a_queue_that_is_down_does_not_undo_the_commit(
    app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_papers(monkeypatch)

    def down(*_args: Any, **_kwargs: Any) -> None:
        raise OSError("no connection")

    factories.application(at="submitted")
    with monkeypatch.context() as broken:
        broken.setattr(app.extensions["jobs"], "wake_task", down)
        database.session.commit()
    app.extensions["jobs"].sweep()
    assert len(papers()) == 1


def test_what_fails_holds_up_nothing_else(app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_kind: str, _record: Any) -> bytes:
        raise ZeroDivisionError("a mistake of ours")

    fake_papers(monkeypatch, fail)
    factories.application(at="submitted")
    commit_and_work(app)
    assert effects("evidence")[0].error == "ZeroDivisionError: a mistake of ours"
    assert all(effect.done_at for effect in effects("tell"))
    assert all(letter.sent_at for letter in letters())


def test_the_sweep_shows_that_the_worker_lives(app: Flask, database: Any, client: Any) -> None:
    assert client.get("/health").status_code == 503
    app.extensions["jobs"].sweep()
    answer = client.get("/health")
    assert (answer.status_code, answer.json["status"]) == (200, "well")
    assert answer.json["worker"]["pango"] == housekeeping.pango_version()
    old = (clock.now() - timedelta(minutes=4)).isoformat()
    database.session.get(Setting, housekeeping.WORKER).value = json.dumps({"seen_at": old})
    answer = client.get("/health")
    assert (answer.status_code, answer.json["worker"]["alive"]) == (503, False)


def test_health_says_when_papers_cannot_be_made(app: Flask, database: Any, client: Any) -> None:
    housekeeping.beat("the renderer does not start: OSError")
    answer = client.get("/health")
    assert (answer.status_code, answer.json["worker"]["renderer"]) == (503, "the renderer does not start: OSError")


def test_at_night_what_has_expired_is_thrown_away(app: Flask, database: Any) -> None:
    for name, age in (("old", timedelta(days=2)), ("new", timedelta(hours=1))):
        text = KeptText(token_hash=name, path="/", content={"view": ["…"]}, kept_at=clock.now() - age)
        database.session.add(text)
    database.session.commit()
    app.extensions["jobs"].tidy()
    assert [text.token_hash for text in database.session.query(KeptText)] == ["new"]


def test_at_night_files_that_nobody_knows_are_thrown_away(app: Flask, database: Any) -> None:
    folder = uploads.folder() / "ab"
    folder.mkdir(parents=True, exist_ok=True)
    for name, age in (("old", timedelta(days=2)), ("new", timedelta(hours=1))):
        (folder / name).write_bytes(b"left behind")
        then = (clock.now() - age).timestamp()
        os.utime(folder / name, (then, then))
    app.extensions["jobs"].tidy()
    assert [path.name for path in folder.iterdir()] == ["new"]


def test_one_thing_of_the_clock_that_fails_does_not_stop_the_next(
    app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def fail() -> None:
        raise ValueError("not today")

    monkeypatch.setattr(housekeeping, "_minutely", [fail, lambda: done.append("second")])
    app.extensions["jobs"].sweep()
    assert done == ["second"]


@pytest.mark.parametrize(("url", "kind"), [("", SqliteHuey), ("memory://", MemoryHuey)])
def test_the_queue_is_where_the_configuration_says(tmp_path: Path, url: str, kind: type) -> None:
    settings = configuration(f"sqlite:///{tmp_path / 'a.db'}", tmp_path) | {"MDT_MODE": "demo", "MDT_HUEY_URL": url}
    queue = create_app(settings).extensions["jobs"].huey
    assert type(queue) is kind
    queue.storage.close()


@pytest.mark.parametrize("url", ["amqp://127.0.0.1", "queue.sqlite"])
def test_a_queue_that_we_do_not_know_stops_the_start(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigurationError, match="MDT_HUEY_URL"):
        create_app(configuration(f"sqlite:///{tmp_path / 'a.db'}", tmp_path) | {"MDT_HUEY_URL": url})


def test_the_queue_can_be_in_postgresql(app: Flask, database: Any, kind: str, tmp_path: Path) -> None:
    if kind != "postgresql":
        return
    url = app.config["MDT_DATABASE_URL"]
    asking = create_app(configuration(url, tmp_path) | {"MDT_HUEY_URL": url})
    queue = asking.extensions["jobs"].huey
    try:
        assert isinstance(queue, PostgresHuey)
        asking.extensions["jobs"].wake()
        assert queue.pending_count() == 1
        jobs.run_until_quiet(asking)
        assert queue.pending_count() == 0
    finally:
        queue.storage.close()
        with asking.app_context():
            _drop_queue(database.engine)


def _drop_queue(engine: Engine) -> None:
    """The tables of the queue are no part of the schema: the next test must not find them in its database."""
    with engine.begin() as connection:
        for name in inspect(connection).get_table_names():
            if name.startswith("huey_"):
                connection.execute(text(f"DROP TABLE {name}"))
    engine.dispose()


def test_a_message_that_somebody_else_wrote_runs_nothing(app: Flask, database: Any) -> None:
    queue = app.extensions["jobs"].huey
    queue.storage.enqueue(b"cos\nsystem\n(S'false'\ntR.")
    with pytest.raises(ValueError, match=r"not found|mismatch"):
        queue.dequeue()


def test_a_letter_does_not_wait_for_the_papers_before_it(database: Any) -> None:
    factories.application(at="advised")
    database.session.flush()
    kinds = [database.session.get_one(Effect, effect_id).kind for effect_id in due()]
    assert {"tell", "evidence"} == set(kinds)
    assert kinds == sorted(kinds, reverse=True)
