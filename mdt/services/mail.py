"""Letters by e-mail: written into the transaction of what they tell about, delivered after its commit.

A letter is rendered once, in the receiver's language, and kept as it was sent. Delivery is at least once: a crash
between the server's answer and our note of it sends a second copy, which its Message-ID makes recognisable.
"""

from __future__ import annotations

import hashlib
import re
import smtplib
import ssl
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any

from flask import current_app
from flask_babel import force_locale
from jinja2 import Environment
from sqlalchemy import ColumnElement, or_, select, update

from mdt.models import CaseHead, Mail, db
from mdt.services import clock
from workflows import CONFIDENTIAL

SECONDS = 20
WAITS = (1, 5, 30, 120, 1440, 1440, 1440)  # minutes until the next attempt; after the last one the office decides
CLAIM = timedelta(minutes=5)  # a letter that is being delivered is left alone for so long


class NotDelivered(Exception):  # noqa: N818 - says what happened, as Refused does
    """The mail server did not take a letter; the message says why, for the office."""


def queue(
    *, recipient: str, language: str, template: str, context: Mapping[str, Any], case_id: uuid.UUID | None = None,
    effect_id: int | None = None, reminder_id: uuid.UUID | None = None,
) -> Mail:  # fmt: skip
    """Write a letter from `templates/mail/<template>.txt` and add it to the transaction; it leaves after the commit.

    One letter for each effect and address: asked again, it is the first one that is returned.
    """
    message_id = _message_id(effect_id, recipient)
    if effect_id is not None and (known := db.session.scalar(select(Mail).where(Mail.message_id == message_id))):
        return known
    subject, body = compose(template, language=language, context=context)
    letter = Mail(effect_id=effect_id, reminder_id=reminder_id, case_id=case_id, recipient=recipient, subject=subject,
                  body=body, language=language, message_id=message_id, created_at=clock.now(), attempts=0)  # fmt: skip
    db.session.add(letter)
    db.session.flush()
    return letter


def compose(template: str, *, language: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """The subject (one line, whatever people typed) and the text of a letter.

    The first line of a template is `Subject: …`; raises ValueError for a template without one.
    """
    environment = _plain_text()
    loader = environment.loader
    assert loader is not None
    source = loader.get_source(environment, f"mail/{template}.txt")[0]
    first, _newline, rest = source.partition("\n")
    if not first.startswith("Subject: "):
        raise ValueError(f"mail/{template}.txt does not begin with a line “Subject: …”")
    with force_locale(language):
        subject = environment.from_string(first.removeprefix("Subject: ")).render(**context)
        body = environment.from_string(rest).render(**context)
    body = re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", body.replace("\r\n", "\n")))
    return " ".join(subject.split())[:300], body.strip() + "\n"


def _plain_text() -> Environment:
    """The environment of the templates without escaping, which is for HTML; a letter says `&` as `&`."""
    known: Environment | None = current_app.extensions.get("mail_texts")
    if known is None:
        known = current_app.extensions["mail_texts"] = current_app.jinja_env.overlay(autoescape=False)
    return known


def due(limit: int = 200) -> list[uuid.UUID]:
    """The letters that can leave now, oldest first."""
    query = select(Mail.id).where(*_waiting()).order_by(Mail.created_at).limit(limit)
    return list(db.session.scalars(query))


def claim(mail_id: uuid.UUID) -> Mail | None:
    """Set a letter apart for this worker; None when another worker has it or it was sent. Commit before delivery."""
    claimed = db.session.execute(
        update(Mail).where(Mail.id == mail_id, *_waiting()).values(retry_at=clock.now() + CLAIM)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    return db.session.get(Mail, mail_id, populate_existing=True) if claimed.rowcount else None  # type: ignore[attr-defined]


def delivered(mail_id: uuid.UUID) -> None:
    """Note that a letter left."""
    letter = db.session.get_one(Mail, mail_id)
    letter.sent_at, letter.retry_at, letter.error = clock.now(), None, None
    letter.attempts += 1


def failed(mail_id: uuid.UUID, cause: str) -> None:
    """Note why a letter did not leave, and when it is tried again (never more after the last time)."""
    letter = db.session.get_one(Mail, mail_id)
    letter.retry_at, letter.error = retry_at(letter.attempts), cause
    letter.attempts += 1


def retry_at(attempts: int) -> datetime | None:
    """When to try again after so many failures before this one; None when it was the last."""
    return clock.now() + timedelta(minutes=WAITS[attempts]) if attempts < len(WAITS) else None


def retry() -> int:
    """Let every letter that failed leave now; returns how many, not counting those about what is confidential."""
    failed = select(Mail).where(Mail.sent_at.is_(None), Mail.attempts > 0)
    count = len(db.session.scalars(failed.where(of_no_secret())).all())
    for letter in db.session.scalars(failed):
        letter.attempts, letter.retry_at = 0, None
    return count


def of_no_secret() -> ColumnElement[bool]:
    """The condition that a letter is about nothing confidential; whoever sees all letters sees these alone."""
    secret = select(CaseHead.case_id).where(CaseHead.case_id == Mail.case_id, CaseHead.kind.in_(CONFIDENTIAL))
    return ~secret.exists()


def message(letter: Mail) -> EmailMessage:
    """A letter as it goes over the wire: plain text, and nothing that a machine would answer."""
    made = EmailMessage()
    made["From"] = current_app.config["MDT_MAIL_FROM"]
    made["To"] = letter.recipient
    made["Subject"] = letter.subject
    made["Date"] = format_datetime(letter.created_at)
    made["Message-ID"] = letter.message_id
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.body)
    made["Content-Language"] = letter.language  # after the content, which takes away what was said of it
    return made


def transmit(letter: EmailMessage) -> None:
    """Hand a message to the mail server; without one (in the demo) the page with the post is where it is read.

    Raises NotDelivered. Outside a transaction: a slow server keeps nobody waiting.
    """
    settings = current_app.config
    if not settings["MDT_SMTP_HOST"]:
        if settings["MDT_DEMO"] or settings["TESTING"]:
            return
        raise NotDelivered("no mail server is configured (MDT_SMTP_HOST)")
    try:
        with smtplib.SMTP(settings["MDT_SMTP_HOST"], int(settings["MDT_SMTP_PORT"]), timeout=SECONDS) as server:
            if settings["MDT_SMTP_TLS"] == "1":
                server.starttls(context=ssl.create_default_context())
            if settings["MDT_SMTP_USER"]:
                server.login(settings["MDT_SMTP_USER"], settings["MDT_SMTP_PASSWORD"])
            server.send_message(letter)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise NotDelivered(_reason(error)) from error


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {_text(answer)}" for code, answer in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return f"{type(error).__name__}: {error}"


def _text(answer: bytes | str) -> str:
    return answer.decode(errors="replace") if isinstance(answer, bytes) else answer


def _message_id(effect_id: int | None, recipient: str) -> str:
    """The same for the same effect and address, so that a second copy of a letter is recognisable."""
    domain = parseaddr(current_app.config["MDT_MAIL_FROM"])[1].rpartition("@")[2] or "diensttijd.invalid"
    if effect_id is None:
        return f"<{uuid.uuid4().hex}@{domain}>"
    key = f"{current_app.config['MDT_BASE_URL']}\n{effect_id}\n{recipient.casefold()}"
    return f"<{effect_id}.{hashlib.sha256(key.encode()).hexdigest()[:24]}@{domain}>"


def _waiting() -> tuple[Any, ...]:
    return (
        Mail.sent_at.is_(None),
        Mail.attempts <= len(WAITS),
        or_(Mail.retry_at.is_(None), Mail.retry_at <= clock.now()),
    )
