"""A person's account: making it, proving its address, signing in with a lock against guessing, and its password."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache

from flask import current_app
from flask_security.confirmable import confirm_email_token_status, generate_confirmation_token
from flask_security.recoverable import generate_reset_password_token, reset_password_token_status
from flask_security.utils import hash_password, verify_and_update_password, verify_password
from sqlalchemy import select

from mdt.models import Person, db
from mdt.rules import FOLDER
from mdt.services import clock, mail
from workflows.base import N_, Refused

ATTEMPTS = 10
LOCKED_FOR = timedelta(minutes=15)
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
EXPIRED = N_("This link has expired. Ask for a new one.")
INVALID = N_("This link is not valid, or it was used before. Ask for a new one.")


class Outcome(StrEnum):
    """How an attempt to sign in ended. `refused` says nothing about why, and takes as long for every reason."""

    SIGNED_IN = "signed_in"
    REFUSED = "refused"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class Attempt:
    """The outcome of an attempt to sign in, with the person unless it was refused."""

    outcome: Outcome
    person: Person | None = None


def normal(email: str) -> str:
    """An e-mail address as it is stored and compared."""
    return email.strip().lower()


def by_email(email: str, *, lock: bool = False) -> Person | None:
    """The person with this address, if there is one; `lock` holds the row until the transaction ends."""
    query = select(Person).where(Person.email == normal(email))
    if lock:  # and read anew, for a row that is in the session already stays as it was loaded otherwise
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(query)


def create_person(
    *, name: str, email: str, password: str | None, language: str = "nl", confirmed: bool = False
) -> Person:
    """Make an account. `confirmed` says that the address was proven. Raises Refused for a weak password."""
    if password is not None:
        check_password(password, email=email)
    now = clock.now()
    person = Person(
        id=uuid.uuid4(), name=name.strip(), email=normal(email), language=language, created_at=now,
        password=hash_password(password) if password is not None else None, confirmed_at=now if confirmed else None,
    )  # fmt: skip
    db.session.add(person)
    db.session.flush()
    return person


def attempt(*, email: str, password: str) -> Attempt:
    """Try to sign in. The caller commits whatever the outcome, for a failed attempt counts."""
    person = by_email(email, lock=True)
    now = clock.now()
    shut = person is None or not person.active or not person.password or _is_locked(person)
    if person is None or shut:
        verify_password(password, _some_hash())  # an unknown address takes as long as a known one
        return Attempt(Outcome.REFUSED)
    if not verify_and_update_password(password, person):
        person.failed_logins += 1
        if person.failed_logins >= ATTEMPTS:
            person.failed_logins, person.locked_until = 0, now + LOCKED_FOR
        return Attempt(Outcome.REFUSED)
    person.failed_logins, person.locked_until = 0, None
    return Attempt(Outcome.SIGNED_IN if person.confirmed_at else Outcome.UNCONFIRMED, person)


def send_confirmation(person: Person) -> None:
    """Send the link with which somebody proves that the address is theirs."""
    mail.queue(
        recipient=person.email, language=person.language, template="account_confirm",
        context={"name": person.name, "url": confirmation_url(person)}, case_id=None,
    )  # fmt: skip


def tell_if_known(email: str, *, password: str) -> bool:
    """Whether there is an account with this address; if so its holder is told that somebody wanted another one.

    The password is hashed for nothing then, so that both answers take as long.
    """
    person = by_email(email)
    if person is None:
        return False
    hash_password(password)
    mail.queue(recipient=person.email, language=person.language, template="account_exists",
               context={"name": person.name}, case_id=None)  # fmt: skip
    return True


def confirmation_url(person: Person) -> str:
    """The address of the page that confirms a person's e-mail address; valid for two days."""
    return f"{current_app.config['MDT_BASE_URL']}/account/confirm/{generate_confirmation_token(person)}"


def to_confirm(token: str) -> Person:
    """The person whose address a link confirms. Raises Refused when the link is not valid; writes nothing."""
    expired, invalid, person = confirm_email_token_status(token)
    if expired or invalid or person is None:
        raise Refused(EXPIRED if expired else INVALID)
    return person


def confirm(token: str) -> Person:
    """Confirm the address of the person for whom a link was made. Raises Refused when it is not valid."""
    person = to_confirm(token)
    person.confirmed_at = person.confirmed_at or clock.now()
    return person


def ask_reset(email: str) -> None:
    """Send a link to choose a new password, if there is an account; the caller says the same either way."""
    person = by_email(email)
    if person is None or not person.active:
        return
    url = f"{current_app.config['MDT_BASE_URL']}/reset-password/{generate_reset_password_token(person)}"
    mail.queue(recipient=person.email, language=person.language, template="security_reset",
               context={"name": person.name, "url": url}, case_id=None)  # fmt: skip


def to_reset(token: str) -> Person:
    """The person for whom a reset link was made. Raises Refused when it expired or was used; writes nothing."""
    expired, invalid, person = reset_password_token_status(token)
    if expired or invalid or person is None or not person.active:
        raise Refused(EXPIRED if expired else INVALID)
    return person


def reset_password(token: str, password: str) -> Person:
    """Set a new password by a link; ends every session and the lock, and proves the address. Raises Refused."""
    person = to_reset(token)
    _set_password(person, password)
    person.confirmed_at = person.confirmed_at or clock.now()
    return person


def change_password(person: Person, *, present: str, new: str) -> None:
    """Change one's own password; ends every session of this account. Raises Refused at the field."""
    if not person.password or not verify_password(present, person.password):
        raise Refused(N_("This is not your present password."), field="present")
    _set_password(person, new)


def change(person: Person, *, name: str, language: str) -> None:
    """Change one's own name and language."""
    person.name, person.language = name.strip(), language


def forget(person: Person) -> None:
    """Empty an account for good: no name, no address, no way in. The row stays, for the log names it by its number."""
    person.name, person.email = "–", f"{person.id.hex}@erased.invalid"
    person.password, person.active, person.fs_uniquifier = None, False, uuid.uuid4().hex
    db.session.flush()


def check_password(password: str, *, email: str) -> None:
    """Refuse a password that is short or that everybody tries first. Raises Refused at the field `password`."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(
            N_("A password has at least %(count)s characters. Three or four words in a row are easy to remember."),
            field="password", count=SHORTEST_PASSWORD,
        )  # fmt: skip
    if len(password) > LONGEST_PASSWORD:
        raise Refused(N_("A password has at most %(count)s characters."), field="password", count=LONGEST_PASSWORD)
    lowered = password.lower()
    stem = re.sub(r"^[\d\W_]+|[\d\W_]+$", "", lowered)
    words = common_passwords() | {normal(email), normal(email).partition("@")[0]}
    if lowered in words or stem in words or len(set(lowered)) < 4 or lowered in "01234567890123456789012345":
        raise Refused(N_("This password is too easy to guess. Choose another one."), field="password")


@cache
def common_passwords() -> frozenset[str]:
    """The words that are refused as a password, also with figures or signs around them."""
    lines = (FOLDER / "common_passwords.txt").read_text().splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _set_password(person: Person, password: str) -> None:
    check_password(password, email=person.email)
    person.password = hash_password(password)
    person.fs_uniquifier = uuid.uuid4().hex
    person.failed_logins, person.locked_until = 0, None
    mail.queue(recipient=person.email, language=person.language, template="security_password_changed",
               context={"name": person.name}, case_id=None)  # fmt: skip


def _is_locked(person: Person) -> bool:
    return person.locked_until is not None and person.locked_until > clock.now()


@cache
def _some_hash() -> str:
    """The hash of a password that nobody has."""
    return hash_password(uuid.uuid4().hex)
