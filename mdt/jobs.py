"""What runs beside the web server: effects and letters after each commit, previews, and the clockwork.

The queue is a file in MDT_DATA_DIR, or MDT_HUEY_URL: `postgresql://…`, `redis://…` (which needs the package redis),
or `memory://` within one process. The queue only wakes; what must be done stands in the database, and a sweep
every minute finds what a crash left behind.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import contextmanager
from functools import partial
from typing import Any

from flask import Flask, current_app
from huey import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from huey.api import Task
from huey.exceptions import ConfigurationError as NoLibrary
from huey.serializer import SignedSerializer
from sqlalchemy import event
from sqlalchemy.orm import Session

from mdt.config import ConfigurationError
from mdt.models import Cohort, Effect, Mail, db
from mdt.models.connection import reading
from mdt.services import cohort, dossier, effects, evidence, housekeeping, mail, sealing_log, timestamping
from mdt.services.pressroom import Pressroom
from mdt.services.rendering import RenderingFailed, close, warm
from mdt.services.seal import SealingFailed, Settings, sealer

PREVIEW_KEPT = 600  # seconds
DOSSIER_KEPT = 3600
FORESEEN = (RenderingFailed, SealingFailed, mail.NotDelivered)
BATCH = 16  # what is done before looking again: a letter that came in meanwhile goes first
THREADS = 3  # one for what follows events, one for lists of credits, so that one is free for previews


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
        self._asked, self._working, self._listing = threading.Event(), threading.Lock(), threading.Lock()
        self._clockwork = threading.Lock()
        self.wake_task = self.huey.task(name="wake", priority=1)(self.carry_out_due)
        self.lists_task = self.huey.task(name="lists", priority=5)(self.carry_out_lists)
        self.preview_task = self.huey.task(name="preview", priority=10, context=True)(self._preview)
        self.dossier_task = self.huey.task(name="dossier", priority=5, context=True)(self._dossier)
        self.forget_dossier_task = self.huey.task(name="forget_dossier")(self._forget_dossier)
        self.forget_task = self.huey.task(name="forget")(self._forget)
        self.huey.periodic_task(crontab(minute="*"), name="sweep")(self.sweep)
        self.huey.periodic_task(crontab(hour="3", minute="30"), name="tidy")(self.tidy)

    def wake(self, *, lists: bool = False) -> None:
        """Ask the worker to look; when the queue cannot be reached, the next sweep finds the work."""
        try:
            if lists:
                self.lists_task()
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
                    _seal_log()
                    while _carry_out_some() + _deliver_all():
                        pass
            finally:
                self._working.release()

    def carry_out_lists(self) -> None:
        """Try out or award the lists that ask for it, batch by batch; a crash leaves the rest for the next time."""
        if not self._listing.acquire(blocking=False):
            return  # somebody is at it; the sweep finds what came in at its very end
        try:
            with self.app.app_context():
                while _lists():
                    pass
        finally:
            self._listing.release()

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
        self.carry_out_lists()
        self.carry_out_due()
        with self.app.app_context():
            _stamp_log()

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

    def ask_dossier(self, noun: str, subject_id: str, person_id: str, language: str) -> str:
        """Ask for the dossier of a case for one reader; returns a key that cannot be guessed."""
        return str(self.dossier_task(noun, subject_id, person_id, language).id)

    def dossier_made(self, key: str) -> dossier.Made | None:
        """What became of a dossier, or None while it is being made; kept until it is thrown away."""
        made: dossier.Made | None = self.huey.result(key, preserve=True)
        return made

    def _dossier(self, noun: str, subject_id: str, person_id: str, language: str, task: Task) -> dossier.Made:
        self.forget_dossier_task.schedule((task.id,), delay=DOSSIER_KEPT)
        with self.app.app_context():
            _seal_log()
            with reading():
                try:
                    return dossier.made(noun, subject_id, person_id, language)
                except Exception as error:
                    current_app.logger.exception("dossier of %s %s", noun, subject_id)
                    return dossier.Made(noun, subject_id, person_id, None, type(error).__name__)
                finally:
                    db.session.remove()

    def _forget_dossier(self, key: str) -> None:
        """It was kept for an hour; papers lie elsewhere and are kept."""
        made = self.huey.result(key)
        if made is not None and made.digest:
            with self.app.app_context():
                dossier.forget(made.digest)


def init_app(app: Flask) -> None:
    """Give an application its queue, and the room in which its papers are made."""
    app.extensions["pressroom"] = Pressroom(Settings.of(app.config), int(app.config["MDT_RENDERERS"]))
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
    jobs.carry_out_lists()
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


def _lists() -> int:
    """One batch of every list that asks for it; how many went well. A list that fails waits for the next sweep."""
    with reading():
        ids = cohort.under_way()
        db.session.rollback()
    return sum(_safely(_list, _list_failed, list_id) for list_id in ids)


def _list(list_id: Any) -> None:
    with transaction():
        cohort.step(list_id)


def _list_failed(_list_id: Any, _cause: str) -> None:
    """Nothing to note: the list shows how far it is, and the log says what went wrong."""


def _carry_out_some() -> int:
    """Carry out what is most urgent, and return how many were tried; a letter waits for one batch of papers at most."""
    with reading():
        ids = effects.due(BATCH)
        db.session.rollback()
    pressroom = current_app.extensions["pressroom"]
    drafts = _ahead_of(ids, pressroom) if pressroom.processes > 1 else {}
    for effect_id in ids:
        _safely(partial(_carry_out, draft=drafts.get(effect_id)), effects.failed, effect_id)
    return len(ids)


def _ahead_of(ids: list[int], pressroom: Pressroom) -> dict[int, evidence.Draft | None]:
    """Make what papers can be made at once; what goes wrong here is made again alone, and told then."""
    try:
        with reading():
            return effects.ahead_of(ids, pressroom)
    except Exception:
        current_app.logger.exception("papers could not be made at once")
        return {}
    finally:
        db.session.remove()


def _deliver_all() -> int:
    with reading():
        ids = mail.due()
        db.session.rollback()
    return sum(_safely(_deliver, mail.failed, mail_id) for mail_id in ids)


def _seal_log() -> None:
    """Seal the log before papers are made, so that a paper names a seal that covers what it is about."""
    try:
        with reading():
            grown = sealing_log.waiting()
            db.session.rollback()
        if grown:
            with transaction():
                sealing_log.seal()
    except Exception:
        current_app.logger.exception("the log was not sealed; the next sweep tries again")


def _stamp_log() -> None:
    """Show the newest seal to the timestamp service, outside any transaction: it may answer slowly."""
    with reading():
        waits = sealing_log.unstamped()
        db.session.rollback()
    if waits is None:
        return
    try:
        token = timestamping.stamp(waits[1])
    except timestamping.NoTimestamp as cause:
        current_app.logger.warning("seal %s of the log has no timestamp yet: %s", waits[0], cause)
        return
    with transaction():
        sealing_log.stamped(waits[0], token)


def _safely(work: Callable[[Any], None], note: Callable[[Any, str], None], key: Any) -> int:
    """Do one thing; what goes wrong is noted for the office and stops nothing else."""
    try:
        work(key)
        return 1
    except Exception as error:
        if not isinstance(error, FORESEEN):
            current_app.logger.exception("%s %s", note.__module__, key)
        cause = str(error) if isinstance(error, FORESEEN) else f"{type(error).__name__}: {error}"
    with transaction():
        note(key, cause)
    return 0


def _carry_out(effect_id: int, draft: evidence.Draft | None = None) -> None:
    try:
        with reading():
            draft = draft or effects.ahead(effect_id)
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
    if any(isinstance(row, Cohort) for row in session.dirty):
        session.info["wake"] = session.info["lists"] = True


@event.listens_for(db.session, "after_commit")
def _wake(session: Session) -> None:
    lists = session.info.pop("lists", False)
    if session.info.pop("wake", False):
        current_app.extensions["jobs"].wake(lists=lists)


@event.listens_for(db.session, "after_soft_rollback")
def _stay(session: Session, _transaction: Any) -> None:
    session.info.pop("wake", None)
    session.info.pop("lists", None)


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
        app.extensions["pressroom"].close()
        close()


def _warm(app: Flask) -> None:
    """Start the renderer and open the key with the worker, so that the first paper need not wait.

    `/health` says how that went.
    """
    try:
        sealer(app)
        warm()
        state = "ready"
    except (RenderingFailed, SealingFailed) as failure:
        state = str(failure)
    with app.app_context(), transaction():
        housekeeping.beat(state)
