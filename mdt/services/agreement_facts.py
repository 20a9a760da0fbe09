"""What the rules on an agreement may look at, gathered at once; and how many minutes were served under it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from mdt.access import Link, Person
from mdt.models import Agreement, AgreementVersion
from mdt.rules import rounds
from mdt.services import accreditation, agreement, agreement_content, calendar, consent, hours_counted
from mdt.services.agreement_content import Content
from mdt.services.transitions import Occasion
from workflows.age import age_on
from workflows.agreement import AgreementFacts
from workflows.agreement_rules import LABELS

WRITES = ("propose", "revise", "propose_change")
_counts: list[Callable[[uuid.UUID], int]] = []


def counts_minutes(count: Callable[[uuid.UUID], int]) -> Callable[[uuid.UUID], int]:
    """Register how many confirmed minutes were served under an agreement; the noun `hours` does so."""
    _counts.append(count)
    return count


def minutes_served(agreement_id: uuid.UUID) -> int:
    """The confirmed minutes of an agreement, from every noun that counts them."""
    return sum(count(agreement_id) for count in _counts)


def facts(subject: Agreement, occasion: Occasion) -> AgreementFacts:
    """The facts for one event; for the buttons of a page (an occasion without an event) those of all of them."""
    side = agreement.SIDE_OF.get(occasion.role)
    content = _content(subject, occasion, side)
    starts_on, ends_on = _day(content.get("starts_on")), _day(content.get("ends_on"))
    born_on = subject.youth.born_on
    present = subject.pending or subject.current
    return AgreementFacts(
        today=occasion.today, starts_on=starts_on, ends_on=ends_on,
        age_at_start=age_on(born_on, starts_on) if born_on and starts_on else None,
        minutes_goal=int(content.get("minutes_goal") or 0),
        works=agreement_content.works(content), missing=agreement_content.missing(content),
        consent=consent.in_force(subject.youth, occasion.today), side=side,
        by_who_drafted=side == subject.drafted_by or side is None, differs=_differs(subject, content),
        change_waits=subject.pending is not None, text=str(occasion.given.get("text") or ""),
        accredited_at_start=_accredited(subject, starts_on, occasion.today),
        minutes_made=minutes_served(subject.id) if subject.in_force_on else 0,
        some_confirmed=bool(subject.in_force_on and hours_counted.confirmed(subject)),
        activities_done=bool(occasion.given.get("activities_done")),
        closes_on=closes_on(subject.ends_on) if subject.ends_on else None,
        **_of_round(content.get("round"), starts_on), **_of_parties(subject, occasion),
        **_of_signatures(subject, occasion, side, present), **_of_assessment(subject, occasion),
    )  # fmt: skip


def closes_on(ends_on: date) -> date:
    """The day from which an agreement that was not completed is closed."""
    return calendar.length("agreement_closes", ends_on).after(ends_on)


def _content(subject: Agreement, occasion: Occasion, side: str | None) -> Content:
    if occasion.event in WRITES or (not occasion.event and subject.status):
        return agreement_content.tidy(occasion.given.get("written") or agreement.written_by(subject, side))
    return agreement_content.tidy(agreement.standing_content(subject)) if subject.status else {}


def _differs(subject: Agreement, content: Content) -> bool:
    """Whether what is written differs from what stands; who signs may differ too, once the youth turns sixteen."""
    stands = agreement.standing_content(subject) if subject.status else {}
    people = subject.current is not None and agreement.signers(subject) != agreement.parties(subject)
    return people or agreement_content.differs(agreement_content.tidy(stands), content)


def _accredited(subject: Agreement, starts_on: date | None, today: date) -> bool:
    if starts_on is None:
        return False
    days = {starts_on, max(starts_on, today)}
    return all(accreditation.in_force_on(subject.organisation_id, day) for day in days)


def _of_round(code: str | None, starts_on: date | None) -> dict[str, Any]:
    if code is None or starts_on is None:
        return {}
    try:
        found = rounds.get(code, starts_on)
    except LookupError:
        return {"round_is_known": False}
    return {
        "youngest": found.youngest, "oldest": found.oldest, "fewest_minutes": found.minimum_hours * 60,
        "most_minutes": found.maximum_hours * 60 if found.maximum_hours else None,
        "fewest_months": found.least_months, "most_months": found.most_months,
    }  # fmt: skip


def _of_parties(subject: Agreement, occasion: Occasion) -> dict[str, Any]:
    """Who signs, and who cannot be reached at an address of their own."""
    contact = {who: agreement.contact_of(subject, who) for who in (*agreement.CONTACTS, "guardian")}
    contact |= agreement.contact_told(
        subject, agreement.SIDE_OF.get(occasion.role), occasion.given.get("contact") or {}
    )
    own = subject.youth.person.email.casefold()
    unreachable = []
    if agreement.needs_guardian(subject.youth) and not _reachable(contact["guardian"], own):
        unreachable.append(LABELS["guardian"])
    supervisor = _reachable(contact["supervisor"], own)
    if contact["supervisor"].get("email", "").casefold() == own:
        unreachable.append(LABELS["supervisor"])
    stands = occasion.event not in ("start", *WRITES) and subject.status not in (None, "draft")
    return {
        "parties": agreement.signers(subject) if stands else agreement.parties(subject),
        "unreachable": tuple(unreachable), "supervisor_can_be_reached": supervisor,
    }  # fmt: skip


def _reachable(contact: dict[str, str], not_at: str) -> bool:
    return bool(contact.get("name") and contact.get("email")) and contact["email"].casefold() != not_at


def _of_signatures(
    subject: Agreement, occasion: Occasion, side: str | None, present: AgreementVersion | None
) -> dict[str, Any]:
    if not subject.status:
        return {}
    given = occasion.given
    done = agreement.signed(subject, present)
    under = [one for one in subject.signatures if present and one.version_id == present.id]
    mine = {one.party for one in under if _same(occasion, one.person_id, one.how, one.email)}
    return {
        "signed": done if subject.pending is None else agreement.signed(subject, subject.current),
        "change_signed": done if subject.pending is not None else (),
        "signed_for": tuple(sorted(mine)),
        "versions": (str(given.get("version_id") or ""), present.id if present else ""),
        "paper": (given.get("party"), given.get("upload") is not None, given.get("signed_on")),
    }  # fmt: skip


def _same(occasion: Occasion, person_id: uuid.UUID | None, how: str, email: str | None) -> bool:
    """Whether a signature is of who acts now: the same account, or the same address behind account and link."""
    actor = occasion.actor
    if isinstance(actor, Person) and how == "account" and person_id == actor.id:
        return True
    address = actor.email if isinstance(actor, Person | Link) else ""
    return bool(address) and (email or "").casefold() == address.casefold()


def _of_assessment(subject: Agreement, occasion: Occasion) -> dict[str, Any]:
    if not subject.status:
        return {}
    said = occasion.given.get("outcomes") or {}
    version = subject.current
    asked = version.content.get("outcomes", []) if version and version.content else []
    return {
        "assessed": subject.assessment is not None,
        "unassessed": tuple(row["text"] for row in asked if row["id"] not in said),
    }


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else value or None
