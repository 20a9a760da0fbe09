"""Accreditations: how one begins with a grant, and how an organisation stood on a day."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select

from mdt.access import SYSTEM
from mdt.models import Accreditation, Application, Event, db
from mdt.services import numbers, transitions
from mdt.services.calendar import length
from mdt.services.transitions import Handling, Occasion, handle
from mdt.services.wording import plain
from workflows.accreditation import AccreditationFacts
from workflows.terms import renewal_opens_on

Days = tuple[date, date]  # the first and the last
DAY = timedelta(days=1)


def prepare(application: Application, *, starts_on: date, ends_on: date) -> Accreditation:
    """The accreditation that a grant will bring about, with its number; begun by `begin` in the same transaction."""
    number = numbers.take("AC")
    return Accreditation(
        id=uuid.uuid4(), number=number, slug=_slug(application.organisation.name, number),
        organisation_id=application.organisation_id, organisation=application.organisation,
        application_id=application.id, application=application, starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip


def begin(accreditation: Accreditation) -> Event:
    """Let an accreditation begin, as the system does after a grant."""
    return transitions.begin(accreditation, "begin", actor=SYSTEM)


def present(organisation_id: uuid.UUID, on: date) -> Accreditation | None:
    """The accreditation in force on a day, or else the one that begins next."""
    query = (
        select(Accreditation)
        .where(Accreditation.organisation_id == organisation_id, Accreditation.ends_on >= on)
        .where(or_(Accreditation.given_up_from.is_(None), Accreditation.given_up_from > on))
        .order_by(Accreditation.starts_on)
        .limit(1)
    )
    return db.session.scalar(query)


def standing(accreditation: Accreditation, on: date) -> str:
    """`in_force`, `to_begin` or `ended` on a day."""
    if on < accreditation.starts_on:
        return "to_begin"
    last = accreditation.given_up_from
    return "ended" if on > accreditation.ends_on or (last is not None and on >= last) else "in_force"


@dataclass(frozen=True)
class Range:
    """Days on which an organisation's accreditation is in force, the first and the last included."""

    accreditation_id: uuid.UUID
    number: str
    starts_on: date
    ends_on: date


def ranges_in_force(organisation_id: uuid.UUID) -> list[Range]:
    """When an organisation is accredited, in the order of days; what interrupts an accreditation is cut out of it."""
    query = select(Accreditation).where(Accreditation.organisation_id == organisation_id)
    return [
        Range(found.id, found.number, first, last)
        for found in db.session.scalars(query.order_by(Accreditation.starts_on, Accreditation.number))
        for first, last in without((found.starts_on, found.ends_on), interruptions(found))
    ]


def in_force_on(organisation_id: uuid.UUID, day: date) -> Range | None:
    """The accreditation in force on a day, as one of its ranges; None when there is none."""
    return next((one for one in ranges_in_force(organisation_id) if one.starts_on <= day <= one.ends_on), None)


def interruptions(accreditation: Accreditation) -> list[Days]:
    """The days before its end on which an accreditation is not in force: those from when it was given up."""
    given_up = accreditation.given_up_from
    return [(given_up, date.max)] if given_up else []


def without(whole: Days, gaps: Iterable[Days]) -> list[Days]:
    """What is left of a range of days after the gaps are cut out of it, in order."""
    left, (first, last) = [], whole
    for gap_first, gap_last in sorted(gaps):
        if gap_last < first or gap_first > last:
            continue
        if gap_first > first:
            left.append((first, gap_first - DAY))
        if gap_last >= last:
            return left
        first = gap_last + DAY
    return [*left, (first, last)]


def renewal_opens(accreditation: Accreditation) -> date:
    """The first day on which a renewal can be asked."""
    return renewal_opens_on(accreditation.ends_on, length("renewal_opens", accreditation.ends_on))


def _slug(name: str, number: str) -> str:
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")[:80]
    return f"{words or 'organisatie'}-{number.lower()}"


def _facts(accreditation: Accreditation, occasion: Occasion) -> AccreditationFacts:
    others = select(Accreditation.ends_on).where(
        Accreditation.organisation_id == accreditation.organisation_id,
        Accreditation.id != accreditation.id,
        Accreditation.status == "active",
    )
    return AccreditationFacts(
        today=occasion.today,
        application_is_granted=accreditation.application.status == "granted",
        predecessor_ends_on=db.session.scalar(others.order_by(Accreditation.ends_on.desc()).limit(1)),
        starts_on=accreditation.starts_on,
        ends_on=accreditation.ends_on,
        from_day=occasion.given.get("from_day"),
    )


def _snapshot(accreditation: Accreditation, occasion: Occasion) -> dict[str, Any]:
    organisation = accreditation.organisation
    return {
        "given": plain(dict(occasion.given)),
        "accreditation": {"number": accreditation.number, "starts_on": accreditation.starts_on.isoformat(),
                          "ends_on": accreditation.ends_on.isoformat()},
        "organisation": {"name": organisation.name, "kvk": organisation.kvk_number},
        "case": {"number": accreditation.number, "kind": "accreditation", "id": str(accreditation.id)},
    }  # fmt: skip


def _give_up(accreditation: Accreditation, occasion: Occasion) -> None:
    accreditation.given_up_from = occasion.given["from_day"]


handle(
    "accreditation",
    Handling(
        facts=_facts,
        snapshot=_snapshot,
        case=lambda accreditation: accreditation.id,
        case_kind="accreditation",
        apply={"give_up": _give_up},
    ),
)
