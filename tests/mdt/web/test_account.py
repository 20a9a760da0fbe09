"""One's own account in the browser."""

from __future__ import annotations

from typing import Any

from mdt.models import Person
from tests import factories
from tests.fixtures.application import StrictClient

PASSWORD = "vier groene fietsen"


def test_name_and_language(client: StrictClient, database: Any) -> None:
    known = factories.person("Noor Bakker")
    client.sign_in(known)
    assert 'value="Noor Bakker"' in client.get("/account").text
    assert client.post("/account", data={"name": " Noor de Boer ", "language": "en"}).location == "/account"
    changed = database.session.get(Person, known.id)
    assert (changed.name, changed.language) == ("Noor de Boer", "en")
    assert '<html lang="en">' in client.get("/account").text
    assert client.post("/account", data={"name": "", "language": "fy"}).status_code == 422


def test_another_password_ends_the_other_sessions(client: StrictClient, database: Any) -> None:
    known = factories.person(password=PASSWORD)
    client.sign_in(known)
    other = client.application.test_client().sign_in(known)
    wrong = client.post("/account/password", data={"present": "mis", "password": "zeven gele kano's"})
    assert wrong.status_code == 422
    assert 'id="present-error"' in wrong.text
    right = {"present": PASSWORD, "password": "zeven gele kano's"}
    assert client.post("/account/password", data=right).location == "/account"
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302


def test_without_a_session_there_is_no_account(client: StrictClient) -> None:
    assert client.get("/account").location == "/sign-in?next=/account"
    assert client.get("/account/confirm/abc").status_code == 410
