"""The self-check: six questions, advice, nothing kept."""

from __future__ import annotations

import pytest

from mdt.services.self_check import self_check
from tests.fixtures.application import StrictClient

QUESTIONS = [question.id for question in self_check().questions]


def answers(**given: str) -> dict[str, str]:
    return dict.fromkeys(QUESTIONS, "yes") | given


@pytest.mark.parametrize(("language", "heading"), [("nl", "Zelfcheck"), ("en", "Self-check")])
def test_six_questions_without_an_account(client: StrictClient, language: str, heading: str) -> None:
    page = client.get(f"/self-check?language={language}").text
    assert heading in page
    assert page.count('type="radio"') == 18


def test_ready_when_all_is_well(client: StrictClient) -> None:
    answer = client.post("/self-check", data=answers())
    assert answer.status_code == 200
    assert "U bent er klaar voor" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_every_other_answer_brings_a_next_step(client: StrictClient, app: object) -> None:
    page = client.post("/self-check?language=en", data=answers(tasks="no", guide="partly", visit="no")).text
    asked = self_check().questions
    for question in asked:
        assert (question.when_no.en in page) is (question.id in ("tasks", "guide", "visit"))
    assert "You are almost there" in page


@pytest.mark.parametrize("wrong", [{}, {"tasks": "perhaps"}, {"tasks": "<script>"}])
def test_a_question_left_open_is_named_in_the_summary(client: StrictClient, wrong: dict[str, str]) -> None:
    sent = answers(**wrong) if wrong else dict.fromkeys(QUESTIONS[1:], "yes")
    answer = client.post("/self-check", data=sent)
    assert answer.status_code == 422
    assert 'href="#tasks"' in answer.text
    assert 'value="yes" checked' in answer.text
