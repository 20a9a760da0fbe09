"""Deadlines that act by themselves: in order, each with its own date, once, whatever the clock and the worker do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError

from mdt.demo import play, years
from mdt.models import Mail, Reminder, Suspension, db
from mdt.services import accreditation, accreditation_standing, clock, log, measure, passing, reminder, timers
from mdt.services.transitions import Stale, fire
from tests import factories
from workflows.base import NotNow, Refused
from workflows.suspension import Range

DAY = timedelta(days=1)
START = date(2027, 1, 4)


@pytest.fixture
def case(database: Any) -> play.Case:
    """An accreditation that began on 4 January 2027."""
    clock.move_to(START)
    return factories.granted()


def happened(found: Any) -> list[tuple[str, date]]:
    """The events of a case with their legal dates."""
    return [(event.name, event.effective_on) for event in log.of_case(found.id)]


def test_after_a_week_of_silence_everything_happens_once_in_order_each_with_its_own_date(case: play.Case) -> None:
    found = factories.accreditation_of(case)
    clock.move_to(date(2027, 12, 22))
    years.impose(found, "warning", by=case.staff.board, due=date(2028, 1, 6))
    clock.move_to(date(2028, 1, 11))  # the worker was down since 3 January
    assert passing.work() > 0
    assert happened(found)[-2:] == [("fall_due", date(2028, 1, 4)), ("term_passes", date(2028, 1, 7))]
    before = happened(found)
    passing.work()
    assert happened(found) == before


def test_what_is_overdue_happens_before_what_somebody_does(case: play.Case) -> None:
    found = factories.accreditation_of(case)
    one = years.impose(found, "warning", by=case.staff.board)
    clock.move_to(one.due_on + 3 * DAY)
    with pytest.raises(NotNow):
        fire(one, "give_view", actor=case.coordinator, view="Te laat.")
    assert happened(found)[-1] == ("term_passes", one.due_on + DAY)


def test_a_case_that_ran_out_takes_nothing_more(case: play.Case) -> None:
    found = factories.accreditation_of(case)
    one = years.impose(found, "warning", by=case.staff.board, due=found.ends_on + 90 * DAY)
    clock.move_to(found.ends_on + 5 * DAY)
    with pytest.raises(NotNow):
        years.report(one, by=case.coordinator)
    assert (found.status, one.status) == ("expired", "lifted")
    with pytest.raises(NotNow):
        fire(found, "give_up", actor=case.coordinator, from_day=clock.today())


def test_a_form_made_before_the_clock_acted_is_still_good_when_the_event_is(case: play.Case) -> None:
    found = factories.accreditation_of(case)
    version = found.version
    clock.move_to(date(2028, 1, 10))
    fire(found, "give_up", actor=case.coordinator, from_day=clock.today(), expected_version=version)
    assert ("fall_due", date(2028, 1, 4)) in happened(found)
    with pytest.raises((Stale, NotNow)):
        fire(found, "give_up", actor=case.coordinator, from_day=clock.today(), expected_version=version)


def test_a_clock_set_back_does_nothing_twice(case: play.Case) -> None:
    found = factories.accreditation_of(case)
    clock.move_to(date(2028, 2, 10))
    passing.work()
    events, reminded = happened(found), db.session.query(Reminder).count()
    assert reminded > 0
    for day in (date(2027, 12, 1), date(2028, 1, 4), date(2028, 2, 10)):
        clock.move_to(day)
        passing.work()
    assert (happened(found), db.session.query(Reminder).count()) == (events, reminded)


def test_a_clock_set_back_loses_nothing_either(case: play.Case) -> None:
    found = factories.accreditation_of(case)
    clock.move_to(date(2028, 1, 10))
    passing.work()
    clock.move_to(date(2027, 6, 1))
    years.impose(found, "warning", by=case.staff.board, due=date(2027, 7, 1))
    passing.work()
    clock.move_to(date(2029, 1, 10))
    passing.work()
    later = [one for one in happened(found) if one[0] in ("fall_due", "term_passes", "miss")]
    assert sorted(later) == sorted([
        ("fall_due", date(2028, 1, 4)), ("term_passes", date(2027, 7, 2)), ("miss", date(2028, 2, 16)),
        ("fall_due", date(2029, 1, 4)),
    ])  # fmt: skip


def test_what_fails_in_one_case_is_told_to_the_office_and_stops_no_other(
    case: play.Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = factories.accreditation_of(case)
    other = factories.accreditation_of(factories.granted(officials=case.staff))
    clock.move_to(date(2028, 1, 10))
    real = timers.of_case

    def broken(one: Any) -> Any:
        if one.id == found.id:
            raise ZeroDivisionError("kapot")
        return real(one)

    monkeypatch.setattr(timers, "of_case", broken)
    passing.work()
    assert happened(other)[-1][0] == "fall_due" and happened(found)[-1][0] == "begin"
    assert timers.failures() == {str(found.id): "ZeroDivisionError: kapot"}
    monkeypatch.undo()
    assert passing.work() == 0, "until the office lets it be tried again"
    assert timers.retry() == 1
    passing.work()
    assert happened(found)[-1] == ("fall_due", date(2028, 1, 4))


def test_a_reminder_goes_once_and_not_when_it_is_too_late(case: play.Case) -> None:
    found = factories.accreditation_of(case)
    one = years.impose(found, "warning", by=case.staff.board, due=START + 60 * DAY)
    for day in (45, 46, 47, 52):
        clock.move_to(START + day * DAY)
        passing.work()
    rows = db.session.scalars(select(Reminder).where(Reminder.subject_id == one.id)).all()
    assert [(row.kind, row.cycle, row.day) for row in rows] == [("measure_due", one.due_on, one.due_on - 14 * DAY)]
    sent = db.session.scalars(select(Mail).where(Mail.reminder_id == rows[0].id)).all()
    assert [letter.recipient for letter in sent] == [case.coordinator.email]
    last = reminder.last(found.id)
    assert last is not None and (last.label, last.letters, last.failed) == ("Term of a measure", 1, 0)
    late = years.impose(found, "condition", by=case.staff.board, due=clock.today() + 20 * DAY)
    clock.move_to(late.due_on + DAY)  # the worker was down while there was time
    passing.work()
    kinds = db.session.scalars(select(Reminder.kind).where(Reminder.subject_id == late.id)).all()
    assert "measure_due" not in kinds


def test_the_database_itself_refuses_the_same_reminder_twice(case: play.Case) -> None:
    found = factories.accreditation_of(case)
    for _number in range(2):
        db.session.add(Reminder(case_id=found.id, subject_id=found.id, kind="renewal_first", cycle=found.ends_on,
                                day=START, created_at=clock.now()))  # fmt: skip
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_the_database_itself_refuses_two_suspensions_that_overlap(case: play.Case) -> None:
    found = factories.accreditation_of(case)
    other = factories.accreditation_of(factories.granted(officials=case.staff))

    def add(of: Any, first: int, last: int, annulled: date | None = None) -> None:
        db.session.add(Suspension(accreditation_id=of.id, starts_on=START + first * DAY, ends_on=START + last * DAY,
                                  annulled_on=annulled))  # fmt: skip
        db.session.flush()

    add(found, 10, 20)
    add(found, 21, 30)
    add(other, 10, 30)
    add(found, 12, 18, annulled=START)
    for first, last in ((20, 20), (5, 10), (0, 40), (15, 16)):
        savepoint = db.session.begin_nested()
        with pytest.raises(DBAPIError, match="overlap"):
            add(found, first, last)
        savepoint.rollback()
    row = db.session.scalars(select(Suspension).where(Suspension.starts_on == START + 21 * DAY)).one()
    row.starts_on = START + 20 * DAY
    with pytest.raises(DBAPIError, match="overlap"):
        db.session.flush()


def test_no_two_suspensions_overlap_whatever_is_tried(case: play.Case) -> None:
    found = factories.accreditation_of(case)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), min_size=1, max_size=6))
    def try_all(tried: list[tuple[int, int]]) -> None:
        outer = db.session.begin_nested()
        accepted: list[Range] = []
        for first, days in tried:
            one = Range(START + first * DAY, START + (first + days) * DAY)
            savepoint = db.session.begin_nested()
            try:
                db.session.add(Suspension(accreditation_id=found.id, starts_on=one.first, ends_on=one.last))
                db.session.flush()
            except DBAPIError:
                savepoint.rollback()
                assert any(one.overlaps(other) for other in accepted)
            else:
                savepoint.commit()
                assert not any(one.overlaps(other) for other in accepted)
                accepted.append(one)
        outer.rollback()

    try_all()


def test_the_service_says_in_a_sentence_that_suspensions_overlap(case: play.Case) -> None:
    found, board = factories.accreditation_of(case), case.staff.board
    danger = {"danger": True, "danger_stated": years.DANGER}
    years.suspend(found, by=board, until=START + 30 * DAY, **danger)
    fire(found, "reinstate", actor=board, reasons="De zagen zijn weg.")
    assert [(s.starts_on, s.ends_on) for s in found.suspensions] == [(START, START)]
    with pytest.raises(Refused, match="There is a suspension until"):
        years.suspend(found, by=board, until=START + 30 * DAY, **danger)
    clock.move_to(START + DAY)
    years.suspend(found, by=board, until=START + 30 * DAY, **danger)
    new = accreditation.ranges_in_force(found.organisation_id, for_new=True)
    assert [(one.starts_on, one.ends_on) for one in new] == [(START + 31 * DAY, found.ends_on)]
    assert accreditation.in_force_on(found.organisation_id, START + 5 * DAY) is None


def test_nobody_is_suspended_without_intention_view_and_time(case: play.Case) -> None:
    found, board = factories.accreditation_of(case), case.staff.board
    until = START + 100 * DAY
    with pytest.raises(Refused, match="First announce"):
        years.suspend(found, by=board, until=until)
    one = years.impose(found, "intention_to_suspend", by=board)
    clock.move_to(one.due_on)
    with pytest.raises(Refused, match="still has until"):
        years.suspend(found, by=board, until=until)
    years.report(one, by=case.coordinator)
    fire(one, "accept", actor=case.staff.office)
    clock.move_to(one.due_on + DAY)
    with pytest.raises(Refused, match="First announce"):
        years.suspend(found, by=board, until=until)


class TestRenewal:
    """Filed in time the old one stands; a day late it does not."""

    def test_it_begins_with_what_is_known(self, case: play.Case) -> None:
        found = factories.accreditation_of(case)
        clock.move_to(accreditation.renewal_opens(found))
        renewal = factories.application(of=case.organisation, officials=case.staff)
        shown = {row.section: row.content for row in case.application.answers}
        assert {row.section: row.content for row in renewal.application.answers} == shown
        renewal.fire("submit", case.coordinator)  # nothing more is asked

    def test_filed_on_the_last_day_it_stands_until_a_refusal(self, case: play.Case) -> None:
        found = factories.accreditation_of(case)
        clock.move_to(found.ends_on)
        accreditation.note_youth(found.organisation_id, found.ends_on)
        renewal = factories.application(at="submitted", of=case.organisation, officials=case.staff)
        clock.move_to(found.ends_on + 40 * DAY)
        passing.work()
        assert found.status == "active"
        play.withdraw(renewal)
        passing.work()
        assert found.status == "active", "the day of the decision itself still counts"
        clock.move_to(clock.today() + 3 * DAY)
        passing.work()
        assert ("expire", found.ends_on + 41 * DAY) in happened(found)
        assert accreditation_standing.last_day(found) == found.ends_on + 40 * DAY

    def test_filed_a_day_late_the_old_one_has_ended(self, case: play.Case) -> None:
        found = factories.accreditation_of(case)
        clock.move_to(found.ends_on)
        renewal = factories.application(of=case.organisation, officials=case.staff)
        clock.move_to(found.ends_on + DAY)
        play.submit(renewal)
        passing.work()
        assert ("expire", found.ends_on + DAY) in happened(found)
        play.run(renewal, (play.take_up, *play.ASSESSED, play.advise))
        play.grant(renewal)
        assert factories.accreditation_of(renewal).starts_on == clock.today()


def test_without_a_youth_for_four_years_it_lapses_through_a_renewal(case: play.Case) -> None:
    found = factories.accreditation_of(case)
    clock.move_to(found.ends_on - 10 * DAY)
    renewal = factories.application(at="advised", of=case.organisation, officials=case.staff)
    play.grant(renewal, starts_on=found.ends_on + DAY)
    clock.move_to(found.ends_on + 5 * DAY)
    passing.work()
    after = factories.accreditation_of(renewal)
    assert (found.status, after.status) == ("renewed", "lapsed")
    assert happened(after)[-1] == ("lapse", date(2031, 1, 5))


def test_conditions_of_a_grant_become_measures_and_end_with_it(app: Flask, case: play.Case) -> None:
    words = play.Words(conditions=[("Elke plek heeft een bordje.", 90)])
    granted = factories.granted(officials=case.staff, words=words)
    found = factories.accreditation_of(granted)
    (condition,) = measure.of_accreditation(found)
    assert (condition.kind, condition.status, condition.due_on) == ("condition", "imposed", START + 90 * DAY)
    fire(found, "give_up", actor=granted.coordinator, from_day=clock.today())
    assert condition.status == "lifted"
