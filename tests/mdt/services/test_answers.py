"""Answers are saved as they come, and never over somebody else's."""

from __future__ import annotations

from typing import Any

import pytest

from mdt.models import Answer, db
from mdt.services import answers, framework_versions
from tests import factories
from workflows.base import NotNow, NotPermitted, Refused


def test_a_section_goes_from_todo_by_begun_to_done(database: Any) -> None:
    case = factories.application()
    framework = framework_versions.of(case.application)
    section = framework.section("learning")
    seen = []
    for content in (
        {},
        {"learning": "Koken"},
        {"learning": "Koken", "talks": "weekly", "recognition": ["certificate"]},
    ):
        answers.save(case.application, "learning", content, actor=case.coordinator, expected_version=None)
        seen.append(answers.state_of(section, answers.all_of(case.application), small=False))
    assert seen == ["todo", "begun", "done"]


def test_an_answer_that_is_not_asked_now_stays(database: Any) -> None:
    case = factories.application()
    for content in ({"learning": "Koken", "talks": "weekly"}, {"learning": "Bakken"}):
        row = answers.save(case.application, "learning", content, actor=case.coordinator, expected_version=None)
    assert row.content == {"learning": "Bakken", "talks": "weekly"}


def test_an_unknown_question_is_not_stored(database: Any) -> None:
    case = factories.application()
    row = answers.save(case.application, "learning", {"salary": 1}, actor=case.coordinator, expected_version=None)
    assert row.content == {}


def test_an_older_form_does_not_overwrite(database: Any) -> None:
    case = factories.application()
    first = answers.save(case.application, "learning", {"learning": "A"}, actor=case.coordinator, expected_version=0)
    answers.save(
        case.application, "learning", {"learning": "B"}, actor=case.coordinator, expected_version=first.version
    )
    with pytest.raises(Refused, match="colleague"):
        answers.save(case.application, "learning", {"learning": "C"}, actor=case.coordinator, expected_version=1)
    assert db.session.query(Answer).one().content["learning"] == "B"


def test_who_may_answer_and_when(database: Any) -> None:
    case = factories.application()
    for actor in (factories.colleague_of(case.organisation), case.staff.office):
        answers.save(case.application, "learning", {"learning": "A"}, actor=actor, expected_version=None)
    with pytest.raises(NotPermitted):
        answers.save(case.application, "learning", {}, actor=case.staff.board, expected_version=None)
    case.fire("withdraw", case.coordinator)
    with pytest.raises(NotNow):
        answers.save(case.application, "learning", {}, actor=case.coordinator, expected_version=None)


def test_size_is_kept_with_the_application(database: Any) -> None:
    case = factories.application()
    small = {"number_of_volunteers": 99, "paid_staff": "below_two_fte"}
    answers.save(case.application, "organisation", small, actor=case.coordinator, expected_version=None)
    assert case.application.small
    answers.save(case.application, "organisation", {"number_of_volunteers": 100}, actor=case.coordinator,
                 expected_version=None)  # fmt: skip
    assert not case.application.small
