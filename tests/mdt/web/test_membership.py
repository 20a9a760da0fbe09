"""Inviting, accepting and ending, in the browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from mdt.models import Membership, Person
from mdt.services import clock as clock_service
from mdt.services import effects
from mdt.services import membership as service
from tests import factories
from tests.fixtures.application import StrictClient

NEW = {"name": "Nina Nieuw", "password": "vier groene fietsen", "language": "nl"}


def path_of(found: Membership) -> str:
    """The path of an invitation's link."""
    return "/" + service.invitation_url(found).split("/", 3)[3]


def invited(database: Any, email: str = "nina@linde.example") -> Membership:
    """An invitation to an address without an account, committed."""
    host = factories.organisation()
    found = service.invite(organisation=host, email=email, function="colleague", actor=factories.coordinator_of(host))
    database.session.commit()
    return found


def test_from_invitation_to_member(client: StrictClient, database: Any) -> None:
    host = factories.organisation()
    client.sign_in(factories.coordinator_of(host))
    place = f"/organisations/{host.id}/invite"
    assert client.get(place).status_code == 200
    answer = client.post(place, data={"email": "Nina@linde.example", "function": "colleague"})
    assert answer.location == f"/organisations/{host.id}"
    assert "nina@linde.example" in client.get(answer.location).text
    for effect_id in effects.due():
        effects.carry_out(effect_id)
    from mdt.models import Mail

    letter = database.session.query(Mail).filter_by(recipient="nina@linde.example").one()
    path = re.search(r"http://[^/]+(/invitations/\S+)", letter.body)
    assert path
    guest = client.application.test_client()
    assert "Buurthuis De Linde" in guest.get(path[1]).text
    assert guest.post(path[1], data=NEW).status_code == 302
    assert "Buurthuis De Linde" in guest.get("/organisation").text
    for again in (guest.get(path[1]), guest.post(path[1], data=NEW), guest.post(f"{path[1]}/decline")):
        assert again.status_code == 410


def test_a_scanner_that_opens_the_link_uses_nothing(client: StrictClient, database: Any) -> None:
    path = path_of(invited(database))
    for _turn in range(3):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    assert client.get(f"{path}/decline").status_code == 404
    assert database.session.query(Membership).filter_by(status="invited").count() == 1


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("password", "kort"), ("password", ""), ("language", "de")])
def test_a_wrong_answer_keeps_the_invitation(client: StrictClient, database: Any, field: str, value: str) -> None:
    path = path_of(invited(database))
    answer = client.post(path, data=NEW | {field: value})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert database.session.query(Person).filter_by(email="nina@linde.example").count() == 0


def test_an_expired_invitation(client: StrictClient, database: Any, clock: Callable[[date], None]) -> None:
    path = path_of(invited(database))
    clock(clock_service.today() + timedelta(days=15))
    assert 'name="password"' not in client.get(path).text
    assert client.post(path, data=NEW).status_code == 422
    assert database.session.query(Person).filter_by(email="nina@linde.example").count() == 0


def test_somebody_else_cannot_accept(client: StrictClient, database: Any) -> None:
    path = path_of(invited(database))
    other = factories.person("Olga Ander")
    client.sign_in(other)
    page = client.get(path)
    assert other.email in page.text
    client.post(path, data=NEW)
    assert database.session.query(Membership).filter_by(status="invited").count() == 1


def test_who_has_an_account_signs_in_first(client: StrictClient, database: Any) -> None:
    known = factories.person("Nina Nieuw", email="nina@linde.example", password=NEW["password"])
    path = path_of(invited(database))
    page = client.get(path).text
    assert 'name="password"' not in page
    assert f"next={path}" in page.replace("%2F", "/")
    client.post(path, data=NEW)
    assert database.session.query(Membership).filter_by(status="invited").count() == 1
    answer = client.post(f"/sign-in?next={path}", data={"email": known.email, "password": NEW["password"]})
    assert answer.location == path
    assert client.post(path).status_code == 302
    assert client.get("/organisation").status_code == 200


def test_declining_needs_no_account(client: StrictClient, database: Any) -> None:
    found = invited(database)
    assert client.post(f"{path_of(found)}/decline").status_code == 302
    assert database.session.get(Membership, found.id).status == "denied"
    assert client.post(path_of(found), data=NEW).status_code == 410


def test_a_link_that_we_did_not_make(client: StrictClient) -> None:
    assert client.get("/invitations/abc").status_code == 410
    assert client.post("/invitations/abc", data=NEW).status_code == 410


def test_sending_again_and_ending(client: StrictClient, database: Any) -> None:
    host = factories.organisation()
    coordinator = factories.coordinator_of(host)
    found = service.invite(organisation=host, email="nina@linde.example", function="colleague", actor=coordinator)
    kim = factories.colleague_of(host)
    client.sign_in(coordinator)
    again = f"/memberships/{found.id}/invite-again"
    assert client.get(again).status_code == 200
    assert client.post(again, data={"version": found.version}).location == f"/organisations/{host.id}"
    held = database.session.query(Membership).filter_by(person_id=kim.id).one()
    end = f"/memberships/{held.id}/end"
    assert "Kim Linde" in client.get(end).text
    assert client.post(end, data={"version": held.version + 5}).status_code == 409
    assert client.post(end, data={"version": held.version}).status_code == 302
    assert client.post(end).status_code == 409
    assert client.sign_in(kim).get("/organisation").status_code == 404


def test_the_last_coordinator_stays(client: StrictClient, database: Any) -> None:
    host = factories.organisation()
    coordinator = factories.coordinator_of(host)
    own = database.session.query(Membership).filter_by(person_id=coordinator.id).one()
    answer = client.sign_in(coordinator).post(f"/memberships/{own.id}/end", data={"version": own.version})
    assert answer.status_code == 422
    assert "dt-error-summary" in answer.text


@pytest.mark.parametrize(("who", "code"), [("colleague", 403), ("office", 403), ("assessor", 404), ("stranger", 404)])
def test_who_does_not_invite_for_an_organisation(client: StrictClient, database: Any, who: str, code: int) -> None:
    host = factories.organisation()
    person = {
        "colleague": lambda: factories.colleague_of(host),
        "stranger": lambda: factories.coordinator_of(factories.organisation(name="Ander")),
    }.get(who, lambda: factories.official(who))()
    answer = client.sign_in(person).post(
        f"/organisations/{host.id}/invite", data={"email": "x@y.example", "function": "colleague"}
    )
    assert answer.status_code == code


def test_the_staff_page(client: StrictClient, database: Any) -> None:
    office = factories.official("office", "Hanneke Bureau")
    client.sign_in(office)
    assert "Hanneke Bureau" in client.get("/staff").text
    assert client.get("/staff/invite").status_code == 200
    asked = {"email": "nieuw@bureau.example", "function": "board"}
    assert client.post("/staff/invite", data=asked).location == "/staff"
    assert "nieuw@bureau.example" in client.get("/staff").text
    assert client.post("/staff/invite", data=asked).status_code == 422
    assert client.post("/staff/invite", data={"email": "nee", "function": "minister"}).status_code == 422
    for other in ("assessor", "board"):
        assert client.sign_in(factories.official(other)).get("/staff").status_code == 404


def test_the_staff_page_asks_as_much_for_many_as_for_few(client: StrictClient, database: Any, app: Any) -> None:
    office = factories.official("office")
    counts = []
    for more in (2, 12):
        for number in range(more):
            factories.official("assessor", f"Persoon{more}{number} Dertien")
        client.sign_in(office).get("/staff")
        counts.append(app.extensions["watch"].statements)
    assert counts[0] == counts[1]
