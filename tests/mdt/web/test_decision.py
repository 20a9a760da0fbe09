"""The board's decision in the browser: its form, the paper before it exists, and two who decide at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mdt import jobs
from mdt.services import application as applications
from mdt.services import clock
from tests import factories


@pytest.fixture
def case(database):
    return factories.application(at="advised")


def _grant(case, **more):
    first = clock.today()
    return {
        "reasons": "De praktijk overtuigt.", "starts_on": f"{first:%d-%m-%Y}",
        "ends_on": f"{applications.last_day(case.application, first):%d-%m-%Y}",
    } | more  # fmt: skip


def _address(case, event):
    return f"/applications/{case.application.id}/{event}"


def test_the_form_proposes_the_longest_term(case, client):
    page = client.sign_in(case.staff.board).get(_address(case, "grant"))
    assert page.status_code == 200
    assert f"{applications.last_day(case.application, clock.today()):%d-%m-%Y}" in page.text


def test_the_case_shows_the_advice_to_the_board(case, client):
    page = client.sign_in(case.staff.board).get(f"/applications/{case.application.id}")
    assert case.words.summary in page.text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reasons": " "}, "reasons"),
        ({"starts_on": "01-01-2020"}, "starts_on"),
        ({"ends_on": "01-01-2099"}, "ends_on"),
        ({"starts_on": "morgen"}, "starts_on"),
        ({"conditions-0-text": "Gesprekken"}, "conditions-0-due_on"),
        ({"conditions-0-due_on": "01-01-2020", "conditions-0-text": "Te laat"}, "conditions-0-due_on"),
    ],
)
@pytest.mark.parametrize("way", ["grant", "grant/preview"])
def test_bad_input_gets_a_sentence_at_the_field_and_in_the_summary(case, client, wrong, field, way):
    page = client.sign_in(case.staff.board).post(_address(case, way), data=_grant(case, **wrong))
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert case.application.status == "advised"


def test_granting_with_a_condition(case, client):
    due = f"{clock.today() + timedelta(days=200):%d-%m-%Y}"
    data = _grant(case) | {"conditions-0-text": "Spreek twee jongeren", "conditions-0-due_on": due}
    assert client.sign_in(case.staff.board).post(_address(case, "grant"), data=data).status_code == 302
    assert case.application.status == "granted"


def test_a_refusal_after_its_term(case, client, clock):
    client.sign_in(case.staff.board)
    due = applications.clock.today() + timedelta(days=14)
    data = {"reasons": "Geen begeleiding.", "due": f"{due:%d-%m-%Y}"}
    short = client.post(_address(case, "intend-refusal"), data=data | {"due": f"{due - timedelta(days=9):%d-%m-%Y}"})
    assert short.status_code == 422
    assert client.post(_address(case, "intend-refusal"), data=data).status_code == 302
    assert client.post(_address(case, "refuse"), data={"reasons": "Nee", "deviation": "Daarom"}).status_code == 422
    clock(due + timedelta(days=4))
    assert client.get(_address(case, "refuse")).status_code == 200
    without = client.post(_address(case, "refuse"), data={"reasons": "Nee"})
    assert without.status_code == 422
    assert 'href="#deviation"' in without.text
    assert client.post(_address(case, "refuse"), data={"reasons": "Nee", "deviation": "Daarom"}).status_code == 302


def test_the_paper_is_shown_before_it_exists_and_the_text_is_kept(app, case, client):
    client.sign_in(case.staff.board)
    asked = client.post(_address(case, "grant/preview"), data=_grant(case, reasons="Tekst die blijft."))
    assert asked.status_code == 303
    shown = client.get(asked.location)
    assert shown.status_code == 200
    assert "object-src 'self'" in shown.headers["Content-Security-Policy"]
    assert client.get(asked.location + "/ready").json == {"ready": False}
    jobs.run_until_quiet(app)
    assert client.get(asked.location + "/ready").json == {"ready": True}
    for _time in range(2):
        paper = client.get(asked.location + "/concept.pdf")
        assert paper.mimetype == "application/pdf"
        assert paper.headers["Cache-Control"] == "no-store"
        assert paper.headers["X-Frame-Options"] == "SAMEORIGIN"  # the page that waited shows it inside itself
        assert paper.data.startswith(b"%PDF")
    assert "Tekst die blijft." in client.get(_address(case, "grant")).text
    assert case.application.status == "advised"
    assert client.post(_address(case, "grant"), data=_grant(case)).status_code == 302


def test_a_preview_of_somebody_else_is_not_there(case, client):
    client.sign_in(case.coordinator)
    assert client.post(_address(case, "grant/preview"), data=_grant(case)).status_code == 404
    assert client.get(_address(case, "grant/preview/concept.pdf")).status_code == 404


def test_only_the_board_decides(case, client):
    refused = client.sign_in(case.staff.office).post(_address(case, "grant"), data=_grant(case))
    assert refused.status_code == 403


def test_who_judged_does_not_decide(case, client):
    from mdt.access import SYSTEM
    from mdt.services import membership

    seat = membership.invite(organisation=None, email=case.staff.lead.email, function="board", actor=SYSTEM)
    membership.accept(seat, actor=case.staff.lead)
    client.sign_in(case.staff.lead)
    assert client.get(_address(case, "grant")).status_code == 200
    assert client.post(_address(case, "grant"), data=_grant(case)).status_code == 422
    assert client.post(_address(case, "grant/preview"), data=_grant(case)).status_code == 422


def test_of_two_decisions_the_second_is_told_how_it_stands(app, case, client):
    second = app.test_client().sign_in(case.staff.deputy)
    assert second.get(_address(case, "send-back")).status_code == 200
    assert client.sign_in(case.staff.board).post(_address(case, "grant"), data=_grant(case)).status_code == 302
    late = second.post(_address(case, "send-back"), data={"reasons": "Kijk nog eens."})
    assert late.status_code == 409
    assert case.application.number in late.text
    assert "Wim Besluit" in late.text
    assert "Kijk nog eens." in late.text
    assert case.application.status == "granted"
