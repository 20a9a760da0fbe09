"""A school in the browser: its people, its students one by one, ticked, and by a file."""

from __future__ import annotations

import io
from typing import Any

import pytest

from mdt.models import Membership
from tests import factories
from tests import factories_school as schools
from tests.fixtures.application import StrictClient


def test_the_office_invites_the_first_clerk_who_invites_the_others(client: StrictClient, database: Any) -> None:
    place = schools.school(name="ROC De Verbeelding", sector="mbo")
    client.sign_in(factories.official("office"))
    assert "Er doet nog geen school mee" in client.get("/schools").text
    assert f"/schools/{place.id}" in client.get("/schools?q=verbeelding").text
    assert client.get(f"/schools/{place.id}").status_code == 200
    told = {"email": "stan@roc.example", "function": "clerk"}
    assert client.post(f"/schools/{place.id}/invite", data=told).location == f"/schools/{place.id}"
    assert "al uitgenodigd" in client.post(f"/schools/{place.id}/invite", data=told).text
    assert "ROC De Verbeelding" in client.get("/schools").text
    clerk = schools.people_of(schools.school(name="Elders")).clerk
    client.sign_in(clerk)
    assert client.get(f"/schools/{place.id}").status_code == 404
    assert client.post(f"/schools/{place.id}/invite", data=told).status_code == 404
    own = f"/schools/{client.get('/school').text.split('/schools/')[1][:36]}"
    assert client.post(f"{own}/invite", data={"email": "ella@roc.example", "function": "examiner"}).location == own
    assert database.session.query(Membership).filter_by(email="ella@roc.example").one().function == "examiner"


def test_who_is_ticked_is_confirmed(client: StrictClient, database: Any) -> None:
    place = schools.school()
    two = [schools.enrolment(at="claimed", of=schools.youth(name=f"{n} Vis"), school=place) for n in ("Al", "Bo")]
    client.sign_in(schools.people_of(place).clerk)
    assert "Al Vis" in client.get("/").text
    page = client.get("/school")
    assert "Al Vis" in page.text and "Bo Vis" in page.text
    answer = client.post(f"/schools/{place.id}/confirm", data={"enrolment": [str(one.id) for one in two]})
    assert "2 leerlingen of studenten bevestigd" in client.get(answer.location).text
    answer = client.post(f"/schools/{place.id}/confirm", data={"enrolment": str(two[0].id)})
    assert "Al Vis is niet bevestigd" in client.get(answer.location).text
    answer = client.post(f"/schools/{place.id}/confirm", data={})
    assert "Vink aan wie u wilt bevestigen" in client.get(answer.location).text


def test_a_file_of_numbers_ticks_and_confirms_nobody(client: StrictClient, database: Any) -> None:
    place = schools.school()
    made = schools.enrolment(at="claimed", school=place)
    client.sign_in(schools.people_of(place).clerk)
    path = f"/schools/{place.id}/numbers"
    answer = client.post(path, data={"file": (io.BytesIO(b"nummer\ns1234567\n42\n"), "lijst.csv")})
    assert answer.status_code == 200
    assert f'value="{made.id}" checked' in answer.text and "regel 3: 42" in answer.text
    database.session.refresh(made)
    assert made.status == "claimed"
    for content, says in ((b"naam\n", "geen leerling- of studentnummer"), (b"\0\0", "geen tekstbestand")):
        answer = client.post(path, data={"file": (io.BytesIO(content), "lijst.csv")})
        assert answer.status_code == 422 and says in answer.text
    assert client.post(path, data={}).status_code == 422


def test_one_by_one_with_what_the_school_knows(client: StrictClient, database: Any) -> None:
    place = schools.school()
    other = schools.programme(of=place, name="Pedagogiek", code="99777")
    made, denied = (schools.enrolment(at="claimed", of=schools.youth(name=f"{n} Vis"), school=place) for n in "AB")
    client.sign_in(schools.people_of(place).clerk)
    path = f"/enrolments/{made.id}/confirm"
    assert "s1234567" in client.get(path).text
    told = {"version": "1", "programme": "Toverkunst", "student_number": "s9"}
    assert client.post(path, data=told).status_code == 422
    assert client.post(path, data=told | {"programme": "99777"}).location == f"/schools/{place.id}"
    database.session.refresh(made)
    assert (made.status, made.programme_id, made.student_number) == ("confirmed", other.id, "s9")
    assert client.post(path, data=told).status_code == 409
    path = f"/enrolments/{denied.id}/deny"
    assert client.post(path, data={"version": "1", "reasons": ""}).status_code == 422
    assert client.post(path, data={"version": "1", "reasons": "Onbekend nummer."}).status_code == 302
    assert client.post(f"/enrolments/{made.id}/end", data={"version": "2"}).status_code == 302


def test_whoever_examines_sees_the_students_and_confirms_nobody(client: StrictClient, database: Any) -> None:
    place = schools.school()
    made = schools.enrolment(at="claimed", school=place)
    client.sign_in(schools.people_of(place).examiner)
    page = client.get("/school").text
    assert "Noor Vis" in page and "checkbox" not in page
    assert client.post(f"/schools/{place.id}/confirm", data={"enrolment": str(made.id)}).status_code == 404
    assert client.get(f"/enrolments/{made.id}/confirm").status_code == 403


@pytest.mark.parametrize("path", ["/school", "/"])
def test_a_long_list_costs_no_more_statements(client: StrictClient, database: Any, path: str) -> None:
    place = schools.school()
    clerk = schools.people_of(place).clerk
    schools.enrolment(at="claimed", school=place)
    client.sign_in(clerk)
    counts = []
    for more in (0, 8):
        for n in range(more):
            schools.enrolment(at="claimed", of=schools.youth(name=f"J{n} Vis"), school=place)
        database.session.commit()
        client.get(path)
        counts.append(client.application.extensions["watch"].statements)
    assert counts[0] == counts[1]
