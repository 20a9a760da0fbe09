"""Signing in and out, a forgotten password, and text that outlives its session."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mdt import create_app
from mdt.extensions import limiter
from mdt.models import Mail, Person
from mdt.services import account
from tests import factories
from tests.fixtures.application import StrictClient, configuration

PASSWORD = "vier groene fietsen"


@pytest.fixture
def noor(database: Any) -> Person:
    """Somebody with an account, committed."""
    known = factories.person("Noor Bakker", email="noor@voorbeeld.example", password=PASSWORD)
    database.session.commit()
    return known


def sign_in(
    client: FlaskClient, *, password: str = PASSWORD, email: str = "noor@voorbeeld.example", **more: str
) -> Any:
    """Send the form."""
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def signed_in(client: FlaskClient) -> bool:
    """Whether this browser has a session of somebody."""
    return client.get("/account").status_code == 200


def summary(page: str) -> str:
    """The sentences above the form."""
    found = re.search(r'dt-error-summary__list">(.*?)</ul>', page, re.DOTALL)
    return re.sub(r"<[^>]+>", " ", found[1]).strip() if found else ""


def test_in_and_out(client: StrictClient, noor: Person) -> None:
    assert client.get("/sign-in").status_code == 200
    answer = sign_in(client)
    assert (answer.status_code, answer.location) == (302, "/")
    assert signed_in(client)
    assert client.get("/sign-out").status_code == 404
    assert signed_in(client), "a link or an image cannot sign anybody out"
    assert client.post("/sign-out").status_code == 302
    assert not signed_in(client)


def test_a_failed_attempt_says_the_same_whatever_was_wrong(client: StrictClient, noor: Person) -> None:
    answers = [sign_in(client, password="mis"), sign_in(client, email="niemand@voorbeeld.example")]
    assert {answer.status_code for answer in answers} == {422}
    assert len({summary(answer.text) for answer in answers}) == 1
    assert PASSWORD not in answers[1].text


def test_failures_are_counted_though_the_sign_in_fails(client: StrictClient, noor: Person, database: Any) -> None:
    for _turn in range(account.ATTEMPTS):
        locked = sign_in(client, password="mis")
    right = sign_in(client)
    assert right.status_code == 422
    assert summary(right.text) == summary(locked.text)
    assert database.session.get(Person, noor.id).locked_until is not None


@pytest.mark.parametrize(
    ("target", "goes_to"),
    [("/account", "/account"), ("/x?a=1&b=2", "/x?a=1&b=2"), ("https://kwaad.example/", "/"), ("//kwaad.example", "/"),
     ("/\\kwaad.example", "/"), ("javascript:alert(1)", "/"), ("/\t/kwaad.example", "/"), ("kwaad", "/"), ("", "/")],
)  # fmt: skip
def test_the_way_back_stays_on_this_site(client: StrictClient, noor: Person, target: str, goes_to: str) -> None:
    assert sign_in(client, next=target).location == goes_to


def test_the_session_is_a_new_one(client: StrictClient, noor: Person) -> None:
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
        session["csrf_token"] = "known to somebody else"
    sign_in(client)
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != "known to somebody else"


def test_who_did_not_confirm_gets_the_letter_again(client: StrictClient, database: Any) -> None:
    known = factories.person(email="noor@voorbeeld.example", password=PASSWORD, confirmed=False)
    answer = sign_in(client)
    assert answer.status_code == 422
    assert not signed_in(client)
    letter = database.session.query(Mail).filter_by(recipient=known.email).one()
    path = re.search(r"http://[^/]+(/account/confirm/\S+)", letter.body)
    assert path
    assert client.get(path[1]).status_code == 200
    assert sign_in(client).status_code == 422, "a scanner that opens the link confirms nothing"
    assert client.post(path[1]).location == "/sign-in"
    assert sign_in(client).status_code == 302


def test_a_forgotten_password(client: StrictClient, noor: Person, database: Any) -> None:
    before = noor.fs_uniquifier
    known = client.post("/forgot-password", data={"email": noor.email})
    unknown = client.post("/forgot-password", data={"email": "niet@voorbeeld.example"})
    assert known.text.replace(noor.email, "") == unknown.text.replace("niet@voorbeeld.example", "")
    letter = database.session.query(Mail).one()
    path = re.search(r"http://[^/]+(/reset-password/\S+)", letter.body)
    assert path
    other = client.application.test_client()
    assert sign_in(other).status_code == 302
    assert client.get(path[1]).status_code == 200
    weak = client.post(path[1], data={"password": "wachtwoord1"})
    assert weak.status_code == 422
    assert 'id="password-error"' in weak.text
    assert client.post(path[1], data={"password": "zeven gele kano's"}).location == "/sign-in"
    assert database.session.get(Person, noor.id).fs_uniquifier != before
    assert not signed_in(other), "a new password ends every session"
    assert client.get(path[1]).status_code == 410
    assert client.post(path[1], data={"password": "nog een ander woord"}).status_code == 410
    assert sign_in(client, password="zeven gele kano's").status_code == 302


def test_text_outlives_its_session(client: StrictClient, database: Any) -> None:
    host = factories.organisation()
    coordinator = factories.coordinator_of(host)
    account._set_password(coordinator, PASSWORD)
    place = f"/organisations/{host.id}/invite"
    database.session.commit()
    asked = client.post(place, data={"email": "kim@linde.example", "function": "coordinator"})
    assert asked.location == f"/sign-in?next={place}"
    assert sign_in(client, email=coordinator.email, next=place).location == place
    page = client.get(place).text
    assert 'value="kim@linde.example"' in page
    assert re.search(r'value="coordinator" checked', page)
    assert client.post(place, data={"email": "kim@linde.example", "function": "coordinator"}).status_code == 302
    assert 'value="kim@linde.example"' not in client.get(place).text


def test_kept_text_is_not_for_who_comes_next(client: StrictClient, database: Any) -> None:
    host = factories.organisation()
    coordinator = factories.coordinator_of(host)
    place = f"/organisations/{host.id}/invite"
    client.post(place, data={"email": "kim@linde.example", "function": "coordinator"})
    client.sign_in(coordinator)
    client.post("/sign-out")
    client.sign_in(coordinator)
    assert 'value="kim@linde.example"' not in client.get(place).text


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[FlaskClient]:
    """A browser at an application that counts, with forms that need their token."""
    settings = configuration(f"sqlite:///{tmp_path / 'limited.db'}", tmp_path)
    app: Flask = create_app(settings | {"RATELIMIT_ENABLED": True})
    from mdt.extensions import db

    with app.app_context():
        db.create_all()
    limiter.reset()
    yield app.test_client()
    limiter.reset()
    limiter.enabled = False
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    ("path", "times"),
    [("/sign-in", 30), ("/forgot-password", 5), ("/reset-password/x", 30), ("/organisations/register", 10),
     ("/invitations/x", 10), ("/invitations/x/decline", 10), ("/account/confirm/x", 30)],
)  # fmt: skip
def test_too_many_attempts_from_one_place(limited: FlaskClient, path: str, times: int) -> None:
    for _turn in range(times):
        assert limited.post(path, data={"email": "x"}).status_code in (410, 422)
    answer = limited.post(path, data={"email": "x"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "<h1" in answer.text
    assert path.endswith("/decline") or limited.get(path).status_code in (200, 410), "reading goes on"


def test_a_page_that_was_open_too_long_gives_the_text_back(tmp_path: Path) -> None:
    settings = configuration(f"sqlite:///{tmp_path / 'open.db'}", tmp_path) | {"WTF_CSRF_ENABLED": True}
    app = create_app(settings)
    from mdt.extensions import db

    with app.app_context():
        db.create_all()
    browser = app.test_client()
    answer = browser.post("/organisations/register", data={"name": "De Kastanje", "password": PASSWORD})
    assert answer.location == "/organisations/register"
    page = browser.get("/organisations/register").text
    assert 'value="De Kastanje"' in page
    assert PASSWORD not in page
    assert browser.post("/sign-out").status_code == 422
    with app.app_context():
        db.engine.dispose()
