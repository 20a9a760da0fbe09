"""The page behind a paper's code: true, modest, and without a trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from mdt.models import Accreditation, Suspension
from mdt.services.paper import TITLES
from mdt.services.paper_records import KINDS
from tests.fixtures.application import StrictClient, configuration
from tests.mdt import register_rows as rows

CODE = "7KQ2-M9XW-4PHT-0B1C-V8RZ"


@pytest.fixture(autouse=True)
def _today(clock: Callable[[date], None]) -> None:
    clock(rows.TODAY)


def issue(kind: str, **period: Any) -> Any:
    row = rows.accreditation(rows.organisation(), **period)
    happened = rows.event(row)
    return rows.document(happened, kind, CODE, row), row, happened


def test_every_kind_of_paper_has_a_title() -> None:
    assert set(TITLES) == set(KINDS)


@pytest.mark.parametrize("paper", KINDS)
def test_a_paper_shows_no_person_no_reasons_and_no_text_of_conditions(
    database: Any, client: StrictClient, paper: str
) -> None:
    issue(paper)
    answer = client.get(f"/verify/{CODE}")
    assert answer.status_code == 200
    assert "Naam zoals op papier" in answer.text
    assert "ab" * 32 in answer.text
    assert "eheim" not in answer.text
    told = paper in ("certificate", "grant_decision")
    assert ("AC-2026-0001" in answer.text) is told
    assert ("31 december 2029" in answer.text) is told


@pytest.mark.parametrize(
    ("period", "given_up_from", "expected"),
    [
        (rows.PERIOD, None, "De accreditatie geldt."),
        ((date(2027, 1, 1), date(2030, 12, 31)), None, "De accreditatie is nog niet begonnen"),
        ((date(2022, 1, 1), date(2025, 12, 31)), None, "De accreditatie is afgelopen"),
        (rows.PERIOD, rows.TODAY, "heeft de accreditatie opgegeven"),
        (rows.PERIOD, rows.TODAY + timedelta(days=9), "De organisatie geeft de accreditatie op"),
    ],
)
def test_a_certificate_says_how_it_stands_today(
    database: Any, client: StrictClient, period: tuple[date, date], given_up_from: date | None, expected: str
) -> None:
    issue("certificate", period=period, given_up_from=given_up_from)
    assert expected in client.get(f"/verify/{CODE}").text


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("suspended", "De accreditatie is geschorst tot en met"),
        ("withdrawn", "De accreditatie is ingetrokken"),
        ("lapsed", "De accreditatie is vervallen"),
        ("renewed", "De accreditatie is verlengd op"),
    ],
)
def test_a_certificate_follows_what_happened_since(
    database: Any, client: StrictClient, status: str, expected: str
) -> None:
    _, row, _ = issue("certificate")
    database.session.execute(update(Accreditation).values(
        {"status": status, "stopped_from": None if status == "suspended" else rows.TODAY}
    ))  # fmt: skip
    if status == "suspended":
        days = {"starts_on": rows.TODAY, "ends_on": rows.TODAY + timedelta(days=3000)}
        database.session.add(Suspension(accreditation_id=row.id, **days))
    database.session.commit()
    assert expected in client.get(f"/verify/{CODE}").text


def test_a_superseded_decision_says_so(database: Any, client: StrictClient) -> None:
    _, row, happened = issue("grant_decision")
    first = rows.decision(row, happened)
    rows.decision(row, rows.event(row), supersedes=first)
    assert "in de plaats gekomen van dit document" in client.get(f"/verify/{CODE}").text


@pytest.mark.parametrize(
    "typed", [CODE, CODE.lower(), "7KQ2M9XW4PHT0B1CV8RZ", " 7kq2 m9xw.4pht–OBIC_v8rz ", "7KQ2 M9XW 4PHT OBLC V8RZ"]
)
def test_a_code_may_be_typed_in_many_ways(database: Any, client: StrictClient, typed: str) -> None:
    issue("certificate")
    answer = client.get("/verify", query_string={"code": typed}, follow_redirects=True)
    assert "Certificaat van accreditatie" in answer.text
    assert answer.request.path == f"/verify/{CODE}"


@pytest.mark.parametrize("typed", ["", "   ", "!!!", "\x00", "ёж"])
def test_no_code_gets_a_sentence_at_the_field(client: StrictClient, typed: str) -> None:
    answer = client.get("/verify", query_string={"code": typed})
    assert answer.status_code == 422
    assert answer.text.count("Typ de code die op het document staat.") == 2


@pytest.mark.parametrize(
    "code", ["AAAA-AAAA-AAAA-AAAA-AAAA", "x", "%00", "<script>alert(1)</script>", "é" * 40, "1" * 999]
)
def test_an_unknown_code_gets_help_and_the_form(client: StrictClient, code: str) -> None:
    answer = client.get(f"/verify/{code}".replace("</", "<"))
    assert answer.status_code == 404
    assert "Deze code kennen wij niet" in answer.text
    assert 'name="code"' in answer.text
    assert "<script>alert" not in answer.text


def test_nobody_who_verifies_gets_a_cookie(database: Any, client: StrictClient) -> None:
    issue("certificate")
    paths = ("/verify", "/verify?code=", f"/verify/{CODE}", "/verify/unknown-code", f"/verify/{CODE}?language=en",
             "/register", "/self-check", "/privacy", "/api/v1/accreditations")  # fmt: skip
    for path in paths:
        answer = client.get(path)
        assert "Set-Cookie" not in answer.headers, path
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/verify/{CODE}").headers["X-Robots-Tag"] == "noindex"


def test_the_page_is_there_in_english(database: Any, client: StrictClient) -> None:
    issue("certificate")
    page = client.get(f"/verify/{CODE}?language=en").text
    assert "The accreditation is in force." in page
    assert f"/verify/{CODE}?language=nl" in page


def test_guessing_is_stopped(tmp_path: Path) -> None:
    from mdt import create_app
    from mdt.extensions import db

    settings = configuration(f"sqlite:///{tmp_path / 'x.db'}", tmp_path) | {"RATELIMIT_ENABLED": True}
    app = create_app(settings)
    with app.app_context():
        db.create_all()
    visitor = app.test_client()
    found = [visitor.get(f"/verify/AAAA-AAA{n}").status_code for n in range(31)]
    with app.app_context():
        db.engine.dispose()
    assert found[:30] == [404] * 30
    assert found[30] == 429
