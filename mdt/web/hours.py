"""Hours: noting them on a phone, a week and its process, the weeks of an agreement, and what waits for the host."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from mdt.access import Person, roles_of, visible
from mdt.forms.hours import OTHER, CorrectionForm, EntryForm
from mdt.models import Agreement, HoursEntry, Week, db
from mdt.services import calendar, clock
from mdt.services import hours as service
from mdt.services import hours_overview as overview
from mdt.services.transitions import Stale
from mdt.web import kept
from mdt.web.access import FUNCTIONS, audience
from mdt.web.errors import sentence
from mdt.web.language import day
from mdt.web.transition import handle, offered
from workflows import HoursWorkflow
from workflows.base import Refused
from workflows.entries import length
from workflows.roles import Role
from workflows.working_time import proposed_kind

hours = Blueprint("hours", __name__)


@hours.get("/agreements/<uuid:id>/hours")
@audience(*FUNCTIONS)
def index(id: uuid.UUID) -> str:
    """The weeks of an agreement, for its parties; a school reads."""
    return render_template("html/hours/index.html", **_standing(_agreement(id)))


@hours.route("/agreements/<uuid:id>/hours/note", methods=["GET", "POST"])
@audience("youth")
def note(id: uuid.UUID) -> Any:
    """Note an entry: on a phone, in a few taps."""
    agreement = _own(id)
    form = _offer(kept.form(EntryForm, data=_proposal(agreement)), agreement)
    if request.method == "POST" and form.validate():
        try:
            made = service.note(agreement, actor=_me(), **form.given())
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal.field, sentence(refusal))
        else:
            flash(_("Noted: %(length)s on %(day)s.", length=length(made.minutes), day=day(made.day)), "success")
            return redirect(url_for(".show", id=made.week_id))
    code = 422 if request.method == "POST" else 200
    return render_template("html/hours/note.html", agreement=agreement, form=form), code


@hours.get("/hours/<uuid:id>")
@audience(*FUNCTIONS)
def show(id: uuid.UUID) -> str:
    """A week: its entries, what the limits for minors say of it, and what can be done."""
    week = _visible(id)
    return render_template("html/hours/show.html", subject=week, actions=_offered(week), **_content(week))


@hours.route("/hours/<uuid:id>/correct", methods=["GET", "POST"])
@audience(*FUNCTIONS)
def correct(id: uuid.UUID) -> Any:
    """Correct an entry of a week that was handed in, by a new entry beside it."""
    week = _visible(id)
    wrong = _chosen(week)
    form = _offer(kept.form(CorrectionForm, data=_as_it_was(week, wrong)), week.agreement)
    if request.method == "POST" and form.validate():
        try:
            service.correct(week, actor=_me(), corrects=wrong.id if wrong else None,
                            expected_version=_version(form), **form.given())  # fmt: skip
        except Stale:
            db.session.rollback()
            flash(_("Somebody changed this week while you were typing. Your text is still here; look at how it "
                    "stands now and send it again."), "warning")  # fmt: skip
            return _correction(_visible(id), wrong, form), 409
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal.field, sentence(refusal))
        else:
            flash(_("The correction is noted. What it corrects stays readable."), "success")
            return redirect(url_for(".show", id=id))
    code = 422 if request.method == "POST" else 200
    return _correction(week, wrong, form), code


@hours.post("/hours/<uuid:id>/entries/<uuid:entry>/remove")
@audience("youth")
def remove(id: uuid.UUID, entry: uuid.UUID) -> Response:
    """Take back an entry of a week that was not handed in yet."""
    service.remove(_visible(id), entry, actor=_me())
    flash(_("The entry has been removed."), "success")
    return redirect(url_for(".show", id=id))


@hours.route("/hours/<uuid:id>/<string:event>", methods=["GET", "POST"])
@audience(*FUNCTIONS)
def transition(id: uuid.UUID, event: str) -> Any:
    """An event of a week."""
    week = _visible(id)
    return handle(week, event, back=url_for(".show", id=id), context=_content(week))


@hours.get("/hours/to-confirm")
@audience("coordinator", "supervisor")
def to_confirm() -> str:
    """The weeks that wait for an answer of this organisation, the oldest first."""
    return render_template("html/hours/to_confirm.html", weeks=overview.waiting_for(_me()), today=clock.today(),
                           silent_until=service.silent_until, length=length)  # fmt: skip


def _me() -> Person:
    person: Person = current_user._get_current_object()
    return person


def _agreement(id: uuid.UUID) -> Agreement:
    """An agreement of which this person may read the hours. Aborts 404."""
    found: Agreement = db.first_or_404(visible(select(Agreement), _me()).where(Agreement.id == id))
    return found


def _own(id: uuid.UUID) -> Agreement:
    """An agreement of the youth who is signed in. Aborts 404."""
    found = _agreement(id)
    if Role.YOUTH not in roles_of(_me(), found):
        abort(404)
    return found


def _visible(id: uuid.UUID) -> Week:
    found: Week = db.first_or_404(visible(select(Week), _me()).where(Week.id == id))
    return found


def _standing(agreement: Agreement) -> dict[str, Any]:
    """What the pages about an agreement's hours show."""
    weeks, today = overview.weeks_of(agreement), clock.today()
    found, done = overview.lines(agreement, weeks, today=today), overview.progress(agreement, weeks)
    return {
        "agreement": agreement, "lines": found, "progress": done,
        "next_step": overview.next_step(agreement, found, done),
        "is_youth": Role.YOUTH in roles_of(_me(), agreement), "length": length, "today": today,
    }  # fmt: skip


def _content(week: Week) -> dict[str, Any]:
    corrected = {row.corrects_id: row for row in week.entries if row.corrects_id}
    roles = roles_of(_me(), week)
    return {
        "agreement": week.agreement, "corrected": corrected, "remarks": service.remarks(week), "length": length,
        "is_youth": Role.YOUTH in roles, "outside": set(service.outside(week.agreement, week.standing)),
        "may_correct": _may_correct(week, roles),
        "silent_until": service.silent_until(week), "as_seen": service.as_seen, "today": clock.today(),
    }  # fmt: skip


def _may_correct(week: Week, roles: frozenset[Role]) -> bool:
    """Whether somebody can write a correction: of a confirmed week, and the youth of a disputed one."""
    who = {"confirmed": set(HoursWorkflow.who["correct"]), "disputed": {Role.YOUTH}}.get(week.status, set())
    return bool(who & roles)


def _offered(week: Week) -> list[dict[str, Any]]:
    """The buttons; correcting has a page of its own, beside the entry."""
    return [action for action in offered(week) if action["event"] != "correct"]


def _proposal(agreement: Agreement) -> dict[str, Any]:
    if request.method != "GET":
        return {}
    today = clock.today()
    found = overview.proposal(agreement, today=today)
    holiday = calendar.calendar().name_of(today) is not None
    kind = found["kind"] or proposed_kind(today, is_holiday=holiday)
    return found | {"token": uuid.uuid4().hex, "kind": kind} | _asked_day(agreement, today)


def _asked_day(agreement: Agreement, today: date) -> dict[str, Any]:
    """The day that the address asks for, as from a week that is missing: among the recent days, or as another one."""
    try:
        asked = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return {}
    recent = asked in overview.days_offered(agreement, today=today)
    return {"recent": asked.isoformat()} if recent else {"recent": OTHER, "day": asked}


def _as_it_was(week: Week, wrong: HoursEntry | None) -> dict[str, Any]:
    data: dict[str, Any] = {"token": uuid.uuid4().hex, "version": str(week.version), "recent": OTHER}
    if wrong is None:
        return data | {"day": week.monday}
    names = ("day", "start", "minutes", "activity", "outcome", "reflection", "kind")
    return data | {name: getattr(wrong, name) for name in names}


def _offer(form: EntryForm, agreement: Agreement) -> EntryForm:
    today = clock.today()
    activities, outcomes = overview.choices(agreement)
    return form.offer(
        days=overview.days_offered(agreement, today=today), today=today, activities=activities, outcomes=outcomes,
        minor=overview.under_sixteen(agreement.youth, today),
    )  # fmt: skip


def _chosen(week: Week) -> HoursEntry | None:
    """The entry that the address names, which must be one of this week. Aborts 404."""
    asked = request.args.get("entry")
    if not asked:
        return None
    found = next((row for row in week.entries if str(row.id) == asked), None)
    return found or abort(404)


def _correction(week: Week, wrong: HoursEntry | None, form: EntryForm) -> str:
    return render_template("html/hours/correct.html", subject=week, wrong=wrong, form=form, **_content(week))


def _version(form: EntryForm) -> int | None:
    text = str(form["version"].data or "")
    return int(text) if text.isdigit() else None
