"""The organisation's side of an application in the browser."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from mdt.demo import play
from mdt.models import Answer, Application, Event, db
from mdt.services import clock as clocks
from mdt.services import framework_versions
from tests import factories
from tests.fixtures.application import parse


def text_of(response: Any) -> str:
    """The words of a page."""
    return " ".join("".join(parse(response.get_data(as_text=True)).itertext()).split())


def form_of(case: Any, section: str, **changes: Any) -> dict[str, Any]:
    """What the form of a section would send."""
    framework = framework_versions.of(case.application)
    sent: dict[str, Any] = {}
    for question in framework.section(section).questions:
        value = changes.get(question.id, case.words.answer(question))
        sent[f"answer_{question.id}"] = ("yes" if value else "no") if isinstance(value, bool) else value
    return sent


def send_all(client: Any, case: Any) -> None:
    """Fill in every section as the browser does."""
    for section in framework_versions.of(case.application).sections:
        address = f"/applications/{case.application.id}/sections/{section.id.replace('_', '-')}"
        assert client.post(address, data=form_of(case, section.id)).status_code == 302


def test_an_organisation_goes_from_start_to_confirmation(database: Any, client: Any) -> None:
    factories.framework()
    organisation = factories.organisation()
    coordinator = factories.coordinator_of(organisation)
    client.sign_in(coordinator)
    assert "Aanvraag" in text_of(client.get("/applications/new")) or client.get("/applications/new").status_code == 200
    started = client.post("/applications", data={"organisation": str(organisation.id)})
    assert started.status_code == 302
    case = play.Case(db.session.query(Application).one(), coordinator, None)  # type: ignore[arg-type]
    page = client.get(started.location)
    assert page.status_code == 200 and case.application.number in text_of(page)
    send_all(client, case)
    check = client.get(f"{started.location}/submit")
    assert check.status_code == 200 and "signed" in check.get_data(as_text=True)
    unsigned = client.post(f"{started.location}/submit", data={})
    assert unsigned.status_code == 422
    sent = client.post(f"{started.location}/submit", data={"signed": "y"})
    assert sent.status_code == 302
    sent = client.get(sent.location)
    assert db.session.get(Application, case.application.id).status == "submitted"
    assert "data-poll" in sent.get_data(as_text=True)


def address(case: Any, *more: str) -> str:
    """The address of a case, or of something below it."""
    return "/".join([f"/applications/{case.application.id}", *more])


def stands(case: Any) -> str:
    """The state of a case in the database."""
    found = db.session.get(Application, case.application.id)
    assert found is not None
    return found.status


def test_a_section_saves_as_somebody_types_and_says_so_truthfully(database: Any, client: Any) -> None:
    case = factories.application()
    client.sign_in(case.coordinator)
    sent = form_of(case, "organisation", number_of_volunteers="1.200", who_for=None) | {"version": "0"}
    answer = client.post(address(case, "sections", "organisation"), data=sent, headers={"X-Autosave": "1"})
    row = db.session.query(Answer).one()
    at = row.saved_at.astimezone(clocks.AMSTERDAM).strftime("%H:%M")
    assert answer.get_json() == {"saved_at": at, "version": row.version}
    assert row.content["number_of_volunteers"] == 1200 and not row.complete


@pytest.mark.parametrize("typed", ["12,0", "twaalf", "-1", "12.5", "900000"])
def test_a_number_in_a_wrong_form_is_told_at_once_and_kept(database: Any, client: Any, typed: str) -> None:
    case = factories.application()
    client.sign_in(case.coordinator)
    sent = form_of(case, "organisation", number_of_volunteers=typed)
    answer = client.post(address(case, "sections", "organisation"), data=sent)
    tree = parse(answer.get_data(as_text=True))
    field = tree.find(".//input[@id='answer_number_of_volunteers']")
    assert answer.status_code == 422 and field.get("value") == typed and field.get("aria-invalid") == "true"
    assert tree.find(".//a[@href='#answer_number_of_volunteers']") is not None
    said = client.post(address(case, "sections", "organisation"), data=sent, headers={"X-Autosave": "1"})
    assert said.status_code == 422 and said.get_json()["error"]
    assert db.session.query(Answer).count() == 0


def test_an_answer_that_stands_alone_goes_with_no_other(database: Any, client: Any) -> None:
    case = factories.application()
    client.sign_in(case.coordinator)
    sent = form_of(case, "safe_place", safety_arrangements=["vog", "not_yet"])
    answer = client.post(address(case, "sections", "safe-place"), data=sent)
    assert answer.status_code == 422 and "gaat niet samen" in text_of(answer)
    chosen = form_of(case, "safe_place", confidential_contact="nobody we know")
    assert client.post(address(case, "sections", "safe-place"), data=chosen).status_code == 422


def test_a_small_organisation_answers_fewer_questions_and_is_told(database: Any, client: Any) -> None:
    case = factories.application()
    client.sign_in(case.coordinator)
    part = address(case, "sections", "learning")
    assert "answer_talks" in client.get(part).get_data(as_text=True)
    sent = form_of(case, "organisation", number_of_volunteers="12", paid_staff="none")
    assert client.post(address(case, "sections", "organisation"), data=sent).status_code == 302
    page = client.get(part)
    assert "answer_talks" not in page.get_data(as_text=True) and "kleine organisatie" in text_of(page)


def test_text_typed_beside_a_colleague_is_kept_next_to_what_is_saved(database: Any, client: Any) -> None:
    case = factories.application()
    client.sign_in(case.coordinator)
    part = address(case, "sections", "learning")
    first = form_of(case, "learning", learning="Wat mijn collega schreef.") | {"version": "0"}
    assert client.post(part, data=first).status_code == 302
    mine = form_of(case, "learning", learning="Wat ik intussen schreef.") | {"version": "0"}
    said = client.post(part, data=mine, headers={"X-Autosave": "1"})
    assert said.status_code == 409 and said.get_json()["error"]
    answer = client.post(part, data=mine)
    assert answer.status_code == 409
    assert "Wat ik intussen schreef." in text_of(answer) and "Wat mijn collega schreef." in text_of(answer)
    version = parse(answer.get_data(as_text=True)).find(".//input[@name='version']").get("value")
    assert client.post(part, data=mine | {"version": version}).status_code == 302
    assert db.session.query(Answer).one().content["learning"] == "Wat ik intussen schreef."


def test_what_is_not_complete_is_named_and_not_submitted(database: Any, client: Any) -> None:
    case = factories.application()
    play.answer(case, sections=2)
    client.sign_in(case.coordinator)
    page = client.get(address(case, "submit"))
    assert page.status_code == 200 and 'name="signed"' not in page.get_data(as_text=True)
    assert "Een veilige plek" in text_of(page)
    assert client.post(address(case, "submit"), data={"signed": "y"}).status_code == 422
    assert stands(case) == "draft"


def test_answers_are_closed_once_submitted(database: Any, client: Any) -> None:
    case = factories.application(at="submitted")
    client.sign_in(case.coordinator)
    assert client.get(address(case, "sections", "learning")).status_code == 302
    late = client.post(address(case, "sections", "learning"), data=form_of(case, "learning", learning="Nog iets."))
    assert late.status_code == 409 and "Nog iets." in text_of(late)


def test_a_case_of_another_organisation_does_not_exist(database: Any, client: Any) -> None:
    case = factories.application(at="submitted")
    stranger = factories.coordinator_of(factories.organisation(name="Scouting", coordinator=factories.person("Sam")))
    client.sign_in(stranger)
    for more in ((), ("submit",), ("withdraw",), ("sections", "learning"), ("files",), ("papers", "ready")):
        assert client.get(address(case, *more)).status_code == 404
    assert client.post(address(case, "withdraw"), data={"sure": "y"}).status_code == 404


def test_who_has_not_the_role_gets_the_sentence_of_the_rule(database: Any, client: Any) -> None:
    case = factories.application(at="submitted")
    client.sign_in(case.coordinator)
    refused = client.get(address(case, "take-up"))
    assert refused.status_code == 403 and "Bureau" in text_of(refused)
    colleague = factories.colleague_of(case.organisation)
    client.sign_in(colleague)
    assert client.get(address(case)).status_code == 200
    assert client.post(address(case, "withdraw"), data={"sure": "y"}).status_code == 403
    assert stands(case) == "submitted"


def test_an_unknown_or_impossible_event_says_how_it_stands(database: Any, client: Any) -> None:
    case = factories.application(at="submitted")
    client.sign_in(case.coordinator)
    assert client.get(address(case, "dance")).status_code == 409
    assert client.post(address(case, "give-view"), data={"view": "Ons verhaal."}).status_code == 409


def test_a_view_is_written_down_and_a_stale_form_keeps_it(database: Any, client: Any) -> None:
    case = factories.application(at="refusal_intended", steps=[*play.ROUTES["advised"], play.intend_refusal])
    client.sign_in(case.coordinator)
    page = client.get(address(case, "give-view"))
    version = int(parse(page.get_data(as_text=True)).find(".//input[@name='version']").get("value"))
    empty = client.post(address(case, "give-view"), data={"version": version, "view": " "})
    assert empty.status_code == 422 and "#view" in empty.get_data(as_text=True)
    stale = client.post(address(case, "give-view"), data={"version": version - 1, "view": "Ons verhaal."})
    assert stale.status_code == 409 and "Ons verhaal." in text_of(stale)
    assert client.post(address(case, "give-view"), data={"version": version, "view": "Ons verhaal."}).status_code == 302
    assert "Ons verhaal." in text_of(client.get(address(case)))


def test_withdrawing_asks_for_a_deliberate_yes(database: Any, client: Any) -> None:
    case = factories.application(at="submitted")
    client.sign_in(case.coordinator)
    assert client.post(address(case, "withdraw"), data={}).status_code == 422
    assert client.post(address(case, "withdraw"), data={"sure": "y"}).status_code == 302
    assert stands(case) == "withdrawn" and client.get(address(case)).status_code == 200


def test_the_office_enters_a_letter_with_how_and_when_it_came(database: Any, client: Any) -> None:
    case = factories.application(at="submitted")
    client.sign_in(case.staff.office)
    assert "channel" in client.get(address(case, "withdraw")).get_data(as_text=True)
    today = clocks.today()
    late = {"sure": "y", "channel": "post", "effective_on": (today + timedelta(days=1)).strftime("%d-%m-%Y")}
    assert client.post(address(case, "withdraw"), data=late).status_code == 422
    good = late | {"effective_on": today.strftime("%d-%m-%Y")}
    assert client.post(address(case, "withdraw"), data=good).status_code == 302
    event = db.session.query(Event).filter_by(name="withdraw").one()
    assert (event.channel, event.on_behalf_of, event.effective_on) == ("post", "organisation", today)


def test_an_expired_session_keeps_the_text(database: Any, client: Any) -> None:
    case = factories.application()
    part = address(case, "sections", "learning")
    sent = form_of(case, "learning", learning="Een lang verhaal.")
    assert client.post(part, data=sent).status_code == 302
    assert db.session.query(Answer).count() == 0
    client.sign_in(case.coordinator)
    assert "Een lang verhaal." in text_of(client.get(part))


@pytest.mark.parametrize("state", ["draft", "submitted", "in_assessment", "advised", "granted", "refused"])
def test_the_page_of_a_case_reads_in_both_languages(database: Any, client: Any, state: str) -> None:
    case = factories.application(at=state)
    client.sign_in(case.coordinator)
    assert case.application.number in text_of(client.get(address(case)))
    with client.session_transaction() as session:
        session["language"] = "en"
    page = text_of(client.get(address(case)))
    assert "What happened" in page and "Wat er is gebeurd" not in page


def test_an_organisation_does_not_follow_who_was_asked_to_assess(database: Any, client: Any) -> None:
    case = factories.under_assessment(at="submitted")
    client.sign_in(case.coordinator)
    page = text_of(client.get(address(case)))
    assert case.staff.lead.name not in page and case.staff.second.name not in page
    assert page.count("twee beoordelaars gevonden") == 1 and "beoordeling ingediend" not in page


def test_the_page_costs_the_same_however_much_happened(database: Any, client: Any) -> None:
    case = factories.application(at="submitted")
    client.sign_in(case.coordinator)

    def statements() -> int:
        assert client.get(address(case)).status_code == 200
        return int(client.application.extensions["watch"].statements)

    before = statements()
    for weeks in range(20, 26):
        until: date = clocks.today() + timedelta(weeks=weeks)
        case.fire("consent_to_delay", case.coordinator, new_decide_by=until)
    assert statements() == before


def test_one_undecided_application_at_a_time(database: Any, client: Any) -> None:
    case = factories.application()
    client.sign_in(case.coordinator)
    assert case.application.number in text_of(client.get("/applications/new"))
    again = client.post("/applications", data={"organisation": str(case.organisation.id)})
    assert again.status_code == 422 and db.session.query(Application).count() == 1
    stranger = factories.organisation(name="Scouting", coordinator=factories.person("Sam"))
    assert client.post("/applications", data={"organisation": str(stranger.id)}).status_code == 404


@pytest.mark.parametrize("state", list(play.ROUTES))
def test_the_process_marks_the_present_state_once(database: Any, client: Any, state: str) -> None:
    case = factories.application(at=state)
    client.sign_in(case.coordinator)
    tree = parse(client.get(address(case)).get_data(as_text=True))
    assert len(tree.findall(".//li[@aria-current='step']")) == 1
