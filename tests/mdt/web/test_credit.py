"""Credits in the browser: the youth asks, the school judges on one page, and decides with the paper in sight."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from mdt import jobs
from mdt.demo import credits as play
from mdt.models import Credit, db
from mdt.services import clock
from tests import factories
from tests import factories_credit as make
from tests import factories_school as schools


@pytest.fixture
def claim(database):
    return make.credit(at="under_review")


def _address(claim, *rest):
    return "/".join(("/credits", str(claim.credit.id), *rest))


def test_a_youth_asks_writes_and_hands_in(database, client):
    place = schools.school()
    enrolled = schools.enrolment(school=place)
    by, agreement = make.scheme(place), make.served(enrolled)
    client.sign_in(enrolled.youth.person)
    page = client.get("/credits/new")
    assert agreement.organisation.name in page.text
    assert by.title in page.text
    begun = client.post("/credits/new", data={"agreement": str(agreement.id), "scheme": str(by.id)})
    assert begun.status_code == 302
    made = db.session.query(Credit).one()
    early = client.post(f"/credits/{made.id}/submit", data={"version": made.version})
    assert early.status_code == 422
    saved = client.post(begun.location, data={"reflection": "Ik leerde luisteren.", "reflection_minutes": "4:00"})
    assert saved.status_code == 302
    shown = client.get(f"/credits/{made.id}")
    assert "Ik leerde luisteren." in shown.text
    assert "3 EC" in shown.text
    assert "28 uur" in shown.text
    assert client.post(f"/credits/{made.id}/submit", data={"version": made.version}).status_code == 302
    assert made.status == "submitted"
    assert client.post(f"/credits/{made.id}/withdraw", data={"version": made.version}).status_code == 302
    assert made.status == "withdrawn"


def test_earlier_volunteering_is_asked_with_its_days_and_hours(database, client):
    place = schools.school()
    enrolled = schools.enrolment(school=place)
    by = make.scheme(place)
    data = {"scheme": str(by.id), "prior_organisation": "Speeltuin", "prior_activities": "Kamp", "prior_minutes": "60",
            "prior_from": "01-07-2025", "prior_until": "31-08-2025", "reflection": "Leerzaam."}  # fmt: skip
    client.sign_in(enrolled.youth.person)
    assert client.get("/credits/prior").status_code == 200
    wrong = client.post("/credits/prior", data=data | {"prior_until": "30-06-2025"})
    assert wrong.status_code == 422
    assert 'href="#prior_until"' in wrong.text
    assert "Leerzaam." in wrong.text
    assert client.post("/credits/prior", data=data).status_code == 302
    assert db.session.query(Credit).one().prior_minutes == 3600


def test_the_school_sees_all_evidence_on_one_page(claim, client):
    page = client.sign_in(claim.board).get(_address(claim))
    for words in (play.REFLECTION, "Altijd op tijd", claim.credit.agreement.accreditation.number, "3 EC", play.WHY,
                  "Week van"):  # fmt: skip
        assert words in page.text, words


def test_a_clerk_proposes_and_sends_back_but_does_not_award(claim, client):
    client.sign_in(claim.clerk)
    data = {"basis": "assessed_unit", "basis_text": "VRIJ-3", "passed": "y", "assessed_by": "Ella", "reasons": "Goed.",
            "assessed_on": f"{clock.today():%d-%m-%Y}"}  # fmt: skip
    no = client.post(_address(claim, "propose"), data=data | {"passed": "n"})
    assert no.status_code == 422
    assert 'href="#passed"' in no.text
    assert client.post(_address(claim, "propose"), data=data).status_code == 302
    assert client.post(_address(claim, "award"), data={"reasons": "Ja."}).status_code == 403
    assert client.post(_address(claim, "send-back"), data={"what_is_missing": " "}).status_code == 422
    assert client.post(_address(claim, "send-back"), data={"what_is_missing": "De reflectie."}).status_code == 302
    assert claim.credit.status == "returned"


def test_the_exam_board_looks_at_the_paper_and_awards(app, claim, client):
    client.sign_in(claim.board)
    assert client.post(_address(claim, "award", "preview"), data={"reasons": " "}).status_code == 422
    asked = client.post(_address(claim, "award", "preview"), data={"reasons": "Overtuigend."})
    assert asked.status_code == 303
    jobs.run_until_quiet(app)
    assert client.get(asked.location + "/ready").json == {"ready": True}
    assert client.get(asked.location).status_code == 200
    assert client.get(asked.location + "/concept.pdf").data.startswith(b"%PDF")
    assert "Overtuigend." in client.get(_address(claim, "award")).text
    assert client.post(_address(claim, "award"), data={"reasons": "Overtuigend."}).status_code == 302
    jobs.run_until_quiet(app)
    page = client.get(_address(claim))
    assert "3 EC" in page.text
    paper = page.text.split("/papers/")[1].split('"')[0]
    assert client.get(_address(claim, "papers", paper)).data.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("at", "event", "data", "field"),
    [
        ("under_review", "decline", {"reasons": " "}, "reasons"),
        ("awarded", "revoke", {"ground": "error", "hearing": "Niets.", "reasons": "Fout."}, "heard_on"),
        ("not_awarded", "award-on-appeal", {"appeal_body": "CBE", "appeal_on": "01-01-2099", "amount": "3",
                                            "appeal_reference": "1", "reasons": "Ja."}, "appeal_on"),
    ],
)  # fmt: skip
def test_bad_input_gets_a_sentence_at_the_field(database, client, at, event, data, field):
    claim = make.credit(at=at)
    client.sign_in(claim.board)
    assert client.get(_address(claim, event)).status_code == 200
    page = client.post(_address(claim, event), data=data)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert claim.credit.status == at


def test_somebody_else_does_not_see_it(claim, client):
    elsewhere = schools.people_of(schools.school(name="Hogeschool Elders")).board
    for stranger in (elsewhere, schools.youth().person):
        assert client.sign_in(stranger).get(_address(claim)).status_code == 404
    assert client.sign_in(factories.official("office")).get(_address(claim)).status_code == 404


def test_a_draft_is_seen_by_the_youth_alone(database, client):
    claim = make.credit()
    assert client.sign_in(claim.clerk).get(_address(claim)).status_code == 404
    assert client.sign_in(claim.youth).get(_address(claim)).status_code == 200


def test_of_two_decisions_the_second_is_told_how_it_stands(claim, client):
    play.award(claim)
    late = client.sign_in(claim.board).post(_address(claim, "decline"), data={"reasons": "Mijn redenen."})
    assert late.status_code == 409
    assert claim.credit.number in late.text
    assert "Mijn redenen." in late.text


def test_the_list_searches_and_exports_without_formulas(claim, client):
    claim.youth.name = "=HYPERLINK(1)"
    db.session.flush()
    client.sign_in(claim.board)
    assert claim.credit.number in client.get("/credits?q=hyperlink&status=under_review").text
    assert claim.credit.number not in client.get("/credits?status=awarded").text
    text = client.get("/credits/export/csv")
    rows = list(csv.reader(io.StringIO(text.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][:2] == [claim.credit.number, "'=HYPERLINK(1)"]
    book = openpyxl.load_workbook(io.BytesIO(client.get("/credits/export/xlsx").data))
    assert [cell.value for cell in book.active[2]][:2] == [claim.credit.number, "'=HYPERLINK(1)"]
    assert client.sign_in(claim.youth).get("/credits/export/csv").status_code == 404
