"""Hours: noting an entry once however often a form is sent, correcting without changing, and a week's process."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from mdt.access import Actor, roles_of
from mdt.models import Agreement, Event, HoursEntry, Week, Youth, db
from mdt.rules import working_time as rules
from mdt.services import accreditation, calendar, clock, consent
from mdt.services.transitions import Handling, Occasion, begin, fire, handle
from mdt.services.wording import plain
from workflows import HoursWorkflow
from workflows.base import N_, NotNow, NotPermitted, Refused
from workflows.entries import Entry, Period, length, monday_of
from workflows.hours import HoursFacts, check_entry
from workflows.roles import Role
from workflows.working_time import Finding, findings

COUNTING = ("confirmed", "locked")
NOTING = ("open", "disputed")
WEEK = timedelta(days=7)


# -- what is noted ----------------------------------------------------------------------------------------------------


def note(agreement: Agreement, *, actor: Actor, token: str, day: date, corrects: uuid.UUID | None = None,
         **given: Any) -> HoursEntry:  # fmt: skip
    """Note an entry in the week of its day, which begins with it. A form sent twice makes one entry.

    Raises NotPermitted, NotNow, or Refused at the field. In a disputed week `corrects` names the entry it replaces.
    """
    _require_youth(actor, agreement)
    _alone(agreement)
    if (known := _sent_before(agreement, token)) is not None:
        return known
    week = week_of(agreement, day) or _begun(agreement, day, actor)
    if week.status not in NOTING:
        raise NotNow("note", week.status)
    corrected = _corrected(week, corrects)
    if week.status == "disputed" and corrected is None:
        raise Refused(N_("In a disputed week you correct what is there. Choose what you correct."), field="corrects")
    known_facts = facts(week, today=clock.today(), without=corrected)
    entry = _entry(given | {"day": day}, noted_on=clock.today())
    check_entry(known_facts, entry, correcting=corrected is not None)
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
        note(week.agreement, actor=actor, token=token, **given)
        return
    fire(week, "correct", actor=actor, expected_version=expected_version, token=token, **given)


def week_of(agreement: Agreement, day: date) -> Week | None:
    """The week of an agreement in which a day lies, if anything was noted in it."""
    query = select(Week).where(Week.agreement_id == agreement.id, Week.monday == monday_of(day))
    return db.session.scalar(query)


def _begun(agreement: Agreement, day: date, actor: Actor) -> Week:
    week = Week(id=uuid.uuid4(), agreement=agreement, agreement_id=agreement.id, monday=monday_of(day),
                dispute="", settled="", created_at=clock.now())  # fmt: skip
    with db.session.no_autoflush:  # the new row has no status before the rules have spoken
        begin(week, "begin", actor=actor)
    return week


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


def _entry(given: Mapping[str, Any], *, noted_on: date) -> Entry:
    """What a form gave, as the rules see it."""
    return Entry(
        day=given["day"], start=given["start"], minutes=given["minutes"], activity=str(given.get("activity") or ""),
        outcome=str(given.get("outcome") or ""), reflection=str(given.get("reflection") or "").strip(),
        late_reason=str(given.get("late_reason") or "").strip(), noted_on=noted_on,
        kind=str(given.get("kind") or "free"),
    )  # fmt: skip


# -- what the rules may look at ---------------------------------------------------------------------------------------


def as_seen(row: HoursEntry) -> Entry:
    """A stored entry as the rules see it."""
    return Entry(day=row.day, start=row.start, minutes=row.minutes, activity=row.activity, outcome=row.outcome,
                 reflection=row.reflection, late_reason=row.late_reason, noted_on=row.noted_on,
                 kind=row.kind)  # fmt: skip


def facts(week: Week, *, today: date, without: HoursEntry | None = None) -> HoursFacts:
    """The facts of a week as it stands, leaving out an entry that is about to be corrected."""
    agreement, youth = week.agreement, week.agreement.youth
    standing = week.standing if week.status else []
    return HoursFacts(
        today=today, monday=week.monday, bounds=rules.bounds(today), limits=rules.limits(), born=youth.born_on,
        agreement=period_of(agreement), accredited=accredited(agreement),
        entries=tuple(as_seen(row) for row in standing if row is not without), around=_around(week),
        consent_in_force=consent.in_force(youth, today),
    )  # fmt: skip


def remarks(week: Week) -> list[Finding]:
    """What the limits for minors say of a week, to be shown with it."""
    seen = facts(week, today=clock.today())
    if seen.born is None:
        return []
    return findings(seen.entries, born=seen.born, limits=seen.limits, around=seen.around)


def _around(week: Week) -> tuple[Entry, ...]:
    """The other entries of the same youth that matter: elsewhere in this week, and on the day before and after it."""
    mine = select(Agreement.id).where(Agreement.youth_id == week.agreement.youth_id)
    query = (
        select(Week)
        .where(Week.agreement_id.in_(mine), Week.id != week.id)
        .where(Week.monday.between(week.monday - WEEK, week.monday + WEEK))
    )
    days = (week.monday - timedelta(days=1), week.monday + WEEK)
    with db.session.no_autoflush:
        rows = [row for other in db.session.scalars(query) for row in other.standing]
    return tuple(as_seen(row) for row in rows if days[0] <= row.day <= days[1])


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
    entry, corrects = _entry(given, noted_on=occasion.today), given.get("corrects")
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


def silent_until(week: Week) -> date | None:
    """The last day on which only the supervisor can confirm."""
    if week.status != "submitted" or week.submitted_on is None:
        return None
    rule = calendar.length("supervisor_silence", week.submitted_on)
    return calendar.calendar().add_working_days(week.submitted_on, rule.value)


# -- what counts ------------------------------------------------------------------------------------------------------


def period_of(agreement: Agreement) -> Period | None:
    """The days for which hours can be noted, or None while the agreement is not in force."""
    return None


def accredited(agreement: Agreement) -> tuple[Period, ...]:
    """The days on which the organisation's accreditation is in force."""
    return tuple(Period(one.starts_on, one.ends_on) for one in accreditation.ranges_in_force(agreement.organisation_id))


def counted(agreement: Agreement) -> dict[str, int]:
    """The minutes that count, by accreditation number: confirmed, on days on which that accreditation was in force."""
    ranges, found = accreditation.ranges_in_force(agreement.organisation_id), defaultdict(int)
    for row in confirmed(agreement):
        if number := number_on(row.day, ranges):
            found[number] += row.minutes
    return dict(found)
