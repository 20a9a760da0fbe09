"""Accreditations: how one begins with a grant, and what happens to it until it ends. (How it stands: see
`accreditation_standing`.)
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from datetime import date
from typing import Any

from sqlalchemy import select

from mdt.access import SYSTEM, Person
from mdt.models import Accreditation, Application, Assessment, CheckIn, Decision, Event, Measure, Suspension, db
from mdt.services import accreditation_papers, clock, numbers, objection_standing, timers, transitions
from mdt.services.accreditation_standing import (
    ONE_DAY,
    OPEN_MEASURES,
    STANDING,
    Range,
    announced,
    applied,
    in_force_on,
    is_pending,
    lapse_day,
    last_day,
    of_organisation,
    predecessor,
    present,
    ranges_in_force,
    renewal_opens,
    renewal_starts_on,
    standing,
    successor,
    suspension_on,
)
from mdt.services.transitions import Handling, Occasion, handle
from mdt.services.wording import plain
from workflows.accreditation import AccreditationFacts
from workflows.calendar import add_years
from workflows.measure import ANNOUNCES

INVOLVED = ("open", "submitted", "recused", "released")
DECISIONS = ("suspend", "withdraw")
TAKEN_AWAY = ("suspended", "withdrawn", "lapsed")
OPEN_CHECK_INS = ("due", "missed", "submitted", "more_asked")

__all__ = [
    "Range", "in_force_on", "last_day", "of_organisation", "present", "ranges_in_force", "renewal_opens",
    "renewal_starts_on", "standing", "suspension_on",
]  # fmt: skip


def prepare(application: Application, *, starts_on: date, ends_on: date) -> Accreditation:
    """The accreditation that a grant will bring about, with its number; begun by `begin` in the same transaction."""
    number = numbers.take("AC")
    return Accreditation(
        id=uuid.uuid4(), number=number, slug=_slug(application.organisation.name, number),
        organisation_id=application.organisation_id, organisation=application.organisation,
        application_id=application.id, application=application, starts_on=starts_on, ends_on=ends_on,
        granted_on=clock.today(),
    )  # fmt: skip


def begin(accreditation: Accreditation) -> Event:
    """Let an accreditation begin, as the system does after a grant."""
    return transitions.begin(accreditation, "begin", actor=SYSTEM)


def note_youth(organisation_id: uuid.UUID, on: date) -> None:
    """A youth was in service on a day: from that day the four years without one count anew, also in the accreditation
    that has renewed the one of that day since.
    """
    found = present(organisation_id, max(on, clock.today()))
    if found is not None and on > (found.youth_last_on or found.starts_on):
        found.youth_last_on = on


def _slug(name: str, number: str) -> str:
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")[:80]
    return f"{words or 'organisatie'}-{number.lower()}"


def _facts(accreditation: Accreditation, occasion: Occasion) -> AccreditationFacts:
    given, today = occasion.given, occasion.today
    if not accreditation.status:
        return _facts_to_begin(accreditation, today)
    return AccreditationFacts(
        today=today, on=occasion.effective_on, starts_on=accreditation.starts_on, ends_on=accreditation.ends_on,
        from_day=given.get("from_day"), until=given.get("until"), danger=bool(given.get("danger")),
        danger_stated=str(given.get("danger_stated") or ""), ground=str(given.get("ground") or ""),
        reasons=str(given.get("reasons") or ""), actor_was_involved=_was_involved(accreditation, occasion),
        invited_already=accreditation.invited_on is not None or applied(accreditation),
        renewal_opens_on=renewal_opens(accreditation), lapses_on=lapse_day(accreditation),
        renewal_pending=accreditation.ends_on < today and is_pending(accreditation),
        successor_starts_on=_starts(successor(accreditation)),
        objection_won=accreditation.status in TAKEN_AWAY and objection_standing.won(accreditation),
        **_suspension_facts(accreditation, given), **_intention_facts(accreditation, occasion),
    )  # fmt: skip


def _facts_to_begin(accreditation: Accreditation, today: date) -> AccreditationFacts:
    others = select(Accreditation).where(
        Accreditation.organisation_id == accreditation.organisation_id,
        Accreditation.id != accreditation.id,
        Accreditation.status.in_(STANDING),
    )
    with db.session.no_autoflush:
        before = db.session.scalar(others.order_by(Accreditation.ends_on.desc()).limit(1))
    stood = max(before.ends_on, today if before.ends_on < today else before.ends_on) if before else None
    return AccreditationFacts(
        today=today, application_is_granted=accreditation.application.status == "granted", predecessor_ends_on=stood,
        predecessor_stands=before is not None and accreditation.application.renews_id == before.id,
        starts_on=accreditation.starts_on, ends_on=accreditation.ends_on,
    )  # fmt: skip


def _starts(found: Accreditation | None) -> date | None:
    return found.starts_on if found else None


def _was_involved(accreditation: Accreditation, occasion: Occasion) -> bool:
    if not isinstance(occasion.actor, Person):
        return False
    query = select(Assessment.id).where(
        Assessment.application_id == accreditation.application_id, Assessment.assessor_id == occasion.actor.id,
        Assessment.status.in_(INVOLVED),
    )  # fmt: skip
    return db.session.scalar(query.limit(1)) is not None


def _suspension_facts(accreditation: Accreditation, given: Any) -> dict[str, Any]:
    ranges = [s for s in accreditation.suspensions if s.annulled_on is None]
    first, last = given.get("from_day"), given.get("until")
    shared = [s for s in ranges if first and last and s.starts_on <= last and first <= s.ends_on]
    ends = max((s.ends_on for s in shared or ranges), default=None)
    return {"overlaps": bool(shared), "last_suspended_day": ends}


def _intention_facts(accreditation: Accreditation, occasion: Occasion) -> dict[str, Any]:
    kind, today = ANNOUNCES.get(occasion.event), occasion.today
    found = announced(accreditation, kind) if kind else None
    if found is None:
        return {}
    heard = found.view_on is not None or (found.view_by is not None and today > found.view_by)
    had_time = found.status == "overdue" or (found.status == "answered" and today > found.due_on)
    last = found.due_on if not had_time else found.view_by
    return {"intended": heard and had_time, "wait_until": None if heard and had_time else last}


def _snapshot(accreditation: Accreditation, occasion: Occasion) -> dict[str, Any]:
    organisation = accreditation.organisation
    return {
        "given": plain(dict(occasion.given)),
        "accreditation": {"number": accreditation.number, "starts_on": accreditation.starts_on.isoformat(),
                          "ends_on": accreditation.ends_on.isoformat()},
        "organisation": {"name": organisation.name, "kvk": organisation.kvk_number},
        "case": {"number": accreditation.number, "kind": "accreditation", "id": str(accreditation.id)},
        "papers": accreditation_papers.records(accreditation, occasion),
    }  # fmt: skip


# -- what an event writes -------------------------------------------------------------------------------------------
def _begin(accreditation: Accreditation, _occasion: Occasion) -> None:
    before = predecessor(accreditation)
    if before is not None:
        accreditation.youth_last_on = before.youth_last_on
    first = add_years(accreditation.starts_on, 1)
    accreditation.check_in_on = first if first <= accreditation.ends_on else None


def _suspend(accreditation: Accreditation, occasion: Occasion) -> None:
    accreditation.suspensions.append(Suspension(
        id=uuid.uuid4(), starts_on=occasion.given["from_day"], ends_on=occasion.given["until"],
        danger=bool(occasion.given.get("danger")),
    ))  # fmt: skip


def _reinstate(accreditation: Accreditation, occasion: Occasion) -> None:
    """It ends the day before; a suspension that began on this very day, or later, keeps its first day."""
    latest = accreditation.suspensions[-1]
    latest.ends_on = min(latest.ends_on, max(latest.starts_on, occasion.effective_on - ONE_DAY))


def _restore(accreditation: Accreditation, occasion: Occasion) -> None:
    """What the decision took away counts as never taken away: the suspension, or the end."""
    if accreditation.stopped_from is None and accreditation.suspensions:
        accreditation.suspensions[-1].annulled_on = occasion.effective_on
    accreditation.stopped_from = accreditation.stop_known_on = None
    if lapse_day(accreditation) <= occasion.today:  # of a lapse that was wrong the years begin anew
        accreditation.youth_last_on = occasion.effective_on
    following = (add_years(accreditation.starts_on, n) for n in range(1, 20))
    next_one = next(day for day in following if day >= occasion.effective_on)
    accreditation.check_in_on = next_one if next_one <= accreditation.ends_on else None


def _stop(accreditation: Accreditation, occasion: Occasion) -> None:
    accreditation.stopped_from = occasion.given.get("from_day") or occasion.effective_on
    _cut(accreditation, accreditation.stopped_from, occasion.effective_on)


def _give_up(accreditation: Accreditation, occasion: Occasion) -> None:
    accreditation.given_up_from = occasion.given["from_day"]
    _cut(accreditation, occasion.given["from_day"], occasion.effective_on)


def _cut(accreditation: Accreditation, stopped: date, known_on: date) -> None:
    """A suspension lasts no longer than what it suspends."""
    accreditation.check_in_on, accreditation.stop_known_on = None, known_on
    for one in accreditation.suspensions:
        one.ends_on = min(one.ends_on, max(one.starts_on, stopped - ONE_DAY))


def _invite(accreditation: Accreditation, occasion: Occasion) -> None:
    accreditation.invited_on = occasion.effective_on


# -- what follows ---------------------------------------------------------------------------------------------------
def _decide(accreditation: Accreditation, occasion: Occasion, event: Event) -> None:
    """Keep the decision as taken, and carry out the intention that announced it."""
    assert isinstance(occasion.actor, Person)  # only people decide
    given = {key: value for key, value in occasion.given.items() if key != "reasons"}
    db.session.add(Decision(
        application_id=accreditation.application_id, event_id=event.id, kind=occasion.event,
        decided_on=occasion.effective_on, decided_by=occasion.actor.id,
        reasons=str(occasion.given.get("reasons") or ""), content=plain(given), recorded_at=event.recorded_at,
    ))  # fmt: skip
    objection_standing.extend(accreditation, event)
    timers.end_where_in_danger(accreditation)
    if intention := announced(accreditation, ANNOUNCES[occasion.event]):
        transitions.fire(intention, "carry_out", actor=SYSTEM, effective_on=occasion.effective_on)


def _reinstated(accreditation: Accreditation, _occasion: Occasion, event: Event) -> None:
    objection_standing.extend(accreditation, event)


def close_all(accreditation: Accreditation, occasion: Occasion, _event: Event) -> None:
    """What hangs on an accreditation ends with it: measures are lifted, check-ins fall away."""
    measures = select(Measure).where(Measure.accreditation_id == accreditation.id, Measure.status.in_(OPEN_MEASURES))
    check_ins = select(CheckIn).where(CheckIn.accreditation_id == accreditation.id, CheckIn.status.in_(OPEN_CHECK_INS))
    for measure in db.session.scalars(measures).all():
        transitions.fire(measure, "lift", actor=SYSTEM, effective_on=occasion.effective_on)
    for check_in in db.session.scalars(check_ins).all():
        transitions.fire(check_in, "cancel", actor=SYSTEM, effective_on=occasion.effective_on)


def _withdraw(accreditation: Accreditation, occasion: Occasion, event: Event) -> None:
    _decide(accreditation, occasion, event)
    close_all(accreditation, occasion, event)


handle(
    "accreditation",
    Handling(
        facts=_facts,
        snapshot=_snapshot,
        case=lambda accreditation: accreditation.id,
        case_kind="accreditation",
        apply={"begin": _begin, "suspend": _suspend, "reinstate": _reinstate, "withdraw": _stop, "give_up": _give_up,
               "expire": _stop, "lapse": _stop, "be_renewed": _stop, "restore_on_objection": _restore,
               "invite_to_renew": _invite},
        follow={"suspend": _decide, "reinstate": _reinstated, "withdraw": _withdraw, "give_up": close_all,
                "expire": close_all,
                "lapse": close_all, "be_renewed": close_all},
        catch_up=timers.catch_up,
    ),
)  # fmt: skip
