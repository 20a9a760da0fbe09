"""What a youth can ask credit for: which service, at which school, by which scheme."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdt.models import Agreement, Credit, Enrolment, Scheme, Youth, db
from mdt.services import scheme
from mdt.services.credit import OVER


def enrolments(youth: Youth) -> list[Enrolment]:
    """The confirmed enrolments of a youth."""
    query = select(Enrolment).where(Enrolment.youth_id == youth.id, Enrolment.status == "confirmed")
    return list(db.session.scalars(query.options(joinedload(Enrolment.school)).order_by(Enrolment.created_at)))


def schemes_for(youth: Youth, on: date) -> list[Scheme]:
    """The schemes that a youth can choose from on a day, of every school that confirmed the enrolment."""
    return [
        one
        for enrolled in enrolments(youth)
        if enrolled.school_id is not None
        for one in scheme.in_force(enrolled.school_id, on, programme_id=enrolled.programme_id)
    ]


def for_prior(youth: Youth, on: date) -> list[Scheme]:
    """Those by which volunteering of before can be recognised."""
    return [one for one in schemes_for(youth, on) if one.allows_prior]


def offers(youth: Youth, on: date) -> dict[str, Any]:
    """For the page: completed agreements that no credit was asked for, each with the schemes that fit."""
    found = schemes_for(youth, on)
    used = select(Credit.agreement_id).where(Credit.agreement_id.is_not(None), Credit.status.not_in(OVER))
    query = (
        select(Agreement)
        .where(Agreement.youth_id == youth.id, Agreement.status == "completed", Agreement.id.not_in(used))
        .options(joinedload(Agreement.organisation))
        .order_by(Agreement.ends_on.desc(), Agreement.id)
    )
    services = [
        (agreement, [one for one in found if agreement.school_id in (None, one.school_id)])
        for agreement in db.session.scalars(query)
    ]
    return {"services": services, "prior": any(one.allows_prior for one in found), "enrolled": bool(enrolments(youth))}
