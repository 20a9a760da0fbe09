"""The youths' questionnaire: asked once, answered once, kept without a person, shown in groups of at least five."""

from __future__ import annotations

import io
import json
import threading
import uuid
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select, text

from mdt.demo import years
from mdt.models import (
    Event,
    Mail,
    Organisation,
    QuestionnaireAnswer,
    QuestionnaireInvitation,
    QuestionnaireTally,
    db,
)
from mdt.services import clock, personal_data, questionnaire, questionnaire_figures, questionnaire_release, timers
from mdt.services.questionnaire import Closed, Standing
from mdt.services.transitions import fire
from tests import factories, factories_agreement, factories_hours, factories_school
from workflows.base import Refused

YEAR = 2027
SAID = {"safe": 5, "learnt": 4}


def secret_of(found: QuestionnaireInvitation | None) -> str:
    """The secret in the letter."""
    assert found is not None
    return questionnaire.token(found)


def invited(host: Organisation, *, year: int = YEAR) -> QuestionnaireInvitation:
    """A youth who was asked about a host."""
    found = questionnaire.invite(factories_school.youth(), host, year=year)
    assert found is not None
    return found


def answered(host: Organisation, count: int, *, year: int = YEAR, **said: int) -> None:
    """So many youths answer about a host."""
    for _ in range(count):
        questionnaire.answer(secret_of(invited(host, year=year)), SAID | said)


def shown(host: Organisation) -> tuple[int, dict[str, tuple[int, ...]]] | None:
    """How many answers are shown, and by question how often each step was chosen."""
    found = questionnaire_figures.of(host.id)
    return (found.answers, {one.question.id: one.counts for one in found.lines}) if found else None


class TestAsking:
    """Who is asked, when, and how often."""

    def test_at_the_end_of_service_by_a_letter_that_alone_holds_the_secret(self, database: Any) -> None:
        deal = factories_agreement.agreement(at="ended_early")
        found = db.session.scalars(select(QuestionnaireInvitation)).one()
        assert (found.youth_id, found.organisation_id) == (deal.agreement.youth_id, deal.agreement.organisation_id)
        assert (found.year, found.used) == (clock.today().year, False)
        letter = db.session.query(Mail).filter(Mail.body.contains("/questionnaire/")).one()
        assert letter.recipient == deal.youth.email and letter.case_id is None
        assert f"/questionnaire/{secret_of(found)}" in letter.body
        assert secret_of(found) not in str([getattr(found, one.key) for one in inspect(found).mapper.column_attrs])

    @pytest.mark.parametrize("at", ["completed", "not_completed"])
    def test_also_when_it_is_completed_or_closed_unfinished(self, database: Any, at: str) -> None:
        deal = factories_agreement.agreement(at=at)
        assert db.session.scalars(select(QuestionnaireInvitation.youth_id)).all() == [deal.agreement.youth_id]

    def test_not_when_the_service_never_began(self, database: Any) -> None:
        deal = factories_agreement.agreement(starts_on=clock.today() + timedelta(days=14))
        deal.fire("end_early", deal.youth, text="Ik ga verhuizen.")
        assert deal.agreement.status == "ended_early"
        assert db.session.scalar(select(func.count(QuestionnaireInvitation.id))) == 0

    def test_with_the_check_in_of_the_host_each_youth_in_service_once(self, database: Any) -> None:
        clock.move_to(date(2027, 3, 1))
        found = factories.accredited()
        clock.move_to(date(2028, 2, 20))
        host = found.organisation
        serving = [factories_agreement.agreement(of=host) for _ in range(2)]
        coming = factories_agreement.agreement(of=host, starts_on=clock.today() + timedelta(days=30))
        factories_agreement.agreement(at="proposed", of=host)
        clock.move_to(date(2028, 3, 5))
        timers.catch_up(found)
        assert years.latest_check_in(found).status == "due"
        asked = set(db.session.scalars(select(QuestionnaireInvitation.youth_id)))
        assert asked == {deal.agreement.youth_id for deal in serving}
        assert set(db.session.scalars(select(QuestionnaireInvitation.year))) == {2028}
        for deal in (*serving, coming):  # two were asked already this year, and one never began
            deal.fire("end_early", deal.youth, text="Ik ga verhuizen.")
        assert db.session.scalar(select(func.count(Mail.id)).where(Mail.body.contains("/questionnaire/"))) == 2

    def test_once_for_each_host_and_year_and_again_only_when_the_link_expired_unused(
        self, database: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        host, youth = factories.organisation(), factories_school.youth()
        first = secret_of(questionnaire.invite(youth, host, year=YEAR))
        assert questionnaire.invite(youth, host, year=YEAR) is None
        assert questionnaire.invite(youth, factories.organisation(), year=YEAR) is not None
        assert questionnaire.invite(youth, host, year=YEAR + 1) is not None
        later = clock.now() + timedelta(days=questionnaire.DAYS, minutes=1)
        monkeypatch.setattr(clock, "now", lambda: later)
        second = secret_of(questionnaire.invite(youth, host, year=YEAR))
        assert second != first and questionnaire.by_token(first) is None
        questionnaire.answer(second, SAID)
        assert questionnaire.invite(youth, host, year=YEAR) is None

    def test_under_sixteen_only_with_the_consent_that_is_needed(self, database: Any) -> None:
        host, child = factories.organisation(), factories_school.youth(age=14, consent="asked")
        given = factories_school.consent(at="given")
        with_consent = given.youth
        assert questionnaire.invite(child, host, year=YEAR) is None
        assert questionnaire.invite(with_consent, host, year=YEAR) is not None
        fire(given, "withdraw", actor=factories_school.guardian(given))
        assert questionnaire.open_for(with_consent) == []
        assert db.session.scalar(select(func.count(QuestionnaireInvitation.id))) == 0


class TestAnswering:
    """What a link can do, and what is kept."""

    def test_once_and_not_when_nothing_is_answered(self, database: Any) -> None:
        found = invited(factories.organisation())
        secret = secret_of(found)
        for nothing in ({}, {"safe": 0}, {"safe": 6}, {"unknown": 3}):
            with pytest.raises(Refused):
                questionnaire.answer(secret, nothing)
        assert not found.used
        questionnaire.answer(secret, {"safe": 2, "unknown": 3, "learnt": 0})
        assert db.session.scalars(select(QuestionnaireAnswer)).one().answers == {"safe": 2}
        with pytest.raises(Closed) as again:
            questionnaire.answer(secret, SAID)
        assert again.value.standing is Standing.USED
        for unknown in ("", secret[:-1], "0" * 72):
            with pytest.raises(Closed) as wrong:
                questionnaire.answer(unknown, SAID)
            assert wrong.value.standing is Standing.UNKNOWN
        assert db.session.scalar(select(func.count(QuestionnaireAnswer.id))) == 1

    def test_not_after_four_weeks(self, database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        found = invited(factories.organisation())
        secret, youth = secret_of(found), found.youth
        assert questionnaire.open_for(youth) == [found]
        later = found.valid_until + timedelta(minutes=1)
        monkeypatch.setattr(clock, "now", lambda: later)
        with pytest.raises(Closed) as closed:
            questionnaire.answer(secret, SAID)
        assert closed.value.standing is Standing.EXPIRED
        assert questionnaire.open_for(youth) == []

    def test_an_answer_has_no_column_that_leads_to_anybody_and_leaves_no_trace_elsewhere(self, database: Any) -> None:
        host = factories.organisation()
        secret = secret_of(invited(host))
        columns = {column.key: column for column in inspect(QuestionnaireAnswer).columns}
        assert set(columns) == {"id", "organisation_id", "year", "version", "answers"}
        assert {key.target_fullname for column in columns.values() for key in column.foreign_keys} == {
            "organisation.id"
        }
        assert inspect(QuestionnaireAnswer).relationships.keys() == []
        assert not any("time" in str(c.type).lower() or "date" in str(c.type).lower() for c in columns.values())
        assert set(QuestionnaireInvitation.__table__.columns.keys()) == {
            "id", "youth_id", "organisation_id", "year", "token_hash", "valid_until", "used"
        }  # fmt: skip
        db.session.flush()
        before = rows_by_table(database)
        questionnaire.answer(secret, SAID)
        db.session.flush()
        after = rows_by_table(database)
        assert {name for name in after if after[name] != before[name]} == {"questionnaire_answer"}
        assert db.session.scalar(select(func.count(Event.id)).where(Event.noun == "questionnaire")) == 0


class TestShowing:
    """From five on, in groups, at night."""

    def test_four_are_hidden_five_are_shown_and_the_sixth_waits_for_the_next_five(self, database: Any) -> None:
        host = factories.organisation()
        answered(host, 4)
        assert questionnaire_release.run() == 0 and shown(host) is None
        answered(host, 1, safe=1)
        assert shown(host) is None, "what came in today is not shown before the night"
        assert questionnaire_release.run() == 1
        assert shown(host) == (5, {"safe": (1, 0, 0, 0, 4), "learnt": (0, 0, 0, 5, 0)})
        assert db.session.scalar(select(func.count(QuestionnaireAnswer.id))) == 0, "the answers themselves are gone"
        answered(host, 4, safe=2)
        assert questionnaire_release.run() == 0 and shown(host)[0] == 5
        answered(host, 1, safe=3)
        assert questionnaire_release.run() == 1
        assert shown(host) == (10, {"safe": (1, 4, 1, 0, 4), "learnt": (0, 0, 0, 10, 0)})
        assert questionnaire_release.run() == 0

    def test_of_another_organisation_nothing_counts(self, database: Any) -> None:
        one, other = factories.organisation(), factories.organisation()
        answered(one, 4)
        answered(other, 4)
        assert questionnaire_release.run() == 0 and shown(one) is None and shown(other) is None

    def test_a_year_stands_apart_only_when_five_are_of_that_year(self, database: Any) -> None:
        host = factories.organisation()
        answered(host, 5, year=2027)
        questionnaire_release.run()
        found = questionnaire_figures.of(host.id)
        assert found and not found.years, "one year says the same as the whole"
        answered(host, 2, year=2028, safe=1)
        answered(host, 3, year=2029, safe=1)
        questionnaire_release.run()
        found = questionnaire_figures.of(host.id)
        assert found and (found.answers, found.first_year, found.last_year) == (10, 2027, 2029)
        assert list(found.years) == [2027] and found.years[2027].answers == 5
        answered(host, 6, year=2029)
        questionnaire_release.run()
        found = questionnaire_figures.of(host.id)
        assert found and {year: one.answers for year, one in found.years.items()} == {2027: 5, 2029: 6}

    def test_a_question_that_most_skipped_is_not_shown_and_does_not_come_back(self, database: Any) -> None:
        host = factories.organisation()
        for number in range(10):
            said = {"safe": 4} | ({"recommend": 1} if number % 2 else {})
            questionnaire.answer(secret_of(invited(host)), said)
            if number == 4:
                questionnaire_release.run()
        questionnaire_release.run()
        assert shown(host) == (10, {"safe": (0, 0, 0, 10, 0)})

    def test_on_a_day_before_it_was_released_nothing_is_shown(self, database: Any) -> None:
        host = factories.organisation()
        answered(host, 5)
        questionnaire_release.run()
        assert questionnaire_figures.of(host.id, clock.today() - timedelta(days=1)) is None
        assert questionnaire_figures.of(host.id, clock.today()) is not None

    def test_every_night_what_waits_gets_new_keys_and_an_order_by_lot(
        self, database: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in range(8):
            answered(factories.organisation(), 1, safe=1 + number % 5)
        before = [(row.id, row.answers) for row in db.session.scalars(select(QuestionnaireAnswer))]
        orders = []
        monkeypatch.setattr("secrets.SystemRandom.shuffle", lambda _self, rows: orders.append(rows.reverse()))
        questionnaire_release.run()
        db.session.expire_all()
        after = [(row.id, row.answers) for row in db.session.scalars(select(QuestionnaireAnswer))]
        assert orders and not {id for id, _ in before} & {id for id, _ in after}
        assert sorted(str(said) for _, said in before) == sorted(str(said) for _, said in after)

    def test_the_database_itself_refuses_a_smaller_group(self, database: Any) -> None:
        db.session.add(QuestionnaireTally(
            id=uuid.uuid4(), organisation_id=factories.organisation().id, first_year=YEAR, last_year=YEAR, answers=4,
            counts={}, released_on=clock.today(),
        ))  # fmt: skip
        with pytest.raises(Exception, match="enough"):
            db.session.flush()


def rows_by_table(database: Any) -> dict[str, int]:
    """How many rows each table has."""
    names = inspect(database.session.connection()).get_table_names()
    return {name: database.session.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names}


@pytest.mark.usefixtures("database")
def test_two_who_send_at_the_same_moment_answer_once(app: Flask) -> None:
    secret = secret_of(invited(factories.organisation()))
    db.session.commit()
    start, said = threading.Barrier(2), list[str]()

    def send() -> None:
        with app.app_context():
            seen = None
            try:
                if db.engine.dialect.name == "postgresql":  # SQLite lets one writer in at a time
                    seen = questionnaire.by_token(secret)  # as the page does before it, and holds it
                start.wait(timeout=10)
                questionnaire.answer(secret, SAID)
                db.session.commit()
                said.append("answered")
            except Closed as closed:
                db.session.rollback()
                said.append(closed.standing)
            finally:
                del seen
                db.session.remove()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(said) == ["answered", "used"]
    with app.app_context():
        assert db.session.scalar(select(func.count(QuestionnaireAnswer.id))) == 1


def test_sqlite_keeps_no_order_of_arrival(database: Any, kind: str) -> None:
    if kind != "sqlite":
        return
    said = database.session.execute(text("SELECT sql FROM sqlite_master WHERE name = 'questionnaire_answer'"))
    assert "WITHOUT ROWID" in said.scalar_one()


def test_links_of_earlier_years_are_forgotten_and_this_years_kept(database: Any) -> None:
    host, today = factories.organisation(), clock.today()
    old, this = invited(host, year=today.year - 1), invited(host, year=today.year)
    waiting = invited(host, year=today.year - 1)
    for one in (old, this):
        questionnaire.answer(secret_of(one), SAID)
    assert questionnaire_release.forget() == 1
    assert set(db.session.scalars(select(QuestionnaireInvitation.id))) == {this.id, waiting.id}


class TestAYouthsData:
    """What is handed over and erased."""

    def test_the_download_has_the_invitation_and_no_answer(self, database: Any) -> None:
        host = factories.organisation()
        found = invited(host)
        with zipfile.ZipFile(io.BytesIO(personal_data.archive(found.youth))) as packed:
            (row,) = json.loads(packed.read("questionnaire.json"))
        assert (row["organisation_id"], row["year"], row["used"]) == (str(host.id), YEAR, False)
        assert "token_hash" not in row

    def test_erasure_takes_the_invitations_and_cannot_touch_the_answers(self, database: Any) -> None:
        host = factories.organisation()
        found = invited(host)
        questionnaire.answer(secret_of(found), SAID)
        personal_data.erase(found.youth)
        assert db.session.scalar(select(func.count(QuestionnaireInvitation.id))) == 0
        assert db.session.scalar(select(func.count(QuestionnaireAnswer.id))) == 1


class TestAHostWithYouthsDoesNotLapse:
    """An agreement in force and hours that were confirmed count, as a check-in does."""

    def test_by_an_agreement(self, database: Any) -> None:
        found = factories.accredited()
        busy, idle = found, factories.accredited(of=factories.organisation(name="Het lege huis"))
        for one in (busy, idle):
            one.youth_last_on = one.starts_on - timedelta(days=1200)  # known through what it renewed
        factories_agreement.agreement(of=busy.organisation)
        assert busy.youth_last_on == clock.today()
        clock.move_to(found.starts_on + timedelta(days=300))
        for one in (busy, idle):
            timers.catch_up(one)
        assert (busy.status, idle.status) == ("active", "lapsed")

    def test_by_hours_that_were_confirmed_on_the_day_that_they_were_made(self, database: Any) -> None:
        service = factories_hours.serving()
        found = service.accreditation
        found.youth_last_on = found.starts_on - timedelta(days=1000)
        week = factories_hours.hours(service, at="submitted")
        assert found.youth_last_on < found.starts_on
        fire(week, "confirm", actor=factories_hours.supervisor(week))
        assert found.youth_last_on == max(entry.day for entry in week.entries)

    def test_what_happened_before_a_renewal_counts_in_it(self, database: Any) -> None:
        service = factories_hours.serving()
        before, host = service.accreditation, service.organisation
        week = factories_hours.hours(service, at="submitted")
        today = clock.today()
        before.ends_on, before.stopped_from = today - timedelta(days=1), today
        after = factories_hours.accreditation(host, starts_on=today, ends_on=today + timedelta(days=1000))
        after.youth_last_on = date(today.year - 3, 1, 1)
        db.session.flush()
        fire(week, "confirm", actor=factories_hours.supervisor(week))
        assert after.youth_last_on == max(entry.day for entry in week.entries)
