"""Objections step by step as somebody would click them, and the stories that show each of their states."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from mdt.access import Person
from mdt.demo.stage import Stage
from mdt.models import Accreditation, Application, Event, Objection, db
from mdt.services import clock, objection, objection_standing
from mdt.services.transitions import fire
from workflows.objection_words import POSSIBLE

GROUNDS = ("Het besluit gaat uit van de situatie van vorig jaar. Sinds januari zijn er twee vaste begeleiders, en elke "
           "jongere weet wie de vertrouwenspersoon is. Dat is bij het besluit niet meegewogen.")  # fmt: skip
REPORT = ("De organisatie liet het rooster van de afgelopen drie maanden zien. Een begeleider vertelde hoe de eerste "
          "dag van een jongere nu gaat.")  # fmt: skip
ADVICE = "Het rooster bestond al op de dag van het besluit. Daarmee valt de belangrijkste reden voor het besluit weg."
REASONS = "Op de hoorzitting bleek dat er op elke dag een begeleider was. Daarom volgen wij het advies."
PATH = ("take_up", "plan_hearing", "report_hearing", "advise")


def lodge(case: Application | Accreditation, *, by: Person, grounds: str = GROUNDS, **given: Any) -> Objection:
    """The organisation objects to the latest decision in a case."""
    latest = objection_standing.contestable(case)[0]
    return objection.lodge(case, latest.id, actor=by, grounds=grounds, **given)


def take_up(one: Objection, *, by: Person, **given: Any) -> Event:
    """The office takes it up."""
    return fire(one, "take_up", actor=by, **given)


def plan(one: Objection, *, by: Person) -> Event:
    """The hearing is planned on the first day that the law allows."""
    return fire(one, "plan_hearing", actor=by, hearing_on=objection.hearing_from(clock.today()),
                hearing_at="10.00 uur", place="Stationsplein 1, Den Haag")  # fmt: skip


def report(one: Objection, *, by: Person) -> Event:
    """The hearing is reported."""
    return fire(one, "report_hearing", actor=by, report=REPORT, present="De coördinator en een begeleider",
                heard_with=2, heard_with_involved=1)  # fmt: skip


def hold(one: Objection, *, by: Person) -> Event:
    """The hearing is held on its day."""
    assert one.hearing_on is not None
    clock.move_to(max(one.hearing_on, clock.today()))
    return report(one, by=by)


def advise(one: Objection, *, by: Person, advice: str = "declare_well_founded") -> Event:
    """The hearing officer advises."""
    return fire(one, "advise", actor=by, advice=advice, proposal=ADVICE)


def decide(one: Objection, outcome: str, *, by: Person, **given: Any) -> Event:
    """The board decides; where it is won, with the first thing that can take the place of the decision."""
    if outcome in ("declare_well_founded", "declare_partly_founded"):
        given.setdefault("consequence", POSSIBLE[one.against][0])
    return fire(one, outcome, actor=by, reasons=REASONS, **given)


def until(one: Objection, status: str, *, office: Person, hearer: Person, board: Person,
          outcome: str = "declare_well_founded") -> Objection:  # fmt: skip
    """Bring an objection that was received into a state, on the days that this takes."""
    if status == "completion_asked":
        fire(one, "ask_completion", actor=office, missing="De gronden van het bezwaar",
             due=clock.today() + timedelta(days=14))  # fmt: skip
    elif status == "withdrawn":
        fire(one, "withdraw", actor=db.session.get_one(Person, objection_owner(one)))
    elif status != "received":
        _through(one, status, outcome, office=office, hearer=hearer, board=board)
    return one


def objection_owner(one: Objection) -> Any:
    """Who lodged it."""
    query = db.session.query(Event.actor_id).filter_by(subject_id=one.id, name="lodge")
    return query.scalar()


def _through(one: Objection, status: str, outcome: str, *, office: Person, hearer: Person, board: Person) -> None:
    steps: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("in_handling", lambda: take_up(one, by=office)),
        ("hearing_planned", lambda: plan(one, by=hearer)),
        ("heard", lambda: hold(one, by=hearer)),
        ("advised", lambda: advise(one, by=hearer, advice=outcome)),
        ("decided", lambda: decide(one, outcome, by=board)),
    )
    for reached, step in steps:
        step()
        if reached == status:
            return


# -- the stories ----------------------------------------------------------------------------------------------------
# How many days ago a decision must have been sent for an objection against it to stand there today.
NEEDED = {"decided": 24, "advised": 23, "heard": 22, "hearing_planned": 10, "in_handling": 8, "completion_asked": 6,
          "received": 2, "withdrawn": 1}  # fmt: skip
WAITED = timedelta(days=3)
LATE = (timedelta(days=105), timedelta(days=200))  # so long ago it was sent, and the decision on it is late now


def tell(stage: Stage) -> None:
    """Object to what the other stories decided: an objection in each state, none that changes their outcome."""
    cases = _decided_cases()
    for status, days in NEEDED.items():
        day = stage.today - timedelta(days=days)
        found = next((one for one in cases if _sent_on(one) <= day), None)
        if status == "advised":  # this one is late, where a decision of the right age is there
            found = next((one for one in cases if LATE[0] <= stage.today - _sent_on(one) <= LATE[1]), found)
        if found is None:
            continue
        cases.remove(found)
        clock.move_to(_day_to_object(stage, found, status))
        one = lodge(found, by=stage.coordinators[_key(stage, found)],
                    grounds="" if status == "completion_asked" else GROUNDS)  # fmt: skip
        until(one, status, office=stage.staff.office, hearer=stage.hearer, board=stage.staff.deputy,
              outcome="declare_unfounded")  # fmt: skip
        _wait(stage, one)
        db.session.flush()


def _wait(stage: Stage, one: Objection) -> None:
    """The organisation agrees to wait, or has waited too long and gives notice of default."""
    by = db.session.get_one(Person, objection_owner(one))
    if one.status == "in_handling" and one.decide_by is not None:
        fire(one, "consent_to_further_delay", actor=by, new_decide_by=one.decide_by + timedelta(days=28))
    if one.status == "advised" and one.decide_by is not None and one.decide_by < stage.today - WAITED:
        clock.move_to(one.decide_by + WAITED)
        fire(one, "put_in_default", actor=by)


def _sent_on(case: Application | Accreditation) -> date:
    return objection.announced_on(objection_standing.contestable(case)[0])


def _day_to_object(stage: Stage, case: Application | Accreditation, status: str) -> date:
    """Within the six weeks, and early enough for what follows."""
    return min(_sent_on(case) + timedelta(days=40), stage.today - timedelta(days=max(NEEDED[status] - 2, 0)))


def _key(stage: Stage, case: Application | Accreditation) -> str:
    return next(key for key, found in stage.organisations.items() if found.id == case.organisation_id)


def _decided_cases() -> list[Application | Accreditation]:
    """What can be objected to, what was sent last first."""
    lost = db.session.query(Application).filter(Application.status.in_(("refused", "not_processed", "granted")))
    taken = db.session.query(Accreditation).filter(Accreditation.status.in_(("suspended", "withdrawn")))
    cases = [case for case in (*taken, *lost) if objection_standing.contestable(case)]
    return sorted(cases, key=lambda case: (_sent_on(case), case.number), reverse=True)
