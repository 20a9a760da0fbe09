"""The policy of the visit in sentences, each tried at the service."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from mdt.demo import play
from mdt.models import Conversation, db
from mdt.services import clock as clocks
from mdt.services import visit as visits
from mdt.services.transitions import fire
from tests import factories
from workflows.base import NotNow, NotPermitted, Refused

pytestmark = pytest.mark.usefixtures("database")

DAY = timedelta(days=1)


def test_the_assessors_propose_and_the_organisation_agrees() -> None:
    case = factories.under_assessment()
    for person in (case.coordinator, case.staff.office, case.staff.third, case.staff.board):
        with pytest.raises(NotPermitted):
            visits.propose(case.application, actor=person, dates=(clocks.today(),), place="Hier")
    play.plan(case)
    with pytest.raises(NotPermitted):
        fire(case.planned, "agree", actor=case.staff.lead, chosen=clocks.today())
    assert play.agree(case).status_after == "agreed"


def test_one_visit_is_planned_at_a_time() -> None:
    case = factories.with_visit(at="proposed")
    with pytest.raises(Refused, match="a visit already"):
        play.plan(case)
    fire(case.planned, "cancel", actor=case.staff.office)
    play.plan(case)
    assert visits.latest(case.application) == case.planned


def test_a_date_before_today_is_refused_at_its_field() -> None:
    case = factories.under_assessment()
    with pytest.raises(Refused, match="before today") as refusal:
        play.plan(case, dates=(clocks.today() - DAY,))
    assert refusal.value.field == "dates"


def test_who_asks_for_another_date_offers_some_and_the_assessor_takes_one_of_those() -> None:
    case = factories.with_visit(at="counter_proposed")
    with pytest.raises(Refused, match="offered"):
        fire(case.planned, "accept_date", actor=case.staff.second, chosen=clocks.today())
    chosen = clocks.today() + 3 * DAY
    fire(case.planned, "accept_date", actor=case.staff.second, chosen=chosen)
    assert case.planned.agreed_on == chosen


def test_the_office_notes_an_agreement_by_telephone() -> None:
    case = factories.with_visit(at="proposed")
    event = fire(case.planned, "agree", actor=case.staff.office, channel="telephone", chosen=clocks.today())
    assert (event.role, event.on_behalf_of, event.channel) == ("office", "organisation", "telephone")


def test_a_visit_is_held_on_its_day_or_later(clock: Callable[[date], None]) -> None:
    day = clocks.today() + 7 * DAY
    case = factories.with_visit(at="agreed", days=(day,))
    with pytest.raises(Refused, match="on or after that day"):
        play.hold(case)
    clock(day)
    assert play.hold(case).status_after == "held"


def test_the_assessors_of_the_case_note_what_they_see_and_nobody_else() -> None:
    case = factories.with_visit(at="held")
    for person in (case.staff.third, case.staff.office, case.staff.board, case.coordinator):
        with pytest.raises(NotPermitted):
            visits.observe(case.planned, case.indicators[0], actor=person, text="Ik was er ook.")
        with pytest.raises(NotPermitted):
            visits.converse(case.planned, actor=person, kind="guide", text="")
    row = visits.observe(case.planned, case.indicators[0], actor=case.staff.second, text="Wel gezien.", seen=(0, 99))
    assert (row.text, row.seen, row.saved_by) == ("Wel gezien.", [0], case.staff.second.id)


def test_what_was_reported_is_not_written_over() -> None:
    case = factories.with_visit(at="reported")
    with pytest.raises(NotNow):
        visits.observe(case.planned, case.indicators[0], actor=case.staff.lead, text="Bij nader inzien.")
    with pytest.raises(NotNow):
        visits.converse(case.planned, actor=case.staff.lead, kind="guide", text="")


def test_two_assessors_who_note_the_same_indicator_do_not_lose_each_others_text() -> None:
    case = factories.with_visit(at="held")
    first = visits.observe(case.planned, case.indicators[0], actor=case.staff.lead, text="Eerst.")
    seen = first.version
    visits.observe(case.planned, case.indicators[0], actor=case.staff.second, text="Toen.", expected_version=seen)
    with pytest.raises(Refused, match="Your text is still here"):
        visits.observe(case.planned, case.indicators[0], actor=case.staff.lead, text="Weg?", expected_version=seen)


def test_each_theme_is_seen_and_somebody_is_spoken_with_before_the_report() -> None:
    case = factories.with_visit(at="agreed")
    play.hold(case)
    with pytest.raises(Refused, match="No observation yet"):
        play.report(case)
    for indicator in case.indicators:
        visits.observe(case.planned, indicator, actor=case.staff.lead, text="Gezien.")
    with pytest.raises(Refused) as refusal:
        play.report(case)
    assert refusal.value.field == "conversations"
    visits.converse(case.planned, actor=case.staff.lead, kind="guide", text="Kent elke jongere.")
    assert play.report(case).status_after == "reported"


def test_there_is_no_place_to_write_down_who_somebody_was() -> None:
    assert {column.name for column in Conversation.__table__.columns} == {"id", "visit_id", "kind", "text", "noted_at"}
    case = factories.with_visit(at="held")
    with pytest.raises(Refused) as refusal:
        visits.converse(case.planned, actor=case.staff.lead, kind="Sanne de Vries", text="")
    assert refusal.value.field == "kind"


def test_a_conversation_noted_by_mistake_is_taken_back_before_the_report() -> None:
    case = factories.with_visit(at="held")
    row = visits.converse(case.planned, actor=case.staff.lead, kind="guide", text="")
    before = db.session.query(Conversation).count()
    visits.forget_conversation(case.planned, row.id, actor=case.staff.second)
    assert db.session.query(Conversation).count() == before - 1


def test_the_organisation_comments_on_the_facts_for_two_weeks(clock: Callable[[date], None]) -> None:
    case = factories.with_visit(at="reported")
    reported = clocks.today()
    clock(reported + timedelta(days=15))
    with pytest.raises(Refused, match="were possible until"):
        fire(case.planned, "comment_on_facts", actor=case.coordinator, comment="Het was vrijdag.")
    clock(reported + timedelta(days=14))
    fire(case.planned, "comment_on_facts", actor=case.coordinator, comment="Het was vrijdag.")
    assert (case.planned.comment, case.planned.status) == ("Het was vrijdag.", "reported")
