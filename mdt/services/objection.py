"""Objections: lodging one, its terms, its hearing, and the decision that supersedes what it was right about."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from mdt.access import Actor, Person
from mdt.models import Accreditation, Application, Decision, Document, Event, Objection, db
from mdt.services import calendar, clock, log, numbers, objection_papers, timers, transitions
from mdt.services.objection_standing import TAKEN_AWAY, UNDECIDED
from mdt.services.objection_terms import decide_by, decision_term, defaulted_on, lodging_term, timely
from mdt.services.transitions import Handling, Occasion, handle
from mdt.services.wording import plain
from workflows.base import N_, Refused
from workflows.objection import ObjectionFacts
from workflows.objection_words import CONTESTED, OUTCOMES, WON
from workflows.terms import earliest_due

OWN_ROLES = ("organisation", "colleague")


# -- lodging --------------------------------------------------------------------------------------------------------
def contested_event(event_id: int, application: Application, accreditation: Accreditation | None) -> Event:
    """The decision objected to. Raises Refused when it is no decision of this case."""
    event = db.session.get(Event, event_id)
    cases = {application.id} | ({accreditation.id} if accreditation else set())
    if event is None or event.subject_id not in cases or f"{event.noun}.{event.name}" not in CONTESTED:
        raise Refused(N_("Choose the decision that you object to."), field="decision")
    return event


def lodge(case: Application | Accreditation, event_id: int, *, actor: Actor, channel: str | None = None,
          effective_on: date | None = None, posted_on: date | None = None, grounds: str = "",
          late_because: str = "") -> Objection:  # fmt: skip
    """Lodge an objection; the office enters a letter with the day on which it came. Raises NotPermitted or Refused.

    Whether it came in time is for the office to see when it takes it up: a late one is received like any other.
    """
    accreditation = case if isinstance(case, Accreditation) else None
    application = case.application if isinstance(case, Accreditation) else case
    event = contested_event(event_id, application, accreditation)
    made = Objection(
        id=uuid.uuid4(), organisation=application.organisation, organisation_id=application.organisation_id,
        application=application, application_id=application.id, accreditation=accreditation,
        accreditation_id=accreditation.id if accreditation else None, contested=event, event_id=event.id,
        announced_on=announced_on(event), received_on=effective_on or clock.today(),
        posted_on=posted_on if channel == "post" else None, grounds=grounds, late_because=late_because, number="",
        missing="", late_way="", late_reasons="", by_committee=False, hearing_at="", hearing_place="", no_hearing="",
        report="", advice="", proposal="", consequence="",
    )  # fmt: skip
    with db.session.no_autoflush:  # the new row has no status before the rules have spoken
        transitions.begin(made, "lodge", actor=actor, channel=channel, effective_on=effective_on, grounds=grounds,
                          late_because=late_because, posted_on=posted_on)  # fmt: skip
    return made


def announced_on(event: Event) -> date:
    """The day on which a decision was sent: that of its paper, or where none was made its own."""
    papers = (event.snapshot or {}).get("papers") or {}
    days = [date.fromisoformat(record["issued_on"]) for record in papers.values() if record.get("issued_on")]
    return max(days, default=event.effective_on)


def file_of(objection: Objection) -> list[Document]:
    """The papers that lie open for those concerned (art. 7:4 Awb): of the case, and of the objection itself."""
    cases = [objection.id, objection.application_id, objection.accreditation_id]
    query = select(Document).where(Document.case_id.in_([one for one in cases if one is not None]))
    return list(db.session.scalars(query.order_by(Document.created_at.desc())))


# -- what the rules look at -----------------------------------------------------------------------------------------
def _facts(objection: Objection, occasion: Occasion) -> ObjectionFacts:
    given, today = occasion.given, occasion.today
    text: dict[str, Any] = {name: str(given.get(name) or "") for name in
            ("missing", "completion", "place", "ground", "report", "proposal", "reasons", "deviation",
             "consequence")}  # fmt: skip
    asked, completed = objection.complete_by, objection.completed_on
    return ObjectionFacts(
        today=today, contested=objection.against, received_on=objection.received_on, posted_on=objection.posted_on,
        due=given.get("due"), due_minimum=earliest_due(today, calendar.length("supplement_minimum", today)),
        completion_asked=asked is not None, completion_passed=asked is not None and today > asked,
        completed_in_time=bool(asked and completed and completed <= asked), grounds=objection.grounds,
        timeliness=timely(objection), term_ends_on=lodging_term(objection).ends_on,
        late_way=str(given.get("late_way") or objection.late_way),
        late_reasons=str(given.get("late_reasons") or objection.late_reasons),
        left_to_decision=objection.late_way == "left_to_decision",
        actor_was_involved=_was_involved(objection, occasion.actor),
        actor_took_decision=_took_it(objection, occasion.actor), heard_with=int(given.get("heard_with") or 0),
        heard_with_involved=int(given.get("heard_with_involved") or 0),
        hearing_on=given.get("hearing_on") or objection.hearing_on, hearing_from=hearing_from(today),
        advice=str(given.get("advice") or objection.advice), adjourned_already=objection.adjourned_on is not None,
        **_term_facts(objection, occasion), deciding=occasion.event if occasion.event in OUTCOMES else "",
        **_others(objection), **text,
    )  # fmt: skip


def _term_facts(objection: Objection, occasion: Occasion) -> dict[str, Any]:
    if not objection.status:
        return {}
    term = decision_term(objection)
    return {"on": occasion.effective_on, "decide_by": term.ends_on, "term_stands_still": not term.running,
            "new_decide_by": occasion.given.get("new_decide_by"), "defaulted_on": defaulted_on(objection)}  # fmt: skip


def _others(objection: Objection) -> dict[str, Any]:
    if objection.status:
        return {}
    query = select(Objection.status, Objection.id).where(Objection.event_id == objection.event_id)
    found = {status for status, id in db.session.execute(query) if id != objection.id}
    return {"pending_already": bool(found & set(UNDECIDED)), "decided_already": "decided" in found}


def hearing_from(today: date) -> date:
    """The first day for a hearing planned today: papers can still be sent until ten days before (art. 7:4 Awb)."""
    return today + timedelta(days=calendar.length("hearing_papers", today).value)


def _took_it(objection: Objection, actor: Actor) -> bool:
    return isinstance(actor, Person) and objection.contested.actor_id == actor.id


def _was_involved(objection: Objection, actor: Actor) -> bool:
    """Whether somebody took part in the case before the decision, in whatever role of the accrediting body."""
    if not isinstance(actor, Person):
        return False
    query = select(Event.id).where(
        Event.case_id.in_([one for one in (objection.application_id, objection.accreditation_id) if one]),
        Event.id <= objection.event_id, Event.actor_id == actor.id, Event.role.not_in(OWN_ROLES),
    )  # fmt: skip
    return db.session.scalar(query.limit(1)) is not None


def _snapshot(objection: Objection, occasion: Occasion) -> dict[str, Any]:
    found = objection.accreditation or objection.application
    return {
        "given": plain(dict(occasion.given)),
        "case": {"number": objection.number, "kind": "objection", "id": str(objection.id)},
        "organisation": {"name": objection.organisation.name},
        "objection": {
            "against": objection.against, "case": found.number, "decide_by": plain(objection.decide_by),
            "complete_by": plain(objection.complete_by), "hearing_on": plain(objection.hearing_on),
            "hearing_at": objection.hearing_at, "hearing_place": objection.hearing_place,
            "late": timely(objection) == "late",
        },
        "papers": objection_papers.records(objection, occasion),
    }  # fmt: skip


# -- what an event writes -------------------------------------------------------------------------------------------
def _number(objection: Objection, _occasion: Occasion) -> None:
    objection.number = numbers.take("BZ")


def _ask(objection: Objection, occasion: Occasion) -> None:
    objection.missing, objection.complete_by = str(occasion.given["missing"]), occasion.given["due"]
    objection.asked_on, objection.completed_on = occasion.effective_on, None


def _complete(objection: Objection, occasion: Occasion) -> None:
    objection.grounds = f"{objection.grounds}\n\n{occasion.given['completion']}".strip()
    objection.completed_on = occasion.effective_on


def _take_up(objection: Objection, occasion: Occasion) -> None:
    late = timely(objection) == "late"
    objection.late_way = str(occasion.given.get("late_way") or "") if late else ""
    objection.late_reasons = str(occasion.given.get("late_reasons") or "") if late else ""
    objection.by_committee = bool(occasion.given.get("by_committee"))


def _plan(objection: Objection, occasion: Occasion) -> None:
    objection.hearing_on = occasion.given["hearing_on"]
    objection.hearing_at = str(occasion.given.get("hearing_at") or "")
    objection.hearing_place = str(occasion.given["place"])


def _waive(objection: Objection, occasion: Occasion) -> None:
    objection.no_hearing = str(occasion.given["ground"])


def _report(objection: Objection, occasion: Occasion) -> None:
    objection.report = str(occasion.given["report"])


def _advise(objection: Objection, occasion: Occasion) -> None:
    objection.advice, objection.proposal = str(occasion.given["advice"]), str(occasion.given["proposal"])


def _adjourn(objection: Objection, occasion: Occasion) -> None:
    objection.adjourned_on = occasion.effective_on


def _extend(objection: Objection, occasion: Occasion) -> None:
    objection.also_event_id = int(occasion.given["later"])


def _decide(objection: Objection, occasion: Occasion) -> None:
    objection.outcome, objection.decided_on = occasion.event, occasion.effective_on
    objection.consequence = str(occasion.given.get("consequence") or "") if occasion.event in WON else ""
    if reasons := str(occasion.given.get("late_reasons") or ""):
        objection.late_reasons = reasons


def _settle(objection: Objection, occasion: Occasion) -> None:
    occasion.made["present_term"] = objection.decide_by
    objection.decide_by = decide_by(objection, occasion)


# -- what follows ---------------------------------------------------------------------------------------------------
def _keep_decision(objection: Objection, occasion: Occasion, event: Event) -> None:
    """Keep the decision on the objection as taken; when it was won, it supersedes the one objected to."""
    assert isinstance(occasion.actor, Person)  # only people decide
    won = occasion.event in WON
    before = db.session.scalar(select(Decision).where(Decision.event_id == objection.event_id)) if won else None
    db.session.add(Decision(
        application_id=objection.application_id, event_id=event.id, kind=occasion.event,
        decided_on=occasion.effective_on, decided_by=occasion.actor.id,
        reasons=str(occasion.given.get("reasons") or ""),
        content=plain({name: value for name, value in occasion.given.items() if name != "reasons"}),
        supersedes_id=before.id if before else None, recorded_at=event.recorded_at,
    ))  # fmt: skip


def _carry_out(objection: Objection, occasion: Occasion, event: Event) -> None:
    """What takes the place of the decision (art. 7:11 lid 2 Awb). A grant has a form of its own and follows."""
    _keep_decision(objection, occasion, event)
    db.session.flush()
    reasons = str(occasion.given["reasons"])
    if objection.consequence == "reopen":
        transitions.fire(objection.application, "reopen_on_objection", actor=occasion.actor, reasons=reasons)
    elif objection.consequence == "restore" and objection.accreditation is not None:
        _restore(objection, objection.accreditation, occasion, reasons)


def _restore(objection: Objection, found: Accreditation, occasion: Occasion, reasons: str) -> None:
    """Restore what stands as the decision left it; of what was over already only the suspension is annulled."""
    timers.catch_up(found)
    contested = {objection.event_id, objection.also_event_id}
    last = log.last(found.id, *TAKEN_AWAY)
    if last is not None and last.id in contested and found.status in ("suspended", "withdrawn", "lapsed"):
        transitions.fire(found, "restore_on_objection", actor=occasion.actor, reasons=reasons)
    for event in db.session.scalars(select(Event).where(Event.id.in_([one for one in contested if one]))):
        first = ((event.snapshot or {}).get("given") or {}).get("from_day")
        for one in found.suspensions:
            if event.name == "suspend" and one.annulled_on is None and one.starts_on.isoformat() == first:
                one.annulled_on = occasion.effective_on


handle(
    "objection",
    Handling(
        facts=_facts,
        snapshot=_snapshot,
        case=lambda objection: objection.id,
        case_kind="objection",
        apply={"lodge": _number, "ask_completion": _ask, "complete": _complete, "take_up": _take_up,
               "plan_hearing": _plan, "plan_again": _plan, "waive_hearing": _waive, "report_hearing": _report,
               "advise": _advise, "adjourn": _adjourn, "extend_to": _extend, **dict.fromkeys(OUTCOMES, _decide)},
        settle=_settle,
        follow={"declare_inadmissible": _keep_decision, "declare_unfounded": _keep_decision,
                **dict.fromkeys(WON, _carry_out)},
    ),
)  # fmt: skip
