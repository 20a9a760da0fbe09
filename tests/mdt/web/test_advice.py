"""The joint advice in the browser: shut until both are in, the joint judgement, the answers, the proposal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mdt.demo import play
from mdt.demo.play import Words
from mdt.models import Assessment, JointJudgement, db
from mdt.services import advice, clock
from tests import factories

DIFFERENT = Words(second_scores={"safe_work": "absent"}, scores={"conduct": "developing"},
                  reasons={"own_guide": "Kent zijn begeleider."})  # fmt: skip


def page(client: Any, address: str, code: int = 200) -> str:
    """The markup of a page that must answer with a code."""
    response = client.get(address)
    assert response.status_code == code, f"{address}: {response.status_code}"
    return str(response.get_data(as_text=True))


def base(case: Any) -> str:
    """The address of the joint advice of a case."""
    return f"/applications/{case.application.id}/advice"


def both_in(words: Words = DIFFERENT) -> Any:
    """A case of which the visit is reported and both assessments are in."""
    return factories.application(words=words, steps=play.ADVISED[:-2])


def written(words: Words = DIFFERENT) -> Any:
    """A case with every joint judgement and the proposal, without the second assessor's answers."""
    case = both_in(words)
    for indicator in case.indicators:
        advice.judge(case.application, indicator, actor=case.staff.lead, score="present", reasons="Samen gewogen.")
    play.propose(case)
    return case


def answers(case: Any, **dissent: str) -> dict[str, str]:
    """What the second assessor's form sends: agreement, except where there is a dissent."""
    sent = {}
    for name in case.indicators:
        sent[f"answer-{name}"] = "dissent" if name in dissent else "agree"
        sent[f"dissent-{name}"] = dissent.get(name, "")
    return sent


def test_it_is_shut_until_both_are_in(database: Any, client: Any) -> None:
    case = factories.under_assessment(words=DIFFERENT)
    play.assess(case, case.pair[0])
    for somebody in (case.staff.second, case.staff.office, case.staff.board):
        client.sign_in(somebody)
        assert "Kent zijn begeleider." not in page(client, base(case))
    client.sign_in(case.staff.lead)
    assert client.get(f"{base(case)}/indicators/own_guide").status_code == 409
    assert client.post(f"{base(case)}/proposal", data={"summary": "Alvast."}).status_code == 409


def test_what_differs_stands_first(database: Any, client: Any) -> None:
    case = both_in()
    for somebody in (case.staff.lead, case.staff.second, case.staff.office, case.staff.board):
        client.sign_in(somebody)
        found = page(client, base(case))
        assert found.index("compared-safe_work") < found.index("compared-own_guide")
        assert "Kent zijn begeleider." in found


def test_the_organisation_and_its_own_people_never_look(database: Any, client: Any) -> None:
    case = both_in()
    client.sign_in(case.coordinator)
    page(client, base(case), 404)
    # Somebody who assesses elsewhere and coordinates here.
    everywhere = factories.official("assessor", "Dubbel Pet")
    joined = factories.memberships.invite(
        organisation=case.organisation, email=everywhere.email, function="coordinator", actor=case.coordinator
    )
    factories.memberships.accept(joined, actor=everywhere)
    client.sign_in(everywhere)
    page(client, base(case), 404)


def test_the_lead_writes_the_joint_judgement_prefilled_when_both_agree(database: Any, client: Any) -> None:
    case = both_in()
    client.sign_in(case.staff.lead)
    same, other = f"{base(case)}/indicators/own_guide", f"{base(case)}/indicators/safe_work"
    assert "Kent zijn begeleider.</textarea>" in page(client, same).replace("\n", "")
    assert "checked" not in page(client, other)
    assert client.post(other, data={"score": "present", "reasons": "", "version": "0"}).status_code == 422
    sent = {"score": "developing", "reasons": "Samen gewogen.", "version": "0", "go": "next"}
    assert "/indicators/" in client.post(other, data=sent).location
    stale = client.post(other, data=sent | {"reasons": "Net getypt."})
    assert stale.status_code == 409 and "Net getypt." in stale.get_data(as_text=True)
    assert db.session.query(JointJudgement).one().reasons == "Samen gewogen."


def test_the_second_assessor_does_not_write_it(database: Any, client: Any) -> None:
    case = both_in()
    client.sign_in(case.staff.second)
    assert client.get(f"{base(case)}/indicators/own_guide").status_code == 403
    assert client.post(f"{base(case)}/proposal", data={"summary": "Ik."}).status_code == 403


def test_the_second_assessor_agrees_or_dissents_on_one_page(database: Any, client: Any) -> None:
    case = written()
    client.sign_in(case.staff.second)
    address = f"/applications/{case.application.id}/agree-or-dissent"
    assert "answer-safe_work" in page(client, address)
    unexplained = client.post(address, data=answers(case, safe_work="") | {"answer-conduct": ""})
    found = unexplained.get_data(as_text=True)
    assert unexplained.status_code == 422 and 'id="wrong-safe_work"' in found and 'id="wrong-conduct"' in found
    assert client.post(address, data=answers(case, safe_work="Ik zag geen EHBO-doos.")).status_code == 302
    rows = advice.judgements(case.application)
    assert rows["safe_work"].agreed is False and rows["safe_work"].dissent == "Ik zag geen EHBO-doos."
    assert rows["conduct"].agreed is True


def test_the_proposal_begins_with_the_suggested_conditions(database: Any, client: Any) -> None:
    case = both_in()
    advice.judge(case.application, "conduct", actor=case.staff.lead, score="developing", reasons="Nog begonnen.")
    client.sign_in(case.staff.lead)
    suggested = advice.suggestions(case.application)[0]
    found = page(client, f"{base(case)}/proposal")
    assert suggested.text.nl in found and suggested.due_on.strftime("%d-%m-%Y") in found
    form = {"outcome": "grant", "summary": "Het gaat goed.", "conditions-0-text": "Maak afspraken."}
    undated = client.post(f"{base(case)}/proposal", data=form | {"conditions-0-due_on": ""})
    assert undated.status_code == 422 and "conditions-0-due_on-error" in undated.get_data(as_text=True)
    added = client.post(f"{base(case)}/proposal", data=form | {"add": suggested.id})
    assert added.status_code == 200 and suggested.text.nl in added.get_data(as_text=True)
    due = (clock.today() + timedelta(days=90)).strftime("%d-%m-%Y")
    sent = form | {"conditions-0-due_on": due, "conditions-1-text": " ", "first_youths_condition": "y"}
    assert client.post(f"{base(case)}/proposal", data=sent).location == base(case)
    saved = advice.proposal(case.application)
    assert saved is not None and saved.first_youths_condition
    standard = advice.standard_condition(case.application).text
    assert [row["text"] for row in saved.conditions] == ["Maak afspraken.", standard.nl]
    assert "Maak afspraken." in page(client, f"{base(case)}/proposal")


def test_the_advice_is_given_once_everything_is_there(database: Any, client: Any) -> None:
    case = written()
    client.sign_in(case.staff.lead)
    address = f"/applications/{case.application.id}/advise"
    assert client.post(address).status_code == 422
    client.sign_in(case.staff.second).post(f"/applications/{case.application.id}/agree-or-dissent", data=answers(case))
    client.sign_in(case.staff.lead)
    assert page(client, address)
    assert client.post(address).status_code == 302
    assert case.application.status == "advised"
    client.sign_in(case.staff.board)
    assert "Kent zijn begeleider." in page(client, base(case))


def test_a_released_assessor_no_longer_looks(database: Any, client: Any) -> None:
    case = both_in()
    lead = case.staff.lead
    client.sign_in(lead)
    gone = client.post(f"/assessments/{case.pair[0].id}/declare-conflict", data={"reasons": "Mijn zus werkt hier."})
    assert gone.status_code == 302
    page(client, base(case), 404)
    assert db.session.get(Assessment, case.pair[0].id).status == "recused"
    client.sign_in(case.staff.second)
    assert "Kent zijn begeleider." not in page(client, base(case))
