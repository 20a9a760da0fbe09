"""The organisation's side of an application in the browser."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from mdt.demo import play
from mdt.models import Answer, Application, Event, db
from mdt.services import clock as clocks
from mdt.services import framework_versions
from tests import factories
from tests.fixtures.application import parse


def text_of(response: Any) -> str:
    """The words of a page."""
    return " ".join("".join(parse(response.get_data(as_text=True)).itertext()).split())


def form_of(case: Any, section: str, **changes: Any) -> dict[str, Any]:
    """What the form of a section would send."""
    framework = framework_versions.of(case.application)
    sent: dict[str, Any] = {}
    for question in framework.section(section).questions:
        value = changes.get(question.id, case.words.answer(question))
        sent[f"answer_{question.id}"] = ("yes" if value else "no") if isinstance(value, bool) else value
    return sent


def send_all(client: Any, case: Any) -> None:
    """Fill in every section as the browser does."""
    for section in framework_versions.of(case.application).sections:
        address = f"/applications/{case.application.id}/sections/{section.id.replace('_', '-')}"
        assert client.post(address, data=form_of(case, section.id)).status_code == 302


def test_an_organisation_goes_from_start_to_confirmation(database: Any, client: Any) -> None:
    factories.framework()
    organisation = factories.organisation()
    coordinator = factories.coordinator_of(organisation)
    client.sign_in(coordinator)
    assert "Aanvraag" in text_of(client.get("/applications/new")) or client.get("/applications/new").status_code == 200
    started = client.post("/applications", data={"organisation": str(organisation.id)})
    assert started.status_code == 302
    case = play.Case(db.session.query(Application).one(), coordinator, None)  # type: ignore[arg-type]
    page = client.get(started.location)
    assert page.status_code == 200 and case.application.number in text_of(page)
    send_all(client, case)
    check = client.get(f"{started.location}/submit")
    assert check.status_code == 200 and "signed" in check.get_data(as_text=True)
    unsigned = client.post(f"{started.location}/submit", data={})
    assert unsigned.status_code == 422
    sent = client.post(f"{started.location}/submit", data={"signed": "y"})
    assert sent.status_code == 302
    sent = client.get(sent.location)
    assert db.session.get(Application, case.application.id).status == "submitted"
    assert "data-poll" in sent.get_data(as_text=True)
