"""What a suspension, a withdrawal and an objection that is won mean for agreements and their hours; both databases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from mdt.demo import agreement as deals
from mdt.demo import objections, years
from mdt.demo.agreement import Deal
from mdt.demo.play import Case
from mdt.models import Accreditation, db
from mdt.services import accreditation, clock, hours_counted, log, passing
from mdt.services.transitions import fire
from tests import factories, factories_agreement
from tests.mdt.outbox import commit_and_work, fake_papers, letters, papers
from workflows.base import NotNow, Refused
from workflows.suspension import ENDED_FOR_DANGER

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)
DANGER = {"danger": True, "danger_stated": years.DANGER}
WITHDRAWN = {"ground": "safety", "reasons": "De zagen staan er nog."}


class Host:
    """A host with an agreement that runs since its first day, and one that waits for signatures."""

    def __init__(self) -> None:
        self.case: Case = factories.granted()
        self.found: Accreditation = factories.accreditation_of(self.case)
        self.running: Deal = factories_agreement.agreement(of=self.case.organisation)
        clock.move_to(self.first + 10 * DAY)

    @property
    def first(self) -> date:
        """The first day of the agreement that runs."""
        assert self.running.agreement.starts_on is not None
        return self.running.agreement.starts_on

    def announce(self, kind: str) -> None:
        """An intention, with the time to remedy gone by."""
        one = years.impose(self.found, kind, by=self.case.staff.board)
        clock.move_to(one.due_on + DAY)

    def take_away(self, event: str, *, danger: bool, from_day: date | None = None) -> None:
        """Suspend for a month, or withdraw."""
        if not danger:
            self.announce(f"intention_to_{event}")
        first = from_day or clock.today()
        given: dict[str, Any] = {"from_day": first, "reasons": "Zie de brief."} | (DANGER if danger else {})
        given |= {"until": first + 30 * DAY} if event == "suspend" else WITHDRAWN
        fire(self.found, event, actor=self.case.staff.board, **given)

    def counts_on(self, day: date) -> bool:
        """Whether hours of the running agreement on a day count."""
        return any(one.starts_on <= day <= one.ends_on for one in hours_counted.ranges_of(self.running.agreement))


@pytest.mark.parametrize("event", ["suspend", "withdraw"])
def test_for_danger_what_runs_ends_by_itself_in_the_same_transaction(
    app: Flask, event: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_papers(monkeypatch)
    host = Host()
    running = host.running.agreement
    waiting = factories_agreement.agreement(of=host.case.organisation, at="proposed", starts_on=clock.today() + 5 * DAY)
    host.take_away(event, danger=True)
    day = clock.today()
    assert (running.status, running.closed_on, waiting.agreement.status) == ("ended_early", day, "proposed")
    last = log.last(running.id, "end_early")
    assert last is not None and last.actor_kind == "system"
    assert (last.snapshot or {})["given"]["text"] == ENDED_FOR_DANGER[event]
    assert host.counts_on(day - DAY) and not host.counts_on(day)
    deals.name_supervisor(waiting)
    deals.sign(waiting)
    assert waiting.agreement.status == "proposed", "nothing begins"
    commit_and_work(app)
    told = {
        mail.recipient: mail.body for mail in letters() if running.number in mail.subject and "beëindigd" in mail.body
    }
    assert {host.running.youth.email, host.running.coordinator.email} <= set(told)
    assert all("gevaar" in body for body in told.values())
    kind = {"suspend": "suspension_decision", "withdraw": "withdrawal_decision"}[event]
    record = next(paper.record for paper in papers() if paper.kind == kind)
    assert record["meaning"][-1].startswith("Omdat jongeren gevaar lopen, eindigen lopende overeenkomsten")


@pytest.mark.parametrize("event", ["suspend", "withdraw"])
def test_without_danger_what_runs_may_be_finished_and_nothing_begins(event: str) -> None:
    host = Host()
    host.running.agreement.ends_on = clock.today() + 200 * DAY
    host.take_away(event, danger=False)
    day = clock.today()
    assert host.running.agreement.status == "in_force"
    assert host.counts_on(day - DAY)
    assert host.counts_on(day) is (event == "suspend"), "after the end no accreditation is in force"
    assert accreditation.in_force_on(host.found.organisation_id, day) is None
    passing.work()
    clock.move_to(day + 5 * DAY)
    passing.work()
    assert host.running.agreement.status == "in_force"


def test_what_was_signed_too_late_does_not_begin_during_a_suspension() -> None:
    host = Host()
    late = factories_agreement.agreement(of=host.case.organisation, at="proposed", starts_on=clock.today())
    clock.move_to(clock.today() + DAY)
    host.take_away("suspend", danger=True)
    deals.name_supervisor(late)
    deals.sign(late)
    assert late.agreement.status == "proposed", "its first day came before, yet it would begin on a suspended day"


def test_an_agreement_that_had_not_begun_counts_no_hours_on_the_days_of_a_suspension() -> None:
    host = Host()
    later = factories_agreement.agreement(of=host.case.organisation, starts_on=clock.today() + 60 * DAY).agreement
    host.take_away("suspend", danger=False, from_day=None)
    gap = host.found.suspensions[-1]
    later.starts_on = gap.starts_on + DAY
    ranges = hours_counted.ranges_of(later)
    assert next(one.ends_on for one in ranges) == gap.starts_on - DAY and ranges[-1].starts_on == gap.ends_on + DAY


@pytest.mark.parametrize("event", ["suspend", "withdraw"])
def test_a_first_day_that_is_still_to_come_is_kept_by_the_clock_also_when_the_worker_was_down(event: str) -> None:
    host = Host()
    day = clock.today() + 7 * DAY
    host.take_away(event, danger=True, from_day=day)
    running = host.running.agreement
    passing.work()
    assert running.status == "in_force"
    clock.move_to(day + 3 * DAY)
    with pytest.raises(NotNow):  # what is overdue happens before what somebody does
        host.running.fire("comment", host.running.youth, text="Ik kom morgen weer.")
    assert (running.status, running.closed_on) == ("ended_early", day)
    passing.work()
    ended = [event.effective_on for event in log.of_case(running.id) if event.name == "end_early"]
    assert ended == [day], "once, with its own date"


def test_what_had_its_last_day_before_the_danger_can_still_be_completed() -> None:
    host = Host()
    running = host.running.agreement
    running.ends_on = clock.today() - DAY
    host.take_away("suspend", danger=True)
    passing.work()
    assert running.status == "in_force"


@pytest.mark.parametrize("danger", [True, False])
@pytest.mark.parametrize("event", ["suspend", "withdraw"])
def test_annulled_on_objection_the_days_count_again_and_what_ended_stays_ended(event: str, danger: bool) -> None:
    host = Host()
    host.running.agreement.ends_on = clock.today() + 300 * DAY
    host.take_away(event, danger=danger)
    day = clock.today()
    assert host.counts_on(day) is (event == "suspend" and not danger)
    one = objections.lodge(host.found, by=host.case.coordinator)
    people = {"office": host.case.staff.office, "hearer": factories.official("hearer", "Hans Hoor"),
              "board": host.case.staff.deputy}  # fmt: skip
    objections.until(one, "decided", **people)
    assert host.found.status == "active" and host.counts_on(day)
    assert host.running.agreement.status == ("ended_early" if danger else "in_force")
    passing.work()
    clock.move_to(clock.today() + 40 * DAY)
    passing.work()
    anew = factories_agreement.agreement(of=host.case.organisation, starts_on=clock.today())
    assert anew.agreement.status == "in_force"


def test_a_suspension_that_was_annulled_before_its_first_day_ends_nothing() -> None:
    host = Host()
    host.running.agreement.ends_on = clock.today() + 300 * DAY
    host.take_away("suspend", danger=True, from_day=clock.today() + 60 * DAY)
    one = objections.lodge(host.found, by=host.case.coordinator)
    objections.until(one, "decided", office=host.case.staff.office, board=host.case.staff.deputy,
                     hearer=factories.official("hearer", "Hans Hoor"))  # fmt: skip
    clock.move_to(clock.today() + 90 * DAY)
    passing.work()
    assert host.running.agreement.status == "in_force"


def test_the_decision_and_the_end_of_the_agreements_are_one_transaction() -> None:
    host = Host()
    running = host.running.agreement
    running.pending_version_id = None
    db.session.commit()
    host.take_away("withdraw", danger=True)
    assert running.status == "ended_early"
    db.session.rollback()
    assert (host.found.status, running.status) == ("active", "in_force")


def test_the_same_day_is_refused_for_a_new_suspension_not_for_what_ended() -> None:
    host = Host()
    host.take_away("suspend", danger=True)
    fire(host.found, "reinstate", actor=host.case.staff.board, reasons="De zagen zijn weg.")
    with pytest.raises(Refused, match="There is a suspension until"):
        host.take_away("suspend", danger=True)
    assert host.running.agreement.status == "ended_early"
