"""Hours: noting an entry once however often a form is sent, correcting without changing, and a week's process."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from mdt.access import SYSTEM, Actor, roles_of
from mdt.models import Agreement, Event, HoursEntry, Week, Youth, db
from mdt.services import accreditation, agreement_facts, clock
from mdt.services.hours_counted import COUNTING, HELD, all_confirmed, confirmed, counted, goal_of, outside, period_of
from mdt.services.hours_facts import as_seen, entry_of, facts, remarks, silent_until
from mdt.services.hours_link import as_shown, ask_supervisor, take_back
from mdt.services.transitions import Handling, Occasion, begin, fire, handle
from workflows.base import N_, NotNow, NotPermitted, Refused
from workflows.entries import Entry, length, monday_of
from workflows.hours import HoursFacts, check_entry
from workflows.roles import Role

# What other nouns ask of hours is asked here, whichever file of this noun it stands in.
__all__ = [
    "COUNTING", "HELD", "NOTING", "all_confirmed", "as_seen", "confirmed", "correct", "counted", "goal_of", "lock",
    "note", "outside", "period_of", "remarks", "remove", "silent_until", "unlock", "week_of",
]  # fmt: skip
NOTING = ("open", "disputed")


# -- what is noted ----------------------------------------------------------------------------------------------------


def note(agreement: Agreement, *, actor: Actor, token: str, day: date, **given: Any) -> HoursEntry:
    """Note an entry in the week of its day, which begins with it. A form sent twice makes one entry.

    Raises NotPermitted, NotNow, or Refused at the field.
    """
    _require_youth(actor, agreement)
    _alone(agreement)
    if (known := _sent_before(agreement, token)) is not None:
        return known
    return _note(week_of(agreement, day) or _blank(agreement, day), actor=actor, token=token, day=day, **given)


def _note(week: Week, *, actor: Actor, token: str, corrects: uuid.UUID | None = None, **given: Any) -> HoursEntry:
    is_new = not week.status  # it gets one when it begins
    if not is_new and week.status not in NOTING:
        raise NotNow("note", week.status)
    corrected = _corrected(week, corrects)
    if week.status == "disputed" and corrected is None:
        raise Refused(N_("In a disputed week you correct what is there. Choose what you correct."), field="corrects")
    entry = entry_of(given, noted_on=clock.today())
    with db.session.no_autoflush:  # a new week has no status before the rules have spoken
        check_entry(facts(week, today=clock.today(), without=corrected), entry, correcting=corrected is not None)
        if is_new:
            begin(week, "begin", actor=actor)
    return _add(week, entry, token=token, corrects=corrected, by=Role.YOUTH)


def remove(week: Week, entry_id: uuid.UUID, *, actor: Actor) -> None:
    """Take back an entry of a week that was never handed in. Raises NotPermitted or NotNow."""
    _require_youth(actor, week.agreement)
    _alone(week.agreement)
    if week.status != "open":
        raise NotNow("remove", week.status)
    found = next((entry for entry in week.entries if entry.id == entry_id), None)
    if found is not None:
        db.session.delete(found)
        db.session.flush()
        db.session.expire(week, ["entries"])


def correct(week: Week, *, actor: Actor, token: str, expected_version: int | None = None, **given: Any) -> None:
    """Correct a week: by an entry of its own beside the one that is wrong (`corrects`), or one that was forgotten.

    A confirmed week then waits for the supervisor again; in a disputed one the youth hands in when all is said.
    Raises NotPermitted, NotNow, Stale or Refused.
    """
    _alone(week.agreement)
    if _sent_before(week.agreement, token) is not None:
        return
    if week.status == "disputed":
        _require_youth(actor, week.agreement)
        _note(week, actor=actor, token=token, **given)
        return
    fire(week, "correct", actor=actor, expected_version=expected_version, token=token, **given)


def week_of(agreement: Agreement, day: date) -> Week | None:
    """The week of an agreement in which a day lies, if anything was noted in it."""
    query = select(Week).where(Week.agreement_id == agreement.id, Week.monday == monday_of(day))
    return db.session.scalar(query)


def _blank(agreement: Agreement, day: date) -> Week:
    return Week(id=uuid.uuid4(), agreement=agreement, agreement_id=agreement.id, monday=monday_of(day),
                dispute="", settled="", created_at=clock.now())  # fmt: skip


def _alone(agreement: Agreement) -> None:
    """Let what one youth notes happen one after another: overlap is judged over all their agreements."""
    db.session.scalar(select(Youth.id).where(Youth.id == agreement.youth_id).with_for_update())


def _sent_before(agreement: Agreement, token: str) -> HoursEntry | None:
    query = select(HoursEntry).join(Week).where(HoursEntry.token == token, Week.agreement_id == agreement.id)
    return db.session.scalar(query)


def _require_youth(actor: Actor, agreement: Agreement) -> None:
    if Role.YOUTH not in roles_of(actor, agreement):
        raise NotPermitted(N_("Hours are noted by the youth who made them."))


def _corrected(week: Week, entry_id: uuid.UUID | None) -> HoursEntry | None:
    """The entry that is corrected, which must still stand. Raises Refused."""
    if entry_id is None:
        return None
    found = next((entry for entry in week.standing if entry.id == entry_id), None)
    if found is None:
        raise Refused(N_("That entry was corrected already. Correct the latest one."), field="corrects")
    return found


def _add(week: Week, entry: Entry, *, token: str, corrects: HoursEntry | None, by: Role) -> HoursEntry:
    row = HoursEntry(
        id=uuid.uuid4(), week_id=week.id, day=entry.day, start=entry.start, minutes=entry.minutes,
        activity=entry.activity, outcome=entry.outcome, reflection=entry.reflection, late_reason=entry.late_reason,
        kind=entry.kind, noted_on=entry.noted_on or clock.today(), noted_at=clock.now(), noted_by=by.value,
        corrects_id=corrects.id if corrects else None, token=token,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    db.session.expire(week, ["entries"])
    return row


# -- what the rules may look at ---------------------------------------------------------------------------------------


def _facts(week: Week, occasion: Occasion) -> HoursFacts:
    given = occasion.given
    known = facts(week, today=occasion.today)
    if occasion.event == "correct":
        known = _with_correction(week, known, given, occasion)
    return replace(
        known,
        as_supervisor=Role.SUPERVISOR in roles_of(occasion.actor, week),
        silent_until=silent_until(week),
        reason=str(given.get("reason") or ""),
        settled=str(given.get("settled") or ""),
        heard_youth=bool(given.get("heard_youth")),
        heard_supervisor=bool(given.get("heard_supervisor")),
        changed=_changed(week),
    )


def _with_correction(week: Week, known: HoursFacts, given: Mapping[str, Any], occasion: Occasion) -> HoursFacts:
    if not given.get("day"):
        return known
    entry, corrects = entry_of(given, noted_on=occasion.today), given.get("corrects")
    wrong = next((row for row in week.standing if row.id == corrects), None)
    rest = tuple(as_seen(row) for row in week.standing if row is not wrong)
    return replace(known, entries=(*rest, entry), correction=entry,
                   corrects_standing=corrects is None or wrong is not None)  # fmt: skip


def _changed(week: Week) -> int:
    """How many entries were corrected since the week was last handed in."""
    if week.status != "disputed":
        return 0
    query = select(Event.recorded_at).where(Event.subject_id == week.id, Event.name == "dispute")
    since = db.session.scalar(query.order_by(Event.sequence.desc()).limit(1))
    return sum(1 for row in week.entries if since is not None and row.noted_at >= since)


def lock(agreement: Agreement) -> None:
    """Put the confirmed weeks to use for a credit: they are corrected no more. Acts as the system."""
    _move(agreement, "confirmed", "lock")


def unlock(agreement: Agreement) -> None:
    """Release the weeks of a credit that was returned, declined or withdrawn. Acts as the system."""
    _move(agreement, "locked", "unlock")


def _move(agreement: Agreement, status: str, event: str) -> None:
    query = select(Week).where(Week.agreement_id == agreement.id, Week.status == status).order_by(Week.monday)
    for week in list(db.session.scalars(query)):
        fire(week, event, actor=SYSTEM)


# -- what an event writes, freezes and sends --------------------------------------------------------------------------


def _submit(week: Week, occasion: Occasion) -> None:
    week.submitted_on, week.confirmed_on = occasion.effective_on, None
    week.dispute = ""


def _confirm(week: Week, occasion: Occasion) -> None:
    week.confirmed_on = occasion.effective_on
    week.settled = str(occasion.given.get("settled") or week.settled)
    if served := [entry.day for entry in week.standing]:
        accreditation.note_youth(week.agreement.organisation_id, max(served))


def _dispute(week: Week, occasion: Occasion) -> None:
    week.dispute = str(occasion.given["reason"])


def _correct(week: Week, occasion: Occasion) -> None:
    given = occasion.given
    entry = entry_of(given, noted_on=occasion.today)
    _add(week, entry, token=str(given["token"]), corrects=_corrected(week, given.get("corrects")), by=occasion.role)
    _submit(week, occasion)


def _snapshot(week: Week, occasion: Occasion) -> dict[str, Any]:
    agreement = week.agreement
    given = {name: value for name, value in occasion.given.items() if name != "token"}
    return {
        "given": {name: str(value) if value is not None else None for name, value in given.items()},
        "case": {"number": agreement.number, "kind": "agreement", "id": str(agreement.id)},
        "organisation": {"name": agreement.organisation.name},
        "youth": {"name": agreement.youth.name},
        "week": {"id": str(week.id), "sunday": week.sunday.isoformat(), "length": length(week.minutes),
                 "minutes": week.minutes, "dispute": week.dispute, "settled": week.settled} | as_shown(week),
    }  # fmt: skip


handle(
    "hours",
    Handling(
        facts=_facts,
        snapshot=_snapshot,
        case=lambda week: week.agreement_id,
        case_kind="agreement",
        apply={"submit": _submit, "confirm": _confirm, "settle": _confirm, "dispute": _dispute, "correct": _correct},
        follow={"submit": ask_supervisor, "correct": ask_supervisor, "confirm": take_back, "dispute": take_back},
    ),
)


@agreement_facts.counts_minutes
def _served(agreement_id: uuid.UUID) -> int:
    """What an agreement goes by when it is completed: only service under an accreditation in force counts."""
    found = db.session.get(Agreement, agreement_id)  # there is none yet while it is begun
    return sum(counted(found).values()) if found else 0
