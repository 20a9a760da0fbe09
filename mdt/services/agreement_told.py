"""What is told of an agreement to its parties, on its page and in its dossier: who is reached how, what happened, what
each version changed, and what a side wrote and did not propose yet.
"""

from __future__ import annotations

from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import select

from mdt.models import Agreement, AgreementVersion, Event, Person, db
from mdt.services import accreditation, agreement, agreement_content, clock, log
from mdt.services.agreement_content import Change
from mdt.services.agreement_papers import PARTIES
from mdt.services.timeline import SENTENCES
from workflows.base import N_
from workflows.roles import LABELS, Role
from workflows.suspension import (
    AFTER_THE_END,
    ENDED_FOR_DANGER,
    NEW_AGREEMENTS,
    RUNNING_AGREEMENTS,
    STAYS_ENDED,
)

SUPERVISOR = N_("Supervisor")


def contacts(subject: Agreement) -> list[tuple[str, dict[str, str]]]:
    """How everybody who takes part is reached."""
    school = ("school",) if subject.school_id else ()
    guardian = ("guardian",) if "guardian" in agreement.signers(subject) else ()
    who = ("youth", "organisation", "supervisor", *school, *guardian)
    return [(_(PARTIES.get(one, SUPERVISOR)), _contact(subject, one)) for one in who]


def _contact(subject: Agreement, who: str) -> dict[str, str]:
    """What was filled in; a school that named nobody is reached as such."""
    found = agreement.contact_of(subject, who)
    return {"name": subject.school.name} if who == "school" and subject.school and not any(found.values()) else found


def unsent(subject: Agreement, side: str | None) -> list[Change]:
    """What this side wrote and did not propose yet."""
    if subject.current is None or subject.status not in agreement.WRITABLE:
        return []
    stands = agreement_content.tidy(agreement.standing_content(subject))
    return agreement_content.difference(stands, agreement_content.tidy(agreement.written_by(subject, side)))


def versions(subject: Agreement) -> list[dict[str, Any]]:
    """Every version, the newest first, with what it changed and who made it."""
    people = select(Person.id, Person.name).where(Person.id.in_([v.created_by for v in subject.versions]))
    names = {row.id: row.name for row in db.session.execute(people)}
    found, before = [], None
    for version in subject.versions:
        found.append({"version": version, "by": names.get(version.created_by, ""), "changes": since(before, version),
                      "first": before is None, "signed": agreement.signed(subject, version)})  # fmt: skip
        before = version
    return found[::-1]


def since(before: AgreementVersion | None, after: AgreementVersion | None) -> list[Change]:
    """What changed from one version to another."""
    return agreement_content.difference(before.content if before else None, after.content if after else None)


def timeline(subject: Agreement) -> list[dict[str, Any]]:
    """What happened, the newest first: the parties know each other, so names are shown."""
    events = [event for event in log.of_case(subject.id) if event.noun == "agreement"]
    people = select(Person.id, Person.name).where(Person.id.in_([e.actor_id for e in events if e.actor_id]))
    names = {row.id: row.name for row in db.session.execute(people)}
    return [
        {"when": event.effective_on, "title": _(SENTENCES[event.noun, event.name]), "who": _who(event, names),
         "text": _text(event)}
        for event in reversed(events)
    ]  # fmt: skip


def _text(event: Event) -> str | None:
    """What was written with an event; the System writes in the reader's language."""
    text = (event.snapshot or {}).get("given", {}).get("text")
    return _(text) if text in ENDED_FOR_DANGER.values() else text


def of_the_host(subject: Agreement) -> list[str]:
    """What it means for an agreement that its host is suspended, or no longer accredited, in sentences."""
    if subject.status == "ended_early":
        last = log.last(subject.id, "end_early")
        text = ((last.snapshot or {}) if last else {}).get("given", {}).get("text")
        return [_(STAYS_ENDED)] if text in ENDED_FOR_DANGER.values() else []
    if subject.status not in agreement.WRITABLE:
        return []
    found = accreditation.present(subject.organisation_id, clock.today())
    if found is None:
        return [_(AFTER_THE_END)] if subject.status == "in_force" else []
    gap = accreditation.suspension_on(found, clock.today())
    if gap is None:
        return []
    until = _("The accreditation of the organisation is suspended until the end of %(day)s.",
              day=format_date(gap.ends_on, "d MMMM y"))  # fmt: skip
    meaning = RUNNING_AGREEMENTS if subject.status == "in_force" else NEW_AGREEMENTS
    return [until, _(meaning)]


def _who(event: Event, names: dict[Any, str]) -> str:
    name, role = names.get(event.actor_id, ""), _(LABELS[Role(event.role)])
    return f"{role} ({name})" if name else role
