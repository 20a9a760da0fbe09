"""The second half of `mdt demo --once`: youths serve, and schools recognise it, or do not.

For hbo and mbo one credit is awarded and one is declined; a school for secondary education states hours. The schools
are fictional, or taken from the published lists when these are given; what happens there stays fictional.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from mdt.demo import agreement as deals
from mdt.demo import credits as play
from mdt.demo import hours
from mdt.demo.schools import SCHOOLS
from mdt.demo.stage import Stage
from mdt.models import Person, School, db
from mdt.services import enrolment, membership, school_import
from mdt.services import youth as youths
from mdt.services.transitions import fire

HOST = "linde"
BEGUN_AGO, DAYS = 150, 100  # of each agreement
CLAIMED_AGO = 30
# Who, at which kind of school, and what the school decides.
YOUTHS: tuple[tuple[str, str, str], ...] = (
    ("Noor Vis", "hbo", "awarded"), ("Sem Dekker", "hbo", "not_awarded"), ("Yara Blom", "mbo", "awarded"),
    ("Milan Post", "mbo", "not_awarded"), ("Luuk Zomer", "vo", "awarded"),
)  # fmt: skip
Commit = Callable[[], None]


def run(stage: Stage, *, lists: Path | None, commit: Commit) -> None:
    """Play all of it; `commit` ends a step as a request would. Raises BadLines when a list cannot be read."""
    stage.ago(BEGUN_AGO + 60)
    places = _imported(lists) if lists else _fictional()
    people = {sector: _people(stage, place) for sector, place in places.items()}
    commit()
    by = {}
    for sector, (clerk, _examiner, _board) in people.items():
        by[sector] = play.scheme(places[sector], by=clerk)
    commit()
    for name, sector, outcome in YOUTHS:
        deal = _serve(stage, name, places[sector], people[sector][0], commit)
        _claim(stage, deal, by[sector], people[sector], outcome, commit)


def _fictional() -> dict[str, School]:
    """One school of each kind."""
    found = {}
    for _key, brin, name, sector, city, _programmes in SCHOOLS:
        found[sector] = School(id=uuid.uuid4(), brin=brin, name=name, sector=sector, city=city, active=True,
                               source="fictief")  # fmt: skip
        db.session.add(found[sector])
    db.session.flush()
    return found


def _imported(folder: Path) -> dict[str, School]:
    """The first school of each kind in the published lists of a folder."""
    for path in sorted(folder.glob("*.csv")):
        school_import.load(path, progress=lambda *_: None)
    db.session.flush()
    found = {}
    for sector in ("hbo", "mbo", "vo", "wo"):
        query = select(School).where(School.sector == sector).order_by(School.name, School.brin).limit(1)
        if (one := db.session.scalar(query)) is not None:
            found[sector] = one
    return found


def _people(stage: Stage, place: School) -> tuple[Person, Person, Person]:
    """A clerk, an examiner and somebody who decides, all fictional."""
    by, found = stage.staff.office, []
    for name, function in (("Stan Streep", "clerk"), ("Ella Maat", "examiner"), ("Ineke Zegel", "exam_board")):
        joined = stage.person(name, f"{name.split()[0].lower()}@{place.brin.lower()}.example")
        seat = membership.invite(school=place, email=joined.email, function=function, actor=by)
        membership.accept(seat, actor=joined)
        found.append(joined)
        by = found[0]
    return found[0], found[1], found[2]


def _serve(stage: Stage, name: str, place: School, clerk: Person, commit: Commit) -> deals.Deal:
    """A youth enrols, signs an agreement, makes the hours, is assessed, and completes it."""
    first = name.split()[0].lower()
    day = stage.ago(BEGUN_AGO + 20)
    person = stage.person(name, f"{first}@jong.example")
    youth = youths.add(person, {"born_on": date(day.year - 18, 3, 1)})
    enrolled = enrolment.claim(youth, school=place, programme=None, student_number=f"s{first}", actor=person)
    fire(enrolled, "confirm", actor=clerk)
    stage.ago(BEGUN_AGO + 5)
    starts_on = stage.today - timedelta(days=BEGUN_AGO)
    deal = deals.draft(youth, stage.organisations[HOST], coordinator=stage.coordinators[HOST], clerk=clerk,
                       school=place, starts_on=starts_on, ends_on=starts_on + timedelta(days=DAYS))  # fmt: skip
    deals.put_in_force(deal)
    commit()
    stage.ago(BEGUN_AGO - 50)
    hours.serve(deal.agreement, minutes=deal.words["minutes_goal"])
    stage.ago(BEGUN_AGO - DAYS + 3)
    deals.assess(deal)
    stage.ago(BEGUN_AGO - DAYS)
    deal.fire("complete", deal.coordinator, activities_done=True)
    commit()
    return deal


def _claim(stage: Stage, deal: deals.Deal, by: play.Scheme, people: tuple[Person, Person, Person], outcome: str,
           commit: Commit) -> None:  # fmt: skip
    """The youth asks, and the school decides, a few days apart."""
    clerk, _examiner, board = people
    stage.ago(CLAIMED_AGO)
    claim = play.start(deal.agreement.youth, by, agreement=deal.agreement, clerk=clerk, board=board)
    for number, step in enumerate(play.ROUTES[outcome], 1):
        stage.ago(CLAIMED_AGO - 3 * number)
        step(claim)
        commit()
