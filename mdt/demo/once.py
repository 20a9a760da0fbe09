"""Everything from beginning to end without a server: applications granted and refused, and credit for service there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from flask import Flask
from sqlalchemy import select

from mdt.demo import cast, handed_over, once_school, play
from mdt.demo.once_school import Lists
from mdt.demo.play import Case
from mdt.demo.stage import COURSE, Stage, publish_frameworks
from mdt.models import Document, Effect, Event, Person, SealCertificate, db
from mdt.services import clock, evidence, revision, verification
from workflows import WORKFLOWS

DATA = "diensttijd-data"
GRANTED_AGO, REFUSED_AGO, ENGLISH_AGO = (
    280,
    84,
    70,
)  # days before today on which each was submitted; the first hosts youths after it
UNTOLD = ("membership", "enrolment", "hours")  # too many for a table
ANSWERED_AFTER = 12
NO_LISTS = Lists()


class Row(NamedTuple):
    """One event, as the table tells it; `papers` are the names of the files that were written."""

    day: str
    case: str
    event: str
    who: str
    went: str
    papers: str


class Ending(NamedTuple):
    """What was played: every event, what the schools decided, and what was verified."""

    rows: list[Row]
    decided: list[str]
    counts: verification.Counts


def run(out: Path, *, lists: Lists = NO_LISTS) -> Ending:
    """Play it all on a new SQLite database in `out`, write every paper, dossier and credential there,
    verify all of it, and tell what happened.

    Raises verification.Fault when something does not verify, or a paper was not made, and table_file.BadLines for a
    published list that cannot be read.
    """
    app = _new_application(out)
    with app.app_context():
        publish_frameworks()
        stage = Stage()
        _commit(app)
        _grant(stage, app)
        _refuse(stage, app)
        _grant_in_english(stage, app)
        _recognise(stage, app, lists)
        clock.move_to(stage.today)
        _commit(app)
        cases = select(Event).where(Event.noun.not_in(UNTOLD)).order_by(Event.id)
        rows = [_row(event, out) for event in db.session.scalars(cases)]
        _all_made()
        _write_certificates(out)
        handed_over.write(out)
        db.session.commit()
        return Ending(rows, once_school.told(), verification.verify())


def table(rows: list[Row]) -> str:
    """The rows under their headings, in columns."""
    lines = [Row("date", "case", "what", "who", "from → to", "papers"), *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(Row._fields))]
    return "\n".join("  ".join(text.ljust(w) for text, w in zip(line, widths, strict=True)).rstrip() for line in lines)


def _new_application(out: Path) -> Flask:
    """An application with an empty database of its own in `out`; what an earlier run left there is replaced."""
    import flask_migrate

    from mdt import create_app

    out.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(out / DATA, ignore_errors=True)
    os.environ.setdefault("MDT_MODE", "demo")
    app = create_app({"MDT_MODE": "demo", "MDT_DATA_DIR": str(out / DATA), "MDT_DATABASE_URL": "",
                      "MDT_HUEY_URL": "memory://", "MDT_SMTP_HOST": ""})  # fmt: skip
    with app.app_context():
        flask_migrate.upgrade(directory=str(app.extensions["migrate"].directory))
    return app


def _commit(app: Flask) -> None:
    """End the step as a request would, and let the worker do what follows."""
    from mdt import jobs

    db.session.commit()
    jobs.run_until_quiet(app)


def _course(stage: Stage, app: Flask, case: Case, *, ago: int, steps: tuple[str, ...]) -> None:
    for name in steps:
        stage.step(case, name, ago=ago)
        _commit(app)


def _on(stage: Stage, app: Flask, ago: int, step: Callable[[], object]) -> None:
    stage.ago(ago)
    step()
    _commit(app)


def _grant(stage: Stage, app: Flask) -> None:
    """Something was missing at first; then seen, heard, advised and granted, with a condition."""
    host = cast.hosts()["linde"]
    words = cast.words(host, weak=("confidential_contact",), conditions=[(cast.sentence(host, "condition"), 180)])
    case = stage.start(host.key, ago=GRANTED_AGO, words=words)
    _course(stage, app, case, ago=GRANTED_AGO, steps=COURSE[:1])
    _on(stage, app, GRANTED_AGO - 3, lambda: play.request_supplement(case))
    _on(stage, app, GRANTED_AGO - ANSWERED_AFTER, lambda: play.supplement(case))
    later = GRANTED_AGO - ANSWERED_AFTER
    _course(stage, app, case, ago=later, steps=COURSE[1:])
    _course(stage, app, case, ago=later, steps=("grant",))


def _refuse(stage: Stage, app: Flask) -> None:
    """Too little was seen; the board announced it, heard the organisation, and refused."""
    case = stage.start("fanfare", ago=REFUSED_AGO, words=cast.refused_words(cast.hosts()["fanfare"]))
    _course(stage, app, case, ago=REFUSED_AGO, steps=COURSE[:6])
    other = stage.today - timedelta(days=REFUSED_AGO - 21)
    assert case.planned.agreed_on == other  # the day of the visit lies two weeks after the proposal
    _course(stage, app, case, ago=REFUSED_AGO, steps=COURSE[6:])
    _course(stage, app, case, ago=REFUSED_AGO, steps=("intend_refusal", "give_view", "refuse"))


def _grant_in_english(stage: Stage, app: Flask) -> None:
    """An organisation that chose English, so that its papers are in English."""
    case = stage.start("harbour", ago=ENGLISH_AGO)
    _course(stage, app, case, ago=ENGLISH_AGO, steps=(*COURSE, "grant"))


def _recognise(stage: Stage, app: Flask, lists: Lists) -> None:
    """Youths serve at the accredited host, and schools of each kind decide on it."""
    once_school.run(stage, lists=lists, commit=lambda: _commit(app))


def _row(event: Event, out: Path) -> Row:
    named = next(row.name for row in WORKFLOWS[event.noun].rows() if row.event == event.name)
    issued = select(Document).where(Document.event_id == event.id).order_by(Document.number)
    papers = [_write(paper, out) for paper in db.session.scalars(issued)]
    case = (event.snapshot or {}).get("case", {}).get("number") or ""
    went = f"{event.status_before or '–'} → {event.status_after}"
    return Row(event.effective_on.isoformat(), case, named, _who(event), went, ", ".join(papers))


def _who(event: Event) -> str:
    person = db.session.get(Person, event.actor_id) if event.actor_id else None
    return f"{person.name} ({event.role})" if person else str(event.role)


def _all_made() -> None:
    """Raise Fault for the first effect that was not carried out."""
    left = db.session.scalar(select(Effect).where(Effect.done_at.is_(None)).order_by(Effect.id).limit(1))
    if left is not None:
        raise verification.Fault(f"{left.name} of event {left.event_id} was not carried out: {left.error}")


def _write_certificates(out: Path) -> None:
    """The certificates that sealed the papers, for whoever checks them with other tools."""
    for number, certificate in enumerate(db.session.scalars(select(SealCertificate)), start=1):
        (out / f"seal-{number}.pem").write_bytes(revision.pem(certificate))


def _write(paper: Document, out: Path) -> str:
    path = out / f"{paper.number}-{paper.kind}.pdf"
    path.unlink(missing_ok=True)
    path.write_bytes(evidence.content_of(paper))
    return path.name
