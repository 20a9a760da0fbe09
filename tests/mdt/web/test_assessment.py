"""The assessor in the browser: the invitation, judging beside the evidence, and what stays shut."""

from __future__ import annotations

from typing import Any

import pytest

from mdt.demo import play
from mdt.models import Assessment, Judgement, db
from mdt.services import assessment as assessments
from tests import factories

SECRET = "Dit schreef de ander als oordeel."
ANSWER = "Bel aan bij de groene deur."


def page(client: Any, address: str, code: int = 200) -> str:
    """The markup of a page that must answer with a code."""
    response = client.get(address)
    assert response.status_code == code, f"{address}: {response.status_code}"
    return str(response.get_data(as_text=True))


def row_of(one: Assessment, indicator: str = "own_guide") -> Judgement | None:
    """What is saved of an indicator."""
    return db.session.query(Judgement).filter_by(assessment_id=one.id, indicator=indicator).one_or_none()


def test_the_queue_opens_and_names_what_waits(database: Any, client: Any) -> None:
    case = factories.under_assessment()
    client.sign_in(case.staff.lead)
    found = page(client, "/assessments")
    assert case.organisation.name in found and f"/applications/{case.application.id}/visits/propose" in found
    assert page(client, "/assessments/finished")


def test_an_invitation_shows_name_place_and_sector_and_opens_nothing(database: Any, client: Any) -> None:
    case = factories.under_assessment(at="invited")
    client.sign_in(case.staff.lead)
    found = page(client, f"/assessments/{case.pair[0].id}")
    assert case.organisation.name in found and case.organisation.city in found
    assert case.application.number not in found and case.organisation.kvk_number not in found
    for closed in (f"/assessments/{case.pair[0].id}/indicators/own_guide", f"/applications/{case.application.id}",
                   f"/applications/{case.application.id}/advice",
                   f"/applications/{case.application.id}/visits/propose"):  # fmt: skip
        page(client, closed, 404)


def test_the_declaration_opens_the_case(database: Any, client: Any) -> None:
    case = factories.under_assessment(at="invited")
    client.sign_in(case.staff.lead)
    address = f"/assessments/{case.pair[0].id}/clear-conflict"
    assert "declared" in page(client, address)
    assert client.post(address, data={}).status_code == 422
    assert client.post(address, data={"declared": "y"}).status_code == 302
    assert case.pair[0].status == "open"
    assert page(client, f"/assessments/{case.pair[0].id}/indicators/own_guide")


def test_a_conflict_needs_its_reasons_and_shuts_the_case(database: Any, client: Any) -> None:
    case = factories.under_assessment()
    client.sign_in(case.staff.lead)
    address = f"/assessments/{case.pair[0].id}/declare-conflict"
    assert client.post(address, data={"reasons": " "}).status_code == 422
    assert client.post(address, data={"reasons": "Mijn zus werkt hier."}).location == "/assessments"
    page(client, f"/assessments/{case.pair[0].id}/indicators/own_guide", 404)
    assert case.application.number not in page(client, f"/assessments/{case.pair[0].id}")


def test_an_invitation_can_be_declined(database: Any, client: Any) -> None:
    case = factories.under_assessment(at="invited")
    client.sign_in(case.staff.second)
    assert page(client, f"/assessments/{case.pair[1].id}/decline")
    assert client.post(f"/assessments/{case.pair[1].id}/decline").status_code == 302
    assert case.pair[1].status == "declined"


@pytest.mark.parametrize("at", ["invited", "recused", "released", "declined"])
def test_the_case_is_shut_to_who_is_not_or_no_longer_its_assessor(database: Any, client: Any, at: str) -> None:
    case = factories.under_assessment(at=at)
    client.sign_in(case.staff.lead)
    page(client, f"/assessments/{case.pair[0].id}/indicators/own_guide", 404)
    saved = client.post(f"/assessments/{case.pair[0].id}/indicators/own_guide", data={"score": "present"})
    assert saved.status_code == 404
    page(client, f"/applications/{case.application.id}/advice", 404)


def test_the_judging_page_has_the_evidence_beside_the_form(database: Any, client: Any) -> None:
    words = play.Words(observations={"own_guide": "De begeleider stond bij de werkbank."})
    case = factories.with_visit(at="reported", words=words)
    client.sign_in(case.staff.second)
    found = page(client, f"/assessments/{case.pair[1].id}/indicators/own_guide")
    assert "De begeleider stond bij de werkbank." in found
    assert "Vertelt dat er altijd iemand is" in found
    assert 'name="score"' in found and 'value="observation"' in found
    page(client, f"/assessments/{case.pair[1].id}/indicators/no-such", 404)


def test_save_and_go_on_without_script(database: Any, client: Any) -> None:
    case = factories.under_assessment()
    client.sign_in(case.staff.lead)
    address = f"/assessments/{case.pair[0].id}/indicators/own_guide"
    given = {"score": "present", "sources": ["observation", "document"], "note": "Gezien.", "version": "0"}
    saved = client.post(address, data=given | {"go": "next"})
    assert saved.location.endswith("/indicators/time_to_guide")
    row = row_of(case.pair[0])
    assert row is not None and (row.score, row.sources) == ("present", ["observation", "document"])
    again = client.post(address, data=given | {"go": "open", "version": str(row.version)})
    assert again.location.endswith("/indicators/time_to_guide")


def test_saved_as_you_go(database: Any, client: Any) -> None:
    case = factories.under_assessment()
    client.sign_in(case.staff.lead)
    address, script = f"/assessments/{case.pair[0].id}/indicators/own_guide", {"X-Autosave": "1"}
    first = client.post(address, data={"note": "Half", "version": "0"}, headers=script)
    assert first.status_code == 200 and set(first.json) == {"saved_at", "version"}
    more = {"note": "Half af", "version": str(first.json["version"])}
    assert client.post(address, data=more, headers=script).json["version"] == first.json["version"] + 1
    stale = client.post(address, data={"note": "Oud", "version": "0"}, headers=script)
    assert stale.status_code == 409 and stale.json["error"]
    row = row_of(case.pair[0])
    assert row is not None and row.note == "Half af"


def test_a_stale_form_keeps_the_text_and_shows_what_is_saved(database: Any, client: Any) -> None:
    case = factories.under_assessment()
    assessments.judge(case.pair[0], "own_guide", actor=case.staff.lead, score="strong", sources=[], note="Was er al.")
    client.sign_in(case.staff.lead)
    address = f"/assessments/{case.pair[0].id}/indicators/own_guide"
    stale = client.post(address, data={"score": "present", "note": "Net getypt.", "version": "0"})
    found = stale.get_data(as_text=True)
    assert stale.status_code == 409 and "Net getypt." in found and "Was er al." in found
    assert 'name="version" value="1"' in found


def test_an_unknown_level_is_refused_at_its_field(database: Any, client: Any) -> None:
    case = factories.under_assessment()
    client.sign_in(case.staff.lead)
    address = f"/assessments/{case.pair[0].id}/indicators/own_guide"
    wrong = client.post(address, data={"score": "superb", "note": "Hier."})
    found = wrong.get_data(as_text=True)
    assert wrong.status_code == 422 and 'id="score-error"' in found and "Hier." in found


def test_a_document_alone_does_not_carry_a_judgement(database: Any, client: Any) -> None:
    case = factories.under_assessment()
    play.judge(case, case.pair[0])
    assessments.judge(
        case.pair[0], "conduct", actor=case.staff.lead, score="present", sources=["document"], note="Gelezen."
    )
    client.sign_in(case.staff.lead)
    assert "dt-badge--warning" in page(client, f"/assessments/{case.pair[0].id}")
    refused = client.post(f"/assessments/{case.pair[0].id}/submit")
    assert refused.status_code == 422 and case.pair[0].status == "open"


def test_submitting_closes_the_form(database: Any, client: Any) -> None:
    case = factories.under_assessment()
    play.judge(case, case.pair[0])
    client.sign_in(case.staff.lead)
    address = f"/assessments/{case.pair[0].id}"
    assert page(client, f"{address}/submit")
    assert client.post(f"{address}/submit").location.endswith(address)
    assert 'name="score"' not in page(client, f"{address}/indicators/own_guide")
    late = client.post(f"{address}/indicators/own_guide", data={"score": "absent", "note": "Te laat.", "version": "1"})
    assert late.status_code == 409 and "Te laat." in late.get_data(as_text=True)


def test_nobody_reads_the_judgements_of_another_before_both_are_in(database: Any, client: Any, app: Any) -> None:
    case = factories.under_assessment(words=play.Words(reasons={"own_guide": SECRET}))
    play.judge(case, case.pair[1])
    play.assess(case, case.pair[0])
    addresses = ("/assessments", f"/assessments/{case.pair[0].id}", f"/applications/{case.application.id}/advice",
                 f"/assessments/{case.pair[0].id}/indicators/own_guide", f"/applications/{case.application.id}",
                 f"/applications/{case.application.id}/advice/indicators/own_guide", f"/assessments/{case.pair[1].id}",
                 f"/applications/{case.application.id}/advise",
                 f"/applications/{case.application.id}/agree-or-dissent")  # fmt: skip
    for somebody in (case.staff.second, case.staff.office, case.staff.board, case.coordinator, case.staff.third):
        client.sign_in(somebody)
        for address in addresses:
            assert SECRET not in client.get(address).get_data(as_text=True), (somebody.name, address)


def test_another_assessor_gets_404(database: Any, client: Any) -> None:
    case = factories.under_assessment()
    client.sign_in(case.staff.second)
    for address in (f"/assessments/{case.pair[0].id}", f"/assessments/{case.pair[0].id}/indicators/own_guide",
                    f"/assessments/{case.pair[0].id}/submit"):  # fmt: skip
        page(client, address, 404)


def test_the_office_replaces_and_reopens_without_reading(database: Any, client: Any) -> None:
    case = factories.under_assessment(at="submitted")
    client.sign_in(case.staff.office)
    assert "Gezien en gehoord." not in page(client, f"/assessments/{case.pair[0].id}")
    address = f"/assessments/{case.pair[0].id}/reopen"
    assert client.post(address, data={"reasons": ""}).status_code == 422
    assert client.post(address, data={"reasons": "Verkeerd bezoek."}).status_code == 302
    assert client.post(f"/assessments/{case.pair[0].id}/replace", data={"reasons": "Ziek."}).status_code == 302
    assert case.pair[0].status == "released"


def test_who_is_no_assessor_has_no_queue(database: Any, client: Any) -> None:
    client.sign_in(factories.official("office"))
    page(client, "/assessments", 404)
