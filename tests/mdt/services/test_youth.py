"""Youths through the service: signing up, ages, the guardian's consent, and the school's list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from mdt.access import SYSTEM, visible
from mdt.models import Enrolment, Mail, Person, SignedLink, Youth, db
from mdt.rules import rounds
from mdt.services import consent, effects, link, school_list
from mdt.services import enrolment as enrolments
from mdt.services import youth as youths
from mdt.services.transitions import fire
from tests import factories
from tests import factories_school as schools
from tests.mdt.outbox import tell_all
from workflows.base import Refused
from workflows.roles import Role

pytestmark = pytest.mark.usefixtures("database")
PASSWORD = "vier groene fietsen"
TODAY = date(2026, 11, 25)
GUARDIAN = {"guardian_name": "Petra Vis", "guardian_email": "petra@voorbeeld.example"}


def data(born_on: date, **more: Any) -> dict[str, Any]:
    """What a sign-up form gives."""
    return {"name": "Noor Vis", "email": "noor@voorbeeld.example", "born_on": born_on, **more}


@pytest.mark.parametrize(
    ("born_on", "words"),
    [(date(2014, 11, 26), "from the day you turn 12"), (date(1996, 11, 25), "up to and including 29")],
)
def test_a_youth_of_11_or_of_30_is_told_why_not(clock: Callable[[date], None], born_on: date, words: str) -> None:
    clock(TODAY)
    with pytest.raises(Refused, match=words) as refusal:
        youths.sign_up(data(born_on, **GUARDIAN), password=PASSWORD, school=None)
    assert refusal.value.field == "born_on"
    assert db.session.query(Person).count() == 0


@pytest.mark.parametrize(
    ("born_on", "warned"), [(date(2014, 11, 25), True), (date(2013, 11, 25), False), (date(1996, 11, 26), False)]
)
def test_who_is_12_or_29_signs_up_and_who_is_12_is_warned(
    clock: Callable[[date], None], born_on: date, *, warned: bool
) -> None:
    clock(TODAY)
    made = youths.sign_up(data(born_on, **GUARDIAN), password=PASSWORD, school=None)
    assert made is not None and (youths.caution(born_on) is not None) is warned


def test_a_newcomer_names_a_school_and_proves_the_address(clock: Callable[[date], None]) -> None:
    clock(TODAY)
    place = schools.school()
    made = youths.sign_up(data(date(2005, 1, 1)), password=PASSWORD, school=place,
                          programme=schools.programme_of(place))  # fmt: skip
    assert made is not None and made.person.confirmed_at is None and made.guardian_email is None
    found = db.session.query(Enrolment).one()
    assert (found.status, found.school_id, found.programme.name) == ("claimed", place.id, "Social Work")
    assert consent.in_force(made) and consent.latest(made) is None


def test_whoever_has_an_account_is_told_so_by_mail_and_nothing_is_made() -> None:
    factories.person("Noor Vis", email="noor@voorbeeld.example")
    assert youths.sign_up(data(date(2005, 1, 1)), password=PASSWORD, school=schools.school()) is None
    assert db.session.query(Youth).count() == 0
    assert db.session.query(Mail).filter_by(recipient="noor@voorbeeld.example").count() == 1


@pytest.mark.parametrize(
    "guardian",
    [{}, {"guardian_name": "Petra"}, {"guardian_name": "Noor", "guardian_email": "NOOR@voorbeeld.example "}],
)
def test_under_sixteen_a_guardian_is_needed_who_is_somebody_else(guardian: dict[str, str]) -> None:
    with pytest.raises(Refused) as refusal:
        youths.sign_up(data(schools.born(15), **guardian), password=PASSWORD, school=None)
    assert refusal.value.field == "guardian_email"


def test_the_guardian_consents_by_the_link_in_the_letter_and_withdraws_by_the_same() -> None:
    youth = schools.youth(age=14, consent="asked")
    tell_all()
    letter = db.session.query(Mail).filter_by(recipient=youth.guardian_email).one()
    token = letter.body.split("/links/")[1].split()[0]
    assert not consent.in_force(youth)
    link.use(token, "give")
    assert consent.in_force(youth)
    link.use(token, "withdraw")
    assert not consent.in_force(youth)
    with pytest.raises(link.LinkClosed):
        link.use(token, "give")


def test_asking_again_makes_the_earlier_link_worthless() -> None:
    youth = schools.youth(age=14, consent="asked")
    before = link.token_of(db.session.query(SignedLink).one())
    consent.ask_again(youth, guardian_name="Henk Vis", guardian_email="henk@voorbeeld.example", actor=youth.person)
    with pytest.raises(link.LinkClosed):
        link.use(before, "give")
    assert link.addresses("consent", consent.current(youth).id, Role.GUARDIAN)[0][0] == "henk@voorbeeld.example"  # type: ignore[union-attr]


def test_after_a_refusal_the_guardian_can_be_asked_anew() -> None:
    youth = schools.youth(age=14, consent="refused")
    made = consent.ask_again(youth, **GUARDIAN, actor=youth.person)
    assert made.status == "asked" and not consent.in_force(youth)


def test_on_the_sixteenth_birthday_the_consent_ends_and_the_youth_decides(clock: Callable[[date], None]) -> None:
    clock(date(2026, 11, 24))
    given = schools.youth(consent="given", born_on=date(2010, 11, 25))
    refused = schools.youth(consent="refused", born_on=date(2010, 11, 25), name="Bo Jong")
    assert consent.end_at_sixteen() == 0
    clock(TODAY)
    assert consent.end_at_sixteen() == 1 and consent.latest(given).status == "ended"  # type: ignore[union-attr]
    assert consent.in_force(given) and consent.in_force(refused)
    assert consent.in_force(given, date(2026, 11, 24)) and not consent.in_force(refused, date(2026, 11, 24))
    assert consent.end_at_sixteen() == 0


def test_a_school_sees_its_own_students_only_and_the_office_none() -> None:
    here, there = schools.school(), schools.school(name="Elders")
    mine = schools.enrolment(at="claimed", of=schools.youth(), school=here)
    schools.enrolment(at="claimed", of=schools.youth(name="Kees Ander"), school=there)
    for viewer, seen in ((schools.people_of(here).clerk, {mine.id}), (factories.official("office"), set())):
        assert {one.id for one in db.session.scalars(visible(db.select(Enrolment), viewer))} == seen
    assert {one.id for one in db.session.scalars(visible(db.select(Youth), schools.people_of(here).examiner))} == {
        mine.youth_id
    }


def test_a_host_invites_and_the_school_that_is_named_confirms() -> None:
    host, place = factories.organisation(), schools.school()
    invited = enrolments.invite(email="nina@voorbeeld.example", actor=factories.coordinator_of(host), organisation=host)
    tell_all()
    assert db.session.query(Mail).filter_by(recipient="nina@voorbeeld.example").count() == 1
    made = youths.accept(invited, data={"name": "Nina Nieuw", "born_on": date(2004, 2, 1)}, person=None,
                         password=PASSWORD, school=place)  # fmt: skip
    assert (invited.status, invited.school_id, invited.youth_id) == ("claimed", place.id, made.id)
    with pytest.raises(Refused, match="enrolled there"):
        enrolments.claim(made, school=place, actor=made.person)


def test_the_school_confirms_many_and_one_that_went_wrong_stops_nobody() -> None:
    place = schools.school()
    clerk = schools.people_of(place).clerk
    three = [
        schools.enrolment(at="claimed", of=schools.youth(name=f"{n} Vis"), school=place) for n in ("Al", "Bo", "Cy")
    ]
    fire(three[1], "end", actor=SYSTEM)
    ids = [str(one.id) for one in three]
    done, failed = school_list.confirm(place, [*ids, "nonsense"], actor=clerk)
    assert (done, [name for name, _why in failed]) == (2, ["Bo Vis"])
    assert [one.status for one in three] == ["confirmed", "ended", "confirmed"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "latin-1"])
def test_a_file_of_student_numbers_finds_who_waits_and_names_who_does_not(encoding: str) -> None:
    place = schools.school()
    one = schools.enrolment(at="claimed", school=place)
    content = "Studentnummer;Naam\r\n S123 4567;Noor\r\n999;Zoë\r\n".encode(encoding)
    found = school_list.match(place, content, most=1000)
    assert (found.ids, found.unknown) == ({one.id}, ((3, "999"),))
    for bad, words in ((b"x" * 1001, "too big"), (b"naam\n", "no student number"), (b"PK\0\0", "not a text file")):
        with pytest.raises(Refused, match=words):
            school_list.match(place, bad, most=1000)


def test_the_pseudonym_differs_for_each_audience_and_is_steady() -> None:
    youth = schools.youth()
    assert youths.pairwise_id(youth, "a") == youths.pairwise_id(youth, "a") != youths.pairwise_id(youth, "b")


def test_the_rounds_are_dated() -> None:
    assert {one.id for one in rounds.on(TODAY)} == {"kort", "basis", "extra", "plus"}
    assert (rounds.bounds(TODAY).youngest, rounds.bounds(TODAY).oldest) == (12, 29)
    assert not rounds.get("kort", TODAY).verified and rounds.get("plus", TODAY).minimum_hours == 200
    with pytest.raises(LookupError):
        rounds.bounds(date(2020, 1, 1))


def test_every_letter_of_these_processes_can_be_written() -> None:
    for at in ("invited", "declined", "denied", "ended"):
        schools.enrolment(at=at, school=schools.school())
    for at in ("given", "refused", "withdrawn"):
        schools.consent(at=at)
    tell_all()
    assert not effects.due()
