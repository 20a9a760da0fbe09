"""The page behind a signed link: it shows on GET, acts on POST alone, once, and its holder can ask for a new one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from markupsafe import escape

from mdt.demo import agreement as play
from mdt.models import Mail, Signature, SignedLink, db
from mdt.services import agreement, clock, consent, link
from tests import factories_agreement, factories_school
from tests.mdt.outbox import tell_all
from tests.mdt.web.test_visit import page
from workflows.roles import Role

OTHER = {"guidance": "Elke dag een gesprek."}


def sent(deal: play.Deal, role: Role = Role.GUARDIAN) -> SignedLink:
    """The link that works now."""
    return link.live("agreement", deal.agreement.id, role)[0]


def address(found: SignedLink) -> str:
    """The path in the letter."""
    return f"/links/{link.token_of(found)}"


def test_a_guardian_reads_and_signs_without_an_account(database: Any, client: Any) -> None:
    deal = factories_agreement.agreement(at="proposed", age=15)
    found = sent(deal)
    path, version = address(found), deal.agreement.current_version_id
    assert link.token_of(found) not in "".join(str(value) for value in vars(found).values())
    for _scan in range(3):  # a mail scanner follows the link: nothing is written, and it still works
        shown = page(client, path)
    assert "Huiswerk begeleiden op woensdag" in shown and 'name="csrf_token"' in shown
    assert client.get(f"{path}/sign").status_code == 302
    assert not db.session.query(Signature).count()
    assert client.post(f"{path}/sign", data={"version_id": version}).status_code == 422
    assert client.post(f"{path}/comment", data={"text": "Wie haalt haar op?"}).status_code == 302
    assert "Wie haalt haar op?" in [one.text for one in deal.agreement.comments]
    assert client.post(f"{path}/sign", data={"version_id": version, "agree": "1"}).status_code == 302
    signed = db.session.query(Signature).one()
    assert (signed.party, signed.how, signed.link_id) == ("guardian", "link", found.id)
    used = page(client, path, 410)
    assert "Deze link is gebruikt" in used
    assert client.post(f"{path}/sign", data={"version_id": version, "agree": "1"}).status_code == 410
    assert client.post(f"{path}/renew").status_code == 410


def test_a_guardian_ends_an_agreement_in_force_by_the_link_in_the_letter(database: Any, client: Any) -> None:
    deal = factories_agreement.agreement(age=15)
    found = sent(deal)
    tell_all()
    letters = db.session.query(Mail).filter_by(recipient=found.email).all()
    assert any(address(found) in letter.body and "geldt" in letter.subject for letter in letters)
    shown = page(client, address(found))
    assert "Huiswerk begeleiden op woensdag" in shown and "Wat er verandert" not in shown
    assert f"{address(found)}/reject-change" not in shown and f"{address(found)}/sign" not in shown
    assert client.post(f"{address(found)}/end-early", data={"text": ""}).status_code == 422
    assert client.post(f"{address(found)}/end-early", data={"text": "Het wordt te veel."}).status_code == 302
    assert deal.agreement.status == "ended_early" and "Deze link is gebruikt" in page(client, address(found), 410)


def test_a_guardian_reads_the_consent_in_either_language(database: Any, client: Any) -> None:
    asked = consent.current(factories_school.youth(age=14, consent="asked"))
    assert asked is not None
    (found,) = link.live("consent", asked.id, Role.GUARDIAN)
    dutch, english = (consent.text_of(asked).say(language)[0] for language in ("nl", "en"))
    assert escape(dutch) in page(client, address(found))
    assert escape(english) in page(client, f"{address(found)}?language=en")


def test_a_change_brings_the_guardian_a_new_link_and_at_sixteen_it_is_over(
    database: Any, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    deal = factories_agreement.agreement(age=15)
    before = sent(deal)
    deal.fire("propose_change", deal.youth, written={**deal.words, **OTHER})
    waits = sent(deal)
    assert waits.id != before.id and f"{address(waits)}/reject-change" in page(client, address(waits))
    deal.fire("reject_change", deal.coordinator, text="Liever niet.")
    stands = sent(deal)
    assert stands.id != waits.id and f"{address(stands)}/end-early" in page(client, address(stands))
    monkeypatch.setattr(agreement, "needs_guardian", lambda _youth: False)
    assert "klaar of ingetrokken" in page(client, address(stands), 410)
    assert client.post(f"{address(stands)}/end-early", data={"text": "Toch niet."}).status_code == 410


def test_an_expired_link_is_renewed_by_its_holder(database: Any, client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    deal = factories_agreement.agreement(at="proposed", age=15)
    found = sent(deal)
    path, address_of = address(found), found.email
    later = clock.now() + timedelta(days=link.DAYS, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "verlopen" in page(client, path, 410)
    assert client.post(f"{path}/sign", data={"agree": "1"}).status_code == 410
    assert client.post(f"{path}/renew").status_code == 302
    fresh = sent(deal)
    letter = db.session.query(Mail).filter_by(recipient=address_of).one()
    assert fresh.id != found.id and address(fresh) in letter.body and page(client, address(fresh))
    assert "nieuwere link" in page(client, path, 410)
    assert client.post(f"{path}/renew").status_code == 302  # the letter was lost: once more
    assert page(client, address(sent(deal))) and page(client, address(fresh), 410)


def test_a_link_is_bound_to_what_it_shows(database: Any, client: Any) -> None:
    deal = factories_agreement.agreement(at="proposed", age=15)
    found = sent(deal)
    play.name_supervisor(deal)
    assert page(client, address(found))  # a contact detail is not what is agreed to
    bound, found.bound = found.bound, "0" * 64
    assert "veranderd" in page(client, address(found), 409)
    assert client.post(f"{address(found)}/sign", data={"agree": "1"}).status_code == 409
    found.bound = bound
    deal.fire("revise", deal.youth, written={**deal.words, **OTHER})
    assert "nieuwere link" in page(client, address(found), 410)
    shown = page(client, address(sent(deal)))  # the new link shows what became different since the first
    assert "Wat er verandert" in shown and OTHER["guidance"] in shown and deal.words["guidance"] in shown
    stale = {"version_id": deal.agreement.versions[0].id, "agree": "1"}
    assert client.post(f"{address(sent(deal))}/sign", data=stale).status_code == 409
    deal.fire("withdraw", deal.youth)
    assert "klaar of ingetrokken" in page(client, address(sent(deal)), 410)


def test_a_link_gives_one_role_for_one_thing(database: Any, client: Any) -> None:
    deal = factories_agreement.agreement(at="proposed", age=15)
    path = address(sent(deal))
    assert client.post(f"{path}/withdraw", data={}).status_code == 403
    assert client.post(f"{path}/nonsense", data={}).status_code == 403
    link.revoke("agreement", deal.agreement.id)
    found = db.session.query(SignedLink).filter_by(role="guardian", noun="agreement").one()
    assert "ingetrokken" in page(client, address(found), 410)
    assert client.post(f"{path}/renew").status_code == 410
    page(client, "/links/" + "0" * 72, 404)
    page(client, path[:-1] + ("0" if path[-1] != "0" else "1"), 404)


def test_a_supervisor_writes_the_assessment_in_their_own_language(database: Any, client: Any) -> None:
    deal = factories_agreement.agreement()
    play.name_supervisor(deal, {"name": "Sue Pervisor", "email": "sue@voorbeeld.example", "language": "en"})
    deal.fire("ask_assessment", deal.coordinator)
    path = address(sent(deal, Role.SUPERVISOR))
    assert "Please say how it went" in page(client, path)
    half = client.post(f"{path}/assess", data={"text": "Fine.", "outcome_o1": "yes"})
    assert half.status_code == 422 and 'href="#outcome_o2"' in half.get_data(as_text=True)
    whole = {"text": "Fine.", "outcome_o1": "yes", "outcome_o2": "partly"}
    assert client.post(f"{path}/assess", data=whole).status_code == 302
    assert "has been used" in page(client, path, 410)
    assessment = deal.agreement.assessment
    assert assessment is not None and [row["reached"] for row in assessment.outcomes] == ["yes", "partly"]
    assert assessment.name == "Sue Pervisor"
