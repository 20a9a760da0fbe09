"""Objections in the browser: lodging one, following it, and what nobody else sees."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from mdt.demo import objections, play
from mdt.models import Objection, db
from mdt.services import clock
from tests import factories

DAY = timedelta(days=1)


@pytest.fixture
def case(database):
    return factories.application(at="refused")


def _lodge(client, case, **more):
    address = f"/applications/{case.application.id}/objections/new"
    page = client.get(address)
    event = re.search(r'name="decision"[^>]*value="(\d+)"', page.text)[1]
    return client.post(address, data={"decision": event, "grounds": "Er is wel een begeleider."} | more)


def test_the_organisation_objects_from_its_case_and_follows_it(case, client):
    client.sign_in(case.coordinator)
    assert "objections/new" in client.get(f"/applications/{case.application.id}").text
    answer = _lodge(client, case)
    one = db.session.query(Objection).one()
    assert (answer.status_code, answer.location) == (302, f"/objections/{one.id}")
    page = client.get(answer.location)
    assert "Er is wel een begeleider." in page.text and one.number in page.text
    assert one.number in client.get(f"/applications/{case.application.id}").text
    again = client.get(f"/applications/{case.application.id}/objections/new")
    assert 'name="decision"' not in again.text


def test_what_is_no_decision_of_the_case_is_refused(case, client):
    client.sign_in(case.coordinator)
    other = factories.application(at="refused")
    wrong = client.post(f"/applications/{case.application.id}/objections/new", data={"decision": "1", "grounds": "Nee"})
    assert wrong.status_code == 422 and "Nee" in wrong.text
    assert client.get(f"/applications/{other.application.id}/objections/new").status_code == 404


def test_the_office_enters_a_letter_with_its_postmark(case, client):
    client.sign_in(case.staff.office)
    late = _lodge(client, case, channel="post", effective_on="24-11-2020", posted_on="25-11-2020")
    assert late.status_code == 422


def test_each_does_its_part_and_others_see_nothing(case, client):
    one = objections.lodge(case.application, by=case.coordinator)
    hearer = factories.official("hearer", "Hans Hoor")
    elsewhere = factories.coordinator_of(factories.organisation(name="Anders"))
    address = f"/objections/{one.id}"
    for stranger in (elsewhere, case.staff.lead):
        assert client.sign_in(stranger).get(address).status_code == 404
    client.sign_in(case.staff.office)
    assert one.organisation.name in client.get("/objections").text
    assert client.post(f"{address}/take-up", data={"version": one.version}).status_code == 302
    assert client.get(f"{address}/advise").status_code == 403
    client.sign_in(hearer)
    assert one.number in client.get("/").text
    for path in ("", "/plan-hearing", "/waive-hearing"):
        assert client.get(f"{address}{path}").status_code == 200
    bad = client.post(f"{address}/plan-hearing", data={"hearing_on": "01-01-2020", "place": "", "version": ""})
    assert bad.status_code == 422
    objections.plan(one, by=hearer)
    objections.hold(one, by=hearer)
    objections.advise(one, by=hearer)
    page = client.sign_in(case.staff.board).get(f"{address}/declare-well-founded")
    assert "10:3" in page.text
    page = client.sign_in(case.staff.deputy).get(f"{address}/declare-well-founded")
    assert 'value="reopen"' in page.text and 'value="restore"' not in page.text
    given = {"reasons": "Er was een begeleider.", "consequence": "reopen", "version": one.version}
    assert client.post(f"{address}/declare-well-founded", data={**given, "consequence": "restore"}).status_code == 422
    preview = client.post(f"{address}/declare-well-founded/preview", data=given)
    assert preview.status_code == 303
    assert client.post(f"{address}/declare-well-founded", data=given).status_code == 302
    assert case.application.status == "in_assessment"


def test_a_late_decision_is_put_in_default_from_the_page_and_its_penalty_shows(case, client):
    one = objections.lodge(case.application, by=case.coordinator)
    address, last = f"/objections/{one.id}", one.decide_by
    client.sign_in(case.coordinator)
    page = client.get(address).text
    assert "consent-to-further-delay" in page and "put-in-default" not in page
    agreed = {"version": one.version, "new_decide_by": f"{last + DAY:%d-%m-%Y}"}
    wrong = client.post(f"{address}/consent-to-further-delay", data=agreed | {"new_decide_by": f"{last:%d-%m-%Y}"})
    assert wrong.status_code == 422 and "Kies een dag na" in wrong.text
    assert client.post(f"{address}/consent-to-further-delay", data=agreed).status_code == 302
    assert one.decide_by == last + DAY
    clock.move_to(last + 2 * DAY)
    assert "put-in-default" in client.get(address).text
    assert "dwangsom" in client.get(f"{address}/put-in-default").text
    assert client.post(f"{address}/put-in-default", data={"version": one.version}).status_code == 302
    assert "dwangsom" in client.get(address).text
    page = client.sign_in(case.staff.board).get(address).text
    assert "€ 1.442" in page.replace("\xa0", " ")
    assert client.get(f"{address}/delay-for-procedure").status_code == 409, "not before it was taken up"


@pytest.mark.parametrize(("sent", "day", "late"), [
    (date(2026, 10, 13), date(2026, 11, 24), False),  # day 42, a Tuesday
    (date(2026, 10, 13), date(2026, 11, 25), True),  # day 43
    (date(2026, 10, 10), date(2026, 11, 23), False),  # day 42 is a Saturday, so the Monday is in time (art. 1 Atw)
    (date(2026, 10, 10), date(2026, 11, 24), True),
])  # fmt: skip
def test_an_objection_on_day_43_is_received_and_asked_why_it_is_late(database, client, sent, day, late):
    clock.move_to(sent - 40 * DAY)
    case = factories.application(at="refusal_intended")
    play.give_view(case)
    clock.move_to(sent)
    play.refuse(case)
    clock.move_to(day)
    answer = _lodge(client.sign_in(case.coordinator), case)
    assert answer.status_code == 302
    assert ("Het bezwaar kwam te laat" in client.get(answer.location).text) is late
    client.sign_in(case.staff.office)
    one = db.session.query(Objection).one()
    taken = client.post(f"{answer.location}/take-up", data={"version": one.version})
    assert (taken.status_code, one.status) == ((422, "received") if late else (302, "in_handling"))
    assert not late or 'href="#late_way"' in taken.text
