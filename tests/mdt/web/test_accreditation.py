"""The pages of the years in the browser: for the organisation, the office, the board, and who may not look."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from mdt import jobs
from mdt.demo import play, years
from mdt.models import Measure, db
from mdt.services import clock, passing
from mdt.services.transitions import fire
from tests import factories
from tests.fixtures.application import StrictClient
from tests.mdt.outbox import commit_and_work

DAY = timedelta(days=1)
START = date(2027, 1, 4)


@pytest.fixture
def case(database: Any) -> play.Case:
    """An accreditation that began on 4 January 2027."""
    clock.move_to(START)
    return factories.granted()


def page_of(case: play.Case) -> str:
    """The address of the accreditation."""
    return f"/accreditations/{factories.accreditation_of(case).id}"


def day(on: date) -> str:
    """A day as people type it."""
    return f"{on:%d-%m-%Y}"


def impose(case: play.Case, **changes: str) -> dict[str, str]:
    """The form that imposes a warning."""
    return {
        "kind": "warning", "text": "Elke jongere heeft een begeleider.", "reasons": "Er was niemand.",
        "due_on": day(START + 20 * DAY), "view_by": "",
    } | changes  # fmt: skip


def test_who_has_no_business_there_does_not_see_it(case: play.Case, client: StrictClient) -> None:
    other = factories.coordinator_of(factories.organisation(name="Anders"))
    address = page_of(case)
    assert client.get(address).status_code == 302
    for person in (other, case.staff.lead):
        assert client.sign_in(person).get(address).status_code == 404
    for person in (case.coordinator, case.staff.office, case.staff.board):
        assert client.sign_in(person).get(address).status_code == 200


def test_the_board_imposes_and_the_organisation_answers(case: play.Case, client: StrictClient) -> None:
    address = page_of(case)
    assert client.sign_in(case.staff.office).get(f"{address}/measures/new").status_code == 403
    board = client.sign_in(case.staff.board)
    assert board.get(f"{address}/measures/new").status_code == 200
    assert board.post(f"{address}/measures/new", data=impose(case)).status_code == 302
    one = db.session.query(Measure).one()
    own = client.sign_in(case.coordinator)
    page = own.get(address).text
    assert "Elke jongere heeft een begeleider." in page and "U bent aan zet" in page
    assert own.get(f"/measures/{one.id}/report-remedy").status_code == 200
    refused = own.post(f"/measures/{one.id}/report-remedy", data={"remedy": " ", "version": one.version})
    assert refused.status_code == 422 and 'href="#remedy"' in refused.text
    sent = own.post(f"/measures/{one.id}/report-remedy", data={"remedy": "Er is een rooster.", "version": one.version})
    assert sent.status_code == 302
    office = client.sign_in(case.staff.office)
    assert "Er is een rooster." in office.get(f"/measures/{one.id}/accept").text
    assert office.post(f"/measures/{one.id}/accept", data={"version": one.version}).status_code == 302
    assert one.status == "met"
    assert client.sign_in(case.coordinator).get(f"/measures/{one.id}/accept").status_code == 403
    late = client.sign_in(case.coordinator).get(f"/measures/{one.id}/report-remedy")
    assert late.status_code == 409 and f'href="{address}"' in late.text
    assert "Laatste stap: Het herstel werd goedgekeurd; aan de maatregel is voldaan" in late.text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"text": ""}, "text"),
        ({"reasons": " "}, "reasons"),
        ({"due_on": day(START + DAY)}, "due_on"),
        ({"kind": "intention_to_suspend"}, "view_by"),
        ({"danger": "y", "due_on": day(START + DAY)}, "danger_stated"),
    ],
)
@pytest.mark.parametrize("way", ["new", "impose/preview"])
def test_bad_input_gets_a_sentence_at_the_field(
    case: play.Case, client: StrictClient, wrong: dict[str, str], field: str, way: str
) -> None:
    answer = client.sign_in(case.staff.board).post(f"{page_of(case)}/measures/{way}", data=impose(case, **wrong))
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert db.session.query(Measure).count() == 0


def test_a_suspension_is_previewed_decided_and_shown(case: play.Case, client: StrictClient, app: Flask) -> None:
    address, board = page_of(case), client.sign_in(case.staff.board)
    found = factories.accreditation_of(case)
    form = {"from_day": day(START), "until": day(START + 30 * DAY), "reasons": "Zagen.", "version": str(found.version)}
    refused = board.post(f"{address}/suspend", data=form)
    assert refused.status_code == 422 and 'href="#danger"' in refused.text
    form |= {"danger": "y", "danger_stated": years.DANGER}
    asked = board.post(f"{address}/suspend/preview", data=form)
    assert asked.status_code == 303 and found.status == "active"
    assert "Zagen." in board.get(f"{address}/suspend").text, "the text waits"
    jobs.run_until_quiet(app)
    concept = board.get(f"{address}/suspend/preview/concept.pdf")
    assert (concept.mimetype, concept.data[:5]) == ("application/pdf", b"%PDF-")
    assert board.post(f"{address}/suspend", data=form).status_code == 302
    page = client.sign_in(case.coordinator).get(address).text
    assert "Geschorst van 4 januari 2027 tot en met 3 februari 2027" in page
    assert years.DANGER not in page.split("Maatregelen")[0]
    entry = client.get(f"/register/{found.slug}", follow_redirects=True).text
    assert "geschorst" in entry and "Zagen" not in entry


def test_a_preview_lets_the_term_pass_first(case: play.Case, client: StrictClient) -> None:
    found = factories.accreditation_of(case)
    years.give_view(years.impose(found, "intention_to_suspend", by=case.staff.board), by=case.coordinator)
    clock.move_to(START + 15 * DAY)  # no timer ran since
    form = {"from_day": day(START + 16 * DAY), "until": day(START + 76 * DAY), "weighing": "Gelezen.",
            "reasons": "Zagen.", "version": str(found.version)}  # fmt: skip
    asked = client.sign_in(case.staff.board).post(f"{page_of(case)}/suspend/preview", data=form)
    assert asked.status_code == 303


def test_a_suspension_that_overlaps_another_is_refused_at_the_field(case: play.Case, client: StrictClient) -> None:
    found, board = factories.accreditation_of(case), client.sign_in(case.staff.board)
    years.suspend(found, by=case.staff.board, until=START + 30 * DAY, danger=True, danger_stated=years.DANGER)
    fire(found, "reinstate", actor=case.staff.board, reasons="De zagen zijn weg.")
    form = {"from_day": day(START), "until": day(START + 9 * DAY), "reasons": "Zagen.", "danger": "y",
            "danger_stated": years.DANGER, "version": str(found.version)}  # fmt: skip
    answer = board.post(f"{page_of(case)}/suspend", data=form)
    assert answer.status_code == 422 and 'href="#from_day"' in answer.text and len(found.suspensions) == 1
    assert "Er is een schorsing tot en met 4 januari 2027" in answer.text


def test_a_check_in_marks_every_question_that_is_open(case: play.Case, client: StrictClient) -> None:
    clock.move_to(date(2028, 1, 10))
    passing.work()
    found = factories.accreditation_of(case)
    one = years.latest_check_in(found)
    own = client.sign_in(case.coordinator)
    assert own.get(f"/check-ins/{one.id}/submit").status_code == 200
    answer = own.post(f"/check-ins/{one.id}/submit", data={"answer_youths": "3", "version": one.version})
    assert answer.status_code == 422
    for open_ in ("early_end", "learnt", "difficult"):
        assert f'href="#answer_{open_}"' in answer.text
    assert 'href="#answer_changed"' not in answer.text and 'href="#answer_youths"' not in answer.text
    full = {f"answer_{key}": str(value) for key, value in years.ANSWERS.items()} | {"version": str(one.version)}
    assert own.post(f"/check-ins/{one.id}/submit", data=full).status_code == 302
    office = client.sign_in(case.staff.office)
    assert years.ANSWERS["learnt"] in office.get(f"/check-ins/{one.id}").text
    assert "Tussenstanden om te bekijken" in office.get("/").text
    assert one.status == "submitted" and found.youth_last_on == date(2028, 1, 4)


def test_what_is_due_and_what_waits_take_as_many_statements_however_many(
    case: play.Case, client: StrictClient, app: Flask
) -> None:
    def counted() -> list[int]:
        found = []
        for person, path in ((case.staff.board, "/"), (case.staff.board, "/deadlines"), (case.staff.office, "/")):
            assert client.sign_in(person).get(path).status_code == 200
            found.append(app.extensions["watch"].statements)
        return found

    found = factories.accreditation_of(case)
    for kind in ("warning", "intention_to_suspend"):
        years.impose(found, kind, by=case.staff.board)
    counted()
    few = counted()
    for number in range(8):
        host = factories.organisation(name=f"Gastheer {number}")
        more = factories.accreditation_of(factories.granted(officials=case.staff, of=host))
        years.impose(more, "warning", by=case.staff.board)
    assert counted() == few


def test_the_register_shows_how_it_stood_on_a_day(case: play.Case, client: StrictClient) -> None:
    found, board = factories.accreditation_of(case), case.staff.board
    clock.move_to(START + 10 * DAY)
    years.suspend(found, by=board, until=START + 40 * DAY, danger=True, danger_stated=years.DANGER)
    clock.move_to(START + 60 * DAY)
    passing.work()
    years.withdraw(found, by=board, danger=True, danger_stated=years.DANGER)
    db.session.commit()
    stood = {
        START - DAY: None, START: "in_force", START + 10 * DAY: "suspended", START + 41 * DAY: "in_force",
        START + 60 * DAY: "withdrawn",
    }  # fmt: skip
    for on, wanted in stood.items():
        lines = client.get(f"/register.json?on={on.isoformat()}").json["organisations"]
        assert [line["status"] for line in lines] == ([wanted] if wanted else []), on
        assert client.get(f"/register?on={on.isoformat()}").status_code == 200
        entry = client.get(f"/register/{found.slug}?on={on.isoformat()}", follow_redirects=True)
        assert entry.status_code == 200 and years.DANGER not in entry.text
    assert "2027-01-14/2027-02-13" in client.get("/register.csv").text
    assert client.get("/register?on=geen-dag").status_code == 200


def test_time_passes_only_in_the_demonstration(client: StrictClient) -> None:
    assert client.post("/demo/pass", data={"span": "week"}).status_code == 404


def test_in_the_demonstration_a_year_passes_and_its_letters_come(
    case: play.Case, client: StrictClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MDT_DEMO", True)
    assert client.post("/demo/pass", data={"span": "eeuw"}).status_code == 422
    assert client.post("/demo/pass", data={"span": "year"}).status_code == 302
    assert clock.today() == date(2028, 1, 4)
    assert years.latest_check_in(factories.accreditation_of(case)).due_on == date(2028, 1, 4)
    commit_and_work(app)
    page = client.get("/demo/mail").text
    assert "Jaarlijkse tussenstand van" in page and "4 januari 2028" in page
    told = client.get("/demo/mail", query_string={"q": case.coordinator.email.upper()}).text
    assert "Jaarlijkse tussenstand van" in told and case.staff.office.email not in told
    assert "Geen brief is zo." in client.get("/demo/mail?q=100%25").text
