"""The link with which a supervisor without an account confirms or disputes a week, and sees the others that wait."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from mdt.models import Event, SignedLink, Week, db
from mdt.services import clock
from mdt.services import link as links
from mdt.services.hours_counted import outside
from mdt.services.hours_facts import as_seen, remarks
from mdt.services.transitions import Occasion
from workflows.base import N_
from workflows.entries import length
from workflows.roles import Role


def ask_supervisor(week: Week, _occasion: Occasion, _event: Event) -> None:
    """Give the supervisor a link to this week; the letter of the event carries it."""
    who = week.agreement.contact.get("supervisor") or {}
    if who.get("email"):
        links.issue(week, Role.SUPERVISOR, email=who["email"], name=who.get("name") or "",
                    language=week.agreement.organisation.language)  # fmt: skip


def take_back(week: Week, _occasion: Occasion, _event: Event) -> None:
    """The week was answered without the link: it has no use any more."""
    links.revoke("hours", week.id, Role.SUPERVISOR)


def as_shown(week: Week) -> dict[str, Any]:
    """What a supervisor is asked to confirm, as plain data."""
    return {
        "monday": week.monday.isoformat(),
        "entries": [
            {"day": row.day.isoformat(), "start": f"{row.start:%H:%M}", "minutes": row.minutes,
             "length": length(row.minutes), "activity": row.activity, "outcome": row.outcome,
             "reflection": row.reflection}
            for row in week.standing
        ],
    }  # fmt: skip


def _page_of_link(week: Week, link: SignedLink) -> dict[str, Any]:
    """What the supervisor's page shows: this week, and a way to the others that wait for the same address."""
    corrected = {row.corrects_id: row for row in week.entries if row.corrects_id}
    query = (
        select(SignedLink, Week)
        .join(Week, Week.id == SignedLink.subject_id)
        .where(SignedLink.noun == "hours", SignedLink.email == link.email, SignedLink.id != link.id)
        .where(SignedLink.used_at.is_(None), SignedLink.revoked_at.is_(None), SignedLink.renewed_at.is_(None))
        .where(Week.status == "submitted", SignedLink.valid_until > clock.now())
        .order_by(Week.monday)
    )
    return {
        "agreement": week.agreement, "corrected": corrected, "as_seen": as_seen, "length": length, "is_youth": False,
        "remarks": remarks(week), "outside": outside(week.agreement, week.standing),
        "others": [(other, links.url_of(found)) for found, other in db.session.execute(query)],
    }  # fmt: skip


links.register(
    links.Purpose(
        noun="hours", role=Role.SUPERVISOR, title=N_("Hours to confirm"),
        load=lambda id: db.session.get(Week, id), shown=as_shown, events=("confirm", "dispute"), context=_page_of_link,
    )
)  # fmt: skip
