"""Measures: imposing one, its view and remedy, and what becomes of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from mdt.access import SYSTEM, Actor
from mdt.models import Accreditation, Measure, db
from mdt.services import calendar, clock, measure_papers, timers, transitions
from mdt.services.accreditation_standing import OPEN_MEASURES, STANDING
from mdt.services.transitions import Handling, Occasion, handle
from mdt.services.wording import plain
from workflows.measure import INTENTIONS, MeasureFacts
from workflows.terms import earliest_due

# Which letter a kind of measure is imposed with.
LETTERS = {
    "condition": "condition_letter", "warning": "warning_letter", "intention_to_suspend": "suspension_intention",
    "intention_to_withdraw": "withdrawal_intention",
}  # fmt: skip


def new(accreditation: Accreditation, given: dict[str, Any]) -> Measure:
    """A measure as it would be imposed; not kept."""
    view_by = given.get("view_by") if given.get("kind") in INTENTIONS else None
    return Measure(
        id=uuid.uuid4(), accreditation=accreditation, accreditation_id=accreditation.id,
        kind=str(given.get("kind") or ""), text=str(given.get("text") or ""), reasons=str(given.get("reasons") or ""),
        imposed_on=clock.today(), due_on=given.get("due_on"), view_by=view_by, danger=bool(given.get("danger")),
        danger_stated=str(given.get("danger_stated") or "") if given.get("danger") else "",
        view="", remedy="",
    )  # fmt: skip


def impose(accreditation: Accreditation, *, actor: Actor, **given: Any) -> Measure:
    """Impose a measure. Raises NotPermitted or Refused."""
    timers.catch_up(accreditation)
    with db.session.no_autoflush:  # the new row has no status before the rules have spoken
        made = new(accreditation, given)
        transitions.begin(made, "impose", actor=actor, **given)
    return made


def rehearse(accreditation: Accreditation, *, actor: Actor, **given: Any) -> tuple[Measure, Occasion]:
    """What `impose` would make, for a preview of its letter; keeps nothing. Raises as `impose` does."""
    with db.session.no_autoflush:
        made = new(accreditation, given)
        return made, transitions.rehearse_begin(made, "impose", actor=actor, **given)


def attach(accreditation: Accreditation, conditions: Sequence[tuple[str, date]]) -> list[Measure]:
    """The conditions of a grant become measures by themselves; the decision is their letter."""
    made = []
    for text, due in conditions:
        with db.session.no_autoflush:
            one = new(accreditation, {"kind": "condition", "text": text, "due_on": due})
            transitions.begin(one, "attach", actor=SYSTEM, text=text, due_on=due)
        made.append(one)
    return made


def of_accreditation(found: Accreditation) -> list[Measure]:
    """The measures on an accreditation: open ones first, by their term, then the others from new to old."""
    query = select(Measure).where(Measure.accreditation_id == found.id).order_by(Measure.imposed_on.desc())
    rows = list(db.session.scalars(query))
    open_ = sorted((m for m in rows if m.status in OPEN_MEASURES), key=lambda m: m.due_on)
    return [*open_, *(m for m in rows if m.status not in OPEN_MEASURES)]


def minimum(kind: str) -> date:
    """The first day that gives a measure of a kind its time to remedy, imposed today."""
    name = "withdrawal_remedy" if kind == "intention_to_withdraw" else "measure_minimum"
    return earliest_due(clock.today(), calendar.length(name, clock.today()))


def count_to_decide() -> int:
    """How many intentions wait for the board: the term has passed."""
    query = select(func.count(Measure.id)).where(
        Measure.kind.in_(INTENTIONS),
        or_(Measure.status == "overdue", (Measure.status == "answered") & (Measure.due_on < clock.today())),
    )
    return db.session.scalar(query) or 0


def _facts(measure: Measure, occasion: Occasion) -> MeasureFacts:
    given, today = occasion.given, occasion.today
    found = measure.accreditation
    return MeasureFacts(
        today=today, kind=measure.kind, text=measure.text, reasons=str(given.get("reasons") or ""),
        accreditation_stands=found.status in STANDING, due_on=given.get("due_on") or measure.due_on,
        due_minimum=minimum("" if measure.status else measure.kind), view_by=measure.view_by,
        view_minimum=earliest_due(today, calendar.length("view_minimum", today)), danger=measure.danger,
        danger_stated=measure.danger_stated, view=str(given.get("view") or ""), remedy=str(given.get("remedy") or ""),
        view_settled=measure.view_on is not None, decided=_decided(measure),
        accreditation_ended=found.status not in STANDING, same_is_open=not measure.status and _same_is_open(measure),
    )  # fmt: skip


def _decided(measure: Measure) -> bool:
    wanted = {"intention_to_suspend": "suspended", "intention_to_withdraw": "withdrawn"}
    return measure.accreditation.status == wanted.get(measure.kind)


def _same_is_open(measure: Measure) -> bool:
    query = select(Measure.id).where(
        Measure.accreditation_id == measure.accreditation_id, Measure.kind == measure.kind, Measure.id != measure.id,
        Measure.status.in_(OPEN_MEASURES),
    )  # fmt: skip
    with db.session.no_autoflush:
        return db.session.scalar(query.limit(1)) is not None


def _snapshot(measure: Measure, occasion: Occasion) -> dict[str, Any]:
    found = measure.accreditation
    return {
        "given": plain(dict(occasion.given)),
        "case": {"number": found.number, "kind": "accreditation", "id": str(found.id)},
        "organisation": {"name": found.organisation.name},
        "measure": {"id": str(measure.id), "kind": measure.kind, "text": measure.text,
                    "due_on": plain(measure.due_on), "view_by": plain(measure.view_by)},
        "papers": measure_papers.records(measure, occasion, evidence(measure, occasion)),
    }  # fmt: skip


def evidence(measure: Measure, occasion: Occasion, _named: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The papers of an event: of the letters to impose a measure, the one of its kind."""
    if occasion.event == "impose":
        return (LETTERS[measure.kind],)
    return ("measure_met_letter",) if occasion.event == "accept" else ()


def _give_view(measure: Measure, occasion: Occasion) -> None:
    measure.view, measure.view_on = str(occasion.given["view"]), occasion.effective_on


def _report(measure: Measure, occasion: Occasion) -> None:
    measure.remedy, measure.remedy_on = str(occasion.given["remedy"]), occasion.effective_on


def _reject(measure: Measure, occasion: Occasion) -> None:
    measure.due_on = occasion.given["due_on"]


handle(
    "measure",
    Handling(
        facts=_facts,
        snapshot=_snapshot,
        case=lambda measure: measure.accreditation_id,
        case_kind="accreditation",
        apply={"give_view": _give_view, "report_remedy": _report, "reject": _reject},
        catch_up=timers.catch_up,
        evidence=evidence,
    ),
)
