"""What runs beside the web server: effects and letters after each commit, previews, and the clockwork.

The queue is a file in MDT_DATA_DIR, or MDT_HUEY_URL: `postgresql://…`, `redis://…` (which needs the package redis),
or `memory://` within one process. The queue only wakes; what must be done stands in the database, and a sweep
every minute finds what a crash left behind.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

from flask import Flask, current_app
from huey import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from huey.api import Task
from huey.exceptions import ConfigurationError as NoLibrary
from huey.serializer import SignedSerializer
from sqlalchemy import event
from sqlalchemy.orm import Session

from mdt.config import ConfigurationError
from mdt.models import Effect, Mail, db
from mdt.models.connection import reading
from mdt.services import effects, evidence, housekeeping, mail
from mdt.services.rendering import RenderingFailed, close, warm

PREVIEW_KEPT = 600  # seconds
THREADS = 2  # one for what follows events, so that one is free for previews


def connect(app: Flask) -> Huey:
    """The queue that the configuration names. Messages are signed: a queue that others can write to runs nothing."""
    url = str(app.config["MDT_HUEY_URL"]) or ("memory://" if app.testing else "")
    serializer = SignedSerializer(secret=app.config["SECRET_KEY"], salt="diensttijd")
    if url.startswith("postgresql"):
        dsn = url.replace("postgresql+psycopg://", "postgresql://")
        return PostgresHuey("mdt", dsn=dsn, serializer=serializer)
    if url.startswith(("redis://", "rediss://")):
        try:
            return RedisHuey("mdt", url=url, serializer=serializer)
        except NoLibrary:
            raise ConfigurationError("MDT_HUEY_URL names Redis: install the package redis for it.") from None
    if url.startswith("memory://"):
        return MemoryHuey("mdt", serializer=serializer)
    if url:
        raise ConfigurationError("MDT_HUEY_URL begins with postgresql://, redis:// or memory://, or is empty.")
    return SqliteHuey("mdt", filename=str(app.config["MDT_DATA_DIR"] / "queue.sqlite"), serializer=serializer)


class Jobs:
    """The queue of an application and what it can be asked. `app.extensions["jobs"]`."""

    def __init__(self, app: Flask) -> None:
        self.app, self.huey = app, connect(app)
        self._asked, self._working = threading.Event(), threading.Lock()
        self._clockwork = threading.Lock()
        self.wake_task = self.huey.task(name="wake", priority=1)(self.carry_out_due)
        self.preview_task = self.huey.task(name="preview", priority=10, context=True)(self._preview)
        self.forget_task = self.huey.task(name="forget")(self._forget)
        self.huey.periodic_task(crontab(minute="*"), name="sweep")(self.sweep)
        self.huey.periodic_task(crontab(hour="3", minute="30"), name="tidy")(self.tidy)

    def wake(self) -> None:
        """Ask the worker to look; when the queue cannot be reached, the next sweep finds the work."""
        try:
            self.wake_task()
        except Exception:
            self.app.logger.exception("the queue cannot be reached; the sweep will find what is to be done")

    def carry_out_due(self) -> None:
        """Carry out effects and deliver letters until nothing is due. Asked while it runs, it looks once more."""
        self._asked.set()
        while self._asked.is_set() and self._working.acquire(blocking=False):
            try:
                self._asked.clear()
                with self.app.app_context():
                    while _carry_out_all() + _deliver_all():
                        pass
            finally:
                self._working.release()

    def sweep(self) -> None:
        """Every minute: say that the worker lives, do what the clock asks, and what a crash left behind."""
        with self.app.app_context():
            with transaction():
                housekeeping.beat()
            if self._clockwork.acquire(blocking=False):  # a minute may be too short after a week of silence
                try:
                    for work in housekeeping.minutely():
                        _by_itself(work)
                finally:
                    self._clockwork.release()
        self.carry_out_due()

    def tidy(self) -> None:
        """Every night: throw away what has expired."""
        with self.app.app_context():
            for work in housekeeping.nightly():
                _by_itself(work)

    def ask_preview(self, kind: str, record: dict[str, Any], language: str) -> str:
        """Ask for a paper marked CONCEPT; returns a key that cannot be guessed."""
        return str(self.preview_task(kind, record, language).id)

    def preview(self, key: str, *, keep: bool = False) -> tuple[bytes | None, str] | None:
        """The content, or the cause of its failure, or None while there is neither. Given once, unless kept."""
        return self.huey.result(key, preserve=keep)

    def _preview(self, kind: str, record: dict[str, Any], language: str, task: Task) -> tuple[bytes | None, str]:
        self.forget_task.schedule((task.id,), delay=PREVIEW_KEPT)
        try:
            return evidence.preview(kind, record, language), ""
        except RenderingFailed as failure:
            return None, failure.cause

    def _forget(self, key: str) -> None:
        """A preview that nobody fetched is not kept."""
        self.huey.result(key)


def init_app(app: Flask) -> None:
    """Give an application its queue."""
    app.extensions["jobs"] = Jobs(app)


@contextmanager
def transaction() -> Any:
    """Commit at the end, undo on an error, and leave no session behind."""
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        db.session.remove()


def run_until_quiet(app: Flask) -> None:
    """Do everything that is due and everything that was queued, here and now: for tests and `mdt demo --once`."""
    jobs: Jobs = app.extensions["jobs"]
    while (task := jobs.huey.dequeue()) is not None:
        jobs.huey.execute(task)
    jobs.carry_out_due()


def _by_itself(work: Callable[[], Any]) -> None:
    """Do one thing that the clock asks, a transaction at a time while it says how much it did.

    When it fails, the rest goes on.
    """
    try:
        more: Any = True
        while more:
            with transaction():
                more = work()
    except Exception:
        current_app.logger.exception("the clock asked for %s", getattr(work, "__qualname__", work))


def _carry_out_all() -> int:
    with reading():
        ids = effects.due()
        db.session.rollback()
    return sum(_safely(_carry_out, effects.failed, effect_id) for effect_id in ids)


def _deliver_all() -> int:
    with reading():
        ids = mail.due()
        db.session.rollback()
    return sum(_safely(_deliver, mail.failed, mail_id) for mail_id in ids)


def _safely(work: Callable[[Any], None], note: Callable[[Any, str], None], key: Any) -> int:
    """Do one thing; what goes wrong is noted for the office and stops nothing else."""
    try:
        work(key)
        return 1
    except Exception as error:
        if not isinstance(error, RenderingFailed | mail.NotDelivered):
            current_app.logger.exception("%s %s", work.__name__, key)
        cause = (
            str(error) if isinstance(error, RenderingFailed | mail.NotDelivered) else f"{type(error).__name__}: {error}"
        )
    with transaction():
        note(key, cause)
    return 0


def _carry_out(effect_id: int) -> None:
    try:
        with reading():
            draft = effects.ahead(effect_id)
    finally:
        db.session.remove()
    with transaction():
        effects.carry_out(effect_id, draft=draft)


def _deliver(mail_id: Any) -> None:
    with transaction():
        letter = mail.claim(mail_id)
        made = mail.message(letter) if letter else None
    if made is not None:
        mail.transmit(made)
        with transaction():
            mail.delivered(mail_id)


@event.listens_for(db.session, "after_flush")
def _note(session: Session, _context: Any) -> None:
    if any(isinstance(row, Effect | Mail) for row in session.new):
        session.info["wake"] = True


@event.listens_for(db.session, "after_commit")
def _wake(session: Session) -> None:
    if session.info.pop("wake", False):
        current_app.extensions["jobs"].wake()


@event.listens_for(db.session, "after_soft_rollback")
def _stay(session: Session, _transaction: Any) -> None:
    session.info.pop("wake", None)


def work(app: Flask) -> None:
    """Run a worker until SIGTERM or SIGINT; what is under way is finished first."""
    jobs: Jobs = app.extensions["jobs"]
    with app.app_context(), transaction():
        housekeeping.beat()
    consumer = jobs.huey.create_consumer(workers=THREADS, max_delay=0.5, shutdown_timeout=25, graceful_signal="TERM")
    threading.Thread(target=_warm, args=(app,), daemon=True, name="warm").start()
    try:
        consumer.run()
    finally:
        close()


def _warm(app: Flask) -> None:
    """Start the renderer with the worker, so that the first paper need not wait; `/health` says how that went."""
    try:
        warm()
        state = "ready"
    except RenderingFailed as failure:
        state = failure.cause
    with app.app_context(), transaction():
        housekeeping.beat(state)
