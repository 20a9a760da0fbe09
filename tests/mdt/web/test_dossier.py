"""Asking for a dossier in the browser: one click, a page that waits without JavaScript, and nobody else's."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from mdt import jobs
from mdt.services.dossier_check import check
from tests import factories, factories_agreement
from tests.documents.test_papers import text_of
from tests.mdt.dossiers import opened

U = re.compile(r"\b(u|uw|U|Uw)\b")


@pytest.fixture
def case(app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A submitted application; nothing waits for a worker that is not there."""
    monkeypatch.setattr("mdt.web.dossier.WAIT", 0)
    found = factories.application(at="draft")
    database.session.commit()
    return found


def test_one_click_gives_the_dossier(app: Flask, client: Any, case: Any) -> None:
    client.sign_in(case.coordinator)
    address = f"/dossiers/application/{case.application.id}"
    assert f'action="{address}"' in client.get(f"/applications/{case.application.id}").text
    asked = client.post(address)
    assert asked.status_code == 303
    waits = client.get(asked.location)
    assert "data-poll" in waits.text and 'http-equiv="refresh"' in waits.text
    assert client.get(f"{asked.location}/ready").json == {"ready": False}
    jobs.run_until_quiet(app)
    assert client.get(f"{asked.location}/ready").json == {"ready": True}
    assert f"{asked.location}/dossier.zip" in client.get(asked.location).text
    answer = client.get(f"{asked.location}/dossier.zip")
    assert answer.mimetype == "application/zip" and case.application.number in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert check(BytesIO(answer.data)).edition == "party"
    client.sign_in(case.staff.office)
    assert client.get(f"{asked.location}/dossier.zip").status_code == 404


def test_a_dossier_is_kept_for_a_while_only(app: Flask, client: Any, case: Any) -> None:
    client.sign_in(case.staff.office)
    asked = client.post(f"/dossiers/application/{case.application.id}")
    jobs.run_until_quiet(app)
    key = asked.location.rsplit("/", 1)[-1]
    app.extensions["jobs"]._forget_dossier(key)
    gone = client.get(f"{asked.location}/dossier.zip")
    assert gone.status_code == 302 and gone.location.endswith(f"/applications/{case.application.id}")


def test_it_is_for_who_sees_the_case_and_takes_part(app: Flask, client: Any, case: Any) -> None:
    address = f"/dossiers/application/{case.application.id}"
    outsider = factories.coordinator_of(factories.organisation(name="Een ander"))
    for person in (outsider, case.staff.board, case.staff.lead):  # the board does not see drafts
        assert client.sign_in(person).post(address).status_code == 404
    assert client.sign_in(case.coordinator).post(f"/dossiers/visit/{case.application.id}").status_code == 404


def test_what_went_wrong_is_said(app: Flask, client: Any, case: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from mdt.services.seal import SealingFailed

    def broken(_content: bytes) -> Any:
        raise SealingFailed("the key cannot be read")

    monkeypatch.setattr("mdt.services.seal.seal", broken)
    client.sign_in(case.staff.office)
    asked = client.post(f"/dossiers/application/{case.application.id}")
    jobs.run_until_quiet(app)
    assert "the key cannot be read" in client.get(asked.location).text


def test_a_youth_is_spoken_to_as_a_youth(app: Flask, client: Any, database: Any) -> None:
    """Dutch says "je" to a youth and "u" to others: on the page, and on all that is in the file."""
    deal = factories_agreement.agreement(at="in_force")
    database.session.commit()
    address = f"/dossiers/agreement/{deal.agreement.id}"
    said = {}
    for person in (deal.youth, deal.coordinator):
        client.sign_in(person)
        assert f'action="{address}"' in client.get(f"/agreements/{deal.agreement.id}").text
        asked = client.post(address)
        jobs.run_until_quiet(app)
        said[person] = client.get(asked.location).text
        inside = opened(client.get(f"{asked.location}/dossier.zip").data)
        assert not U.search(inside["dossier.html"].decode())
        assert not U.search(text_of(inside["index.pdf"]))
    assert "wat je zelf kunt zien" in said[deal.youth] and not U.search(said[deal.youth])
    assert "wat u van de zaak kunt zien" in said[deal.coordinator]
