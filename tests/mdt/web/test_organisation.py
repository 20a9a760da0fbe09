"""Registering and keeping an organisation, in the browser."""

from __future__ import annotations

import re
from typing import Any

import pytest

from mdt.models import Mail, Organisation, Person
from mdt.services import effects
from tests import factories
from tests.fixtures.application import StrictClient

PASSWORD = "vier groene fietsen"
FORM = {
    "name": "Speeltuin De Kastanje", "kvk_number": "6959 9068", "rsin": "", "street": "Kastanjelaan 2",
    "postcode": "1234ab", "city": "Utrecht", "municipality": "utrecht", "sector": "jeugdwerk",
    "email": "info@kastanje.example", "telephone": "030 123 45 67", "website": "www.kastanje.example",
    "language": "nl", "person_name": "Bo Kastanje", "person_email": "bo@kastanje.example", "password": PASSWORD,
}  # fmt: skip


def errors_at(page: str) -> set[str]:
    """The fields with an error, each of which the summary above the form must link to."""
    found = set(re.findall(r'id="([a-z_]+)-error"', page))
    links = set(re.findall(r'<li><a class="utrecht-link" href="#([a-z_]+)"', page))
    assert found == links
    return found


def test_from_registration_to_the_organisations_page(client: StrictClient, database: Any) -> None:
    assert client.get("/organisations/register").status_code == 200
    answer = client.post("/organisations/register", data=FORM)
    assert answer.location == "/organisations/registered"
    assert "bo@kastanje.example" in client.get("/organisations/registered").text
    made = database.session.query(Organisation).one()
    assert (made.kvk_number, made.postcode, made.website) == ("69599068", "1234 AB", "https://www.kastanje.example")
    for effect_id in effects.due():
        effects.carry_out(effect_id)
    letter = database.session.query(Mail).one()
    path = re.search(r"http://[^/]+(/account/confirm/\S+)", letter.body)
    assert path
    sign_in = {"email": "bo@kastanje.example", "password": PASSWORD}
    assert client.post("/sign-in", data=sign_in).status_code == 422
    client.post(path[1])
    assert client.post("/sign-in", data=sign_in).status_code == 302
    page = client.get("/organisation").text
    assert "Speeltuin De Kastanje" in page
    assert "69599068" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("kvk_number", "1234567"), ("kvk_number", "123456789"), ("kvk_number", "abcdefgh"),
     ("rsin", "123456789"), ("rsin", "12345678"), ("street", ""), ("postcode", "0123 AB"), ("postcode", "12345"),
     ("postcode", ""), ("city", ""), ("municipality", "Nergenshuizen"), ("sector", ""), ("sector", "piraterij"),
     ("email", "info"), ("telephone", "bel mij"), ("website", "javascript:alert(1)"), ("website", "geen site"),
     ("language", "de"), ("person_name", ""), ("person_email", "bo@"), ("password", "kort"),
     ("password", "wachtwoord1")],
)  # fmt: skip
def test_what_is_typed_wrong_is_said_at_its_field(client: StrictClient, field: str, value: str) -> None:
    answer = client.post("/organisations/register", data=FORM | {field: value})
    assert answer.status_code == 422
    assert errors_at(answer.text) == {field}
    assert 'value="Kastanjelaan 2"' in answer.text or field == "street"
    assert PASSWORD not in answer.text


@pytest.mark.parametrize(("typed", "stored"), [("1234ab", "1234 AB"), (" 1234 Ab ", "1234 AB"), ("9999XZ", "9999 XZ")])
def test_a_postcode_however_it_is_typed(client: StrictClient, database: Any, typed: str, stored: str) -> None:
    client.post("/organisations/register", data=FORM | {"postcode": typed, "rsin": "1112.22.333"})
    made = database.session.query(Organisation).one()
    assert (made.postcode, made.rsin) == (stored, "111222333")


def test_a_known_kvk_number(client: StrictClient, database: Any) -> None:
    factories.organisation(kvk_number="69599068")
    answer = client.post("/organisations/register", data=FORM)
    assert answer.status_code == 422
    assert errors_at(answer.text) == {"kvk_number"}
    assert database.session.query(Organisation).count() == 1
    assert database.session.query(Person).filter_by(email="bo@kastanje.example").count() == 0


def test_a_known_address_is_not_given_away(client: StrictClient, database: Any) -> None:
    factories.person("Bo", email="bo@kastanje.example")
    known = client.post("/organisations/register", data=FORM)
    after_known = client.get("/organisations/registered").text
    unknown = client.post("/organisations/register", data=FORM | {"person_email": "al@kastanje.example"})
    after_unknown = client.get("/organisations/registered").text
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert after_known.replace("bo@", "") == after_unknown.replace("al@", "")
    assert database.session.query(Organisation).count() == 1
    assert "/organisations/register" in database.session.query(Mail).one().body


def test_who_is_signed_in_registers_without_a_second_account(client: StrictClient, database: Any) -> None:
    client.sign_in(factories.person())
    page = client.get("/organisations/register").text
    assert 'name="password"' not in page
    answer = client.post("/organisations/register", data=FORM)
    assert client.get(answer.location).status_code == 200
    assert database.session.query(Person).count() == 1


def test_with_several_organisations_one_is_chosen(client: StrictClient, database: Any) -> None:
    person = factories.person()
    first, second = (factories.organisation(name=name, coordinator=person) for name in ("Aap", "Noot"))
    page = client.sign_in(person).get("/organisation").text
    assert f"/organisations/{first.id}" in page
    assert f"/organisations/{second.id}" in page


def test_who_sees_an_organisation(client: StrictClient, database: Any) -> None:
    host = factories.organisation()
    place = f"/organisations/{host.id}"
    people = {
        "colleague": (factories.colleague_of(host), 200), "office": (factories.official("office"), 200),
        "board": (factories.official("board"), 200), "assessor": (factories.official("assessor"), 404),
        "stranger": (factories.coordinator_of(factories.organisation(name="Ander")), 404),
        "nobody": (factories.person(), 404),
    }  # fmt: skip
    for name, (person, code) in people.items():
        assert client.sign_in(person).get(place).status_code == code, name


def test_changing_the_contact_data(client: StrictClient, database: Any) -> None:
    host = factories.organisation()
    coordinator = factories.coordinator_of(host)
    place = f"/organisations/{host.id}/edit"
    client.sign_in(coordinator)
    version = re.search(r'name="version" value="(\d+)"', client.get(place).text)
    assert version
    changed = FORM | {"version": version[1], "city": "Zeist", "website": ""}
    assert client.post(place, data=changed).status_code == 302
    assert database.session.get(Organisation, host.id).city == "Zeist"
    stale = client.post(place, data=changed | {"city": "Bunnik"})
    assert stale.status_code == 409
    assert 'value="Bunnik"' in stale.text
    assert "Zeist" in stale.text
    again = re.search(r'name="version" value="(\d+)"', stale.text)
    assert again
    assert client.post(place, data=changed | {"city": "Bunnik", "version": again[1]}).status_code == 302
    assert client.post(place, data=changed | {"postcode": "nee"}).status_code == 422


def test_a_colleague_reads_and_does_not_change(client: StrictClient, database: Any) -> None:
    host = factories.organisation()
    client.sign_in(factories.colleague_of(host))
    assert "/edit" not in client.get(f"/organisations/{host.id}").text
    assert client.post(f"/organisations/{host.id}/edit", data=FORM).status_code == 403
