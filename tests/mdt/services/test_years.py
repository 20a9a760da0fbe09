"""The years of an accreditation, from the grant on, with a clock that is moved; on both databases.

Each test passes the days one by one, as the worker sees them go by.
"""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from mdt.access import visible
from mdt.demo import objections, play, signals, years
from mdt.models import Accreditation, Signal, db
from mdt.services import (
    accreditation,
    accreditation_standing,
    clock,
    log,
    passing,
    questionnaire,
    questionnaire_figures,
    register,
    signal,
    verification,
)
from mdt.services.register import Standing
from mdt.services.transitions import fire
from tests import factories, factories_school
from tests.fixtures.application import StrictClient
from tests.mdt.outbox import commit_and_work, fake_papers, letters, papers

DAY = timedelta(days=1)
START = date(2027, 1, 4)
END = date(2031, 1, 3)


def granted_on(day: date) -> play.Case:
    """An accreditation that begins on a day, with one condition to be met within half a year."""
    clock.move_to(day)
    return factories.granted(words=play.Words(conditions=[("Elke plek heeft een bordje.", 180)]))


def pass_until(day: date) -> None:
    """Let a worker look once a week: what happened in between still has its own date."""
    passing.let_pass(day, step=timedelta(days=7))


def stands(found: Accreditation, on: date) -> Standing:
    """How the register shows it."""
    entry = register.entry(found.number, on=on)
    assert entry is not None
    return entry.standing


def events_of(found: Accreditation) -> list[tuple[str, date]]:
    """What happened in a case, with the legal dates."""
    return [(event.name, event.effective_on) for event in log.of_case(found.id)]


def test_four_years(app: Flask, database: Any, client: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_papers(monkeypatch)
    case = granted_on(START)
    found = factories.accreditation_of(case)
    assert (found.starts_on, found.ends_on) == (START, END)
    _a_condition_is_met_and_a_year_is_told(case, found)
    told = _a_signal_that_the_adviser_shares_in_part(client, case, found)
    _five_youths_say_how_it_was(client, found)
    first, last = _a_suspension_after_all_its_steps(case, found)
    _an_objection_is_won_that_annuls_it(app, client, case, found, first, last)
    _a_year_on(case, found)
    _reminded_and_renewed(case, found)
    renewed = accreditation_standing.successor(found)
    assert (told.status, told.text, signal.shared_with(case.staff.board)) == ("erased", "", []), "two years later"
    assert renewed is not None and (renewed.starts_on, found.status) == (date(2031, 2, 2), "renewed")
    assert [(number, last) for _id, number, _first, last in accreditation.ranges_in_force(found.organisation_id)] == [
        (found.number, date(2031, 2, 1)), (renewed.number, renewed.ends_on),
    ]  # fmt: skip
    commit_and_work(app)
    assert verification.verify().decisions == 4
    _every_letter_came_once()


def _a_condition_is_met_and_a_year_is_told(case: play.Case, found: Accreditation) -> None:
    (condition,) = years.measure.of_accreditation(found)
    assert (condition.kind, condition.due_on) == ("condition", START + timedelta(days=180))
    pass_until(condition.due_on - timedelta(days=5))
    years.report(condition, by=case.coordinator)
    fire(condition, "accept", actor=case.staff.office)
    assert condition.status == "met"
    pass_until(date(2028, 1, 10))
    years.send_check_in(found, by=case.coordinator)
    fire(years.latest_check_in(found), "ask_more", actor=case.staff.office, question="Hoe vond u de begeleiders?")
    fire(years.latest_check_in(found), "answer", actor=case.coordinator, answer_text="Via de vrijwilligerscentrale.")
    fire(years.latest_check_in(found), "review", actor=case.staff.office)
    assert (years.latest_check_in(found).due_on, found.youth_last_on) == (date(2028, 1, 4), date(2028, 1, 4))


def _a_signal_that_the_adviser_shares_in_part(client: StrictClient, case: play.Case, found: Accreditation) -> Signal:
    """Nobody but the adviser learns that it exists, until a part of it is shared with the board."""
    pass_until(date(2028, 3, 6))
    adviser, board = factories.official("confidential_adviser", "Marit Vertrouw"), case.staff.board
    one, code = signals.report(about=found.organisation.name)
    signals.take_up(one, by=adviser)
    everybody = (case.coordinator, case.staff.office, board, case.staff.deputy)
    assert not [who for who in everybody if db.session.scalars(visible(select(Signal), who)).all()]
    signals.talk(one, by=adviser)
    signals.share(one, by=adviser, with_=board)
    assert [share.text for share in signal.shared_with(board)] == [signals.SHARED]
    assert not signal.shared_with(case.staff.office) and signals.TEXT not in signals.SHARED
    fire(one, "conclude", actor=adviser, text=signals.OUTCOME)
    assert "signal" not in {event.noun for event in log.of_case(found.id)}
    db.session.commit()
    assert signals.OUTCOME in unescape(client.post("/social-safety/code", data={"code": code}).text)
    return one


def _five_youths_say_how_it_was(client: StrictClient, found: Accreditation) -> None:
    """What four say is not shown, and what five say is, from the next night on."""
    host, address = found.organisation, f"/register/{found.slug}"
    for number in range(5):
        asked = questionnaire.invite(factories_school.youth(name=f"Jong {number}"), host, year=2028)
        assert asked is not None
        if number == 4:
            pass_until(clock.today() + DAY)
            assert questionnaire_figures.of(host.id) is None
        questionnaire.answer(questionnaire.token(asked), {"safe": 4 + number % 2})
    pass_until(clock.today() + DAY)
    figures = questionnaire_figures.of(host.id)
    assert figures is not None and (figures.answers, [line.mean for line in figures.lines]) == (5, [4.4])
    db.session.commit()
    assert "4,4" in client.get(address, follow_redirects=True).text


def _a_suspension_after_all_its_steps(case: play.Case, found: Accreditation) -> tuple[date, date]:
    board = case.staff.board
    pass_until(date(2028, 9, 1))
    warning = years.impose(found, "warning", by=board)
    pass_until(warning.due_on + DAY)
    assert warning.status == "overdue"
    intention = years.impose(found, "intention_to_suspend", by=board)
    years.give_view(intention, by=case.coordinator)
    pass_until(intention.due_on + DAY)
    first, last = clock.today(), clock.today() + timedelta(days=60)
    years.suspend(found, by=board, until=last)
    assert (found.status, intention.status) == ("suspended", "carried_out")
    assert [stands(found, day) for day in (first - DAY, first, last, last + DAY)] == [
        Standing.IN_FORCE, Standing.SUSPENDED, Standing.SUSPENDED, Standing.IN_FORCE,
    ]  # fmt: skip
    return first, last


def _an_objection_is_won_that_annuls_it(
    app: Flask, client: StrictClient, case: play.Case, found: Accreditation, first: date, last: date
) -> None:
    commit_and_work(app)
    decision = next(paper for paper in papers() if paper.kind == "suspension_decision")
    certificate = next(paper for paper in papers() if paper.kind == "certificate")
    one = objections.lodge(found, by=case.coordinator)
    objections.until(one, "advised", office=case.staff.office, hearer=factories.official("hearer", "Hans Hoor"),
                     board=case.staff.deputy)  # fmt: skip
    assert found.status == "suspended", "an objection does not suspend the decision (art. 6:16 Awb)"
    db.session.commit()
    assert "in bezwaar" in client.get(f"/verify/{decision.code}").text
    assert "is geschorst tot en met" in client.get(f"/verify/{certificate.code}").text
    assert "heeft bezwaar gemaakt" in client.get(f"/register/{found.slug}", follow_redirects=True).text
    objections.decide(one, "declare_well_founded", by=case.staff.deputy, consequence="restore")
    commit_and_work(app)
    assert (found.status, events_of(found)[-1]) == ("active", ("restore_on_objection", clock.today()))
    assert {stands(found, day) for day in (first, clock.today(), last)} == {Standing.IN_FORCE}
    shown = client.get(f"/verify/{decision.code}").text
    assert "in bezwaar" not in shown and "in de plaats gekomen van dit document" in shown
    assert "De accreditatie geldt." in client.get(f"/verify/{certificate.code}").text
    assert "heeft bezwaar gemaakt" not in client.get(f"/register/{found.slug}", follow_redirects=True).text
    pass_until(last + 7 * DAY)
    assert "suspension_ends" not in dict(events_of(found)), "what never was does not end either"


def _a_year_on(case: play.Case, found: Accreditation) -> None:
    pass_until(date(2029, 1, 20))
    years.send_check_in(found, by=case.coordinator)
    warning = next(one for one in years.measure.of_accreditation(found) if one.kind == "warning")
    fire(warning, "report_remedy", actor=case.coordinator, remedy="Er is een rooster.")
    fire(warning, "accept", actor=case.staff.board)


def test_a_suspension_is_over_the_day_after_its_last_day(database: Any) -> None:
    case = granted_on(START)
    found = factories.accreditation_of(case)
    last = START + 60 * DAY
    years.suspend(found, by=case.staff.board, until=last, danger=True, danger_stated=years.DANGER)
    pass_until(last)
    assert found.status == "suspended"
    pass_until(last + 3 * DAY)
    assert (found.status, events_of(found)[-1]) == ("active", ("suspension_ends", last + DAY))


def _reminded_and_renewed(case: play.Case, found: Accreditation) -> None:
    pass_until(date(2030, 2, 20))
    missed = years.latest_check_in(found)
    assert (missed.due_on, missed.status) == (date(2030, 1, 4), "missed")
    years.send_check_in(found, by=case.coordinator)
    opens = accreditation.renewal_opens(found)
    pass_until(opens)
    assert events_of(found)[-1] == ("invite_to_renew", opens)
    pass_until(date(2030, 12, 20))
    renewal = factories.application(at="submitted", of=case.organisation, officials=case.staff)
    assert renewal.application.renews_id == found.id
    pass_until(date(2031, 2, 1))
    assert (found.status, stands(found, clock.today())) == ("active", Standing.IN_FORCE)
    play.run(renewal, (play.take_up, *play.ASSESSED, play.advise))
    play.grant(renewal, starts_on=accreditation.renewal_starts_on(renewal.application))
    pass_until(clock.today() + DAY)


def test_four_years_to_withdrawal(app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_papers(monkeypatch)
    case = granted_on(START)
    found, board = factories.accreditation_of(case), case.staff.board
    pass_until(date(2028, 1, 10))
    years.send_check_in(found, by=case.coordinator)
    pass_until(date(2029, 3, 20))
    assert years.latest_check_in(found).status == "missed"
    danger = {"danger": True, "danger_stated": years.DANGER}
    years.suspend(found, by=board, until=clock.today() + timedelta(days=120), **danger)
    suspended = clock.today()
    intention = years.impose(found, "intention_to_withdraw", by=board)
    assert intention.due_on == date(2029, 5, 20), "two months"
    pass_until(intention.due_on + DAY)
    years.withdraw(found, by=board)
    assert (found.status, intention.status) == ("withdrawn", "carried_out")
    assert years.latest_check_in(found).status == "cancelled"
    last = clock.today() - DAY
    assert [stands(found, day) for day in (suspended - DAY, suspended, last, last + DAY)] == [
        Standing.IN_FORCE, Standing.SUSPENDED, Standing.SUSPENDED, Standing.WITHDRAWN,
    ]  # fmt: skip
    assert [(one.starts_on, one.ends_on) for one in accreditation.ranges_in_force(found.organisation_id)] == [
        (START, suspended - DAY)
    ]
    pass_until(date(2031, 2, 1))
    names = [name for name, _on in events_of(found)]
    assert names[names.index("withdraw") :] == ["withdraw", "carry_out", "lift", "cancel", "cancel"]
    commit_and_work(app)
    assert verification.verify().decisions == 3
    kinds = {paper.kind for paper in papers()}
    assert kinds >= {"suspension_decision", "withdrawal_intention", "withdrawal_decision"}


def _every_letter_came_once() -> None:
    counted: dict[tuple[str, str], int] = {}
    for letter in letters():
        key = (letter.recipient, letter.message_id)
        counted[key] = counted.get(key, 0) + 1
    assert set(counted.values()) == {1}
    kinds = {paper.kind for paper in papers()}
    assert kinds >= {"warning_letter", "suspension_intention", "suspension_decision", "measure_met_letter",
                     "invitation_to_renew", "certificate"}  # fmt: skip
    assert db.session.query(Accreditation).count() == 2
