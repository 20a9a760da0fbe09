"""Lists of credits: prepared by a clerk, tried out, and awarded by the worker in batches.

A batch is one transaction, and in it each credit is awarded behind a savepoint together with its line on the list. So a
credit that cannot be awarded stops no other, and after a crash the list goes on where it was: what was awarded is
noted as awarded, and nothing is awarded twice.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from mdt.access import SYSTEM, Person, roles_of
from mdt.models import Cohort, Credit, Entry, Event, Review, School, Youth, db
from mdt.services import clock, cohort_papers
from mdt.services.transitions import Handling, Occasion, Stale, begin, fire, handle, rehearse
from mdt.services.wording import plain
from workflows.base import N_, NotNow, NotPermitted, Refused
from workflows.cohort import CohortFacts
from workflows.roles import Role

BATCH = 50
DECIDERS = {Role.EXAM_BOARD, Role.SCHOOL}
CHANGED = N_("It was changed after it was put on the list.")
BROKEN = N_("Something went wrong on our side. Award this one by itself, or ask the office.")
Chosen = Sequence[tuple[uuid.UUID, int]]


# -- preparing --------------------------------------------------------------------------------------------------------
def prepare(school: School, *, actor: Person, name: str, chosen: Chosen) -> Cohort:
    """Put credits on a list, each in the version that was seen. Raises NotPermitted or Refused."""
    made = Cohort(id=uuid.uuid4(), school=school, school_id=school.id, name=name.strip(), prepared_by=actor.id,
                  judgement="", created_at=clock.moment())  # fmt: skip
    with db.session.no_autoflush:  # the new row has no status before the rules have spoken
        begin(made, "prepare", actor=actor, name=name, chosen=list(chosen))
    db.session.add_all(
        Entry(cohort_id=made.id, credit_id=credit_id, position=position, credit_version=version)
        for position, (credit_id, version) in enumerate(chosen, 1)
    )
    db.session.flush()
    return made


def candidates(school_ids: Sequence[uuid.UUID]) -> list[Credit]:
    """The credits of schools that are under review, proposed, and on no list that is not finished yet."""
    listed = (
        select(Entry.credit_id)
        .join(Cohort, Entry.cohort_id == Cohort.id)
        .where(Cohort.status.in_(("prepared", "awarding")), Entry.outcome == "waiting")
    )
    query = (
        select(Credit)
        .where(Credit.school_id.in_(school_ids), Credit.status == "under_review", Credit.id.not_in(listed),
               Credit.id.in_(select(Review.credit_id)))
        .options(joinedload(Credit.youth).joinedload(Youth.person), joinedload(Credit.scheme),
                 joinedload(Credit.organisation), joinedload(Credit.programme))
        .order_by(Credit.submitted_on, Credit.number)
    )  # fmt: skip
    return list(db.session.scalars(query))


def ask_trial(cohort: Cohort, *, actor: Person) -> None:
    """Ask the worker to try the list out: nothing is awarded. Raises NotPermitted or NotNow."""
    if not roles_of(actor, cohort) & DECIDERS:
        raise NotPermitted(N_("A list is tried out by who decides on it."))
    if cohort.status != "prepared":
        raise NotNow("try", cohort.status)
    cohort.trial_asked_by, cohort.trial_done_at = actor.id, None
    for entry in cohort.entries:
        entry.tried, entry.finding = False, None
    db.session.flush()


# -- carrying out -----------------------------------------------------------------------------------------------------
def under_way() -> list[uuid.UUID]:
    """The lists on which the worker has something to do, the oldest first."""
    trial = Cohort.trial_asked_by.is_not(None) & Cohort.trial_done_at.is_(None) & (Cohort.status == "prepared")
    query = select(Cohort.id).where(trial | (Cohort.status == "awarding")).order_by(Cohort.created_at)
    return list(db.session.scalars(query))


def step(cohort_id: uuid.UUID, *, batch: int = BATCH) -> bool:
    """Do one batch in the transaction at hand; False when the list needs nothing any more."""
    query = select(Cohort).where(Cohort.id == cohort_id).with_for_update()
    cohort = db.session.scalar(query.execution_options(populate_existing=True))
    if cohort is None or cohort.id not in under_way():
        return False
    return _award_some(cohort, batch) if cohort.status == "awarding" else _try_some(cohort, batch)


def _award_some(cohort: Cohort, batch: int) -> bool:
    decider = db.session.get_one(Person, cohort.awarded_by)
    for entry in _some(cohort, Entry.outcome == "waiting", batch):
        entry.finding = _award(entry, decider, cohort)
        entry.outcome = "failed" if entry.finding else "awarded"
    db.session.flush()
    if waiting(cohort):
        return True
    fire(cohort, "finish", actor=SYSTEM)
    return False


def _award(entry: Entry, decider: Person, cohort: Cohort) -> dict[str, Any] | None:
    """Award one credit; returns why not, and then nothing of it stays."""
    try:
        with db.session.begin_nested():
            fire(entry.credit, "award", actor=decider, expected_version=entry.credit_version,
                 reasons=cohort.judgement, cohort=cohort.name)  # fmt: skip
    except (NotPermitted, NotNow, Refused) as refusal:
        return found(refusal)
    except Exception:
        current_app.logger.exception("credit %s of list %s", entry.credit_id, cohort.id)
        return {"message": BROKEN, "params": {}}
    return None


def _try_some(cohort: Cohort, batch: int) -> bool:
    """Look at some credits as the award by whoever asked would."""
    asker = db.session.get_one(Person, cohort.trial_asked_by)
    for entry in _some(cohort, Entry.tried.is_(False), batch):
        entry.finding, entry.tried = _tried(entry, asker), True
    db.session.flush()
    if _count(cohort, Entry.tried.is_(False)):
        return True
    cohort.trial_done_at = clock.now()
    db.session.flush()
    return False


def _tried(entry: Entry, asker: Person) -> dict[str, Any] | None:
    credit = entry.credit
    if credit.status != "under_review" or credit.version != entry.credit_version:
        return found(Stale("award", credit.status))
    try:
        rehearse(credit, "award", actor=asker, reasons="–")
    except (NotPermitted, NotNow, Refused) as refusal:
        return found(refusal)
    return None


def found(refusal: Exception) -> dict[str, Any]:
    """A refusal as plain data, to be told in the language of whoever reads it."""
    if isinstance(refusal, NotPermitted | Refused):
        return {"message": refusal.message, "params": plain(refusal.params)}
    return {"message": CHANGED, "params": {}}


def _some(cohort: Cohort, condition: Any, batch: int) -> list[Entry]:
    """The next lines, with what their awards read, so that a batch of fifty is not fifty times as many questions."""
    credit = joinedload(Entry.credit)
    query = (
        select(Entry)
        .where(Entry.cohort_id == cohort.id, condition)
        .options(
            credit.joinedload(Credit.youth).joinedload(Youth.person), credit.joinedload(Credit.school),
            credit.joinedload(Credit.scheme), credit.joinedload(Credit.organisation),
            credit.joinedload(Credit.programme),
        )
        .order_by(Entry.position)
        .limit(batch)
    )  # fmt: skip
    return list(db.session.scalars(query))


# -- how it stands ----------------------------------------------------------------------------------------------------
def waiting(cohort: Cohort) -> int:
    """How many credits of a list were neither awarded nor refused."""
    return _count(cohort, Entry.outcome == "waiting")


def _count(cohort: Cohort, condition: Any) -> int:
    query = select(func.count(Entry.id)).where(Entry.cohort_id == cohort.id, condition)
    return db.session.scalar(query) or 0


def counts(cohort: Cohort) -> dict[str, int]:
    """How far a list is: `total`, `waiting`, `awarded`, `failed`, `tried`, and `objections` that the trial found."""
    said = dict.fromkeys(("total", "waiting", "awarded", "failed", "tried", "objections"), 0)
    what = (Entry.outcome, Entry.tried, Entry.finding.is_not(None))
    query = select(*what, func.count(Entry.id)).where(Entry.cohort_id == cohort.id).group_by(*what)
    for outcome, tried, objection, count in db.session.execute(query):
        said["total"] += count
        said[outcome] += count
        said["tried"] += count * bool(tried)
        said["objections"] += count * bool(objection)
    return said


def objections(cohort: Cohort) -> list[Entry]:
    """The lines that would not be, or were not, awarded, with what stands in the way."""
    query = (
        select(Entry)
        .where(Entry.cohort_id == cohort.id, Entry.finding.is_not(None))
        .options(joinedload(Entry.credit).joinedload(Credit.youth).joinedload(Youth.person))
        .order_by(Entry.position)
    )
    return list(db.session.scalars(query))


def last_events(entries: Sequence[Entry]) -> dict[uuid.UUID, Event]:
    """The last thing that happened to each credit, to tell how it stands."""
    ids = [entry.credit_id for entry in entries]
    newest = select(func.max(Event.id)).where(Event.subject_id.in_(ids)).group_by(Event.subject_id)
    return {event.subject_id: event for event in db.session.scalars(select(Event).where(Event.id.in_(newest)))}


# -- how it takes part in events --------------------------------------------------------------------------------------
def _facts(cohort: Cohort, occasion: Occasion) -> CohortFacts:
    given, actor = occasion.given, occasion.actor
    with db.session.no_autoflush:
        chosen = list(given.get("chosen") or ())
        agreed = given.get("agreed_count")
        return CohortFacts(
            name=str(given.get("name") or cohort.name or ""), chosen=len(chosen),
            strange=len(chosen) - _sound(cohort, chosen) if chosen else 0,
            agreed_count=int(agreed) if agreed is not None else None,
            waiting=waiting(cohort) if cohort.status else 0, tried_out=cohort.trial_done_at is not None,
            reasons=str(given.get("reasons") or ""), has_exam_board=cohort.school.sector != "vo",
            prepared_by_who_decides=isinstance(actor, Person) and cohort.prepared_by == actor.id,
        )  # fmt: skip


def _sound(cohort: Cohort, chosen: Chosen) -> int:
    known = {credit.id for credit in candidates([cohort.school_id])}
    return len({credit_id for credit_id, _version in chosen} & known)


def _award_all(cohort: Cohort, occasion: Occasion) -> None:
    assert isinstance(occasion.actor, Person)  # the roles that decide are held by people
    cohort.awarded_by, cohort.decided_on = occasion.actor.id, occasion.effective_on
    cohort.judgement = occasion.given["reasons"]
    for entry in cohort.entries:
        entry.finding = None


def _snapshot(cohort: Cohort, occasion: Occasion) -> dict[str, Any]:
    given = {name: value for name, value in occasion.given.items() if name != "chosen"}
    return {
        "given": plain(given), "case": {"number": cohort.name, "kind": "cohort", "id": str(cohort.id)},
        "school": {"name": cohort.school.name},
        "credits": [str(credit_id) for credit_id, _version in occasion.given.get("chosen") or ()],
        "papers": cohort_papers.records(cohort, occasion),
    }  # fmt: skip


handle(
    "cohort",
    Handling(facts=_facts, snapshot=_snapshot, case=lambda cohort: cohort.id, case_kind="cohort",
             apply={"award_all": _award_all}),
)  # fmt: skip
