"""Signals for the confidential adviser, and for whom the adviser informed. For everybody else they do not exist.

Reading is an event too: what was said is shown only after a POST that opens the signal, and for a short while.
"""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, abort, redirect, render_template, session, url_for
from flask_login import current_user
from sqlalchemy import select

from mdt.access import Person, visible
from mdt.models import Signal, SignalShare, db
from mdt.services import signal as service
from mdt.services import signal_waiting
from mdt.web import transition as events
from mdt.web.access import audience
from mdt.web.signal_case import case_page
from workflows import SignalWorkflow

INFORMED = ("office", "board", "hearer")
REMEMBERED = 20  # openings in one session; the cookie stays small
KEY = "opened"

signal = Blueprint("signal", __name__)


def visitor() -> Person:
    """Who is signed in."""
    person: Person = current_user._get_current_object()
    return person


def found(id: uuid.UUID) -> Signal:
    """The signal, if this adviser can see it; else 404."""
    one: Signal | None = db.session.scalar(visible(select(Signal).where(Signal.id == id), visitor()))
    return one or abort(404)


def found_share(id: uuid.UUID) -> SignalShare:
    """What was shared with this visitor; else 404."""
    query = visible(select(SignalShare).where(SignalShare.id == id), visitor())
    one: SignalShare | None = db.session.scalar(query)
    return one or abort(404)


def _remember(subject: Signal | SignalShare, number: int) -> None:
    """Note in this session which event opened it; the log is asked whether that is so."""
    kept = {key: value for key, value in session.get(KEY, {}).items() if key != str(subject.id)}
    session[KEY] = dict([*kept.items(), (str(subject.id), number)][-REMEMBERED:])


def _is_open(subject: Signal | SignalShare) -> bool:
    return service.is_open(session.get(KEY, {}).get(str(subject.id)), subject, visitor())


# -- the adviser ----------------------------------------------------------------------------------------------------
@signal.get("/signals")
@audience("confidential_adviser")
def index() -> str:
    """The worklist: where each stands, and nothing of what it is about."""
    rows = signal_waiting.worklist(visitor())
    return render_template("html/signal/index.html", rows=rows, added=signal_waiting.added(rows, visitor()),
                           label=SignalWorkflow.label)  # fmt: skip


@signal.get("/signals/<uuid:id>")
@audience("confidential_adviser")
def show(id: uuid.UUID) -> str:
    """The page of a signal."""
    one = found(id)
    return render_template("html/signal/show.html", **case_page(one, visitor(), opened=_is_open(one)))


@signal.post("/signals/<uuid:id>/open")
@audience("confidential_adviser")
def open_(id: uuid.UUID) -> Any:
    """Open a signal. That is written in the log, which stands on its page."""
    one = found(id)
    _remember(one, service.open_(one, actor=visitor()))
    return redirect(url_for(".show", id=id))


@signal.route("/signals/<uuid:id>/<string:event>", methods=["GET", "POST"])
@audience("confidential_adviser")
def transition(id: uuid.UUID, event: str) -> Any:
    """The page of an event on a signal. After handing over it is out of sight."""
    one, there = found(id), url_for(".show", id=id)
    if event == "open":
        return redirect(there)
    return events.handle(one, event, back=url_for(".index") if event == "hand-over" else there)


# -- whom the adviser informed --------------------------------------------------------------------------------------
@signal.get("/shared-signals")
@audience(*INFORMED)
def shared() -> Any:
    """What was shared with this visitor. Where nothing was, there is no such page."""
    rows = service.shared_with(visitor()) or abort(404)
    return render_template("html/signal/shared.html", rows=rows, unopened=signal_waiting.unopened(visitor()))


@signal.get("/shared-signals/<uuid:id>")
@audience(*INFORMED)
def show_share(id: uuid.UUID) -> str:
    """What was shared, once it was opened, and nothing more."""
    one = found_share(id)
    return render_template("html/signal/share_show.html", share=one, opened=_is_open(one))


@signal.post("/shared-signals/<uuid:id>/open")
@audience(*INFORMED)
def open_share(id: uuid.UUID) -> Any:
    """Open what was shared. The adviser sees that it was opened, by whom and when."""
    one = found_share(id)
    _remember(one, service.open_share(one, actor=visitor()))
    return redirect(url_for(".show_share", id=id))
