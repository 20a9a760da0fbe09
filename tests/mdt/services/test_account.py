"""Accounts: passwords, the lock against guessing, and links that work once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mdt.models import Mail, Person
from mdt.services import account
from mdt.services.account import ATTEMPTS, Outcome
from tests import factories
from workflows.base import Refused

PASSWORD = "vier groene fietsen"


def token_in(letter: Mail) -> str:
    """The secret in the link of a letter."""
    return next(word for word in letter.body.split() if "://" in word).rsplit("/", 1)[1]


@pytest.mark.parametrize(
    "password",
    ["kort", "negen1234", "wachtwoord", "Wachtwoord2026!", "welkom1234", "qwertyuiop", "1234567890", "aaaaaaaaaaaa",
     "Zomer2026!!", "x" * 201, "noor@voorbeeld.example"],
)  # fmt: skip
def test_weak_passwords_are_refused(app: Any, password: str) -> None:
    with app.app_context(), pytest.raises(Refused) as refusal:
        account.check_password(password, email="noor@voorbeeld.example")
    assert refusal.value.field == "password"


@pytest.mark.parametrize("password", [PASSWORD, "Fietsbel-17-kano", "паровоз на мосту", "correct horse battery"])
def test_long_passwords_are_accepted(app: Any, password: str) -> None:
    with app.app_context():
        account.check_password(password, email="noor@voorbeeld.example")


def test_signing_in(database: Any) -> None:
    known = factories.person(email="Noor@Voorbeeld.example", password=PASSWORD)
    assert account.attempt(email=" noor@voorbeeld.EXAMPLE", password=PASSWORD).person is known
    assert known.password is not None
    assert known.password.startswith("$argon2id$")
    assert account.attempt(email=known.email, password="iets anders").outcome is Outcome.REFUSED


def test_who_did_not_confirm_the_address_does_not_get_in(database: Any) -> None:
    known = factories.person(password=PASSWORD, confirmed=False)
    assert account.attempt(email=known.email, password=PASSWORD).outcome is Outcome.UNCONFIRMED
    assert account.attempt(email=known.email, password="iets anders").outcome is Outcome.REFUSED
    account.send_confirmation(known)
    letter = database.session.query(Mail).filter_by(recipient=known.email).one()
    token = token_in(letter)
    assert account.to_confirm(token) is known
    assert known.confirmed_at is None
    account.confirm(token)
    assert account.attempt(email=known.email, password=PASSWORD).outcome is Outcome.SIGNED_IN


def test_ten_failures_lock_an_account_for_fifteen_minutes(database: Any) -> None:
    known = factories.person(password=PASSWORD)
    for _turn in range(ATTEMPTS):
        assert account.attempt(email=known.email, password="mis").outcome is Outcome.REFUSED
    assert account.attempt(email=known.email, password=PASSWORD).outcome is Outcome.REFUSED
    assert known.locked_until is not None
    known.locked_until -= timedelta(minutes=15)
    assert account.attempt(email=known.email, password=PASSWORD).outcome is Outcome.SIGNED_IN
    assert (known.failed_logins, known.locked_until) == (0, None)


@pytest.mark.parametrize("kind_of", ["unknown", "locked", "inactive", "without a password"])
def test_every_refusal_hashes_once(database: Any, monkeypatch: pytest.MonkeyPatch, kind_of: str) -> None:
    """What takes the time is the hash; each refusal computes one, so the time tells nothing."""
    known = factories.person(password=None if kind_of == "without a password" else PASSWORD)
    if kind_of == "locked":
        known.locked_until = known.created_at + timedelta(hours=1)
    known.active = kind_of != "inactive"
    database.session.flush()
    account._some_hash()
    hashed: list[str] = []
    monkeypatch.setattr(account, "verify_password", lambda *_given: hashed.append("some"))
    monkeypatch.setattr(account, "verify_and_update_password", lambda *_given: hashed.append("own"))
    address = "niemand@voorbeeld.example" if kind_of == "unknown" else known.email
    assert account.attempt(email=address, password=PASSWORD).outcome is Outcome.REFUSED
    assert hashed == ["some"]


def test_a_reset_works_once_and_ends_every_session(database: Any) -> None:
    known = factories.person(password=PASSWORD, confirmed=False)
    known.locked_until = known.created_at + timedelta(hours=1)
    before = known.fs_uniquifier
    account.ask_reset(known.email)
    token = token_in(database.session.query(Mail).filter_by(recipient=known.email).one())
    account.reset_password(token, "zeven gele kano's")
    assert known.fs_uniquifier != before
    assert account.attempt(email=known.email, password="zeven gele kano's").outcome is Outcome.SIGNED_IN
    with pytest.raises(Refused, match="used before"):
        account.reset_password(token, "nog een ander woord")


def test_nothing_is_sent_to_an_address_that_is_not_known(database: Any) -> None:
    account.ask_reset("niemand@voorbeeld.example")
    assert database.session.query(Mail).count() == 0


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é"])
def test_links_that_we_did_not_make(database: Any, token: str) -> None:
    for read in (account.to_confirm, account.to_reset):
        with pytest.raises(Refused):
            read(token)


def test_a_password_is_changed_by_who_knows_it(database: Any) -> None:
    known = factories.person(password=PASSWORD)
    with pytest.raises(Refused) as refusal:
        account.change_password(known, present="mis", new="zeven gele kano's")
    assert refusal.value.field == "present"
    account.change_password(known, present=PASSWORD, new="zeven gele kano's")
    assert account.attempt(email=known.email, password="zeven gele kano's").outcome is Outcome.SIGNED_IN
    assert database.session.query(Mail).filter_by(recipient=known.email).count() == 1


def test_an_address_is_one_account_whatever_its_capitals(database: Any) -> None:
    factories.person(email="Noor@voorbeeld.example")
    assert account.by_email("NOOR@VOORBEELD.example") is database.session.query(Person).one()
