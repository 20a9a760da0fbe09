"""Signed links: what somebody without an account can see and do, and nothing more.

A link belongs to one subject, one role and one address. Its secret is made anew from what the row holds, so that a
letter can carry it after the commit while the database and the log hold its hash alone. It is bound to what it shows:
when that changes, it no longer acts, and its holder asks for a new one without anybody's help.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from flask import current_app
from sqlalchemy import select

from mdt.access import Link
from mdt.models import Event, SignedLink, db
from mdt.services import clock, mail
from mdt.services.transitions import fire
from mdt.services.wording import plain
from workflows import WORKFLOWS
from workflows.base import N_, NotPermitted
from workflows.roles import Role

DAYS = 28


class Standing(StrEnum):
    """What can be said of a link today."""

    OPEN = "open"
    USED = "used"
    REVOKED = "revoked"
    RENEWED = "renewed"
    OVER = "over"
    EXPIRED = "expired"
    CHANGED = "changed"


RENEWABLE = frozenset({Standing.RENEWED, Standing.EXPIRED, Standing.CHANGED})


class LinkClosed(Exception):  # noqa: N818  (a refusal, not a failure)
    """The link cannot be acted on; `standing` says why, and the page of the link says what its holder can do."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(standing.value)
        self.standing = standing


def whenever_it_can(_subject: Any, _event: str) -> bool:
    """Which of its events a page offers: each that the state allows."""
    return True


def nothing_more(_subject: Any, _link: SignedLink) -> dict[str, Any]:
    """What a page shows beside its subject: nothing."""
    return {}


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """What the links of one noun and role are for; the noun's service registers it with `register`.

    `shown` is plain data: what the page shows and its holder agrees to, or None when there is nothing left to do.
    `events` are what the page offers, and after one of `spent_by` (all of them, unless named) the link is used up.
    `offers` says which of them make sense for the subject as it is, among those that its state allows.
    The page is `html/<noun>/_link_<role>.html`
    with `subject`, `link` and what `context` returns. `title` and `after` (said when it is used) are message ids.
    """

    noun: str
    role: Role
    title: str
    load: Callable[[uuid.UUID], Any]
    shown: Callable[[Any], Any]
    events: tuple[str, ...]
    spent_by: frozenset[str] | None = None
    offers: Callable[[Any, str], bool] = field(default=whenever_it_can)
    context: Callable[[Any, SignedLink], dict[str, Any]] = field(default=nothing_more)
    after: str = N_("Thank you. What you did with this link has been recorded.")
    days: int = DAYS

    def bound(self, subject: Any) -> str:
        """The hash of what a link shows now."""
        return digest(self.shown(subject))

    def spends(self, event: str) -> bool:
        """Whether the link is used up by an event."""
        return event in (self.events if self.spent_by is None else self.spent_by)


_PURPOSES: dict[tuple[str, str], Purpose] = {}


def register(purpose: Purpose) -> None:
    """Let links of a noun and role exist."""
    _PURPOSES[purpose.noun, purpose.role.value] = purpose


def purpose_of(link: SignedLink) -> Purpose:
    """What a link is for."""
    return _PURPOSES[link.noun, link.role]


def digest(shown: Any) -> str:
    """The hash of plain data, the same whatever the order in which it was written down."""
    text = json.dumps(plain(shown), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def issue(subject: Any, role: Role, *, email: str, name: str = "", language: str = "nl") -> SignedLink:
    """Make a link to a subject for one address. An earlier one for the same address stops working.

    It is not sent from here: `tell` its role in the process file, or `send` it.
    """
    purpose = _PURPOSES[subject.noun, role.value]
    before = current(subject.noun, subject.id, role, email=email)
    made = SignedLink(
        id=uuid.uuid4(), role=role.value, noun=subject.noun, subject_id=subject.id, bound=purpose.bound(subject),
        email=email.strip().casefold(), name=name, language=language, created_at=clock.now(),
        valid_until=clock.now() + timedelta(days=purpose.days),
    )  # fmt: skip
    made.family = before.family if before else made.id
    if before is not None:
        before.renewed_at = clock.now()
    made.token_hash = _hash(token_of(made))
    db.session.add(made)
    db.session.flush()
    return made


def token_of(link: SignedLink) -> str:
    """The secret of a link, from what the row holds and the key of the house; a changed row has another secret."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    said = f"link|{link.id}|{link.noun}|{link.role}|{link.subject_id}|{link.email}|{link.valid_until.isoformat()}"
    return f"{link.id.hex}{hmac.new(key, said.encode(), hashlib.sha256).hexdigest()[:40]}"


def url_of(link: SignedLink) -> str:
    """The address that the letter carries."""
    return f"{str(current_app.config['MDT_BASE_URL']).rstrip('/')}/links/{token_of(link)}"


def by_token(token: str, *, lock: bool = False) -> SignedLink | None:
    """The link of a secret, whatever became of it; None for one that we did not make."""
    query = select(SignedLink).where(SignedLink.token_hash == _hash(token))
    if lock:  # read anew what the page had read before somebody else used it
        query = query.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(query)
    return found if found and hmac.compare_digest(token_of(found), token) else None


def live(noun: str, subject_id: uuid.UUID, role: Role, *, email: str | None = None) -> list[SignedLink]:
    """The links of a subject and role that nobody used, renewed or revoked; some may have expired."""
    query = select(SignedLink).where(
        SignedLink.subject_id == subject_id, SignedLink.noun == noun, SignedLink.role == role.value,
        SignedLink.used_at.is_(None), SignedLink.revoked_at.is_(None), SignedLink.renewed_at.is_(None),
    )  # fmt: skip
    if email is not None:
        query = query.where(SignedLink.email == email.strip().casefold())
    return list(db.session.scalars(query.order_by(SignedLink.created_at.desc(), SignedLink.id)))


def current(noun: str, subject_id: uuid.UUID, role: Role, *, email: str) -> SignedLink | None:
    """The link that an address now has to a subject."""
    return next(iter(live(noun, subject_id, role, email=email)), None)


def addresses(noun: str, subject_id: uuid.UUID, role: Role) -> list[tuple[str, str, str]]:
    """Address, name and language of everybody who has, or used, a link to a subject in a role."""
    query = (
        select(SignedLink.email, SignedLink.name, SignedLink.language)
        .where(SignedLink.subject_id == subject_id, SignedLink.noun == noun, SignedLink.role == role.value)
        .where(SignedLink.revoked_at.is_(None))
        .order_by(SignedLink.created_at)
    )
    return list({row.email: (row.email, row.name, row.language) for row in db.session.execute(query)}.values())


def url_to(event: Event, role: Role, email: str) -> str | None:
    """The address of the link that the letter about an event carries for who has no account; None without one."""
    if (event.noun, role.value) not in _PURPOSES:
        return None
    found = current(event.noun, event.subject_id, role, email=email)
    return url_of(found) if found else None


def standing(link: SignedLink) -> Standing:
    """How a link stands: whether its holder can act, and if not, why."""
    marks = ((link.used_at, Standing.USED), (link.revoked_at, Standing.REVOKED), (link.renewed_at, Standing.RENEWED))
    for mark, said in marks:
        if mark is not None:
            return said
    purpose = purpose_of(link)
    subject = purpose.load(link.subject_id)
    if subject is None or not possible(link, subject) or purpose.shown(subject) is None:
        return Standing.OVER
    if clock.now() > link.valid_until:
        return Standing.EXPIRED
    return Standing.OPEN if hmac.compare_digest(purpose.bound(subject), link.bound) else Standing.CHANGED


def possible(link: SignedLink, subject: Any) -> tuple[str, ...]:
    """The events that a link offers in the state in which its subject stands."""
    purpose, table = purpose_of(link), WORKFLOWS[subject.noun].table()
    return tuple(
        event for event in purpose.events if (subject.status, event) in table and purpose.offers(subject, event)
    )


def subject_of(link: SignedLink) -> Any:
    """What a link leads to; None when it is gone."""
    return purpose_of(link).load(link.subject_id)


def actor_of(link: SignedLink) -> Link:
    """Who acts by a link."""
    return Link(Role(link.role), link.noun, link.subject_id, link.id, link.email)


def use(token: str, event: str, **given: Any) -> Event:
    """Act by a link. Raises LinkClosed, and what `fire` raises."""
    link = by_token(token, lock=True)
    if link is None:
        raise LinkClosed(Standing.REVOKED)
    if (now := standing(link)) is not Standing.OPEN:
        raise LinkClosed(now)
    purpose = purpose_of(link)
    if event not in purpose.events:
        raise NotPermitted(N_("This link is not made for that."))
    if purpose.spends(event):
        link.used_at, link.used_for = clock.now(), event
    return fire(purpose.load(link.subject_id), event, actor=actor_of(link), **given)


def renew(link: SignedLink) -> SignedLink:
    """Send a new link to the same address, instead of one that expired or shows what has changed. Raises LinkClosed."""
    query = select(SignedLink).where(SignedLink.family == link.family).with_for_update()
    family = list(db.session.scalars(query.execution_options(populate_existing=True)))
    last = max(family, key=lambda one: (one.renewed_at is None, one.created_at))
    now = standing(last)
    if standing(link) not in RENEWABLE or now not in RENEWABLE | {Standing.OPEN}:
        raise LinkClosed(now)
    made = issue(subject_of(link), Role(link.role), email=link.email, name=link.name, language=link.language)
    send(made)
    return made


def send(link: SignedLink) -> None:
    """Write the letter that carries a link; for a link that no event tells about."""
    context = {
        "name": link.name, "link": url_of(link), "title": purpose_of(link).title,
        "valid_until": link.valid_until.astimezone(clock.AMSTERDAM).date(),
        "issuer": current_app.config["MDT_ISSUER_NAME"], "issuer_email": current_app.config["MDT_ISSUER_EMAIL"],
    }  # fmt: skip
    mail.queue(recipient=link.email, language=link.language, template="link_renewed", context=context)


def revoke(noun: str, subject_id: uuid.UUID, role: Role | None = None, *, email: str | None = None) -> int:
    """Take back the links of a subject that nobody used yet; returns how many."""
    query = select(SignedLink).where(
        SignedLink.subject_id == subject_id, SignedLink.noun == noun, SignedLink.used_at.is_(None),
        SignedLink.revoked_at.is_(None),
    )  # fmt: skip
    if role is not None:
        query = query.where(SignedLink.role == role.value)
    if email is not None:
        query = query.where(SignedLink.email == email.strip().casefold())
    found = list(db.session.scalars(query))
    for link in found:
        link.revoked_at = clock.now()
    db.session.flush()
    return len(found)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
