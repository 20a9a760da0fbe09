"""Letters: in the receiver's language, over a real SMTP connection, at least once, and never with a forged header."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from mdt import jobs
from mdt.models import Mail
from mdt.services import clock, mail
from tests import factories
from tests.house.source import ROOT
from tests.mdt.outbox import Killed, commit_and_work, letters
from workflows import WORKFLOWS

CONTEXT = {"name": "Cora", "url": "https://diensttijd.example/x"}


@pytest.fixture
def mailing(app: Flask, smtp: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A mail server that the application is told of."""
    monkeypatch.setitem(app.config, "MDT_SMTP_HOST", smtp.host)
    monkeypatch.setitem(app.config, "MDT_SMTP_PORT", str(smtp.port))
    return smtp


def write(**changes: Any) -> Mail:
    """A letter to Cora."""
    return mail.queue(
        **{"recipient": "cora@linde.example", "language": "nl", "template": "security_reset", "context": CONTEXT}
        | changes
    )


def test_a_letter_goes_over_smtp(app: Flask, database: Any, mailing: Any) -> None:
    write(language="en")
    commit_and_work(app)
    (received,) = mailing.messages
    (letter,) = letters()
    assert received["To"] == "cora@linde.example"
    assert received["From"] == app.config["MDT_MAIL_FROM"]
    assert received["Subject"] == letter.subject == "Choose a new password for Diensttijd"
    assert received["Message-ID"] == letter.message_id
    assert received["Content-Language"] == "en"
    assert received["Auto-Submitted"] == "auto-generated"
    assert received.get_content().replace("\r\n", "\n") == letter.body
    assert CONTEXT["url"] in letter.body
    assert letter.sent_at is not None


def test_a_refused_letter_is_tried_again_later(app: Flask, database: Any, mailing: Any) -> None:
    mailing.refuse = "550 no such mailbox"
    key = write().id
    commit_and_work(app)
    letter = database.session.get_one(Mail, key)
    assert (letter.attempts, letter.sent_at) == (1, None)
    assert "550" in letter.error
    assert "no such mailbox" in letter.error
    assert 30 < (letter.retry_at - clock.now()).total_seconds() <= 60
    mailing.refuse = None
    commit_and_work(app)
    assert mailing.messages == [], "not before its time"
    database.session.get_one(Mail, key).retry_at = clock.now()
    commit_and_work(app)
    assert len(mailing.messages) == 1
    assert database.session.get_one(Mail, key).error is None


def test_after_the_last_attempt_it_waits_for_the_office(app: Flask, database: Any, mailing: Any) -> None:
    mailing.refuse = "451 later"
    key, waits = write().id, []
    for _ in range(len(mail.WAITS) + 1):
        commit_and_work(app)
        letter = database.session.get_one(Mail, key)
        waits.append(round((letter.retry_at - clock.now()).total_seconds() / 60) if letter.retry_at else None)
        letter.retry_at = letter.retry_at and clock.now()
    assert waits == [*mail.WAITS, None]
    mailing.refuse = None
    commit_and_work(app)
    assert mailing.messages == []
    assert mail.retry() == 1
    commit_and_work(app)
    assert len(mailing.messages) == 1


def test_an_unreachable_server_is_named(app: Flask, database: Any, mailing: Any, monkeypatch: Any) -> None:
    monkeypatch.setitem(app.config, "MDT_SMTP_PORT", "1")
    write()
    commit_and_work(app)
    assert "refused" in (letters()[0].error or "").lower()


def test_without_a_mail_server_production_says_so(app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "TESTING", False)
    write()
    commit_and_work(app)
    assert "MDT_SMTP_HOST" in (letters()[0].error or "")


def test_without_a_mail_server_the_demo_shows_it_on_its_page(app: Flask, database: Any) -> None:
    write()
    commit_and_work(app)
    assert letters()[0].sent_at is not None


def test_nothing_leaves_from_a_transaction_that_was_undone(app: Flask, database: Any, mailing: Any) -> None:
    write()
    database.session.rollback()
    commit_and_work(app)
    assert letters() == []
    assert mailing.messages == []


def test_each_commit_with_a_letter_wakes_the_worker(app: Flask, database: Any) -> None:
    queue = app.extensions["jobs"].huey
    commit_and_work(app)
    write()
    database.session.rollback()
    database.session.commit()
    assert queue.pending_count() == 0
    write()
    database.session.commit()
    assert queue.pending_count() == 1


def test_a_worker_killed_after_delivery_sends_a_recognisable_copy(
    app: Flask, database: Any, mailing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = write().id
    database.session.commit()

    def die(_id: Any) -> None:
        raise Killed

    with monkeypatch.context() as killing:
        killing.setattr("mdt.services.mail.delivered", die)
        with pytest.raises(Killed):
            jobs.run_until_quiet(app)
    database.session.get_one(Mail, key).retry_at = clock.now()
    commit_and_work(app)
    first, second = mailing.messages
    assert first["Message-ID"] == second["Message-ID"]


def test_two_workers_do_not_both_deliver(app: Flask, database: Any) -> None:
    key = write().id
    database.session.commit()
    assert mail.claim(key) is not None
    database.session.commit()
    assert mail.claim(key) is None


@pytest.mark.parametrize("name", ["Cora\r\nBcc: everybody@else.example", "Cora\n\nDear friend", "Cora & <b>Linde</b>"])
def test_what_people_type_makes_no_header(app: Flask, database: Any, name: str) -> None:
    case = factories.application(at="submitted")
    case.application.organisation.name = "x"
    subject, body = mail.compose(
        "application_submit",
        language="nl",
        context={"case": {"number": "AV-1"}, "organisation": {"name": name}, "name": name, "role": "office"},
    )
    assert "\n" not in subject
    letter = write()
    letter.subject = subject
    made = mail.message(letter)
    assert made["Bcc"] is None
    assert len(made.get_all("Subject")) == 1
    assert "&amp;" not in subject + body


def test_every_event_that_tells_somebody_has_its_letter() -> None:
    asked = {f"{noun}_{event}" for noun, workflow in WORKFLOWS.items() for event in workflow.tell}
    there = {path.stem for path in (ROOT / "templates/mail").glob("*.txt")}
    assert asked <= there, f"Write templates/mail/…txt for {sorted(asked - there)}"


def test_every_letter_begins_with_its_subject() -> None:
    paths = [path for path in (ROOT / "templates/mail").glob("*.txt") if path.stem != "base" and path.stem[0] != "_"]
    found = [path.name for path in paths if not path.read_text().startswith("Subject: ")]
    assert not found
