"""How an accreditation stands on a day, and what hangs together with it: its renewal, its suspensions. Reads only."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import selectinload

from mdt.models import Accreditation, Application, Event, Measure, Suspension, db
from mdt.services import clock
from mdt.services.calendar import length
from workflows import suspension
from workflows.terms import lapses_on, renewal_opens_on

STANDING = ("active", "suspended")
FILED = ("submitted", "supplement_requested", "in_assessment", "advised", "refusal_intended")
OPEN_MEASURES = ("imposed", "answered", "overdue")
ONE_DAY = timedelta(days=1)


class Range(NamedTuple):
    """Days on which an organisation is accredited, the first and the last included."""

    accreditation_id: uuid.UUID
    number: str
    starts_on: date
    ends_on: date


def renewal_is_pending() -> ColumnElement[bool]:
    """In SQL: a renewal that was filed in time is undecided, so the accreditation stands until the decision."""
    filed = select(Application.id).where(
        Application.renews_id == Accreditation.id, Application.status.in_(FILED),
        Application.received_on <= Accreditation.ends_on,
    )  # fmt: skip
    return and_(Accreditation.status.in_(STANDING), filed.exists())


def is_pending(accreditation: Accreditation) -> bool:
    """`renewal_is_pending`, of one."""
    query = select(Accreditation.id).where(Accreditation.id == accreditation.id, renewal_is_pending())
    return db.session.scalar(query) is not None


def present(organisation_id: uuid.UUID, on: date) -> Accreditation | None:
    """The accreditation in force on a day (suspended or not), or else the one that begins next."""
    query = (
        select(Accreditation)
        .where(Accreditation.organisation_id == organisation_id)
        .where(or_(Accreditation.ends_on >= on, renewal_is_pending()))
        .where(or_(Accreditation.given_up_from.is_(None), Accreditation.given_up_from > on))
        .where(or_(Accreditation.stopped_from.is_(None), Accreditation.stopped_from > on))
        .order_by(Accreditation.starts_on)
        .limit(1)
    )
    return db.session.scalar(query)


def of_organisation(organisation_id: uuid.UUID) -> list[Accreditation]:
    """Every accreditation of an organisation, the first one first."""
    query = select(Accreditation).where(Accreditation.organisation_id == organisation_id)
    return list(db.session.scalars(query.options(selectinload(Accreditation.suspensions))
                                   .order_by(Accreditation.starts_on)))  # fmt: skip


def last_day(accreditation: Accreditation) -> date:
    """The last day in force: as it ended, or as decided; while a renewal is undecided, today at the least."""
    if accreditation.out_from is not None:
        return accreditation.out_from - ONE_DAY
    today = clock.today()
    if accreditation.ends_on < today and is_pending(accreditation):
        return today
    return accreditation.ends_on


def suspension_on(accreditation: Accreditation, on: date) -> Suspension | None:
    """The suspension that holds on a day."""
    found = (one for one in accreditation.suspensions if one.annulled_on is None)
    return next((one for one in found if one.starts_on <= on <= one.ends_on), None)


def standing(accreditation: Accreditation, on: date) -> str:
    """`to_begin`, `in_force`, `suspended` or `ended` on a day."""
    if on > last_day(accreditation):
        return "ended"
    if on < accreditation.starts_on:
        return "to_begin"
    return "suspended" if suspension_on(accreditation, on) else "in_force"


def ranges_in_force(organisation_id: uuid.UUID, *, for_new: bool = False, began_on: date | None = None) -> list[Range]:
    """When an organisation is accredited: (accreditation id, number, from, to), in the order of days.

    Of a suspension only one for danger takes days away from an agreement that ran when it began (`began_on` is the
    first day of the agreement); with `for_new` every suspension does, for no agreement begins on its days
    (`workflows.suspension` has the sentences).
    """
    found: list[Range] = []
    for one in of_organisation(organisation_id):
        last = last_day(one)
        if last < one.starts_on:
            continue
        gaps = [
            suspension.Suspended(suspension.Range(gap.starts_on, gap.ends_on), gap.danger)
            for gap in one.suspensions
            if gap.annulled_on is None
        ]
        whole = suspension.Range(one.starts_on, last)
        days = suspension.days_for_new(whole, gaps) if for_new else suspension.days_of_service(whole, gaps, began_on)
        found += [Range(one.id, one.number, part.first, part.last) for part in days]
    return found


def in_force_on(organisation_id: uuid.UUID, day: date, *, for_new: bool = True) -> Range | None:
    """The range that a day lies in: by default whether an agreement may begin, else whether one may go on."""
    ranges = ranges_in_force(organisation_id, for_new=for_new)
    return next((one for one in ranges if one.starts_on <= day <= one.ends_on), None)


def renewal_opens(accreditation: Accreditation) -> date:
    """The first day on which a renewal can be asked."""
    return renewal_opens_on(accreditation.ends_on, length("renewal_opens", accreditation.ends_on))


def predecessor(accreditation: Accreditation) -> Accreditation | None:
    """The accreditation that this one renews."""
    renews = accreditation.application.renews_id
    return db.session.get(Accreditation, renews) if renews else None


def successor(accreditation: Accreditation) -> Accreditation | None:
    """The accreditation that renews this one, once granted."""
    query = select(Accreditation).join(Application, Accreditation.application_id == Application.id)
    return db.session.scalar(query.where(Application.renews_id == accreditation.id).limit(1))


def renewal_starts_on(application: Application) -> date | None:
    """The day on which a renewal begins, so that there is no gap; None when the application renews nothing."""
    before = db.session.get(Accreditation, application.renews_id) if application.renews_id else None
    if before is None or before.status not in STANDING:
        return None
    return max(before.ends_on, clock.today() if before.ends_on < clock.today() else before.ends_on) + ONE_DAY


def lapse_day(accreditation: Accreditation) -> date:
    """The day on which it lapses when no youth comes; counted through renewals."""
    since = accreditation.youth_last_on or accreditation.starts_on
    return lapses_on(since, length("lapse", since))


def renewed_by(application: Application, starts_on: date) -> Accreditation | None:
    """The accreditation that an application renews without a gap, when what it leads to begins on a day."""
    before = db.session.get(Accreditation, application.renews_id) if application.renews_id else None
    return before if before is not None and starts_on - last_day(before) <= ONE_DAY else None


def applied(accreditation: Accreditation) -> bool:
    """Whether a renewal was begun, filed or not."""
    query = select(Application.id).where(Application.renews_id == accreditation.id).limit(1)
    return db.session.scalar(query) is not None


def announced(accreditation: Accreditation, kind: str) -> Measure | None:
    """The open intention of a kind."""
    query = select(Measure).where(
        Measure.accreditation_id == accreditation.id, Measure.kind == kind, Measure.status.in_(OPEN_MEASURES)
    )
    return db.session.scalar(query.order_by(Measure.imposed_on).limit(1))


def expires_on(accreditation: Accreditation) -> date | None:
    """The first day on which it is no longer in force by the passing of time; None while it stands for a renewal.

    A renewal that was filed in time and did not end in a grant let it stand until that day.
    """
    if is_pending(accreditation) or successor(accreditation) is not None:
        return None
    closed = (
        select(Event.effective_on)
        .join(Application, Event.subject_id == Application.id)
        .where(Application.renews_id == accreditation.id, Application.received_on <= accreditation.ends_on)
        .where(Event.status_after.in_(("refused", "not_processed", "withdrawn")))
        .where(Event.status_before != Event.status_after)
    )
    last = db.session.scalar(closed.order_by(Event.id.desc()).limit(1))
    return max(accreditation.ends_on, last or accreditation.ends_on) + ONE_DAY
