"""The years after a grant, step by step as somebody would click them, and the stories that show each state."""

from __future__ import annotations

from datetime import date
from typing import Any

from mdt.access import Person
from mdt.demo.play import Case
from mdt.models import Accreditation, CheckIn, Event, Measure, db
from mdt.services import calendar, check_in, clock, measure
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
