"""People, organisations and cases for tests, in any state, each brought there by the events that lead to it.

    case = application(at="advised")        # case.application, .coordinator, .staff.board, .visit, .lead, .second
    invited = membership(at="invited")

The steps are those of `mdt.demo.play`. Nothing is committed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from itertools import count
from typing import Any

from mdt.access import SYSTEM
from mdt.demo import play, years
from mdt.demo.play import Case, Staff, Words
from mdt.models import Accreditation, Assessment, Membership, Organisation, Person, Visit, db
from mdt.rules.framework import Framework
from mdt.services import account, clock, framework_versions, timers
from mdt.services import framework as frameworks
from mdt.services import membership as memberships
from mdt.services import organisation as organisations
from mdt.services.transitions import fire

PASSWORD = "een-lang-wachtwoord-voor-tests"  # of persons who exist in a test only
_numbers = count(1)


@cache
def _shipped() -> tuple[Framework, ...]:
    return frameworks.shipped()


def framework() -> Framework:
    """The framework in force, published when it was not yet."""
    for version in _shipped():
        framework_versions.publish(version)
    return framework_versions.current(clock.today())


def person(name: str = "Noor Bakker", *, email: str | None = None, language: str = "nl", password: str | None = None,
           confirmed: bool = True) -> Person:  # fmt: skip
    """Somebody with an account. A password is hashed only when one is given, for that is slow."""
    address = email or f"{name.split()[0].lower()}.{next(_numbers)}@voorbeeld.example"
    return account.create_person(name=name, email=address, password=password, language=language, confirmed=confirmed)


def _official(name: str, function: str) -> Person:
    found = person(name)
    invited = memberships.invite(organisation=None, email=found.email, function=function, actor=SYSTEM)
    memberships.accept(invited, actor=found)
    return found


def official(function: str, name: str = "Robin de Groot") -> Person:
    """Somebody with a function in the accrediting body: office, assessor or board."""
    return _official(name, function)


def staff() -> Staff:
    """An office, three assessors and two members of the board."""
    return Staff(
        office=_official("Hanneke Bureau", "office"), lead=_official("Joris Eerste", "assessor"),
        second=_official("Samira Tweede", "assessor"), third=_official("Teun Derde", "assessor"),
        board=_official("Wim Besluit", "board"), deputy=_official("Yara Besluit", "board"),
    )  # fmt: skip


def organisation(*, name: str = "Buurthuis De Linde", coordinator: Person | None = None, **data: Any) -> Organisation:
    """A registered organisation, with its first coordinator."""
    details = {
        "name": name, "kvk_number": f"{99_000_000 + next(_numbers):08d}", "street": "Lindelaan 1",
        "postcode": "3511 AB", "city": "Utrecht", "municipality": "Utrecht", "sector": "buurt",
        "email": "post@delinde.example", "language": "nl",
    }  # fmt: skip
    return organisations.register(details | data, person=coordinator or person("Cora Linde"))


def coordinator_of(found: Organisation) -> Person:
    """The first coordinator of an organisation."""
    held = db.session.query(Membership).filter_by(organisation_id=found.id, function="coordinator", status="confirmed")
    first = held.order_by(Membership.created_at).first()
    assert first is not None and first.person is not None
    return first.person


def colleague_of(found: Organisation, *, function: str = "colleague", name: str = "Kim Linde") -> Person:
    """Somebody who was invited by the coordinator and accepted."""
    joined = person(name)
    invited = memberships.invite(organisation=found, email=joined.email, function=function, actor=coordinator_of(found))
    memberships.accept(invited, actor=joined)
    return joined


def application(
    *, at: str = "draft", words: Words | None = None, officials: Staff | None = None, of: Organisation | None = None,
    steps: Sequence[play.Step] | None = None,
) -> Case:  # fmt: skip
    """An application in a state, or after these `steps` (see `play.ROUTES`, `play.ADVISED` and the like)."""
    framework()
    host = of or organisation()
    case = play.start(host, coordinator=coordinator_of(host), staff=officials or staff(), words=words)
    return play.run(case, play.ROUTES[at] if steps is None else steps)


def ready_for_advice(*, words: Words | None = None) -> Case:
    """An application of which the visit is reported and both assessments are in, with the second's answers."""
    return application(words=words, steps=play.ADVISED[:-1])


def under_assessment(*, at: str = "open", words: Words | None = None) -> Case:
    """An application with two assessments in a state: invited, open, submitted, declined, recused or released."""
    case = application(at="in_assessment", words=words)
    play.invite(case)
    if at in ("open", "submitted", "recused", "released"):
        play.clear(case)
    for one in case.pair:
        if at == "submitted":
            play.assess(case, one)
        elif at == "declined":
            fire(one, "decline", actor=one.assessor)
        elif at == "recused":
            fire(one, "declare_conflict", actor=one.assessor, reasons="Mijn zus werkt hier.")
        elif at == "released":
            fire(one, "replace", actor=case.staff.office, reasons="Langdurig ziek.")
    return case


def assessment(*, at: str = "open", lead: bool = True) -> Assessment:
    """One assessment in a state."""
    return under_assessment(at=at).pair[0 if lead else 1]


def with_visit(*, at: str = "agreed", words: Words | None = None, days: Sequence[date] | None = None) -> Case:
    """An application with a visit in a state; `days` are the dates offered (today)."""
    case = under_assessment(words=words)
    play.plan(case, dates=days)
    other = (clock.today() + timedelta(days=3),)
    if at == "counter_proposed":
        fire(case.planned, "ask_other_date", actor=case.coordinator, dates=other)
    elif at == "cancelled":
        fire(case.planned, "cancel", actor=case.staff.lead)
    steps: dict[str, tuple[play.Step, ...]] = {
        "agreed": (play.agree,), "held": (play.agree, play.hold, play.note),
        "reported": (play.agree, play.hold, play.note, play.report),
    }  # fmt: skip
    return play.run(case, steps.get(at, ()))


def visit(*, at: str = "agreed") -> Visit:
    """A visit in a state."""
    return with_visit(at=at).planned


def granted(*, starts_on: date | None = None, ends_on: date | None = None, words: Words | None = None,
            of: Organisation | None = None, officials: Staff | None = None) -> Case:  # fmt: skip
    """A granted application; its accreditation runs for the full number of years unless told otherwise."""
    case = application(at="advised", words=words, of=of, officials=officials)
    play.grant(case, starts_on=starts_on, ends_on=ends_on)
    return case


def accreditation_of(case: Case) -> Accreditation:
    """The accreditation that a grant brought about."""
    return db.session.query(Accreditation).filter_by(application_id=case.application.id).one()


def accredited(*, at: str = "active", **given: Any) -> Accreditation:
    """An accreditation, in force from today or `given_up` from today."""
    case = granted(**given)
    found = accreditation_of(case)
    if at == "given_up":
        fire(found, "give_up", actor=case.coordinator, from_day=clock.today())
    return found


def bring(found: Accreditation, status: str, case: Case) -> None:
    """Bring an accreditation that is in force into a state; the clock is moved where time must pass."""
    board, today = case.staff.board, clock.today()
    danger = {"danger": True, "danger_stated": "Zagen zonder bescherming."}
    if status == "suspended":
        years.suspend(found, by=board, until=today + timedelta(days=60), **danger)
    elif status == "withdrawn":
        years.withdraw(found, by=board, **danger)
    elif status == "given_up":
        fire(found, "give_up", actor=case.coordinator, from_day=today)
    elif status in ("expired", "renewed"):
        clock.move_to(found.ends_on - timedelta(days=60))
        if status == "renewed":
            renewal = application(at="advised", of=case.organisation, officials=case.staff)
            play.grant(renewal, starts_on=found.ends_on + timedelta(days=1))
        clock.move_to(found.ends_on + timedelta(days=1))
    elif status == "lapsed":
        clock.move_to(found.ends_on - timedelta(days=1))
        found.youth_last_on = found.starts_on - timedelta(days=400)
    timers.catch_up(found)


def membership(*, at: str = "invited", function: str = "colleague", of: Organisation | None = None,
               email: str | None = None) -> Membership:  # fmt: skip
    """A membership of an organisation in a state: invited, confirmed, denied or ended."""
    host = of or organisation()
    joined = person("Kim Linde", email=email)
    found = memberships.invite(organisation=host, email=joined.email, function=function, actor=coordinator_of(host))
    if at == "denied":
        memberships.decline(found)
    if at in ("confirmed", "ended"):
        memberships.accept(found, actor=joined)
    if at == "ended":
        fire(found, "end", actor=joined)
    return found
