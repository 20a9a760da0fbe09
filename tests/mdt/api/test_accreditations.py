"""The interface for programs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.fixtures.application import StrictClient
from tests.mdt import register_rows as rows

ALL = "/api/v1/accreditations"


@pytest.fixture(autouse=True)
def _today(clock: Callable[[date], None]) -> None:
    clock(rows.TODAY)


def test_pages_lead_to_each_other(database: Any, client: StrictClient) -> None:
    for n in range(1, 6):
        rows.accreditation(rows.organisation(n), n)
    seen, url = [], f"{ALL}?pageSize=2&status=in_force&_external=x&unknown=1"
    while url:
        answer = client.get(url)
        assert answer.headers["API-Version"] == "1.1.0"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        seen += [one["number"] for one in answer.json["accreditations"]]
        url = answer.json["_links"].get("next", {}).get("href")
    assert seen == [f"AC-2026-000{n}" for n in range(1, 6)]
    assert (answer.json["totalItems"], answer.json["totalPages"], answer.json["page"]) == (5, 3, 3)
    assert set(answer.json["_links"]) == {"self", "first", "prev", "last"}


def test_one_accreditation_by_its_number(database: Any, client: StrictClient) -> None:
    row = rows.accreditation(rows.organisation(website="https://voorbeeld.example/"), given_up_from=date(2026, 12, 1))
    rows.decision(row, rows.event(row), conditions=3)
    found = client.get(f"{ALL}/{row.number}").json
    links = found.pop("_links")
    assert found == {
        "number": "AC-2026-0001", "status": "in_force", "startsOn": "2026-01-01", "endsOn": "2029-12-31",
        "lastDay": "2026-11-30", "conditions": 3, "youthAnswers": None,
        "organisation": {"name": "Stichting Voorbeeld 1", "kvkNumber": "69000001", "place": "Woerden",
                         "municipality": "Woerden", "sector": "zorg", "website": "https://voorbeeld.example/"},
    }  # fmt: skip
    assert client.get(links["self"]["href"]).status_code == 200
    assert client.get(links["page"]["href"]).status_code == 200


@pytest.mark.parametrize(
    ("query", "name"),
    [("status=x", "status"), ("sector=%27", "sector"), ("page=0", "page"), ("page=", "page"), ("page=%D9%A1", "page"),
     ("page=9999999999", "page"), ("pageSize=101", "pageSize"), ("pageSize=-1", "pageSize"),
     ("kvkNumber=1", "kvkNumber")],
)  # fmt: skip
def test_a_wrong_parameter_is_named(client: StrictClient, query: str, name: str) -> None:
    answer = client.get(f"{ALL}?{query}")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert [one["name"] for one in answer.json["invalidParams"]] == [name]


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [("get", f"{ALL}/AC-0", 404), ("get", "/api/v1/nothing", 404), ("get", f"{ALL}/%00", 404), ("post", ALL, 405),
     ("delete", f"{ALL}/AC-0", 405)],
)  # fmt: skip
def test_refusals_are_problems_that_a_program_reads(client: StrictClient, method: str, path: str, code: int) -> None:
    answer = getattr(client, method)(path)
    assert (answer.status_code, answer.mimetype) == (code, "application/problem+json")
    assert answer.json["status"] == code
    assert answer.headers["API-Version"] == "1.1.0"


def test_the_description_matches_what_is_answered(database: Any, client: StrictClient) -> None:
    rows.accreditation(rows.organisation())
    said = client.get("/api/v1/openapi.json").json
    assert said["openapi"].startswith("3.0")
    assert said["servers"] == [{"url": "http://localhost/api/v1"}]
    page, schemas = client.get(ALL).json, said["components"]["schemas"]
    assert set(page) == set(schemas["AccreditationPage"]["properties"])
    one = schemas["Accreditation"]["properties"]
    assert set(page["accreditations"][0]) == set(one)
    assert set(page["accreditations"][0]["organisation"]) == set(one["organisation"]["properties"])


@pytest.mark.parametrize("query", ["query=%00", "query=%25", "municipality=%27%3B--", "query=" + "x" * 4000])
def test_hostile_searches_find_nothing(database: Any, client: StrictClient, query: str) -> None:
    answer = client.get(f"{ALL}?{query}")
    assert answer.status_code == 200
    assert answer.json["accreditations"] == []
