"""The dossier of an agreement, for its parties: what its page, the page of its versions and those of its hours show.

The youth, the host and the school stand beside each other, and the accrediting body has no part in it: each gets the
edition of a party. They differ in the letters, in what a side wrote and did not propose yet, and in what a side's own
events froze in the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from sqlalchemy import or_, select

from mdt.models import Agreement, AgreementVersion, Event, HoursEntry, Mail, Membership, Person, Upload, Week, db
from mdt.rules import rounds
from mdt.services import agreement, agreement_content, agreement_told, dossier_log, hours, letterhead, uploads
from mdt.services import hours_overview as overview
from mdt.services.agreement_content import Change
from mdt.services.agreement_papers import PARTIES, REACHED, WAYS
from mdt.services.dossier import KINDS, Asked, Block, File, Kind, Section
from mdt.services.dossier_parts import json_file, letters, papers_of
from mdt.services.wording import in_hours
from workflows import AgreementWorkflow, HoursWorkflow
from workflows.base import N_
from workflows.entries import length
from workflows.roles import Role

HOST = frozenset({Role.ORGANISATION, Role.COLLEAGUE, Role.SUPERVISOR})
SCHOOL = frozenset({Role.CLERK, Role.EXAMINER, Role.EXAM_BOARD, Role.SCHOOL})
SIDES: dict[str, frozenset[Role]] = {"youth": frozenset({Role.YOUTH}), "organisation": HOST, "school": SCHOOL}

Pairs = list[tuple[str, str | None]]


def _side(asked: Asked) -> str:
    """Where the reader stands; a youth is one in an agreement of their own, whatever else they are."""
    return next(side for side, roles in SIDES.items() if asked.roles & roles)


# -- what is agreed -------------------------------------------------------------------------------------------------
def _agreed(asked: Asked) -> Iterable[Block]:
    subject: Agreement = asked.subject
    yield Block(_("What is agreed"), _content(agreement.standing_content(subject)))
    if subject.pending is not None and subject.current is not None:
        yield Block(
            _("A change waits for signatures"), _changed(agreement_told.since(subject.current, subject.pending))
        )
    yield Block(_("Signatures"), _signatures(subject))
    if unsent := agreement_told.unsent(subject, agreement.side_of(subject, asked.person)):
        yield Block(_("Written and not proposed yet"), _changed(unsent))
    yield Block(_("Contact details"), [
        (who, "\n".join(filter(None, (said.get(name, "") for name in ("name", "email", "telephone")))))
        for who, said in agreement_told.contacts(subject)
    ])  # fmt: skip
    if subject.comments:
        yield Block(_("Comments"), [(f"{one.name} ({_(PARTIES[one.party])}), {_day(one.written_at)}", one.text)
                                    for one in subject.comments])  # fmt: skip
    if (found := subject.assessment) is not None:
        words = {word: _(label) for word, label in REACHED.items()}
        outcomes: Pairs = [(row["text"], words[row["reached"]]) for row in found.outcomes]
        yield Block(_("Assessment of the supervisor"),
                    [*outcomes, (f"{found.name}, {_day(found.written_on)}", found.text)])  # fmt: skip


def _content(said: dict[str, Any]) -> Pairs:
    """Every part of a content under its label; a list is lines."""
    found: Pairs = []
    shown = {
        **said, "activities": [_activity(row) for row in said.get("activities") or ()],
        "round": _round(said.get("round"), said.get("starts_on")),
        **{party: {"name": said[party]["name"]} for party in SIDES if said.get(party)},
    }  # fmt: skip
    for change in agreement_content.difference({}, shown):
        label, value = _(change.label), _value(change.after, change.kind)
        if found and found[-1][0] == label:
            found[-1] = (label, f"{found[-1][1]}\n{value}")
        else:
            found.append((label, value))
    return found


def _round(code: str | None, starts_on: str | None) -> str | None:
    """The title of a regulation round, in the language of the page."""
    if not code or not starts_on:
        return code
    try:
        return str(getattr(rounds.get(code, date.fromisoformat(starts_on)).title, str(get_locale() or "nl")))
    except LookupError:
        return code


def _activity(row: dict[str, Any]) -> dict[str, Any]:
    at_school = row.get("kind") == "school"
    return {**row, "what": f"{row['what']} ({_('activity of the school')})"} if at_school else row


def _changed(changes: Iterable[Change]) -> Pairs:
    return [
        (_(one.label), f"{_value(one.before, one.kind) or '–'} → {_value(one.after, one.kind) or '–'}")
        for one in changes
    ]


def _value(text: str, kind: str) -> str:
    """A value as the pages write it."""
    if not text:
        return ""
    if kind == "minutes":
        return str(_("%(hours)s hours", hours=in_hours(int(text))))
    if kind == "days":
        return _day(text)
    if kind == "party":
        return ", ".join(_(PARTIES[one]) for one in text.split(","))
    return str(_(text)) if kind == "choice" else text


def _signatures(subject: Agreement) -> Pairs:
    """Who signed the version that waits or stands, and who has not."""
    version = subject.pending or subject.current
    if version is None:
        return []
    there = {one.party: one for one in subject.signatures if one.version_id == version.id}
    return [
        (_(PARTIES[party]), f"{found.name or '–'}, {_day(found.signed_on)}, {_(WAYS[found.how])}")
        if (found := there.get(party)) else (_(PARTIES[party]), _("has not signed yet"))
        for party in agreement.signers(subject)
    ]  # fmt: skip


def _scans(asked: Asked) -> Iterable[File]:
    query = select(Upload).where(Upload.agreement_id == asked.subject.id).order_by(Upload.uploaded_at, Upload.id)
    erased = asked.subject.youth.erased_at is not None  # that took the scans away, and left their rows
    for upload in [] if erased else db.session.scalars(query):
        yield File(f"files/{upload.name}", upload.name, _handed_in(upload), upload.uploaded_at.date())


def _handed_in(upload: Upload) -> Callable[[], bytes]:
    return lambda: uploads.content_of(upload)


# -- versions -------------------------------------------------------------------------------------------------------
def _versions(asked: Asked) -> Iterable[Block]:
    for told in agreement_told.versions(asked.subject):
        version: AgreementVersion = told["version"]
        title = _("Version %(number)s", number=version.number)
        pairs: Pairs = [(_("Made by"), f"{told['by'] or '–'}, {_day(version.created_at)}")]
        pairs.append((_("Signed by"), ", ".join(_(PARTIES[one]) for one in told["signed"])))
        yield Block(title, [*pairs, *([] if told["first"] else _changed(told["changes"]))])


def _version_files(asked: Asked) -> Iterable[File]:
    found = [
        {"number": one.number, "id": one.id, "made_at": one.created_at.isoformat(), "content": one.content}
        for one in asked.subject.versions
    ]
    if found:
        yield json_file("agreement/versions.json", _("Every version; its id is the hash of its content"), found)


# -- hours ----------------------------------------------------------------------------------------------------------
def _hours(asked: Asked) -> Iterable[Block]:
    subject: Agreement = asked.subject
    if subject.in_force_on is None:
        return
    weeks = overview.weeks_of(subject)
    done = overview.progress(subject, weeks)
    yield Block(_("Hours"), [
        (_("Confirmed"), _("%(made)s of %(goal)s hours confirmed", made=length(done.counts), goal=length(done.goal))),
        (_("Waiting for the supervisor"), length(done.waiting)), (_("Noted, not handed in"), length(done.noted)),
    ])  # fmt: skip
    for week in reversed(weeks):
        yield Block(_("Week of %(day)s", day=_day(week.monday)), _week(week))


def _week(week: Week) -> Pairs:
    corrected = {row.corrects_id: row for row in week.entries if row.corrects_id}
    outside = set(hours.outside(week.agreement, week.standing))
    pairs: Pairs = [(_("State"), f"{_(HoursWorkflow.label(week.status))}, {length(week.minutes)}")]
    if week.dispute and week.status == "disputed":
        pairs.append((_("The supervisor says what is not right"), week.dispute))
    if week.settled:
        pairs.append((_("What the coordinator settled"), week.settled))
    for row in week.entries:
        seen = hours.as_seen(row)
        when = f"{_day(row.day)}, {row.start:%H:%M}–{seen.end:%H:%M}, {length(row.minutes)}"
        pairs.append((when, "\n".join(filter(None, _entry(row, corrected.get(row.id), row in outside)))))
    return pairs


def _entry(row: HoursEntry, by: HoursEntry | None, outside: bool) -> list[str]:
    return [
        row.activity, row.outcome, row.reflection,
        _("Noted late: %(why)s", why=row.late_reason) if row.late_reason else "",
        (_("This is a correction.") if row.minutes else _("Struck out: it counts for nothing.")) if row.corrects_id
        else "",
        _("Does not count: the organisation was not accredited on this day") if outside else "",
        _("Corrected on %(day)s; this does not stand any more.", day=_day(by.noted_on)) if by else "",
    ]  # fmt: skip


def _hours_files(asked: Asked) -> Iterable[File]:
    weeks = overview.weeks_of(asked.subject)
    if weeks:
        found = [
            {"monday": week.monday.isoformat(), "status": week.status, "minutes": week.minutes,
             "settled": week.settled, "entries": [_as_data(row) for row in week.entries]}
            for week in weeks
        ]  # fmt: skip
        yield json_file("hours/hours.json", _("The hours, week by week, also what was corrected"), found)


def _as_data(row: HoursEntry) -> dict[str, Any]:
    return {
        "id": str(row.id), "day": row.day.isoformat(), "start": f"{row.start:%H:%M}", "minutes": row.minutes,
        "activity": row.activity, "outcome": row.outcome, "reflection": row.reflection,
        "late_reason": row.late_reason, "kind": row.kind, "noted_on": row.noted_on.isoformat(),
        "noted_by": row.noted_by, "corrects": str(row.corrects_id) if row.corrects_id else None,
    }  # fmt: skip


# -- letters, and what happened -------------------------------------------------------------------------------------
def _letters(asked: Asked) -> Iterable[File]:
    return letters(asked, _to_own_people(asked))


def _to_own_people(asked: Asked) -> Any:
    """Letters to the reader, and to those who act for the same side as the address that the agreement names for it."""
    side, subject = _side(asked), asked.subject
    addresses = {asked.person.email}
    conditions: list[Any] = []
    if side != "youth" and asked.roles - {Role.SUPERVISOR}:
        addresses.add(agreement.contact_of(subject, side)["email"])
        of = Membership.organisation_id == subject.organisation_id if side == "organisation" else (
            Membership.school_id == subject.school_id)  # fmt: skip
        own = select(Person.email).join(Membership, Membership.person_id == Person.id).where(of)
        conditions.append(Mail.recipient.in_(own) & (Mail.recipient != subject.youth.person.email))
    return or_(Mail.recipient.in_(addresses - {""}), *conditions)


def _happened(asked: Asked) -> Iterable[Block]:
    entries = [{**entry, "when": _day(entry["when"])} for entry in agreement_told.timeline(asked.subject)]
    yield Block(_("What happened"), entries=entries)


def _level(asked: Asked) -> Callable[[Event], str]:
    """The parties see all that happens; what an event froze, only those on the side that acted."""
    own = SIDES[_side(asked)]
    return lambda event: dossier_log.WHOLE if Role(event.role) in own else dossier_log.SAID


def _day(value: date | str) -> str:
    """A day, a moment or ISO text, in words."""
    return str(format_date(date.fromisoformat(value) if isinstance(value, str) else value, "d MMMM y"))


KINDS["agreement"] = Kind(
    model=Agreement,
    readers=SIDES["youth"] | HOST | SCHOOL,
    inside=frozenset(),
    title=lambda _agreement: N_("Agreement on service"),
    number=lambda agreement: str(agreement.number),
    organisation=lambda agreement: letterhead.organisation(agreement.organisation),
    state=lambda agreement: AgreementWorkflow.label(agreement.status),
    sections=(
        Section(N_("Papers"), papers_of),
        Section(N_("Agreement"), _scans, _agreed),
        Section(N_("Versions"), _version_files, _versions),
        Section(N_("Hours"), _hours_files, _hours),
        Section(N_("Letters"), _letters),
        Section(N_("What happened"), blocks=_happened),
    ),
    level=_level,
)
