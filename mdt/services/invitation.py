"""The secret in an invitation's link: made anew from what the row holds, so that only its hash is stored."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date, timedelta
from typing import TypeVar

from flask import current_app
from sqlalchemy import select

from mdt.models import Enrolment, Membership, db
from mdt.services import calendar, clock
from workflows.calendar import Unit

VALID_DAYS = 14
Invited = TypeVar("Invited", Membership, Enrolment)


def offer(row: Membership | Enrolment, *, on: date) -> None:
    """Make the invitation valid from a day for its term; an earlier link stops working."""
    try:
        length = calendar.length("invitation", on)
        days = length.value if length.unit is Unit.DAYS else length.value * 7
    except LookupError:
        days = VALID_DAYS
    row.valid_until = on + timedelta(days=days)
    row.token_hash = hashed(token(row))


def token(row: Membership | Enrolment) -> str:
    """The secret in the link, bound to the row, the address and the last day."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    said = f"invitation|{row.id}|{row.email}|{row.valid_until}"
    return f"{row.id.hex}{hmac.new(key, said.encode(), hashlib.sha256).hexdigest()[:40]}"


def by_token(kind: type[Invited], secret: str) -> Invited | None:
    """The row for which a link was made, whatever became of it; None for a secret that we did not make."""
    found = db.session.scalar(select(kind).where(kind.token_hash == hashed(secret)))
    return found if found and hmac.compare_digest(token(found), secret) else None


def holds(row: Membership | Enrolment, *, on: date | None = None) -> bool:
    """Whether the invitation can still be accepted on a day (today): its days are not over."""
    return row.valid_until is None or (on or clock.today()) <= row.valid_until


def hashed(secret: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
