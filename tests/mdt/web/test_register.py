"""The public register in the browser and as files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.fixtures.application import StrictClient, parse
from tests.mdt import register_rows as rows

SECRETS = ("geheim", "Geheimstraat", "voorbeeld.example", "3447")


@pytest.fixture(autouse=True)
def _today(clock: Callable[[date], None]) -> None:
    clock(rows.TODAY)


def fill(number: int) -> None:
    for n in range(1, number + 1):
        rows.accreditation(rows.organisation(n, name=f"Organisatie {n:04}"), n)


def names(page: str) -> list[str]:
    return ["".join(cell.itertext()) for cell in parse(page).findall(".//tbody//th//a")]


def test_the_register_shows_25_at_a_time(database: Any, client: StrictClient) -> None:
    fill(30)
    first, second = client.get("/register"), client.get("/register?page=2&q=organisatie")
    assert (len(names(first.text)), len(names(second.text))) == (25, 5)
    assert "30 organisaties gevonden" in first.text
    assert names(first.text)[0] == "Organisatie 0001"
    assert client.get("/register?page=99").status_code == 200


def test_the_register_in_english_keeps_its_language_in_its_links(database: Any, client: StrictClient) -> None:
    fill(1)
    page = client.get("/register?language=en&q=organ").text
    assert "1 organisation found" in page
    assert "/register/organisatie-0001-69000001?language=en" in page
    assert "language=en" in page.split("register.csv?")[1][:60]


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=%27%22%3E%3Cscript%3E", "page=-1", "page=abc", "page=99999999999999999999", "status=x&sector=%25",
     "municipality=" + "x" * 3000, "sort=nothing", "q=" + "a+" * 900, "language=xx", "q=%ff%fe", "page="],
)  # fmt: skip
def test_hostile_searches_are_answered_calmly(database: Any, client: StrictClient, query: str) -> None:
    fill(1)
    for path in ("/register", "/register.csv", "/register.json"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code == 200
        assert "<script>" not in answer.text


def test_as_many_statements_for_ten_rows_as_for_a_thousand(database: Any, client: StrictClient, app: Any) -> None:
    paths = ("/register", "/register.csv", "/register.json", "/api/v1/accreditations?pageSize=100")
    fill(10)
    assert client.get("/register").status_code == 200  # the first request also reads what is read once

    def counted() -> list[int]:
        found = []
        for path in paths:
            assert client.get(path).status_code == 200
            found.append(app.extensions["watch"].statements)
        return found

    ten = counted()
    for n in range(11, 1001):
        rows.accreditation(rows.organisation(n), n)
    assert counted() == ten


def test_one_organisation_has_a_stable_address(database: Any, client: StrictClient) -> None:
    who = rows.organisation(name="Stichting Bolderbast", website="https://bolderbast.example")
    row = rows.accreditation(who)
    rows.accreditation(who, 2, (date(2022, 1, 1), date(2025, 12, 31)))
    rows.decision(row, rows.event(row), conditions=2)
    page = client.get("/register/stichting-bolderbast-69000001").text
    assert "31 december 2029" in page
    assert "2 voorwaarden" in page
    assert "AC-2026-0002" in page
    assert not [secret for secret in SECRETS if secret in page.replace("bolderbast.example", "")]
    old = client.get("/register/vroegere-naam-69000001?language=en")
    assert old.status_code == 308
    assert old.location.endswith("/register/stichting-bolderbast-69000001?language=en")


@pytest.mark.parametrize("slug", ["nobody-00000000", "stichting", "%00", "٦٩٠٠٠٠٠١", "x" * 300])
def test_an_unknown_address_is_not_found(client: StrictClient, slug: str) -> None:
    assert client.get(f"/register/{slug}").status_code == 404


def test_the_csv_holds_what_the_search_found_and_runs_no_formula(database: Any, client: StrictClient) -> None:
    rows.accreditation(rows.organisation(1, name='=HYPERLINK("http://kwaad")', city=" @stad"), 1)
    rows.accreditation(rows.organisation(2, name='Met "aanhaling", komma\nen regel', sector="sport"), 2)
    answer = client.get("/register.csv")
    assert answer.data[:3] != b"\xef\xbb\xbf"
    assert answer.content_type == "text/csv; charset=utf-8"
    assert "diensttijd-register-2026-11-24.csv" in answer.headers["Content-Disposition"]
    lines = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert lines[0]["organisation"].startswith("'=HYPERLINK")
    assert lines[0]["place"] == "' @stad"
    assert lines[1]["organisation"] == 'Met "aanhaling", komma\nen regel'
    assert not [secret for secret in SECRETS if secret in answer.text]
    assert len(list(csv.DictReader(io.StringIO(client.get("/register.csv?sector=sport").text)))) == 1


def test_the_json_says_its_licence_date_and_total(database: Any, client: StrictClient) -> None:
    fill(30)
    found = client.get("/register.json?q=organisatie&language=en").json
    assert (found["total"], found["date"]) == (30, "2026-11-24")
    assert "publicdomain/zero" in found["licence"]
    assert found["organisations"][0] == {
        "organisation": "Organisatie 0001", "kvkNumber": "69000001", "place": "Woerden", "municipality": "Woerden",
        "sector": "zorg", "website": None, "accreditation": "AC-2026-0001", "startsOn": "2026-01-01",
        "endsOn": "2029-12-31", "lastDay": "2029-12-31", "status": "in_force", "conditions": 0,
        "suspensions": "",
        "page": "http://localhost/register/organisatie-0001-69000001",
    }  # fmt: skip


def test_an_empty_register_says_so(client: StrictClient) -> None:
    assert "Er is nog geen organisatie geaccrediteerd" in client.get("/register").text
    assert client.get("/register/data").status_code == 200
