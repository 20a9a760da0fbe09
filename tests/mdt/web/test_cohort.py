"""A list in the browser: the count first, a trial, the bar, and who was not awarded by name."""

from __future__ import annotations

import pytest

from mdt import jobs
from mdt.demo import credits as play
from mdt.models import Cohort, db
from tests import factories_credit as make
from tests import factories_school as schools


@pytest.fixture
def claims(database):
    place = schools.school()
    return [make.credit(at="under_review", of=place) for _ in range(3)]


def _keys(claims):
    return [f"{one.credit.id}.{one.credit.version}" for one in claims]


def test_a_clerk_prepares_the_board_tries_it_out_and_awards(app, claims, client):
    client.sign_in(claims[0].clerk)
    assert claims[0].credit.number in client.get("/cohorts/new").text
    assert client.post("/cohorts/new", data={"name": "", "credits": _keys(claims)}).status_code == 422
    none = client.post("/cohorts/new", data={"name": "December"})
    assert none.status_code == 422
    assert 'href="#credits"' in none.text
    made = client.post("/cohorts/new", data={"name": "December", "credits": _keys(claims)})
    assert made.status_code == 302
    address = made.location
    assert client.get(address).status_code == 200
    assert client.post(address + "/try").status_code == 404

    client.sign_in(claims[0].board)
    early = client.post(address + "/award-all", data={"reasons": "Ja.", "agreed_count": "3"})
    assert early.status_code == 422
    client.post(address + "/try")
    waiting = client.get(address)
    assert "<progress" in waiting.text
    assert 'http-equiv="refresh"' in waiting.text
    assert client.get(address + "/progress").json == {"ready": False, "done": 0, "total": 3}
    jobs.run_until_quiet(app)
    assert client.get(address + "/progress").json["ready"] is True
    play.withdraw(claims[1])
    assert client.post(address + "/award-all", data={"reasons": "Ja.", "agreed_count": "9"}).status_code == 422
    assert client.post(address + "/award-all", data={"reasons": "Ja.", "agreed_count": "3"}).status_code == 302
    jobs.run_until_quiet(app)
    done = client.get(address)
    assert claims[1].credit.number in done.text
    assert "Ingetrokken" in done.text
    assert [one.credit.status for one in claims] == ["awarded", "withdrawn", "awarded"]
    paper = done.text.split("/papers/")[1].split('"')[0]
    assert client.get(f"{address}/papers/{paper}").data.startswith(b"%PDF")
    assert client.post(address + "/award-all", data={"reasons": "Ja.", "agreed_count": "3"}).status_code == 409


def test_a_credit_that_changed_while_choosing_is_told(claims, client):
    keys = _keys(claims)
    play.propose(claims[2])
    page = client.sign_in(claims[0].clerk).post("/cohorts/new", data={"name": "December", "credits": keys})
    assert page.status_code == 422
    assert 'href="#credits"' in page.text
    assert db.session.query(Cohort).count() == 0


def test_another_school_does_not_see_it(claims, client):
    listed = make.cohort(of=claims)
    elsewhere = schools.people_of(schools.school(name="Elders")).board
    client.sign_in(elsewhere)
    assert client.get(f"/cohorts/{listed.id}").status_code == 404
    assert client.post(f"/cohorts/{listed.id}/try").status_code == 404
