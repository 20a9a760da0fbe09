"""Who is told of what, in which language, once."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from mdt import jobs
from mdt.access import Person
from mdt.models import Event
from mdt.services.effects import recipients, told
from mdt.services.transitions import fire
from tests import factories
from tests.mdt.outbox import Killed, commit_and_work, effects, fake_papers, letters
from workflows.roles import Role


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    fake_papers(monkeypatch)


def test_the_organisation_gets_its_receipt_and_the_office_its_work(app: Flask, database: Any) -> None:
    case = factories.application(at="submitted")
    number, coordinator, office = case.application.number, case.coordinator.email, case.staff.office.email
    commit_and_work(app)
    (receipt,) = [letter for letter in letters(coordinator) if number in letter.subject]
    (work,) = [letter for letter in letters(office) if number in letter.subject]
    assert f"/applications/{case.application.id}" in receipt.body
    assert receipt.case_id == case.application.id
    assert receipt.body != work.body
    assert receipt.sent_at is not None


def test_each_is_written_to_in_their_own_language(app: Flask, database: Any) -> None:
    case = factories.application(at="submitted")
    case.staff.office.language = "en"
    office = case.staff.office.email
    commit_and_work(app)
    (letter,) = [letter for letter in letters(office) if "received" in letter.subject]
    assert letter.language == "en"
    assert letter.body.startswith("Dear Hanneke Bureau,")


def test_every_coordinator_is_told_and_no_colleague(app: Flask, database: Any) -> None:
    case = factories.application(at="submitted")
    other = factories.colleague_of(case.application.organisation, function="coordinator", name="Co Tweede")
    colleague = factories.colleague_of(case.application.organisation)
    event = _last(database, case.application.id)
    addresses = {email for email, _name, _language in recipients(event, Role.ORGANISATION)}
    assert addresses == {case.coordinator.email, other.email}
    assert colleague.email not in addresses


def test_nobody_is_told_what_they_did_themselves(app: Flask, database: Any) -> None:
    case = factories.with_visit(at="agreed")
    event = _last(database, case.planned.id)
    assert event.name == "agree"
    everybody = {email for email, _name, _language in recipients(event, Role.ASSESSOR)}
    assert everybody == {case.staff.lead.email, case.staff.second.email}
    database.session.expunge(event)
    event.actor_id = case.staff.lead.id
    assert {email for email, _n, _l in recipients(event, Role.ASSESSOR)} == {case.staff.second.email}


def test_of_an_assessment_only_its_assessor_is_told(app: Flask, database: Any) -> None:
    case = factories.under_assessment(at="invited")
    first = case.pair[0]
    event = _last(database, first.id)
    assert [email for email, _n, _l in recipients(event, Role.ASSESSOR)] == [first.assessor.email]


def test_who_no_longer_has_an_account_is_not_told(app: Flask, database: Any) -> None:
    case = factories.application(at="submitted")
    case.staff.office.active = False
    event = _last(database, case.application.id)
    assert recipients(event, Role.OFFICE) == []


def test_a_letter_says_what_was_so_then(app: Flask, database: Any) -> None:
    case = factories.application(at="submitted")
    event = _last(database, case.application.id)
    name = case.application.organisation.name
    case.application.organisation.name = "Renamed afterwards"
    assert told(event)["organisation"]["name"] == name


def test_an_event_is_told_once_to_somebody_with_two_roles(app: Flask, database: Any) -> None:
    case = factories.application(at="advised")
    both: Person = case.staff.board
    _also_office(both)
    case.application.decide_by = case.application.decide_by.replace(year=2020)
    fire(case.application, "put_in_default", actor=case.coordinator)
    email, number = both.email, case.application.number
    commit_and_work(app)
    assert len([letter for letter in letters(email) if letter.subject.endswith(number)]) == 1


def test_run_again_nothing_happens_twice(app: Flask, database: Any) -> None:
    factories.application(at="submitted")
    commit_and_work(app)
    before = len(letters())
    for effect in effects("tell"):
        effect.done_at = None
    commit_and_work(app)
    assert len(letters()) == before


def test_a_crash_while_telling_leaves_one_letter_each(
    app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.application(at="submitted")
    database.session.commit()
    with monkeypatch.context() as killing:

        def die(*_args: Any) -> None:
            raise Killed

        killing.setattr("mdt.services.effects._told_already", die)
        with pytest.raises(Killed):
            jobs.run_until_quiet(app)
    jobs.run_until_quiet(app)
    found = [(letter.effect_id, letter.recipient) for letter in letters()]
    assert len(found) == len(set(found)) > 0


def test_a_whole_case_leaves_nothing_undone(app: Flask, database: Any) -> None:
    case = factories.granted()
    number = case.application.number
    commit_and_work(app)
    problems = [(e.event.noun, e.event.name, e.name, e.error) for e in effects("tell") if not e.done_at]
    assert problems == []
    assert all(effect.done_at for effect in effects("evidence"))
    assert len([letter for letter in letters() if number in letter.subject + letter.body]) > 5


def _last(database: Any, subject_id: Any) -> Event:
    database.session.flush()
    return database.session.query(Event).filter_by(subject_id=subject_id).order_by(Event.id.desc()).first()


def _also_office(person: Person) -> None:
    from mdt.access import SYSTEM
    from mdt.services import membership

    invited = membership.invite(organisation=None, email=person.email, function="office", actor=SYSTEM)
    membership.accept(invited, actor=person)
