"""Judging: saved as it stands, by its own assessor alone, and what waits for an assessor."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from mdt.demo import play
from mdt.models import Person
from mdt.services import assessment, assessor_queue, clock, practice_evidence
from mdt.services.transitions import fire
from tests import factories
from workflows.base import NotNow, NotPermitted, Refused


def judge(one: Any, indicator: str = "own_guide", **given: Any) -> Any:
    """Save a judgement by the assessor, complete unless told otherwise."""
    values = {"actor": one.assessor, "score": "present", "sources": ["observation"], "note": "Gezien."}
    return assessment.judge(one, indicator, **(values | given))


def labels(found: list[assessor_queue.Waiting]) -> list[str]:
    """What there is to do in the first case."""
    return [task.label for task in found[0].tasks]


def test_a_judgement_is_saved_complete_or_not(database: Any) -> None:
    one = factories.assessment()
    row = judge(one, score="", sources=[], note="Nog navragen.")
    assert (row.score, row.note) == ("", "Nog navragen.")
    again = judge(one, expected_version=row.version)
    assert again.id == row.id and again.score == "present"


def test_only_its_own_assessor_judges(database: Any) -> None:
    case = factories.under_assessment()
    with pytest.raises(NotPermitted):
        judge(case.lead, actor=case.staff.second)


@pytest.mark.parametrize("at", ["invited", "submitted", "recused", "released", "declined"])
def test_a_judgement_needs_an_open_assessment(database: Any, at: str) -> None:
    with pytest.raises(NotNow):
        judge(factories.assessment(at=at))


def test_an_unknown_level_or_a_stale_version_is_refused(database: Any) -> None:
    one = factories.assessment()
    with pytest.raises(Refused) as unknown:
        judge(one, score="superb")
    assert unknown.value.field == "score"
    judge(one)
    with pytest.raises(Refused) as stale:
        judge(one, expected_version=0)
    assert stale.value.field is None


def test_a_source_that_the_framework_does_not_know_is_dropped(database: Any) -> None:
    assert judge(factories.assessment(), sources=["observation", "rumour"]).sources == ["observation"]


def test_the_evidence_for_an_indicator_is_what_was_answered_seen_and_heard(database: Any) -> None:
    case = factories.with_visit(at="reported")
    known = factories.framework().indicator("own_guide")
    found = practice_evidence.of_indicator(case.application, known)
    assert {question.id for question, _value in found.answers} == {
        question.id for question in factories.framework().questions if "own_guide" in question.prepares
    }
    assert found.observation is not None and found.seen == known.look_for[:1]
    assert [other.theme for other, _row in found.nearby] == ["guidance"]
    assert [kind.id for kind, _row in found.conversations] == ["youth_in_service"] * 2


def test_the_queue_says_what_waits_at_every_step(database: Any) -> None:
    case = factories.under_assessment(at="invited")
    lead, second = case.staff.lead, case.staff.second

    def todo(person: Any) -> list[str]:
        return labels(assessor_queue.waiting(person, page=1)[1])

    assert todo(lead) == ["Answer the invitation"]
    play.clear(case)
    assert todo(lead) == ["Judge the indicators", "Plan the visit"]
    play.plan(case)
    assert todo(second) == ["Judge the indicators"]
    play.agree(case)
    assert todo(second) == ["Judge the indicators", "Note what you see on the visit"]
    play.run(case, [play.hold, play.note])
    assert todo(lead) == ["Judge the indicators", "Report the visit"]
    play.run(case, [play.report, lambda c: play.assess(c, c.pair[0]), lambda c: play.assess(c, c.pair[1])])
    assert todo(lead) == ["Write the joint advice"] and todo(second) == []
    play.confer(case)
    assert todo(lead) == ["Give the advice"] and todo(second) == []
    play.advise(case)
    assert assessor_queue.waiting(lead, page=1)[1] == []
    assert [one.id for one in assessor_queue.finished(lead, page=1).items] == [case.pair[0].id]


def test_a_case_is_as_old_as_the_business_date_says(database: Any) -> None:
    invited_on = clock.today()
    clock.move_to(invited_on - timedelta(days=9))
    case = factories.under_assessment(at="invited")
    clock.move_to(invited_on)
    (row,) = assessor_queue.waiting(case.staff.lead, page=1)[1]
    assert row.days_open == 9


def test_a_recused_assessor_has_nothing_to_do(database: Any) -> None:
    case = factories.under_assessment()
    fire(case.pair[0], "declare_conflict", actor=case.staff.lead, reasons="Mijn zus werkt hier.")
    assert assessor_queue.waiting(case.staff.lead, page=1)[1] == []


def test_the_queue_costs_the_same_for_one_case_and_for_many(database: Any) -> None:
    lead_id = factories.staff().lead.id

    def cost() -> int:
        database.session.flush()
        database.session.expunge_all()
        lead = database.session.get(Person, lead_id)
        seen: list[str] = []

        def count(*given: Any) -> None:
            seen.append(given[2])

        event.listen(database.engine, "before_cursor_execute", count)
        try:
            _page, rows = assessor_queue.waiting(lead, page=1)
            assert [row.application.organisation.name for row in rows]
        finally:
            event.remove(database.engine, "before_cursor_execute", count)
        return len(seen)

    def another() -> None:
        case = factories.application(at="in_assessment")
        case.staff = replace(case.staff, lead=database.session.get(Person, lead_id))
        play.run(case, [play.invite, play.clear, play.plan, play.agree])

    another()
    first = cost()
    another()
    another()
    assert cost() == first
