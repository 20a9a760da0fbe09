"""On the visit: what is noted, by whom, and what is never written down."""

from __future__ import annotations

from typing import Any

import pytest

from mdt.models import Conversation
from mdt.services import practice_evidence, visit
from tests import factories
from workflows.base import NotNow, NotPermitted, Refused


def test_both_assessors_note_in_the_same_visit(database: Any) -> None:
    case = factories.with_visit()
    first = visit.observe(case.planned, "own_guide", actor=case.staff.lead, text="Gezien.", seen=[0, 9, -1])
    assert first.seen == [0] and first.theme == "guidance"
    second = visit.observe(
        case.planned, "own_guide", actor=case.staff.second, text="Ook gehoord.", expected_version=first.version
    )
    assert second.id == first.id and second.saved_by == case.staff.second.id


def test_an_observation_that_somebody_else_saved_is_not_overwritten(database: Any) -> None:
    case = factories.with_visit()
    visit.observe(case.planned, "own_guide", actor=case.staff.lead, text="Gezien.")
    with pytest.raises(Refused):
        visit.observe(case.planned, "own_guide", actor=case.staff.second, text="Anders.", expected_version=0)


def test_others_note_nothing(database: Any) -> None:
    case = factories.with_visit()
    for somebody in (case.coordinator, case.staff.office, case.staff.board, case.staff.third):
        with pytest.raises(NotPermitted):
            visit.observe(case.planned, "own_guide", actor=somebody, text="Niet gezien.")


@pytest.mark.parametrize("at", ["proposed", "reported", "cancelled"])
def test_noting_is_for_an_agreed_or_held_visit(database: Any, at: str) -> None:
    case = factories.with_visit(at=at)
    with pytest.raises(NotNow):
        visit.converse(case.planned, actor=case.staff.lead, kind="guide", text="")


def test_a_conversation_has_a_kind_and_a_text_and_no_column_for_who_it_was(database: Any) -> None:
    case = factories.with_visit()
    with pytest.raises(Refused):
        visit.converse(case.planned, actor=case.staff.lead, kind="neighbour", text="")
    row = visit.converse(case.planned, actor=case.staff.lead, kind="guide", text="Kent alle jongeren.")
    assert set(Conversation.__table__.columns.keys()) == {"id", "visit_id", "kind", "text", "noted_at"}
    counted = practice_evidence.counted(factories.framework(), case.planned)
    assert [(kind.id, number) for kind, number in counted] == [("guide", 1)]
    visit.forget_conversation(case.planned, row.id, actor=case.staff.lead)
    assert practice_evidence.counted(factories.framework(), case.planned) == ()
