"""The office's pages: lists at a fixed cost, asking for a supplement, inviting, the post."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mdt.models import Effect, Mail, db
from mdt.services import clock, membership
from mdt.services.transitions import fire
from tests import factories


@pytest.fixture
def officials(database):
    return factories.staff()


def _statements(app, client, address):
    assert client.get(address).status_code == 200
    return len(app.extensions["watch"].statements) if hasattr(app.extensions["watch"].statements, "__len__") else \
        app.extensions["watch"].statements  # fmt: skip


@pytest.mark.parametrize("address", ["/applications", "/deadlines", "/intake", "/mail", "/"])
def test_a_list_costs_the_same_for_few_and_many(app, client, officials, address):
    for number in range(4):
        factories.application(at="submitted", officials=officials, of=factories.organisation(name=f"Huis {number}"))
    client.sign_in(officials.office)
    few = _statements(app, client, address)
    for number in range(12):
        factories.application(at="submitted", officials=officials, of=factories.organisation(name=f"Hof {number}"))
    assert _statements(app, client, address) == few


def test_the_list_is_searched_and_filtered(client, officials):
    case = factories.application(at="submitted", officials=officials)
    client.sign_in(officials.office)
    for query in ("", f"?q={case.application.number}", f"?q={case.organisation.kvk_number}", "?q=LINDE", "?next=office",
                  "?status=submitted", "?sort=name", "?sort=newest"):  # fmt: skip
        assert case.application.number in client.get(f"/applications{query}").text, query
    for query in ("?q=elders", "?next=board", "?status=granted", "?overdue=y"):
        assert case.application.number not in client.get(f"/applications{query}").text, query


def test_what_is_late_stands_out(client, officials, clock):
    case = factories.application(at="submitted", officials=officials)
    clock(case.application.decide_by + timedelta(days=3))
    page = client.sign_in(officials.office).get("/applications?overdue=y").text
    assert case.application.number in page
    assert "dt-badge--negative" in page
    assert case.application.number in client.get("/deadlines?kind=decision").text


def test_an_organisation_has_no_list(client, officials):
    case = factories.application(officials=officials)
    client.sign_in(case.coordinator)
    own = f"/applications/{case.application.id}/assessors"
    for address in ("/applications", "/deadlines", "/mail", "/intake", own):
        assert client.get(address).status_code == 404


def test_a_supplement_needs_two_weeks_and_a_text(client, officials):
    case = factories.application(at="submitted", officials=officials)
    address = f"/applications/{case.application.id}/request-supplement"
    page = client.sign_in(officials.office).get(address)
    assert f"{clock.today() + timedelta(days=14):%d-%m-%Y}" in page.text
    short = client.post(address, data={"missing": "Uren", "due": f"{clock.today():%d-%m-%Y}"})
    assert short.status_code == 422
    assert 'href="#due"' in short.text
    empty = client.post(address, data={"missing": " ", "due": f"{clock.today() + timedelta(days=20):%d-%m-%Y}"})
    assert empty.status_code == 422
    assert 'href="#missing"' in empty.text
    done = client.post(address, data={"missing": "Uren", "due": f"{clock.today() + timedelta(days=20):%d-%m-%Y}"})
    assert done.status_code == 302
    assert case.application.status == "supplement_requested"


def test_taking_up_and_inviting_two_assessors(client, officials):
    case = factories.application(at="submitted", officials=officials)
    client.sign_in(officials.office)
    assert client.post(f"/applications/{case.application.id}/take-up").status_code == 302
    address = f"/applications/{case.application.id}/assessors"
    assert "Joris Eerste" in client.get(address).text
    assert client.post(address, data={"lead": "yes"}).status_code == 422
    for person, lead in ((officials.lead, "yes"), (officials.second, "no")):
        assert client.post(address, data={"assessor": str(person.id), "lead": lead}).status_code == 302
    assert client.post(address, data={"assessor": str(officials.third.id), "lead": "no"}).status_code == 422


def test_who_has_a_tie_cannot_be_invited(client, officials):
    case = factories.application(at="in_assessment", officials=officials)
    tie = membership.invite(organisation=case.organisation, email=officials.lead.email, function="colleague",
                            actor=case.coordinator)  # fmt: skip
    membership.accept(tie, actor=officials.lead)
    address = f"/applications/{case.application.id}/assessors"
    page = client.sign_in(officials.office).get(address).text
    assert f'value="{officials.lead.id}"' not in page
    assert "Joris Eerste" in page
    assert client.post(address, data={"assessor": str(officials.lead.id), "lead": "yes"}).status_code == 422


def test_a_view_by_telephone_is_entered_for_the_organisation(client, officials):
    case = factories.application(at="refusal_intended", officials=officials)
    address = f"/applications/{case.application.id}/give-view"
    client.sign_in(officials.office)
    assert client.get(address).status_code == 200
    tomorrow = f"{clock.today() + timedelta(days=1):%d-%m-%Y}"
    early = client.post(address, data={"view": "Nee", "channel": "telephone", "effective_on": tomorrow})
    assert early.status_code == 422
    today = f"{clock.today():%d-%m-%Y}"
    assert client.post(address, data={"view": "Nee", "channel": "telephone", "effective_on": today}).status_code == 302


def test_an_application_by_letter_begins_with_finding_the_organisation(client, officials):
    factories.framework()
    host = factories.organisation(name="Voedseltuin Zuid")
    page = client.sign_in(officials.office).get("/applications/by-letter?q=voedsel").text
    assert str(host.id) in page
    assert client.get(f"/applications/new?organisation={host.id}").status_code == 200


def test_failed_post_is_shown_with_its_cause_and_tried_again(client, officials):
    factories.application(at="submitted", officials=officials)
    effect = db.session.query(Effect).filter_by(kind="evidence").first()
    effect.attempts, effect.error = 3, "the fonts are gone"
    db.session.add(Mail(recipient="a@voorbeeld.example", subject="Ontvangen", body="x", language="nl", message_id="<1>",
                        created_at=clock.now(), attempts=2, error="550 no such box"))  # fmt: skip
    page = client.sign_in(officials.office).get("/mail").text
    assert "the fonts are gone" in page
    assert "550 no such box" in page
    assert client.post("/mail/retry").status_code == 302
    db.session.refresh(effect)
    assert effect.attempts == 0


def test_setting_aside_waits_for_the_term(client, officials):
    case = factories.application(at="supplement_requested", officials=officials)
    page = client.sign_in(officials.office).get(f"/applications/{case.application.id}/set-aside")
    assert page.status_code == 200
    assert client.post(f"/applications/{case.application.id}/set-aside", data={"reasons": "Nee"}).status_code == 422


def test_the_penalty_is_shown_in_euros(client, officials, clock):
    case = factories.application(at="submitted", officials=officials)
    clock(case.application.decide_by + timedelta(days=1))
    fire(case.application, "put_in_default", actor=case.coordinator)
    clock(case.application.decide_by + timedelta(days=30))
    assert "€" in client.sign_in(officials.office).get(f"/applications/{case.application.id}").text
