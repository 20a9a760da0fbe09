"""The visit in the browser: agreeing on a day, noting on a phone, the conversations, and the report."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mdt.demo import play
from mdt.models import Conversation, Observation, Visit, db
from mdt.services import clock as clocks
from mdt.services import visit as visits
from tests import factories

HEARD = "Vertelt dat er altijd iemand is om op terug te vallen."


def page(client: Any, address: str, code: int = 200) -> str:
    """The markup of a page that must answer with a code."""
    response = client.get(address)
    assert response.status_code == code, f"{address}: {response.status_code}"
    return str(response.get_data(as_text=True))


def soon(days: int = 7) -> str:
    """A day to come, as somebody types it."""
    return (clocks.today() + timedelta(days=days)).strftime("%d-%m-%Y")


def test_an_assessor_proposes_and_the_organisation_agrees(database: Any, client: Any) -> None:
    case = factories.under_assessment()
    client.sign_in(case.staff.second)
    address = f"/applications/{case.application.id}/visits/propose"
    assert "first_date" in page(client, address)
    past = client.post(address, data={"first_date": "01-01-2020", "place": "Lindelaan 1"})
    assert past.status_code == 422 and 'id="first_date-error"' in past.get_data(as_text=True)
    made = client.post(address, data={"first_date": soon(), "second_date": soon(9), "place": "Lindelaan 1"})
    found = db.session.query(Visit).one()
    assert made.location.endswith(f"/visits/{found.id}") and len(found.dates) == 2
    client.sign_in(case.coordinator)
    assert page(client, f"/visits/{found.id}")
    assert found.dates[1] in page(client, f"/visits/{found.id}/agree")
    assert client.post(f"/visits/{found.id}/agree", data={"chosen": ""}).status_code == 422
    assert client.post(f"/visits/{found.id}/agree", data={"chosen": found.dates[1]}).status_code == 302
    assert found.agreed_on.isoformat() == found.dates[1]


def test_the_organisation_asks_another_date_and_the_assessor_accepts(database: Any, client: Any) -> None:
    case = factories.with_visit(at="proposed")
    address = f"/visits/{case.planned.id}"
    client.sign_in(case.coordinator)
    assert page(client, f"{address}/ask-other-date")
    assert client.post(f"{address}/ask-other-date", data={"first_date": "morgen"}).status_code == 422
    assert client.post(f"{address}/ask-other-date", data={"first_date": soon()}).status_code == 302
    client.sign_in(case.staff.lead)
    assert page(client, f"{address}/propose-again") and page(client, f"{address}/accept-date")
    assert client.post(f"{address}/accept-date", data={"chosen": case.planned.dates[0]}).status_code == 302
    assert case.planned.status == "agreed"
    client.sign_in(case.coordinator)
    assert client.post(f"{address}/hold").status_code == 403


def test_the_office_enters_what_was_said_on_the_telephone(database: Any, client: Any) -> None:
    case = factories.with_visit(at="proposed")
    client.sign_in(case.staff.office)
    address = f"/visits/{case.planned.id}/agree"
    assert 'name="channel"' in page(client, address)
    said = {"chosen": case.planned.dates[0], "channel": "telephone",
            "effective_on": clocks.today().strftime("%d-%m-%Y")}  # fmt: skip
    assert client.post(address, data=said).status_code == 302
    assert case.planned.status == "agreed"


def test_an_assessor_notes_on_the_spot(database: Any, client: Any) -> None:
    case = factories.with_visit()
    client.sign_in(case.staff.lead)
    address = f"/visits/{case.planned.id}/indicators/own_guide"
    found = page(client, address)
    assert 'name="seen"' in found and "data-autosave" in found and 'name="version" value="0"' in found
    script = {"X-Autosave": "1"}
    saved = client.post(address, data={"seen": ["0", "2"], "text": "Gezien.", "version": "0"}, headers=script)
    assert saved.status_code == 200 and set(saved.json) == {"saved_at", "version"}
    row = db.session.query(Observation).one()
    assert (row.seen, row.text) == ([0, 2], "Gezien.")
    on = client.post(address, data={"seen": ["0"], "text": "Gezien en gehoord.", "version": "1", "go": "next"})
    assert on.location.endswith("/indicators/time_to_guide")
    last = case.indicators[-1]
    end = client.post(f"/visits/{case.planned.id}/indicators/{last}", data={"version": "0", "go": "conversations"})
    assert end.location.endswith("/conversations")


def test_what_the_other_assessor_saved_is_shown_and_not_lost(database: Any, client: Any) -> None:
    case = factories.with_visit()
    visits.observe(case.planned, "own_guide", actor=case.staff.second, text="Zag de ander.")
    client.sign_in(case.staff.lead)
    stale = client.post(
        f"/visits/{case.planned.id}/indicators/own_guide", data={"text": "Zag ik zelf.", "version": "0"}
    )
    found = stale.get_data(as_text=True)
    assert stale.status_code == 409 and "Zag ik zelf." in found and "Zag de ander." in found


def test_conversations_are_noted_by_kind_and_can_be_taken_back(database: Any, client: Any) -> None:
    case = factories.with_visit()
    client.sign_in(case.staff.lead)
    address = f"/visits/{case.planned.id}/conversations"
    unknown = client.post(address, data={"kind": "", "text": "Zonder soort."})
    assert unknown.status_code == 422 and "Zonder soort." in unknown.get_data(as_text=True)
    assert client.post(address, data={"kind": "youth_in_service", "text": HEARD}).location == address
    assert HEARD in page(client, address)
    row = db.session.query(Conversation).one()
    assert client.post(f"{address}/{row.id}/remove").status_code == 302
    assert db.session.query(Conversation).count() == 0


def test_the_report_says_what_is_missing(database: Any, client: Any) -> None:
    case = factories.with_visit()
    play.hold(case)
    client.sign_in(case.staff.lead)
    address = f"/visits/{case.planned.id}/report"
    assert "dt-alert" in page(client, address)
    assert client.post(address).status_code == 422
    play.note(case)
    assert client.post(address, data={"no_youths_yet": "y"}).status_code == 302
    assert case.planned.status == "reported" and case.planned.host_had_youths is False
    late = client.post(f"/visits/{case.planned.id}/indicators/own_guide", data={"text": "Te laat.", "version": "1"})
    assert late.status_code == 409 and "Te laat." in late.get_data(as_text=True)


def test_the_organisation_reads_the_report_by_kind_and_number_and_comments(database: Any, client: Any) -> None:
    case = factories.with_visit(at="held", words=play.Words(observations={"own_guide": "Bij de werkbank gezien."}))
    address = f"/visits/{case.planned.id}"
    client.sign_in(case.coordinator)
    assert "Bij de werkbank gezien." not in page(client, address)
    play.report(case)
    found = page(client, address)
    assert "Bij de werkbank gezien." in found and HEARD not in found
    assert page(client, f"{address}/comment-on-facts")
    assert client.post(f"{address}/comment-on-facts", data={"comment": ""}).status_code == 422
    assert client.post(f"{address}/comment-on-facts", data={"comment": "Het was dinsdag."}).status_code == 302
    assert "Het was dinsdag." in page(client, address)


def test_after_two_weeks_the_facts_stand(database: Any, client: Any, clock: Any) -> None:
    case = factories.with_visit(at="reported")
    clock(clocks.today() + timedelta(days=15))
    client.sign_in(case.coordinator)
    late = client.post(f"/visits/{case.planned.id}/comment-on-facts", data={"comment": "Toch niet."})
    assert late.status_code == 422 and "Toch niet." in late.get_data(as_text=True)


def test_others_see_no_visit(database: Any, client: Any) -> None:
    case = factories.with_visit(at="held")
    stranger = factories.coordinator_of(factories.organisation(name="Speeltuin Zonnehoek"))
    for somebody in (stranger, case.staff.third):
        client.sign_in(somebody)
        page(client, f"/visits/{case.planned.id}", 404)
        page(client, f"/visits/{case.planned.id}/indicators/own_guide", 404)


@pytest.mark.parametrize("who", ["office", "board", "coordinator"])
def test_what_is_noted_is_for_the_assessors_until_it_is_reported(database: Any, client: Any, who: str) -> None:
    case = factories.with_visit(at="held", words=play.Words(observations={"own_guide": "Bij de werkbank gezien."}))
    client.sign_in(case.coordinator if who == "coordinator" else getattr(case.staff, who))
    assert "Bij de werkbank gezien." not in page(client, f"/visits/{case.planned.id}")
    page(client, f"/visits/{case.planned.id}/conversations", 404)
