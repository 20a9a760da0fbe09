"""The home page of each role: what waits for it."""

from __future__ import annotations

import pytest

from tests import factories
from tests import factories_credit as make


def test_a_visitor_sees_the_front_page(client, database):
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("role", ["coordinator", "office", "board", "lead"])
@pytest.mark.parametrize("at", ["draft", "submitted", "supplement_requested", "in_assessment", "advised", "granted"])
def test_every_role_sees_what_waits(client, database, role, at):
    case = factories.application(at=at)
    person = case.coordinator if role == "coordinator" else getattr(case.staff, role)
    assert client.sign_in(person).get("/").status_code == 200


def test_the_office_finds_what_came_in(client, database):
    case = factories.application(at="submitted")
    assert case.application.number in client.sign_in(case.staff.office).get("/").text


def test_the_board_finds_what_it_can_decide(client, database):
    case = factories.application(at="advised")
    assert case.application.number in client.sign_in(case.staff.board).get("/").text


def test_somebody_without_a_function_is_told_what_to_do(client, database):
    page = client.sign_in(factories.person("Iemand Anders")).get("/")
    assert page.status_code == 200
    assert "/organisations/register" in page.text


def test_the_post_of_the_demonstration_exists_there_only(client, database):
    assert client.get("/demo/mail").status_code == 404
    assert client.post("/demo/date", data={"day": "24-11-2026"}).status_code == 404


@pytest.mark.parametrize(("at", "reader", "waits"), [
    ("draft", "youth", True), ("draft", "clerk", False), ("submitted", "clerk", True), ("submitted", "board", False),
    ("under_review", "board", True), ("under_review", "clerk", False), ("returned", "youth", True),
    ("awarded", "board", False),
])  # fmt: skip
def test_who_is_to_act_on_a_credit_finds_it(client, database, at, reader, waits):
    claim = make.credit(at=at)
    page = client.sign_in(getattr(claim, reader)).get("/")
    assert (claim.credit.number in page.text) is waits


def test_the_exam_board_finds_the_list_that_it_can_award(client, database):
    claim = make.credit(at="under_review")
    listed = make.cohort(of=[claim])
    assert f"/cohorts/{listed.id}" in client.sign_in(claim.board).get("/").text
    assert f"/cohorts/{listed.id}" not in client.sign_in(claim.clerk).get("/").text
