"""Awarding a list: three cases changed meanwhile, one that breaks, and a crash in the middle."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mdt import jobs
from mdt.demo import credits as play
from mdt.models import Document, Effect, Event, db
from mdt.services import clock
from mdt.services import cohort as cohorts
from mdt.services.transitions import fire
from tests import factories_credit as make
from tests import factories_school as schools
from workflows.base import NotPermitted, Refused

JUDGEMENT = "De commissie heeft de voorstellen besproken."


def claims(number: int):
    place = schools.school()
    return [make.credit(at="under_review", of=place) for _ in range(number)]


def award(listed, by, count):
    fire(listed, "award_all", actor=by, reasons=JUDGEMENT, agreed_count=count)


def carry_out(listed, batch=2):
    while cohorts.step(listed.id, batch=batch):
        pass


def outcomes(listed):
    db.session.expire_all()
    return [entry.outcome for entry in listed.entries]


def test_a_list_was_prepared_on_the_business_date(database):
    found = claims(1)
    later = clock.today() + timedelta(days=40)
    clock.move_to(later)
    assert make.cohort(of=found).created_at.astimezone(clock.AMSTERDAM).date() == later


def test_three_cases_changed_meanwhile_are_named_and_the_rest_is_awarded(database):
    found = claims(6)
    listed = make.cohort(of=found, tried=True)
    award(listed, found[0].board, 6)
    play.withdraw(found[1])
    play.send_back(found[3])
    play.award(found[4])
    carry_out(listed)
    assert listed.status == "carried_out"
    assert outcomes(listed) == ["awarded", "failed", "awarded", "failed", "failed", "awarded"]
    assert [one.credit.status for one in found] == [
        "awarded", "withdrawn", "awarded", "returned", "awarded", "awarded"
    ]  # fmt: skip
    event = db.session.query(Event).filter_by(subject_id=listed.id, name="finish").one()
    record = event.snapshot["papers"]["cohort_list"]
    assert [line["student"] for line in record["awarded"]] == ["Noor Vis"] * 3
    reasons = [line["reason"] for line in record["not_awarded"]]
    assert ["Ingetrokken" in why or "eruggestuurd" in why or "Toegekend" in why for why in reasons] == [True] * 3


def test_the_trial_names_what_would_fail_and_awards_nothing(database):
    found = claims(3)
    play.withdraw(found[2])
    place = found[0].credit.school
    short = make.scheme(place, minimum=1000, maximum=2000)
    found[1].credit.scheme_id = short.id
    db.session.flush()
    db.session.expire(found[1].credit)
    listed = make.cohort(of=found[:2], tried=True)
    counts = cohorts.counts(listed)
    assert (counts["tried"], counts["objections"], counts["waiting"]) == (2, 1, 2)
    (entry,) = cohorts.objections(listed)
    assert entry.credit_id == found[1].credit.id
    assert "10" in entry.finding["params"]["shortage"]
    assert {one.credit.status for one in found[:2]} == {"under_review"}


def test_a_list_needs_a_trial_the_right_count_and_somebody_else(database):
    found = claims(2)
    listed = make.cohort(of=found)
    with pytest.raises(Refused, match="Try the list out"):
        award(listed, found[0].board, 2)
    with pytest.raises(NotPermitted):
        cohorts.ask_trial(listed, actor=found[0].clerk)
    cohorts.ask_trial(listed, actor=found[0].board)
    carry_out(listed)
    with pytest.raises(Refused, match="type that number"):
        award(listed, found[0].board, 3)
    with pytest.raises(NotPermitted):
        award(listed, found[0].clerk, 2)


def test_what_is_not_proposed_or_of_another_school_is_on_no_list(database):
    ready, other = claims(1)[0], claims(1)[0]
    fresh = make.credit(at="submitted", of=ready.credit.school)
    for stranger in (other, fresh):
        with pytest.raises(Refused, match="Take them off"):
            make.cohort(of=[ready, stranger])
    make.cohort(of=[ready])
    with pytest.raises(Refused, match="Take them off"):  # one that waits on a list is not put on a second
        make.cohort(of=[ready])


def test_a_case_that_breaks_is_named_and_stops_no_other(database, monkeypatch):
    found = claims(3)
    listed = make.cohort(of=found, tried=True)
    award(listed, found[0].board, 3)
    real = cohorts.fire

    def breaks(subject, event, **given):
        if subject.noun == "credit" and subject.id == found[1].credit.id:
            raise RuntimeError("a fault of ours")
        return real(subject, event, **given)

    monkeypatch.setattr(cohorts, "fire", breaks)
    carry_out(listed)
    assert outcomes(listed) == ["awarded", "failed", "awarded"]
    assert cohorts.objections(listed)[0].finding["message"] == cohorts.BROKEN


def _crash_in_a_batch(listed_id):
    with jobs.transaction():
        cohorts.step(listed_id, batch=2)
        raise KeyboardInterrupt


def test_a_crash_in_the_middle_loses_and_doubles_nothing(app, database, monkeypatch):
    found = claims(5)
    listed = make.cohort(of=found, tried=True)
    award(listed, found[0].board, 5)
    db.session.commit()
    listed_id, ids = listed.id, [one.credit.id for one in found]
    with jobs.transaction():
        cohorts.step(listed_id, batch=2)
    with pytest.raises(KeyboardInterrupt):
        _crash_in_a_batch(listed_id)
    done = db.session.query(Event).filter(Event.subject_id.in_(ids), Event.name == "award")
    assert done.count() == 2
    db.session.rollback()  # who reads holds a transaction too
    app.extensions["jobs"].sweep()
    assert done.count() == 5
    event_ids = [event.id for event in done]
    effects = db.session.query(Effect).filter(Effect.event_id.in_(event_ids), Effect.kind == "evidence")
    assert effects.count() == 5
    assert db.session.query(Document).filter(Document.event_id.in_(event_ids)).count() == 5
    assert db.session.get(type(listed), listed_id).status == "carried_out"


def test_who_no_longer_decides_awards_nothing_more(database):
    found = claims(2)
    listed = make.cohort(of=found, tried=True)
    award(listed, found[0].board, 2)
    from mdt.models import Membership

    seat = db.session.query(Membership).filter_by(person_id=found[0].board.id, function="exam_board").one()
    fire(seat, "end", actor=found[0].clerk)
    carry_out(listed)
    assert outcomes(listed) == ["failed", "failed"]
    assert {one.credit.status for one in found} == {"under_review"}
