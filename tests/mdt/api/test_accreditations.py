"""The interface for programs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from mdt.api.openapi import VERSION
from mdt.models import Suspension, db
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
        assert answer.headers["API-Version"] == VERSION
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
        "lastDay": "2026-11-30", "conditions": 3, "suspensions": [], "underObjection": False, "youthAnswers": None,
        "organisation": {"name": "Stichting Voorbeeld 1", "kvkNumber": "69000001", "place": "Woerden",
                         "municipality": "Woerden", "sector": "zorg", "website": "https://voorbeeld.example/"},
    }  # fmt: skip
    assert client.get(links["self"]["href"]).status_code == 200
    assert client.get(links["page"]["href"]).status_code == 200


@pytest.mark.parametrize(
    ("query", "name"),
    [("status=x", "status"), ("sector=%27", "sector"), ("page=0", "page"), ("page=", "page"), ("page=%D9%A1", "page"),
     ("page=9999999999", "page"), ("pageSize=101", "pageSize"), ("pageSize=-1", "pageSize"),
     ("kvkNumber=1", "kvkNumber"), ("on=gisteren", "on"), ("on=2027-02-30", "on"), ("on=20270301", "on"),
     ("on=2027-W01-1", "on"), ("on=%D9%A1027-03-01", "on"), ("on=0000-01-01", "on")],
)  # fmt: skip
def test_a_wrong_parameter_is_named(client: StrictClient, query: str, name: str) -> None:
    answer = client.get(f"{ALL}?{query}")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert [one["name"] for one in answer.json["invalidParams"]] == [name]


@pytest.mark.parametrize("day", ["gisteren", "2027-02-30", "1-3-2027", "%00"])
def test_a_wrong_day_of_one_accreditation_is_refused_with_a_sentence(
    database: Any, client: StrictClient, day: str
) -> None:
    row = rows.accreditation(rows.organisation())
    answer = client.get(f"{ALL}/{row.number}?on={day}")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.json["invalidParams"] == [{"name": "on", "reason": "A day that exists, as 2027-03-01."}]


def test_it_says_how_it_stood_on_a_day_and_its_links_keep_the_day(database: Any, client: StrictClient) -> None:
    row = rows.accreditation(rows.organisation())
    db.session.add(Suspension(accreditation_id=row.id, starts_on=date(2026, 2, 1), ends_on=date(2026, 2, 28)))
    db.session.flush()
    stood = {}
    for day in ("2025-12-31", "2026-01-31", "2026-02-28", "2026-03-01", "2030-01-01"):
        found = client.get(f"{ALL}/{row.number}?on={day}").json
        stood[day] = (found["status"], len(found["suspensions"]))
        assert all(link["href"].endswith(f"?on={day}") for link in found["_links"].values())
        assert found["status"] == client.get(f"{ALL}?on={day}").json["accreditations"][0]["status"]
    assert stood == {
        "2025-12-31": ("begins_later", 0), "2026-01-31": ("in_force", 0), "2026-02-28": ("suspended", 1),
        "2026-03-01": ("in_force", 1), "2030-01-01": ("ended", 1),
    }  # fmt: skip
    page = client.get(f"{ALL}?on=2026-02-28&status=suspended").json
    assert page["totalItems"] == 1 and "on=2026-02-28" in page["_links"]["self"]["href"]


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [("get", f"{ALL}/AC-0", 404), ("get", "/api/v1/nothing", 404), ("get", f"{ALL}/%00", 404), ("post", ALL, 405),
     ("delete", f"{ALL}/AC-0", 405)],
)  # fmt: skip
def test_refusals_are_problems_that_a_program_reads(client: StrictClient, method: str, path: str, code: int) -> None:
    answer = getattr(client, method)(path)
    assert (answer.status_code, answer.mimetype) == (code, "application/problem+json")
    assert answer.json["status"] == code
    assert answer.headers["API-Version"] == VERSION


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
