"""Objections from letter to decision, and what a decision on one does; on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from mdt.access import SYSTEM
from mdt.demo import objections, years
from mdt.demo.play import Case
from mdt.models import Decision, Mail, Person, Reminder, db
from mdt.services import (
    accreditation_standing,
    application,
    clock,
    due,
    membership,
    objection_terms,
    paper,
    passing,
    register,
    reminder,
    verification,
)
from mdt.services.paper_standing import Word
from mdt.services.transitions import fire
from tests import factories
from tests.mdt.outbox import commit_and_work, fake_papers, letters, papers
from workflows.base import NotPermitted, Refused
from workflows.calendar import Length, Unit

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)
DANGER = {"danger": True, "danger_stated": "Zagen zonder bescherming."}


def _people(case: Case) -> dict[str, Person]:
    return {"office": case.staff.office, "hearer": factories.official("hearer", "Hans Hoor"),
            "board": case.staff.deputy}  # fmt: skip


def test_won_against_a_refusal_reopens_it_and_supersedes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_papers(monkeypatch)
    case = factories.application(at="refused")
    one = objections.lodge(case.application, by=case.coordinator)
    commit_and_work(app)
    refusal = next(one for one in papers() if one.kind == "refusal_decision")
    shown = paper.look_up(refusal.code, on=clock.today())
    assert shown is not None and [one.word for one in shown.standing] == [Word.UNDER_OBJECTION, Word.ISSUED]
    people = _people(case)
    objections.until(one, "advised", **people)
    with pytest.raises(Refused, match="10:3"):
        objections.decide(one, "declare_well_founded", by=case.staff.board)  # who took the decision
    objections.decide(one, "declare_well_founded", by=people["board"], consequence="reopen")
    commit_and_work(app)
    assert (one.status, case.application.status) == ("decided", "in_assessment")
    shown = paper.look_up(refusal.code, on=clock.today())
    assert shown is not None and [one.word for one in shown.standing] == [Word.SUPERSEDED]
    kinds = [made.kind for made in papers() if made.case_id == one.id]
    assert sorted(kinds) == ["hearing_invitation", "hearing_report", "objection_confirmation", "objection_decision"]
    assert any("gegrond" in mail.subject for mail in letters(case.coordinator.email))
    kept = db.session.query(Decision).order_by(Decision.event_id).all()
    assert [(d.kind, d.supersedes_id) for d in kept] == [("refuse", None), ("declare_well_founded", kept[0].id)]
    verification.verify()


def test_won_against_a_refusal_lets_the_board_grant_after_all() -> None:
    case = factories.application(at="refused")
    people = _people(case)
    one = objections.until(objections.lodge(case.application, by=case.coordinator), "advised", **people)
    terms: dict[str, Any] = {"starts_on": clock.today(), "reasons": "Na bezwaar.", "conditions": [],
                             "deviation": "De praktijk was anders dan gedacht."}  # fmt: skip
    with pytest.raises(Refused, match="no objection"):
        _grant(case, people["board"], terms)
    objections.decide(one, "declare_partly_founded", by=people["board"], deviation="Deels.", consequence="grant")
    _grant(case, people["board"], terms)
    assert case.application.status == "granted"
    assert factories.accreditation_of(case).status == "active"


def _grant(case: Case, by: Person, terms: dict[str, Any]) -> None:
    ends_on = application.last_day(case.application, clock.today())
    fire(case.application, "grant_on_objection", actor=by, ends_on=ends_on, **terms)


def test_won_against_a_suspension_annuls_it_also_in_the_register() -> None:
    case = factories.granted()
    found = factories.accreditation_of(case)
    years.suspend(found, by=case.staff.board, until=clock.today() + 90 * DAY, **DANGER)
    one = objections.lodge(found, by=case.coordinator)
    entry = register.entry(found.number, on=clock.today())
    assert entry is not None and (entry.standing, entry.under_objection) == (register.Standing.SUSPENDED, True)
    objections.until(one, "decided", **_people(case))
    assert found.status == "active"
    assert accreditation_standing.suspension_on(found, clock.today()) is None
    entry = register.entry(found.number, on=clock.today())
    assert entry is not None and (entry.suspended, entry.under_objection) == ((), False)


def test_a_later_decision_falls_under_the_objection_that_runs(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_papers(monkeypatch)
    case = factories.granted()
    found = factories.accreditation_of(case)
    years.suspend(found, by=case.staff.board, until=clock.today() + 90 * DAY, **DANGER)
    one = objections.lodge(found, by=case.coordinator)
    objections.take_up(one, by=case.staff.office)
    years.withdraw(found, by=case.staff.board, **DANGER)
    assert (one.status, one.also_event_id is not None) == ("in_handling", True)
    with pytest.raises(IndexError):
        objections.lodge(found, by=case.coordinator)  # nothing is left to object to
    people = _people(case)
    objections.plan(one, by=people["hearer"])
    objections.hold(one, by=people["hearer"])
    objections.advise(one, by=people["hearer"])
    objections.decide(one, "declare_well_founded", by=people["board"])
    assert (found.status, found.out_from) == ("active", None)
    assert all(one.annulled_on for one in found.suspensions)
    commit_and_work(app)
    for kind in ("suspension_decision", "withdrawal_decision"):
        shown = paper.look_up(next(one.code for one in papers() if one.kind == kind), on=clock.today())
        assert shown is not None and [one.word for one in shown.standing] == [Word.SUPERSEDED], kind


def test_lost_changes_nothing() -> None:
    case = factories.granted()
    found = factories.accreditation_of(case)
    years.withdraw(found, by=case.staff.board, **DANGER)
    one = objections.until(objections.lodge(found, by=case.coordinator), "advised", **_people(case))
    objections.decide(one, "declare_unfounded", by=case.staff.deputy, deviation="Het gevaar was er wel.")
    assert (one.outcome, found.status) == ("declare_unfounded", "withdrawn")
    with pytest.raises(IndexError):
        objections.lodge(found, by=case.coordinator)


def test_a_letter_counts_from_its_postmark_and_a_late_one_is_for_people_to_judge() -> None:
    case = factories.application(at="refused")
    today, office = clock.today(), case.staff.office
    last = objection_terms.lodging_term(objections.lodge(case.application, by=case.coordinator)).ends_on
    second = factories.application(at="refused", officials=case.staff)
    clock.move_to(last + 7 * DAY)
    by_post = objections.lodge(second.application, by=office, channel="post", effective_on=last + 5 * DAY,
                               posted_on=last)  # fmt: skip
    objections.take_up(by_post, by=office)
    assert (today < last, by_post.status, by_post.late_way) == (True, "in_handling", "")
    third = factories.application(at="refused", officials=case.staff)
    term = Length(6, Unit.WEEKS).after(clock.today())
    clock.move_to(term + 5 * DAY)
    late = objections.lodge(third.application, by=third.coordinator, late_because="Brand op kantoor.")
    with pytest.raises(Refused, match="came later"):
        objections.take_up(late, by=office)
    objections.take_up(late, by=office, late_way="left_to_decision")
    fire(late, "declare_inadmissible", actor=case.staff.deputy, ground="late", reasons="De brand was later.")
    assert late.outcome == "declare_inadmissible"


def test_asking_to_complete_moves_the_term_and_adjourning_is_once() -> None:
    case = factories.application(at="refused")
    one = objections.lodge(case.application, by=case.coordinator, grounds="")
    before = one.decide_by
    with pytest.raises(Refused, match="complete the objection"):
        objections.take_up(one, by=case.staff.office)
    clock.move_to(objection_terms.lodging_term(one).ends_on + DAY)
    fire(one, "ask_completion", actor=case.staff.office, missing="Gronden", due=clock.today() + 14 * DAY)
    clock.move_to(clock.today() + 10 * DAY)
    fire(one, "complete", actor=case.coordinator, completion=objections.GROUNDS)
    objections.take_up(one, by=case.staff.office)
    assert before is not None and one.decide_by is not None and one.decide_by > before
    longer = one.decide_by
    fire(one, "adjourn", actor=case.staff.board, reasons="De zitting kan niet eerder.")
    assert one.decide_by is not None and one.decide_by - longer >= 41 * DAY
    with pytest.raises(Refused, match="once"):
        fire(one, "adjourn", actor=case.staff.board, reasons="Nog eens.")


def test_who_was_involved_does_not_hear() -> None:
    case = factories.application(at="refused")
    one = objections.lodge(case.application, by=case.coordinator)
    objections.take_up(one, by=case.staff.office)
    invited = membership.invite(organisation=None, email=case.staff.lead.email, function="hearer", actor=SYSTEM)
    membership.accept(invited, actor=case.staff.lead)
    with pytest.raises(Refused, match="7:5"):
        objections.plan(one, by=case.staff.lead)
    with pytest.raises(NotPermitted):
        objections.plan(one, by=case.staff.board)


def test_a_term_counts_each_time_that_a_completion_was_asked() -> None:
    case = factories.application(at="refused")
    one = objections.lodge(case.application, by=case.coordinator, grounds="")
    term = objection_terms.lodging_term(one).ends_on
    first = one.decide_by
    for _turn in range(2):
        clock.move_to(max(term, clock.today()) + DAY)
        fire(one, "ask_completion", actor=case.staff.office, missing="Gronden", due=clock.today() + 14 * DAY)
        assert one.decide_by is not None and first is not None and one.decide_by > first, "as if nothing comes"
        clock.move_to(clock.today() + 8 * DAY)
        fire(one, "complete", actor=case.coordinator, completion=objections.GROUNDS)
    assert first is not None and one.decide_by is not None and one.decide_by - first >= 14 * DAY  # twice seven days


def test_agreeing_to_a_later_decision_moves_the_term_and_is_confirmed_in_writing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_papers(monkeypatch)
    case = factories.application(at="refused")
    one = objections.lodge(case.application, by=case.coordinator)
    objections.take_up(one, by=case.staff.office)
    assert one.decide_by is not None
    until = one.decide_by + 30 * DAY
    with pytest.raises(NotPermitted):
        fire(one, "consent_to_further_delay", actor=case.staff.board, new_decide_by=until)
    with pytest.raises(Refused, match="Choose a day after"):
        fire(one, "consent_to_further_delay", actor=case.coordinator, new_decide_by=one.decide_by)
    fire(one, "consent_to_further_delay", actor=case.coordinator, new_decide_by=until)
    assert one.decide_by == until
    fire(one, "delay_for_procedure", actor=case.staff.board, new_decide_by=until + 10 * DAY, reasons="Een deskundige.")
    assert one.decide_by == until + 10 * DAY
    commit_and_work(app)
    kinds = [made.kind for made in papers() if made.case_id == one.id]
    assert kinds.count("adjournment_letter") == 2
    term = objection_terms.decision_term(one)
    assert [step.law for step in term.steps][-2:] == ["art. 7:10 lid 4 Awb"] * 2


def test_a_notice_of_default_starts_the_penalty_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_papers(monkeypatch)
    case = factories.application(at="refused")
    one = objections.lodge(case.application, by=case.coordinator)
    objections.take_up(one, by=case.staff.office)
    assert one.decide_by is not None
    last = one.decide_by
    clock.move_to(last)
    with pytest.raises(Refused, match="runs until"):
        fire(one, "put_in_default", actor=case.coordinator)
    clock.move_to(last + 3 * DAY)
    with pytest.raises(Refused, match="runs until"):  # the letter came before the term had passed
        fire(one, "put_in_default", actor=case.staff.office, channel="post", effective_on=last)
    fire(one, "put_in_default", actor=case.staff.office, channel="post", effective_on=last + DAY)
    clock.move_to(last + 40 * DAY)
    with pytest.raises(Refused, match="That one counts"):
        fire(one, "put_in_default", actor=case.coordinator)
    found = objection_terms.penalty_of(one)
    assert found is not None
    first = found.first_day
    assert first > last + 15 * DAY and (found.last_day - first).days == 41
    assert [found.penalty_on(day) for day in (first - DAY, first, first + 41 * DAY, first + 60 * DAY)] == [
        0, 2300, 144200, 144200,
    ]  # fmt: skip
    for event in ("adjourn", "consent_to_further_delay"):
        with pytest.raises(Refused, match="cannot be made longer"):
            fire(one, event, actor=case.staff.board if event == "adjourn" else case.coordinator, reasons="Ziekte.",
                 new_decide_by=clock.today() + DAY)  # fmt: skip
    commit_and_work(app)
    told = {mail.recipient for mail in letters() if mail.subject.startswith("Ingebrekestelling bij bezwaar")}
    assert {case.coordinator.email, case.staff.board.email} <= told, "the organisation has it confirmed"


def test_who_hears_and_decides_is_reminded_of_the_term_once_before_and_once_after() -> None:
    case = factories.application(at="refused")
    people = _people(case)
    one = objections.lodge(case.application, by=case.coordinator, grounds="")
    asked = clock.today() + 21 * DAY
    fire(one, "ask_completion", actor=people["office"], missing="Gronden", due=asked)
    clock.move_to(asked - 5 * DAY)
    passing.work()
    fire(one, "complete", actor=case.coordinator, completion=objections.GROUNDS)
    assert one.decide_by is not None
    last = one.decide_by
    for day in (last - 15 * DAY, last - 14 * DAY, last - 13 * DAY, last, last + DAY, last + 2 * DAY, last - DAY):
        clock.move_to(day)  # the clock is set back at the end
        passing.work()
    rows = db.session.query(Reminder).filter_by(subject_id=one.id).order_by(Reminder.day).all()
    assert [(row.kind, row.cycle, row.day) for row in rows] == [
        ("completion_due", asked, asked - 7 * DAY), ("objection_due", last, last - 14 * DAY),
        ("objection_overdue", last, last + DAY),
    ]  # fmt: skip
    sent = db.session.query(Mail).filter(Mail.reminder_id == rows[1].id).all()
    assert {mail.recipient for mail in sent} >= {people[name].email for name in ("office", "hearer", "board")}
    assert case.coordinator.email not in {mail.recipient for mail in sent}
    shown = reminder.last(one.id)
    assert shown is not None and shown.label == "Decision term of the objection passed"


def test_the_board_of_what_is_due_shows_each_day_of_an_objection() -> None:
    case = factories.application(at="refused")
    people = _people(case)
    one = objections.lodge(case.application, by=case.coordinator, grounds="")
    fire(one, "ask_completion", actor=people["office"], missing="Gronden", due=clock.today() + 14 * DAY)

    def kinds() -> list[str]:
        found = [row for _name, _label, rows in due.by_period(clock.today()) for row in rows]
        return [row.kind for row in found if row.number == one.number]

    assert kinds() == ["completion"]
    fire(one, "complete", actor=case.coordinator, completion=objections.GROUNDS)
    objections.take_up(one, by=people["office"])
    objections.plan(one, by=people["hearer"])
    clock.move_to(one.decide_by or clock.today())
    assert kinds() == ["hearing", "objection"]
