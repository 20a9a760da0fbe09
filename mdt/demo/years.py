"""The years after a grant, step by step as somebody would click them, and the stories that show each state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from mdt.access import Person
from mdt.demo import cast, play
from mdt.demo.play import Case
from mdt.demo.stage import Stage
from mdt.models import Accreditation, CheckIn, Event, Measure, db
from mdt.services import calendar, check_in, clock, measure, timers
from mdt.services.transitions import fire

ANSWERS: dict[str, Any] = {
    "youths": 4, "early_end": 1, "guides": "mostly", "safety": "none",
    "learnt": "Een jongere die eerst alleen de afwas deed, leidt nu de kookploeg van woensdag.",
    "difficult": "In de zomer waren er te weinig begeleiders. Wij hebben er twee gevonden.",
}  # fmt: skip
SAID = {
    "condition": ("Er hangt op elke plek een bordje met wie de vertrouwenspersoon is.",
                  "Jongeren wisten tijdens ons bezoek niet bij wie zij terechtkunnen."),
    "warning": ("Elke jongere heeft een vaste begeleider die er op de afgesproken dagen is.",
                "Twee jongeren vertelden dat er op zaterdag vaak niemand was."),
    "intention_to_suspend": ("Er is op elke dag waarop jongeren werken een begeleider aanwezig.",
                             "Ondanks onze waarschuwing waren jongeren drie zaterdagen alleen."),
    "intention_to_withdraw": ("De organisatie heeft weer een coördinator die bereikbaar is, en begeleiders.",
                              "Er is sinds vier maanden geen coördinator en brieven blijven onbeantwoord."),
}  # fmt: skip
DANGER = "Jongeren werkten met een zaagmachine zonder bescherming en zonder begeleider."


def accreditation_of(case: Case) -> Accreditation:
    """The accreditation that the grant of a case brought about."""
    return db.session.query(Accreditation).filter_by(application_id=case.application.id).one()


def impose(found: Accreditation, kind: str, *, by: Person, due: date | None = None, **given: Any) -> Measure:
    """The board imposes a measure, with the shortest terms there are unless told otherwise."""
    text, reasons = SAID[kind]
    view_by = calendar.length("view_minimum", clock.today()).after(clock.today())
    return measure.impose(found, actor=by, kind=kind, text=text, reasons=reasons, due_on=due or measure.minimum(kind),
                          view_by=view_by, **given)  # fmt: skip


def report(one: Measure, *, by: Person) -> Event:
    """The organisation says that it is put right."""
    return fire(one, "report_remedy", actor=by, remedy="Er is een rooster waarop elke dag twee begeleiders staan.")


def give_view(one: Measure, *, by: Person) -> Event:
    """The organisation gives its view."""
    return fire(one, "give_view", actor=by, view="Drie begeleiders waren ziek. Wij hebben nu invallers.")


def suspend(found: Accreditation, *, by: Person, until: date, **given: Any) -> Event:
    """The board suspends from today."""
    reasons = "Er is niets veranderd sinds wij schreven dat wij wilden schorsen. Jongeren zijn nog steeds alleen."
    return fire(found, "suspend", actor=by, reasons=reasons, from_day=clock.today(), until=until, **given)


def withdraw(found: Accreditation, *, by: Person, **given: Any) -> Event:
    """The board withdraws from today."""
    reasons = "De organisatie heeft geen coördinator en geen begeleiders, en liet twee maanden niets horen."
    return fire(found, "withdraw", actor=by, reasons=reasons, ground="obligations", from_day=clock.today(), **given)


def latest_check_in(found: Accreditation) -> CheckIn:
    """The check-in that was asked last."""
    return check_in.of_accreditation(found)[0]


def send_check_in(found: Accreditation, *, by: Person, **changes: Any) -> Event:
    """The organisation answers the check-in that was asked last."""
    return check_in.submit(latest_check_in(found), ANSWERS | changes, actor=by)


# -- the stories ----------------------------------------------------------------------------------------------------
def _granted(stage: Stage, key: str, *, ago: int, conditions: Sequence[tuple[str, int]] = ()) -> tuple[Case, Any]:
    """An organisation that was accredited so many days ago."""
    words = cast.words(cast.hosts()[key], conditions=conditions)
    case = stage.start(key, ago=ago + 40, words=words)
    stage.course(case, ago=ago + 40, until="advise")
    stage.ago(ago)
    play.grant(case)
    return case, accreditation_of(case)


def at(stage: Stage, found: Accreditation, ago: int) -> None:
    """Go to a day, with what the clock does in the case until then."""
    stage.ago(ago)
    timers.catch_up(found)


def told(stage: Stage, case: Case, found: Accreditation, *, ago: int, review: bool = True, **changes: Any) -> None:
    """The organisation sends the check-in that is due, and the office looks at it."""
    at(stage, found, ago)
    send_check_in(found, by=case.coordinator, **changes)
    if review:
        fire(latest_check_in(found), "review", actor=stage.staff.office)


def molen(stage: Stage) -> None:
    """Suspended now, after a warning, an intention, a view and time to remedy."""
    case, found = _granted(stage, "molen", ago=700)
    told(stage, case, found, ago=320, review=False)
    fire(latest_check_in(found), "ask_more", actor=stage.staff.office, question="Wie begeleidt op zaterdag?")
    at(stage, found, 160)
    warning = impose(found, "warning", by=stage.staff.board)
    at(stage, found, 150)
    report(warning, by=case.coordinator)
    fire(warning, "accept", actor=stage.staff.office)
    at(stage, found, 90)
    intention = impose(found, "intention_to_suspend", by=stage.staff.board)
    at(stage, found, 85)
    give_view(intention, by=case.coordinator)
    at(stage, found, 60)
    suspend(found, by=stage.staff.board, until=stage.today + timedelta(days=30))


def sterren(stage: Stage) -> None:
    """Withdrawn: two months passed and nothing was put right."""
    _case, found = _granted(stage, "sterren", ago=500)
    at(stage, found, 130)
    impose(found, "intention_to_withdraw", by=stage.staff.board)
    at(stage, found, 50)
    withdraw(found, by=stage.staff.board)


def veer(stage: Stage) -> None:
    """Renewed without a gap, and lapsed soon after: no youth came for four years."""
    case, found = _granted(stage, "veer", ago=1520)
    for ago in (1140, 775, 410):
        told(stage, case, found, ago=ago, youths=0, early_end=0)
    renewal = stage.start("veer", ago=150)
    stage.course(renewal, ago=150, until="advise")
    stage.ago(105)
    play.grant(renewal, starts_on=found.ends_on + timedelta(days=1))
    at(stage, found, 0)
    timers.catch_up(accreditation_of(renewal))


def toren(stage: Stage) -> None:
    """In force, with a condition to come, a remedy to look at, and an intention that is ripe for a decision."""
    case, found = _granted(stage, "toren", ago=400, conditions=[("Er hangt een lijst met wie er is.", 60)])
    at(stage, found, 380)
    (condition,) = measure.of_accreditation(found)
    fire(condition, "lift", actor=stage.staff.board, reasons="De speeltuin sluit voortaan om vijf uur.")
    at(stage, found, 45)
    warning = impose(found, "warning", by=stage.staff.board)
    impose(found, "intention_to_suspend", by=stage.staff.board)
    at(stage, found, 35)
    report(warning, by=case.coordinator)
    told(stage, case, found, ago=20, review=False)
    at(stage, found, 4)
    impose(found, "condition", by=stage.staff.board, due=stage.today + timedelta(days=25))


def hof(stage: Stage) -> None:
    """In force; the check-in of this year did not come, and the suspension of last year was ended early."""
    _case, found = _granted(stage, "hof", ago=480)
    at(stage, found, 400)
    suspend(found, by=stage.staff.board, until=clock.today() + timedelta(days=90), danger=True, danger_stated=DANGER)
    at(stage, found, 370)
    fire(found, "reinstate", actor=stage.staff.board, reasons="De zagen zijn weg en er is een vaste begeleider.")


STORIES: tuple[Callable[[Stage], None], ...] = (veer, molen, sterren, hof, toren)
