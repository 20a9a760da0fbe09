"""A youth in the browser: signing up, the invitation's link, the guardian's link, and one's data."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from mdt.models import Enrolment, Erasure, SignedLink, Youth
from mdt.services import consent, invitation, link
from mdt.services import enrolment as enrolments
from tests import factories
from tests import factories_school as schools
from tests.fixtures.application import StrictClient

PASSWORD = "vier groene fietsen"
NEW = {"name": "Nina Nieuw", "password": PASSWORD, "language": "nl", "born_on": "1 februari 2004"}


def day(age: int) -> str:
    """The birthday of somebody of this age, as it is typed."""
    return schools.born(age).strftime("%d-%m-%Y")


def test_a_youth_finds_the_school_and_signs_up(client: StrictClient, database: Any) -> None:
    place = schools.school(name="Hogeschool De Verbeelding")
    programme = schools.programme_of(place)
    database.session.commit()
    assert "geen school met deze woorden" in client.get("/youths/sign-up?q=zzz").text
    found = client.get("/youths/sign-up?q=verbeelding+utrecht")
    assert f'href="/youths/sign-up/{place.brin}"' in found.text
    page = client.get(f"/youths/sign-up/{place.brin}").text
    assert f"Social Work ({programme.code})" in page
    told = {**NEW, "email": "nina@voorbeeld.example", "programme": f"Social Work ({programme.code})"}
    assert client.post(f"/youths/sign-up/{place.brin}", data=told).location == "/organisations/registered"
    made = database.session.query(Enrolment).one()
    assert (made.status, made.programme_id) == ("claimed", programme.id)
    assert client.get("/youths/sign-up/none").status_code == 200
    assert client.get("/youths/sign-up/00ZZ").status_code == 404


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"born_on": "24-11-2020"}, "vanaf de dag dat je 12 wordt"),
        ({"born_on": "24-11-1980"}, "tot en met 29 jaar"),
        ({"born_on": "gisteren"}, "Schrijf de dag als"),
        ({"born_on": ""}, "Vul je geboortedatum in"),
        ({"programme": "Toverkunst"}, "Kies een opleiding van deze school"),
        ({"password": "kort"}, "wachtwoord"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(
    client: StrictClient, database: Any, given: dict[str, str], says: str
) -> None:
    place = schools.school()
    database.session.commit()
    answer = client.post(f"/youths/sign-up/{place.brin}", data=NEW | {"email": "nina@voorbeeld.example"} | given)
    assert answer.status_code == 422 and says in answer.text
    assert "Nina Nieuw" in answer.text and database.session.query(Youth).count() == 0


def test_under_sixteen_the_guardian_is_asked_for_at_the_field(client: StrictClient, database: Any) -> None:
    told = NEW | {"email": "bo@voorbeeld.example", "born_on": day(14)}
    answer = client.post("/youths/sign-up/none", data=told)
    assert answer.status_code == 422 and "naam en het e-mailadres van je ouder of verzorger" in answer.text
    told |= {"guardian_name": "Petra", "guardian_email": "petra@voorbeeld.example"}
    assert client.post("/youths/sign-up/none", data=told).status_code == 302
    made = database.session.query(Youth).one()
    assert consent.current(made).status == "asked" and not consent.in_force(made)  # type: ignore[union-attr]


def test_a_child_of_twelve_is_welcome_and_warned(client: StrictClient, database: Any) -> None:
    told = NEW | {"email": "tijn@voorbeeld.example", "born_on": day(12), "guardian_name": "Petra",
                  "guardian_email": "petra@voorbeeld.example"}  # fmt: skip
    answer = client.post("/youths/sign-up/none", data=told)
    assert "jonger dan 13 mogen niet werken" in client.get(answer.location).text
    assert database.session.query(Youth).count() == 1


def test_the_guardian_reads_and_only_a_button_answers(client: StrictClient, database: Any) -> None:
    youth = schools.youth(age=14, consent="asked")
    path = f"/links/{link.token_of(database.session.query(SignedLink).one())}"
    database.session.commit()
    for _scanner in range(2):
        page = client.get(path)
        assert page.status_code == 200 and "burgerservicenummer" in page.text
    assert consent.current(youth).status == "asked"  # type: ignore[union-attr]
    assert client.post(f"{path}/give").status_code == 302
    assert consent.in_force(youth)
    assert "U gaf toestemming" in client.get(path).text
    assert client.post(f"{path}/withdraw").status_code == 302
    assert not consent.in_force(youth) and client.get(path).status_code == 410


def test_from_a_hosts_invitation_to_a_school_that_is_named(client: StrictClient, database: Any) -> None:
    host, place = factories.organisation(), schools.school()
    client.sign_in(factories.coordinator_of(host))
    answer = client.post(f"/organisations/{host.id}/youths/invite", data={"email": "Nina@voorbeeld.example"})
    assert answer.status_code == 302 and "nina@voorbeeld.example" in client.get(answer.location).text
    made = database.session.query(Enrolment).one()
    path, guest = f"/youths/invitations/{invitation.token(made)}", client.application.test_client()
    assert "Buurthuis De Linde" in guest.get(path).text
    searched = guest.get(f"{path}?q=verbeelding").text
    assert f"{path}?school={place.brin}" in searched
    assert guest.get(f"{path}?school={place.brin}").status_code == 200
    assert guest.post(f"{path}?school={place.brin}", data=NEW).location == "/youth"
    database.session.refresh(made)
    assert (made.status, made.school_id) == ("claimed", place.id)
    assert "Wacht op de school" in guest.get("/youth").text
    assert guest.get(path).status_code == 410 and guest.post(f"{path}/decline").status_code == 410


def test_an_invitation_by_the_school_confirms_and_can_be_declined(client: StrictClient, database: Any) -> None:
    place, noor = schools.school(), schools.youth()
    made = schools.enrolment(at="invited", of=noor, school=place)
    other = schools.enrolment(at="invited", school=place)
    database.session.commit()
    path = f"/youths/invitations/{invitation.token(made)}"
    assert "Log in om de uitnodiging" in client.get(path).text
    client.sign_in(noor.person)
    assert client.get(path).status_code == 200
    assert client.post(path, data={"student_number": "s1"}).location == "/youth"
    database.session.refresh(made)
    assert (made.status, made.student_number, made.youth_id) == ("confirmed", "s1", noor.id)
    guest = client.application.test_client()
    assert guest.post(f"/youths/invitations/{invitation.token(other)}/decline").status_code == 302
    database.session.refresh(other)
    assert other.status == "declined"


def test_a_youth_names_another_school_and_takes_it_back(client: StrictClient, database: Any) -> None:
    place, noor = schools.school(), schools.youth()
    client.sign_in(noor.person)
    assert client.get("/enrolments/claim?q=verbeelding").status_code == 200
    assert client.post(f"/enrolments/claim/{place.brin}", data={}).location == "/youth"
    assert client.post(f"/enrolments/claim/{place.brin}", data={}).status_code == 422
    made = enrolments.of_youth(noor)[0]
    assert client.get(f"/enrolments/{made.id}/end").status_code == 200
    assert client.post(f"/enrolments/{made.id}/end", data={"version": "1"}).location == "/youth"


def test_ones_own_page_says_what_the_guardian_answered(client: StrictClient, database: Any) -> None:
    youth = schools.youth(age=14, consent="refused")
    client.sign_in(youth.person)
    assert "Zonder toestemming" in client.get("/youth").text
    told = {"guardian_name": "Petra", "guardian_email": youth.person.email}
    assert client.post("/youth/guardian", data=told).status_code == 422
    told["guardian_email"] = "petra@voorbeeld.example"
    assert client.post("/youth/guardian", data=told).location == "/youth"
    assert consent.current(youth).guardian_email == "petra@voorbeeld.example"  # type: ignore[union-attr]
    assert "/youth" in client.get("/").text


def test_ones_data_are_downloaded_and_their_erasure_is_asked_for(client: StrictClient, database: Any) -> None:
    noor, office = schools.youth(), factories.official("office")
    client.sign_in(noor.person)
    assert client.get("/youth/data").status_code == 200
    packed = zipfile.ZipFile(io.BytesIO(client.get("/youth/data.zip").data))
    assert "youth.json" in packed.namelist()
    assert client.post("/youth/erasure", data={"wish": "Alles", "sure": "nee"}).status_code == 422
    assert client.post("/youth/erasure", data={"wish": "Alles", "sure": "wis"}).location == "/youth/data"
    asked = database.session.query(Erasure).one()
    assert client.get("/erasures").status_code == 404
    desk = client.application.test_client()
    desk.sign_in(office)  # type: ignore[attr-defined]
    assert "Noor Vis" in desk.get("/erasures").text and "Noor Vis" in desk.get("/").text
    path = f"/erasures/{asked.id}/carry-out"
    assert "Noor Vis" in desk.get(path).text
    assert desk.post(path, data={"version": "1", "reasons": ""}).status_code == 422
    answer = desk.post(path, data={"version": "1", "reasons": "Zoals gevraagd."})
    assert answer.status_code == 302, answer.text[2500:]
    assert "Noor Vis" not in desk.get("/erasures").text
    assert client.get("/youth").status_code in (302, 404)


def test_others_do_not_see_a_youths_pages(client: StrictClient, database: Any) -> None:
    made = schools.enrolment(at="claimed")
    client.sign_in(schools.people_of(schools.school(name="Elders")).clerk)
    for path in ("/youth", "/youth/data", "/youth/data.zip", f"/enrolments/{made.id}/confirm"):
        assert client.get(path).status_code == 404
