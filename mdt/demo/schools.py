"""The fictional schools of the demonstration, and youths in every state of enrolment and consent.

`arrange(stage)` puts them on; the stories of agreements, hours and credit take them from the `Campus` it returns.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from mdt.access import SYSTEM, Link
from mdt.demo import cast
from mdt.demo.stage import Stage
from mdt.models import Consent, Enrolment, Organisation, Person, Programme, School, Youth, db
from mdt.services import consent, enrolment, erasure, membership
from mdt.services import youth as youths
from mdt.services.transitions import fire
from workflows.roles import Role

SOURCE = "fictief"
# key, BRIN, name, sector, town, and programmes: code, name, level, study load and its unit
SCHOOLS: tuple[tuple[str, str, str, str, str, tuple[tuple[str, str, str, int | None, str | None], ...]], ...] = (
    ("lyceum", "99AA00", "Lyceum De Verbeelding (fictief)", "vo", "Utrecht", (
        ("99HAVO", "Havo", "havo", None, None), ("99VWO", "Vwo", "vwo", None, None))),
    ("roc", "99AB", "ROC De Verbeelding (fictief)", "mbo", "Zwolle", (
        ("99101", "Maatschappelijke zorg", "mbo-4", None, None), ("99102", "Sociaal werk", "mbo-4", None, None))),
    ("hogeschool", "99AC", "Hogeschool De Verbeelding (fictief)", "hbo", "Groningen", (
        ("99201", "Social Work", "bachelor", 240, "EC"), ("99202", "Pedagogiek", "bachelor", 240, "EC"))),
    ("universiteit", "99AD", "Universiteit De Verbeelding (fictief)", "wo", "Leiden", (
        ("99301", "Rechtsgeleerdheid", "bachelor", 180, "EC"),)),
)  # fmt: skip
PEOPLE: dict[str, tuple[tuple[str, str, str], ...]] = {
    "lyceum": (("Marijke Bosch", "marijke@lyceum.example", "clerk"),
               ("Onno Prins", "onno@lyceum.example", "exam_board")),
    "roc": (("Stan Streep", "stan@roc.example", "clerk"), ("Ella Maat", "ella@roc.example", "examiner"),
            ("Ineke Zegel", "ineke@roc.example", "exam_board")),
    "hogeschool": (("Dirk Lijst", "dirk@hogeschool.example", "clerk"),
                   ("Farida Toets", "farida@hogeschool.example", "examiner"),
                   ("Pieter Vonnis", "pieter@hogeschool.example", "exam_board")),
    "universiteit": (("Lies Register", "lies@universiteit.example", "clerk"),
                     ("Hugo Cijfer", "hugo@universiteit.example", "examiner"),
                     ("Willemijn Oordeel", "willemijn@universiteit.example", "exam_board")),
}  # fmt: skip
ACCOUNTS: tuple[tuple[str, str, str], ...] = (
    ("Youth, 14, with consent (vo)", "bo@jong.example", cast.PASSWORD),
    ("Youth, 17 (mbo)", "yara@jong.example", cast.PASSWORD),
    ("Youth, 20 (hbo)", "noor@jong.example", cast.PASSWORD),
    ("School clerk (hbo)", "dirk@hogeschool.example", cast.PASSWORD),
    ("Examiner (hbo)", "farida@hogeschool.example", cast.PASSWORD),
    ("Exam board (hbo)", "pieter@hogeschool.example", cast.PASSWORD),
    ("School clerk (mbo)", "stan@roc.example", cast.PASSWORD),
    ("Exam board (mbo)", "ineke@roc.example", cast.PASSWORD),
    ("School clerk (vo)", "marijke@lyceum.example", cast.PASSWORD),
    ("School that awards (vo)", "onno@lyceum.example", cast.PASSWORD),
)


@dataclass
class Campus:
    """The schools by key, their people by (school, function), and the youths by their first name."""

    schools: dict[str, School] = field(default_factory=dict)
    people: dict[tuple[str, str], Person] = field(default_factory=dict)
    youths: dict[str, Youth] = field(default_factory=dict)

    def programme(self, key: str) -> Programme:
        """The first programme of a school."""
        query = db.select(Programme).where(Programme.school_id == self.schools[key].id).order_by(Programme.code)
        return db.session.scalars(query.limit(1)).one()

    def enrolled(self, name: str) -> Enrolment:
        """The confirmed enrolment of a youth."""
        query = db.select(Enrolment).where(Enrolment.youth_id == self.youths[name].id, Enrolment.status == "confirmed")
        return db.session.scalars(query).one()


def arrange(stage: Stage) -> Campus:
    """Schools with their people, and youths who stand in every state of enrolment, consent and erasure."""
    campus = Campus()
    stage.ago(200)
    for school in SCHOOLS:
        _open(stage, campus, *school)
    _students(stage, campus)
    _waiting(stage, campus)
    _minors(stage, campus)
    _requests(stage, campus)
    return campus


def _open(
    stage: Stage, campus: Campus, key: str, brin: str, name: str, sector: str, city: str, programmes: Any
) -> None:
    school = School(id=uuid.uuid4(), brin=brin, name=name, sector=sector, city=city, active=True, source=SOURCE)
    db.session.add(school)
    for code, title, level, load, unit in programmes:
        db.session.add(Programme(id=uuid.uuid4(), school=school, code=code, name=title, level=level, sector=sector,
                                 study_load=load, study_load_unit=unit, source=SOURCE))  # fmt: skip
    db.session.flush()
    campus.schools[key] = school
    by = stage.staff.office
    for person, email, function in PEOPLE[key]:
        joined = stage.person(person, email)
        membership.accept(membership.invite(school=school, email=email, function=function, actor=by), actor=joined)
        campus.people[key, function] = joined
        by = campus.people[key, "clerk"]


def _youth(stage: Stage, campus: Campus, name: str, *, age: int, email: str = "", **data: Any) -> Youth:
    """A youth who has been so old for half a year by today, with a guardian under sixteen."""
    first = name.split()[0].lower()
    born = _years_before(stage.today - timedelta(days=182), age)
    guardian = {"guardian_name": f"Ouder van {name.split()[0]}", "guardian_email": f"ouder.{first}@thuis.example"}
    person = stage.person(name, email or f"{first}@jong.example")
    campus.youths[first] = youths.add(person, {"born_on": born, **guardian, **data})
    return campus.youths[first]


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=min(day.day, 28))


def _enrol(campus: Campus, youth: Youth, key: str, number: str, *, confirm: bool = True) -> Enrolment:
    made = enrolment.claim(youth, school=campus.schools[key], programme=campus.programme(key), student_number=number,
                           actor=youth.person)  # fmt: skip
    if confirm:
        fire(made, "confirm", actor=campus.people[key, "clerk"])
    return made


def _students(stage: Stage, campus: Campus) -> None:
    """Those who serve: confirmed at each school, and one whose enrolment ended."""
    stage.ago(190)
    for name, age, key, number in (
        ("Noor Vis", 20, "hogeschool", "s2041001"), ("Sem Dekker", 21, "hogeschool", "s2041002"),
        ("Yara Blom", 17, "roc", "m3310101"), ("Milan Post", 18, "roc", "m3310102"),
        ("Tess Haan", 22, "universiteit", "u9001001"), ("Luuk Zomer", 16, "lyceum", "10231"),
    ):  # fmt: skip
        _enrol(campus, _youth(stage, campus, name, age=age), key, number)
    left = _enrol(campus, _youth(stage, campus, "Roos Winter", age=23), "universiteit", "u9001002")
    stage.ago(20)
    fire(left, "end", actor=left.youth.person if left.youth else SYSTEM)


def _waiting(stage: Stage, campus: Campus) -> None:
    """Claims that wait for a school, one that was denied, and invitations by a host and by a school."""
    stage.ago(4)
    for name, number in (("Jip Kuiper", "s2041101"), ("Fleur Smit", "s2041102"), ("Amir Hadid", "s2041103")):
        _enrol(campus, _youth(stage, campus, name, age=19), "hogeschool", number, confirm=False)
    denied = _enrol(campus, _youth(stage, campus, "Kaj Meijer", age=19), "roc", "12", confirm=False)
    fire(denied, "deny", actor=campus.people["roc", "clerk"],
         reasons="Dit nummer kennen wij niet. Kijk op je studentenpas en meld je opnieuw.")  # fmt: skip
    host: Organisation = stage.organisations["linde"]
    coordinator = stage.coordinators["linde"]
    guide = stage.person("Sanne Bos", "sanne@linde.example")
    membership.accept(stage.invite(host, guide.email, "supervisor", by=coordinator), actor=guide)
    enrolment.invite(email="nina@jong.example", actor=coordinator, organisation=host)
    enrolment.decline(enrolment.invite(email="sil@jong.example", actor=coordinator, organisation=host))
    enrolment.invite(email="ties@jong.example", actor=campus.people["roc", "clerk"], school=campus.schools["roc"],
                     student_number="m3310103")  # fmt: skip


def _minors(stage: Stage, campus: Campus) -> None:
    """Youths under sixteen, whose guardians gave, refused or withdrew consent, or have not answered; one turned 16."""
    stage.ago(120)
    for name, age, answers in (
        ("Bo Jong", 14, ("give",)), ("Saar Jong", 13, ()), ("Finn Jong", 15, ("refuse",)),
        ("Lena Jong", 14, ("give", "withdraw")), ("Tijn Jong", 12, ("give",)),
    ):  # fmt: skip
        youth = _youth(stage, campus, name, age=age)
        _enrol(campus, youth, "lyceum", f"1024{len(campus.youths)}")
        for answer in answers:
            asked = consent.current(youth)
            assert asked is not None
            fire(asked, answer, actor=guardian(asked))
    grown = _youth(stage, campus, "Puk Jong", age=15, born_on=_years_before(stage.today - timedelta(days=3), 16))
    asked = consent.current(grown)
    assert asked is not None
    fire(asked, "give", actor=guardian(asked))
    stage.ago(2)
    consent.end_at_sixteen()


def _requests(stage: Stage, campus: Campus) -> None:
    """Requests for erasure: one to answer, one refused, one taken back, one carried out."""
    office = stage.staff.office
    wishes = (
        ("Vera Oud", "Ik ben klaar met mijn diensttijd en wil dat alles weg is.", None),
        ("Koen Oud", "Wis mijn uren.", "refuse"), ("Mats Oud", "–", "take_back"), ("Isa Oud", "Alles.", "carry_out"),
    )  # fmt: skip
    for name, wish, answer in wishes:
        stage.ago(15)
        youth = _youth(stage, campus, name, age=24)
        made = erasure.request(youth, wish=wish, actor=youth.person)
        if answer == "take_back":
            fire(made, answer, actor=youth.person)
        elif answer:
            stage.ago(9)
            fire(made, answer, actor=office, reasons="Zoals gevraagd." if answer == "carry_out" else
                 "De uren zijn deel van een besluit van de school. Vraag het daar.")  # fmt: skip
    campus.youths.pop("isa")


def guardian(asked: Consent) -> Link:
    """Who acts by the guardian's link."""
    return Link(Role.GUARDIAN, "consent", asked.id, None, asked.guardian_email or "")
