"""The second half of `mdt demo --once`: youths serve, and schools recognise it, or do not.

For hbo and mbo one credit is awarded and one is declined; a school for secondary education states hours. The schools
are fictional, or taken with their programmes from the published lists when these are given; what happens there stays
fictional.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdt.demo import agreement as deals
from mdt.demo import credits as play
from mdt.demo import hours
from mdt.demo.schools import SCHOOLS
from mdt.demo.stage import Stage
from mdt.models import Credit, Document, Event, Person, Programme, School, db
from mdt.services import credit_wording, enrolment, membership, programme_import, school_import
from mdt.services import school as schools
from mdt.services import youth as youths
from mdt.services.table_file import BadLines, Outcome
from mdt.services.transitions import fire
from workflows import CreditWorkflow
from workflows.credits import Unit

HOST = "linde"
BEGUN_AGO, DAYS = 150, 100  # of each agreement
CLAIMED_AGO = 30
SECTORS = ("hbo", "mbo", "vo")
# Who, in which language, at which kind of school, and what the school decides.
YOUTHS: tuple[tuple[str, str, str, str], ...] = (
    ("Noor Vis", "nl", "hbo", "awarded"), ("Sem Dekker", "en", "hbo", "not_awarded"),
    ("Yara Blom", "en", "mbo", "awarded"), ("Milan Post", "nl", "mbo", "not_awarded"),
    ("Luuk Zomer", "nl", "vo", "awarded"),
)  # fmt: skip
Commit = Callable[[], None]
Load = Callable[..., Outcome]


class Lists(NamedTuple):
    """The folders in which the published lists are; without that of schools they are fictional."""

    schools: Path | None = None
    programmes: Path | None = None


def run(stage: Stage, *, lists: Lists, commit: Commit) -> None:
    """Play all of it; `commit` ends a step as a request would. Raises BadLines when a list cannot be read."""
    stage.ago(BEGUN_AGO + 60)
    places = _imported(lists) if lists.schools else _fictional()
    people = {sector: _people(stage, place) for sector, place in places.items()}
    commit()
    by = {}
    for sector, (clerk, _examiner, _board) in people.items():
        by[sector] = play.scheme(places[sector], by=clerk)
    commit()
    for name, language, sector, outcome in YOUTHS:
        deal = _serve(stage, name, language, places[sector], people[sector][0], commit)
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


def _imported(lists: Lists) -> dict[str, School]:
    """The first school of each kind in the published lists; of those with programmes, where programmes are known."""
    assert lists.schools is not None
    _load(lists.schools, school_import.load)
    if lists.programmes:
        _load(lists.programmes, programme_import.load)
    found = {}
    for sector in SECTORS:
        query = select(School).where(School.sector == sector, School.active)
        with_programmes = select(Programme.school_id).where(Programme.school_id == School.id).exists()
        order = (with_programmes.desc(), School.name, School.brin)
        if (one := db.session.scalar(query.order_by(*order).limit(1))) is None:
            raise BadLines([f"no school of the kind {sector} is in {lists.schools}"])
        found[sector] = one
    return found


def _load(folder: Path, load: Load) -> None:
    """Every list in a folder, by name. Raises BadLines that say in which file."""
    for path in sorted(folder.glob("*.csv")):
        try:
            load(path, progress=lambda *_: None)
        except BadLines as bad:
            raise BadLines([f"{path.name}: {problem}" for problem in bad.problems]) from None
    db.session.flush()


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


def _serve(stage: Stage, name: str, language: str, place: School, clerk: Person, commit: Commit) -> deals.Deal:
    """A youth enrols, signs an agreement, makes the hours, is assessed, and completes it."""
    first = name.split()[0].lower()
    day = stage.ago(BEGUN_AGO + 20)
    person = stage.person(name, f"{first}@jong.example", language=language)
    youth = youths.add(person, {"born_on": date(day.year - 18, 3, 1)})
    followed = next(iter(schools.programmes(place, on=day)), None)
    enrolled = enrolment.claim(youth, school=place, programme=followed, student_number=f"s{first}", actor=person)
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


def told() -> list[str]:
    """How it ended: each request with its school, what was decided, and the paper that says so."""
    query = select(Credit).options(joinedload(Credit.school), joinedload(Credit.scheme)).order_by(Credit.number)
    return [_told(one) for one in db.session.scalars(query).all()]


def _told(one: Credit) -> str:
    place, unit = one.school, one.scheme.unit
    if unit == Unit.HOURS:
        said = f"a statement of {credit_wording.hours(one.service_minutes, str)}, {credit_wording.amount(0, unit, str)}"
    elif one.status == "awarded":
        said = f"{CreditWorkflow.label(one.status).lower()}, {credit_wording.amount(one.amount, unit, str)}"
    else:
        said = str(CreditWorkflow.label(one.status)).lower()
    programme = f", {one.programme.name} ({one.programme.code})" if one.programme else ""
    issued = (
        select(Document.number).join(Event, Document.event_id == Event.id)
        .where(Event.subject_id == one.id).order_by(Event.id.desc()).limit(1)
    )  # fmt: skip
    return (
        f"{place.sector:<3}  {place.name} ({place.brin}){programme}: {one.number} {said} ({db.session.scalar(issued)})"
    )
