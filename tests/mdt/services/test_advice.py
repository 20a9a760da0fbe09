"""The joint advice: shut until both assessments are in, what differs first, and what is proposed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mdt.demo import play
from mdt.demo.play import Words
from mdt.services import advice, clock
from mdt.services.transitions import fire
from tests import factories
from workflows.base import NotNow, NotPermitted, Refused

DIFFERENT = Words(second_scores={"safe_work": "absent"}, scores={"conduct": "developing"})


def joint(case: Any, indicator: str = "safe_work", score: str = "present") -> Any:
    """A joint judgement by the lead."""
    return advice.judge(case.application, indicator, actor=case.staff.lead, score=score, reasons="Samen gewogen.")


def test_nothing_is_compared_before_both_are_in(database: Any) -> None:
    case = factories.under_assessment()
    assert advice.comparison(case.application) == []
    play.assess(case, case.pair[0])
    assert advice.comparison(case.application) == []
    with pytest.raises(NotNow):
        joint(case)
    play.assess(case, case.pair[1])
    assert len(advice.comparison(case.application)) == len(case.indicators)


def test_it_shuts_again_when_one_is_reopened(database: Any) -> None:
    case = factories.under_assessment(at="submitted")
    fire(case.pair[1], "reopen", actor=case.staff.office, reasons="Verkeerde indicator.")
    assert advice.comparison(case.application) == []


def test_what_differs_comes_first(database: Any) -> None:
    found = advice.comparison(factories.under_assessment(at="submitted", words=DIFFERENT).application)
    assert found[0].indicator.id == "safe_work" and found[0].differs
    assert not any(one.differs for one in found[1:])
    assert (found[0].first.lead, found[0].second.lead) == (True, False)
    assert [source.id for source in found[0].first.sources] == ["observation", "conversation"]


def test_only_the_lead_writes_the_joint_judgement(database: Any) -> None:
    case = factories.under_assessment(at="submitted")
    with pytest.raises(NotPermitted):
        advice.judge(case.application, "conduct", actor=case.staff.second, score="present", reasons="Ik.")


def test_a_change_asks_the_second_assessor_again(database: Any) -> None:
    case = factories.ready_for_advice()
    assert advice.judgements(case.application)["safe_work"].agreed is True
    joint(case, score="strong")
    assert advice.judgements(case.application)["safe_work"].agreed is None


def test_conditions_are_suggested_for_what_is_not_good_enough(database: Any) -> None:
    case = factories.under_assessment(at="submitted")
    joint(case, "conduct", "developing")
    assert [one.id for one in advice.suggestions(case.application)] == ["agree_conduct"]
    assert advice.suggestions(case.application)[0].due_on > clock.today() + timedelta(days=80)


def test_a_host_without_youths_gets_the_condition_on_the_first_two(database: Any) -> None:
    words = Words(had_youths=False, heard=(("young_volunteer", "Goed."), ("other_volunteer", "Ook goed.")))
    case = factories.with_visit(at="reported", words=words)
    for one in case.pair:
        play.assess(case, one)
    assert advice.without_youths(case.application)
    assert [one.id for one in advice.suggestions(case.application)] == ["first_two_youths"]
    assert advice.standard_condition(case.application).id == "first_two_youths"


def test_an_unknown_outcome_is_refused(database: Any) -> None:
    case = factories.under_assessment(at="submitted")
    with pytest.raises(Refused):
        advice.propose(case.application, actor=case.staff.lead, outcome="maybe", summary="")
