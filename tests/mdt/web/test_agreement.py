"""The agreement in the browser: drafting, signing, changing, completing; each page as a browser meets it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from mdt.demo import agreement as play
from mdt.models import Agreement, Signature, Upload, db
from mdt.services import agreement as service
from mdt.services import agreement_facts, clock
from tests import factories, factories_agreement, factories_school
from tests.mdt.web.test_visit import page


def png() -> bytes:
    """A small picture of a signature."""
    out = BytesIO()
    Image.new("RGB", (10, 10), (255, 255, 255)).save(out, "PNG")
    return out.getvalue()


def day(days: int) -> str:
    """A day from today, as somebody types it."""
    return (clock.today() + timedelta(days=days)).strftime("%d-%m-%Y")


def reload(found: Agreement) -> Agreement:
    """The agreement as it stands in the database."""
    db.session.refresh(found)
    return found


def test_a_youth_drafts_section_by_section_and_proposes(database: Any, client: Any) -> None:
    host, youth = factories_agreement.host(), factories_school.youth()
    client.sign_in(youth.person)
    assert host.name in page(client, "/agreements/new?q=linde")
    nobody = client.post("/agreements/new", data={"youth": str(youth.id), "organisation": ""})
    assert nobody.status_code == 422
    unconfirmed = client.post(
        "/agreements/new", data={"youth": str(youth.id), "organisation": str(host.id), "credit": "1"}
    )
    assert unconfirmed.status_code == 422
    begun = client.post("/agreements/new", data={"youth": str(youth.id), "organisation": str(host.id)})
    found = db.session.query(Agreement).one()
    address = f"/agreements/{found.id}"
    assert begun.location.endswith(f"{address}/sections/service")
    assert page(client, begun.location)
    typed = {"title": "Huiswerkhulp", "round": "basis", "starts_on": "morgen"}
    refused = client.post(f"{address}/sections/service", data=typed)
    assert refused.status_code == 422 and "Huiswerkhulp" in refused.get_data(as_text=True)
    whole = typed | {"starts_on": day(0), "ends_on": day(150), "hours_a_week": "6", "hours_goal": "80"}
    onward = client.post(f"{address}/sections/service", data=whole | {"then": "next"})
    assert onward.location.endswith("/sections/activities")
    rows = {"activities-0-what": "Huiswerk maken", "activities-0-recognised": "Didactiek", "activities-1-what": ""}
    assert page(client, onward.location) and client.post(onward.location, data=rows).status_code == 302
    early = page(client, f"{address}/propose")
    assert "Leeruitkomsten" in early  # what is missing is named before anybody presses a button
    for section, said in (
        ("outcomes", {"outcomes-0-text": "Uitleggen", "outcomes-1-text": ""}),
        ("guidance", {"guidance": "Elke week", "judged": "In gesprek", "allowance": ""}),
    ):
        assert page(client, f"{address}/sections/{section}")
        assert client.post(f"{address}/sections/{section}", data=said).status_code == 302
    assert "Huiswerk maken" in page(client, f"{address}/propose")
    assert client.post(f"{address}/propose", data={"version": str(reload(found).version)}).status_code == 302
    assert reload(found).status == "proposed" and found.current is not None
    assert [row["id"] for row in (found.current.content or {})["activities"]] == ["a1"]
    client.sign_in(factories.coordinator_of(host))
    assert "Huiswerkhulp" in page(client, address) and found.number in page(
        client, "/agreements?q=huiswerk&status=proposed"
    ) + page(client, "/agreements")


def test_a_draft_is_seen_by_who_drafts_it_alone(database: Any, client: Any) -> None:
    deal = factories_agreement.agreement(at="draft")
    client.sign_in(deal.coordinator)
    page(client, f"/agreements/{deal.agreement.id}", 404)
    client.sign_in(factories.person("Iemand Anders"))
    page(client, f"/agreements/{deal.agreement.id}", 404)
    page(client, "/agreements/new", 403)


def test_a_signature_on_a_stale_version_is_refused_and_shows_what_changed(database: Any, client: Any) -> None:
    deal = factories_agreement.agreement(at="proposed")
    address = f"/agreements/{deal.agreement.id}"
    read = deal.agreement.current_version_id
    client.sign_in(deal.youth)
    assert (
        client.post(
            f"{address}/sections/outcomes", data={"outcomes-0-text": "Ik kan koken voor dertig gasten."}
        ).status_code
        == 302
    )
    shown = page(client, f"{address}/revise")
    assert "Ik kan koken voor dertig gasten." in shown
    assert client.post(f"{address}/revise", data={"version": str(reload(deal.agreement).version)}).status_code == 302
    play.name_supervisor(deal)
    client.sign_in(deal.coordinator)
    stale = client.post(f"{address}/sign", data={"version_id": read, "agree": "1"})
    text = stale.get_data(as_text=True)
    assert (
        stale.status_code == 409
        and "Ik kan koken voor dertig gasten." in text
        and "Ik kan een activiteit plannen" in text
    )
    assert not db.session.query(Signature).count()
    unread = client.post(f"{address}/sign", data={"version_id": deal.agreement.current_version_id})
    assert unread.status_code == 422
    now = {"version_id": reload(deal.agreement).current_version_id, "agree": "1"}
    assert client.post(f"{address}/sign", data=now).status_code == 302
    assert db.session.query(Signature).one().party == "organisation"
    assert client.post(f"{address}/sign", data=now).status_code == 422
    assert page(client, f"{address}/versions")


def test_the_page_says_beforehand_which_signatures_a_change_voids(database: Any, client: Any) -> None:
    deal = factories_agreement.agreement(at="proposed")
    play.name_supervisor(deal)
    play.sign(deal, "organisation")
    address = f"/agreements/{deal.agreement.id}"
    client.sign_in(deal.youth)
    assert deal.coordinator.name in page(client, f"{address}/sections/guidance")
    client.post(f"{address}/sections/guidance", data={"guidance": "Elke dag.", "judged": "Samen.", "allowance": ""})
    asked = page(client, f"{address}/revise")
    assert deal.coordinator.name in asked and "Elke dag." in asked
    contact = {
        "version": str(reload(deal.agreement).version),
        "own_email": "sem@voorbeeld.example",
        "own_telephone": "",
    }
    assert page(client, f"{address}/correct-contact")
    assert client.post(f"{address}/correct-contact", data=contact).status_code == 302
    assert service.signed(reload(deal.agreement), deal.agreement.current) == ("organisation",)


def test_a_paper_signature_is_recorded_with_its_scan(database: Any, client: Any) -> None:
    deal = factories_agreement.agreement(at="proposed")
    address = f"/agreements/{deal.agreement.id}/record-signature"
    client.sign_in(deal.coordinator)
    assert page(client, address)
    typed = {"version_id": deal.agreement.current_version_id, "party": "youth", "name": "Noor Vis", "signed_on": day(0)}
    assert client.post(address, data=typed).status_code == 422
    bad = client.post(
        address, data=typed | {"file": (BytesIO(b"<html>"), "scan.pdf")}, content_type="multipart/form-data"
    )
    assert bad.status_code == 422 and 'id="file-error"' in bad.get_data(as_text=True)
    assert not db.session.query(Upload).count()
    good = client.post(address, data=typed | {"file": (BytesIO(png()), "scan.png")}, content_type="multipart/form-data")
    assert good.status_code == 302
    signed = db.session.query(Signature).one()
    assert (signed.party, signed.how) == ("youth", "paper")
    client.sign_in(deal.youth)
    assert client.get(f"/uploads/{signed.upload_id}").status_code == 200
    client.sign_in(factories.person("Iemand Anders"))
    page(client, f"/uploads/{signed.upload_id}", 404)


def test_a_change_stands_beside_the_agreement_until_all_have_signed(database: Any, client: Any) -> None:
    deal = factories_agreement.agreement(at_school=factories_school.school())
    address, before = f"/agreements/{deal.agreement.id}", deal.agreement.current_version_id
    client.sign_in(deal.clerk)
    assert (
        client.post(f"{address}/sections/guidance", data={"guidance": "Elke dag.", "judged": "Samen."}).status_code
        == 302
    )
    sent = {"version": str(reload(deal.agreement).version)}
    assert (
        page(client, f"{address}/propose-change")
        and client.post(f"{address}/propose-change", data=sent).status_code == 302
    )
    assert "Elke dag." in page(client, address) and reload(deal.agreement).current_version_id == before
    client.sign_in(deal.youth)
    assert page(client, f"{address}/sign-change")
    assert client.post(f"{address}/reject-change", data={"text": ""}).status_code == 422
    for person in (deal.youth, deal.coordinator, deal.clerk):
        client.sign_in(person)
        sign = {"version_id": reload(deal.agreement).pending_version_id, "agree": "1"}
        assert client.post(f"{address}/sign-change", data=sign).status_code == 302
    assert reload(deal.agreement).pending_version_id is None and deal.agreement.current_version_id != before


def test_completing_asks_for_hours_activities_and_the_assessment(
    database: Any, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    deal = factories_agreement.agreement()
    address = f"/agreements/{deal.agreement.id}"
    client.sign_in(deal.coordinator)
    assert page(client, address) and page(client, f"{address}/complete")
    done = {"version": str(deal.agreement.version), "activities_done": "1"}
    assert client.post(f"{address}/complete", data=done).status_code == 422
    monkeypatch.setattr(agreement_facts, "_counts", [lambda _id: 80 * 60])
    play.assess(deal)
    half = client.post(f"{address}/complete", data={"version": str(reload(deal.agreement).version)})
    assert half.status_code == 422
    done["version"] = str(reload(deal.agreement).version)
    assert client.post(f"{address}/complete", data=done).status_code == 302
    assert reload(deal.agreement).status == "completed" and page(client, address)


def test_the_list_and_the_front_page_ask_the_same_whatever_their_length(database: Any, client: Any, app: Any) -> None:
    host = factories_agreement.host()
    coordinator = factories.coordinator_of(host)
    client.sign_in(coordinator)

    def statements(address: str) -> int:
        page(client, address)
        return int(app.extensions["watch"].statements)

    def more(number: int) -> None:
        for _one in range(number):
            factories_agreement.agreement(at="proposed", of=host)

    more(2)
    few = [statements(address) for address in ("/agreements", "/")]
    more(4)
    assert [statements(address) for address in ("/agreements", "/")] == few
