"""What happened in a case, in sentences for whoever reads them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import select

from mdt.models import Event, Person, db
from mdt.services.timeline_objection import OF_OBJECTIONS
from mdt.services.timeline_service import OF_AGREEMENTS, OF_CREDITS
from mdt.services.timeline_years import OF_THE_YEARS
from mdt.services.wording import CHANNEL_LABELS
from workflows.base import N_
from workflows.measure import KINDS
from workflows.roles import LABELS, Role

OWN = frozenset({Role.ORGANISATION, Role.COLLEAGUE})
INTERNAL = frozenset({("application", "agree_or_dissent")})
BOTH_FOUND = N_("Two assessors were found.")
SENTENCES: dict[tuple[str, str], str] = {
    ("application", "start"): N_("The application was started."),
    ("application", "submit"): N_("The application was submitted."),
    ("application", "request_supplement"): N_("A supplement was requested."),
    ("application", "supplement"): N_("The supplement was sent."),
    ("application", "take_up"): N_("The application was taken up for assessment."),
    ("application", "set_aside"): N_("The application was set aside."),
    ("application", "agree_or_dissent"): N_("The second assessor answered the joint judgement."),
    ("application", "advise"): N_("The assessors gave their advice."),
    ("application", "send_back"): N_("The board sent the case back to the assessors."),
    ("application", "intend_refusal"): N_("The board announced that it intends to refuse."),
    ("application", "give_view"): N_("The organisation gave its view."),
    ("application", "waive_view"): N_("The organisation waived its view."),
    ("application", "refuse"): N_("The application was refused."),
    ("application", "grant"): N_("The accreditation was granted."),
    ("application", "extend_term"): N_("The decision term was extended."),
    ("application", "consent_to_delay"): N_("The organisation agreed to a later decision."),
    ("application", "put_in_default"): N_("Notice of default was given."),
    ("application", "withdraw"): N_("The application was withdrawn."),
    ("application", "grant_on_objection"): N_("The accreditation was granted after an objection."),
    ("application", "reopen_on_objection"): N_("The application was reopened after an objection."),
    ("assessment", "invite"): N_("An assessor was invited."),
    ("assessment", "clear_conflict"): N_("An assessor declared to be free of conflicts of interest."),
    ("assessment", "declare_conflict"): N_("An assessor declared a conflict of interest."),
    ("assessment", "decline"): N_("An assessor declined the invitation."),
    ("assessment", "replace"): N_("An assessor was replaced."),
    ("assessment", "submit"): N_("An assessment was submitted."),
    ("assessment", "reopen"): N_("An assessment was reopened."),
    ("assessment", "release"): N_("An assessor was released."),
    ("visit", "propose"): N_("A practice visit was proposed."),
    ("visit", "propose_again"): N_("Other dates were proposed for the practice visit."),
    ("visit", "agree"): N_("The practice visit was agreed."),
    ("visit", "accept_date"): N_("The practice visit was agreed."),
    ("visit", "ask_other_date"): N_("The organisation asked for another date for the practice visit."),
    ("visit", "hold"): N_("The practice visit was held."),
    ("visit", "report"): N_("The practice visit was reported."),
    ("visit", "comment_on_facts"): N_("The organisation commented on the facts in the report."),
    ("visit", "cancel"): N_("The practice visit was cancelled."),
    **OF_THE_YEARS,
    **OF_OBJECTIONS,
    **OF_AGREEMENTS,
    **OF_CREDITS,
}
# What was typed with an event and may be read by everybody in the case; `reasons` of others stay with those who act.
TYPED = {
    ("application", "request_supplement"): "missing", ("application", "supplement"): "note",
    ("application", "give_view"): "view", ("application", "extend_term"): "reasons",
    ("visit", "comment_on_facts"): "comment", ("measure", "give_view"): "view",
    ("measure", "report_remedy"): "remedy", ("measure", "reject"): "reasons", ("check_in", "ask_more"): "question",
    ("check_in", "answer"): "answer_text", ("objection", "ask_completion"): "missing",
    ("objection", "complete"): "completion", ("objection", "waive_hearing"): "reasons",
    ("objection", "adjourn"): "reasons", ("objection", "delay_for_procedure"): "reasons",
}  # fmt: skip
TYPED_FOR_STAFF = {("application", "send_back"): "reasons", ("assessment", "reopen"): "reasons"}


def timeline(events: Sequence[Event], roles: frozenset[Role]) -> list[dict[str, Any]]:
    """The entries for a reader with these roles, the newest first. One statement, for the names."""
    own = not roles - OWN
    names = _names(events)
    entries = []
    for event in read_by(events, own):
        key = (event.noun, event.name)
        title = BOTH_FOUND if own and event.noun == "assessment" else SENTENCES.get(key, event.name)
        entries.append(
            {"when": event.effective_on, "title": _(title), "who": _who(event, names, roles),
             "text": _text(event, staff=not own)}
        )  # fmt: skip
    return entries[::-1]


def read_by(events: Iterable[Event], own: bool) -> Iterable[Event]:
    """Everything for those who handle the case; the organisation does not follow who was asked to assess."""
    free: set[uuid.UUID] = set()
    told = False
    for event in events:
        if not own:
            yield event
        elif event.noun == "assessment":
            (free.add if event.name == "clear_conflict" else free.discard)(event.subject_id)
            if len(free) == 2 and not told:
                told = True
                yield event
        elif (event.noun, event.name) not in INTERNAL:
            yield event


def _names(events: Iterable[Event]) -> dict[uuid.UUID, str]:
    ids = {event.actor_id for event in events if event.actor_id}
    found = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {row.id: row.name for row in found}


def _who(event: Event, names: dict[uuid.UUID, str], roles: frozenset[Role]) -> str:
    """The role that acted, and the name for those on the same side and for the office."""
    if event.noun == "assessment" and not roles - OWN:
        return ""
    label = _(LABELS[Role(event.role)])
    name = names.get(event.actor_id) if event.actor_id else None
    same_side = (Role(event.role) in OWN) == (not roles - OWN)
    said = f"{label} ({name})" if name and (same_side or Role.OFFICE in roles) else label
    if event.on_behalf_of:
        channel = _(CHANNEL_LABELS[event.channel]) if event.channel in CHANNEL_LABELS else ""
        return _("%(who)s, for the organisation (%(channel)s)", who=said, channel=channel.lower())
    return said


def _text(event: Event, *, staff: bool) -> str:
    given = (event.snapshot or {}).get("given", {})
    key = (event.noun, event.name)
    typed = TYPED.get(key) or (TYPED_FOR_STAFF.get(key) if staff else None)
    lines = [str(given[typed])] if typed and given.get(typed) else []
    return "\n".join(lines + _facts(key, given))


def _facts(key: tuple[str, str], given: dict[str, Any]) -> list[str]:
    """The days and places that go with an event."""
    kind = KINDS.get(given.get("kind", "")) if key[0] == "measure" else None
    found = [f"{_(kind)}."] if kind else []
    if first := given.get("from_day"):
        found.append(_("From %(day)s.", day=_day(first)))
    if until := given.get("until"):
        found.append(_("Until the end of %(day)s.", day=_day(until)))
    if due := given.get("due_on") if key[0] == "measure" else None:
        found.append(_("To be put right before the end of %(day)s.", day=_day(due)))
    elif due := given.get("due") or given.get("due_on"):
        found.append(_("Answer before the end of %(day)s.", day=_day(due)))
    if until := given.get("new_decide_by"):
        found.append(_("New day: %(day)s.", day=_day(until)))
    if dates := given.get("dates"):
        found.append(_("Dates: %(days)s.", days=", ".join(_day(one) for one in dates)))
    if chosen := given.get("chosen"):
        found.append(_("On %(day)s.", day=_day(chosen)))
    if key[0] == "visit" and (place := given.get("place")):
        found.append(_("Place: %(place)s.", place=place))
    return found


def _day(value: str) -> str:
    return str(format_date(date.fromisoformat(value), "d MMMM y"))
