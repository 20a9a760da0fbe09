"""The questionnaire behind its link, and the pages that show what youths say."""

from __future__ import annotations

import logging
import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from mdt.demo import play
from mdt.models import (
    Event,
    KeptText,
    Organisation,
    QuestionnaireAnswer,
    QuestionnaireInvitation,
    QuestionnaireTally,
    db,
)
from mdt.rules.questionnaire import questionnaire as reference
from mdt.services import accreditation_standing, clock, questionnaire, questionnaire_release
from tests import factories, factories_school
from tests.fixtures.application import parse
from tests.mdt.web.test_visit import page
from workflows.questionnaire import SCALE

QUESTIONS = [one.id for one in reference().on(date(2026, 11, 1)).questions]
NOT_YET = "Er is nog niets te zien"


def invited(host: Organisation | None = None, *, language: str = "nl") -> QuestionnaireInvitation:
    """A youth who was asked."""
    youth = factories_school.youth()
    youth.person.language = language
    found = questionnaire.invite(youth, host or factories.organisation(), year=clock.today().year)
    assert found is not None
    return found


def address(found: QuestionnaireInvitation) -> str:
    """The path in the letter."""
    return f"/questionnaire/{questionnaire.token(found)}"


def tally(host: Organisation, *, answers: int = 6, year: int | None = None) -> QuestionnaireTally:
    """What a group said, as the night leaves it: everybody the highest step."""
    counts = {name: [0, 0, 0, 0, answers] for name in QUESTIONS}
    made = QuestionnaireTally(
        id=uuid.uuid4(), organisation_id=host.id, first_year=year or clock.today().year,
        last_year=year or clock.today().year, answers=answers, counts=counts, released_on=clock.today(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def waiting() -> int:
    """How many answers are kept and not shown."""
    return db.session.scalar(select(func.count(QuestionnaireAnswer.id))) or 0


class TestTheLink:
    """One page without an account, one answer."""

    def test_it_shows_closed_questions_and_answers_once(self, database: Any, client: Any) -> None:
        found = invited()
        path = address(found)
        for _scan in range(3):
            shown = page(client, path)
        assert shown.count('role="radiogroup"') == len(QUESTIONS) <= 8
        assert shown.count('type="radio"') == len(QUESTIONS) * (len(SCALE) + 1)
        assert 'href="/social-safety"' in shown
        assert "<textarea" not in shown and 'type="text"' not in shown and "csrf_token" not in shown
        sent = client.post(path, data={"safe": "5", "learnt": "na", "recommend": ""})
        assert (sent.status_code, sent.headers["Location"]) == (303, "/questionnaire/thank-you?language=nl")
        assert "Dank je wel" in page(client, sent.headers["Location"])
        assert db.session.scalars(select(QuestionnaireAnswer.answers)).one() == {"safe": 5}
        assert "Deze link is gebruikt" in page(client, path, 410)
        assert client.post(path, data={"safe": "1"}).status_code == 410
        assert waiting() == 1

    def test_without_any_answer_it_says_so_and_loses_nothing(self, database: Any, client: Any) -> None:
        path = address(invited())
        none = client.post(path, data={"safe": "na"})
        shown = none.get_data(as_text=True)
        assert none.status_code == 422 and f'href="#{QUESTIONS[0]}"' in shown
        assert "Beantwoord ten minste één vraag" in shown
        assert re.search(r'name="safe" value="na" checked', shown)
        wrong = client.post(path, data={"safe": "6", "learnt": "2"})
        assert wrong.status_code == 422 and re.search(r'name="learnt" value="2" checked', wrong.text)
        assert waiting() == 0 and client.post(path, data={"learnt": "2"}).status_code == 303

    @pytest.mark.parametrize(("language", "said"), [("nl", "Voelde je je veilig?"), ("en", "Did you feel safe?")])
    def test_it_speaks_the_language_of_the_letter_or_the_one_asked_for(
        self, database: Any, client: Any, language: str, said: str
    ) -> None:
        path = address(invited(language=language))
        assert said in page(client, path)
        other = {"nl": "en", "en": "nl"}[language]
        assert said not in page(client, f"{path}?language={other}")
        sent = client.post(f"{path}?language={other}", data={"safe": "5"})
        assert sent.headers["Location"].endswith(f"language={other}")

    def test_unknown_and_expired_links_say_what_to_do(
        self, database: Any, client: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        found = invited()
        path = address(found)
        assert "helemaal gekopieerd" in page(client, path[:-1] + ("0" if path[-1] != "0" else "1"), 404)
        assert client.post("/questionnaire/" + "0" * 72, data={"safe": "5"}).status_code == 404
        later = found.valid_until + timedelta(minutes=1)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert "verlopen" in page(client, path, 410)
        assert client.post(path, data={"safe": "5"}).status_code == 410 and waiting() == 0

    def test_it_knows_nobody(self, database: Any, client: Any) -> None:
        found = invited()
        client.sign_in(found.youth.person)
        path = address(found)
        shown = page(client, path)
        assert found.youth.person.name not in shown and found.youth.person.email not in shown
        before = db.session.scalar(select(func.count(Event.id)))
        with client.session_transaction() as session:
            held = dict(session)
        sent = client.post(path, data={"safe": "5"})
        with client.session_transaction() as session:
            assert dict(session) == held
        assert "Set-Cookie" not in sent.headers
        assert (sent.headers["Referrer-Policy"], sent.headers["Cache-Control"]) == ("no-referrer", "no-store")
        assert db.session.scalar(select(func.count(Event.id))) == before
        assert db.session.query(KeptText).count() == 0

    def test_no_log_of_ours_holds_the_secret_also_when_it_breaks(
        self, database: Any, client: Any, app: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        caplog.set_level(logging.DEBUG)
        path = address(invited())
        secret = path.rsplit("/", 1)[1]
        client.get(path)
        client.post(path, data={})
        monkeypatch.setitem(app.config, "MDT_SHOW_ERRORS", True)
        monkeypatch.setattr(questionnaire, "answer", lambda *_: 1 / 0)
        assert client.post(path, data={"safe": "5"}).status_code == 500
        monkeypatch.undo()
        client.post(path, data={"safe": "5"})
        assert "ZeroDivisionError" in caplog.text and secret not in caplog.text


class TestWhatIsShown:
    """To the host, the office, assessors and the public, from five on."""

    def test_the_page_of_the_accreditation(self, database: Any, client: Any) -> None:
        found = factories.accredited()
        client.sign_in(factories.coordinator_of(found.organisation))
        assert NOT_YET in page(client, f"/accreditations/{found.id}")
        tally(found.organisation)
        shown = page(client, f"/accreditations/{found.id}")
        assert NOT_YET not in shown and "Ja, helemaal: 6" in shown and "5,0" in shown
        client.sign_in(factories.official("office"))
        assert "Ja, helemaal: 6" in page(client, f"/accreditations/{found.id}")

    def test_four_answers_show_nothing_anywhere_and_not_how_many_there_are(self, database: Any, client: Any) -> None:
        found = factories.accredited()
        host = found.organisation
        path = f"/register/{found.slug}"
        before = client.get(path, follow_redirects=True).text
        for _ in range(4):
            assert client.post(address(invited(host)), data={"safe": "1"}).status_code == 303
        questionnaire_release.run()
        db.session.commit()
        assert client.get(path, follow_redirects=True).text == before
        assert client.get(f"/api/v1/accreditations/{found.number}").json["youthAnswers"] is None
        assert client.post(address(invited(host)), data={"safe": "1"}).status_code == 303
        assert client.get(path, follow_redirects=True).text == before
        questionnaire_release.run()
        db.session.commit()
        assert "Nee, helemaal niet: 5" in client.get(path, follow_redirects=True).text

    def test_the_register_with_its_years_and_not_before_it_was_shown(self, database: Any, client: Any) -> None:
        found = factories.accredited()
        this = clock.today().year
        tally(found.organisation, answers=5, year=this - 1)
        tally(found.organisation, answers=7, year=this)
        shown = client.get(f"/register/{found.slug}", follow_redirects=True).text
        assert f"12 anonieme antwoorden van jongeren uit {this - 1} tot en met {this}" in shown
        headers = ["".join(cell.itertext()) for cell in parse(shown).findall(".//thead//th")]
        assert headers[-3:] == ["Vraag", str(this - 1), str(this)] and "5,0\u00a0(7)" in shown
        yesterday = (clock.today() - timedelta(days=1)).isoformat()
        assert NOT_YET in client.get(f"/register/{found.slug}?on={yesterday}", follow_redirects=True).text
        tomorrow = (clock.today() + timedelta(days=1)).isoformat()
        assert "Wat jongeren zeggen" not in client.get(
            f"/register/{found.slug}?on={tomorrow}", follow_redirects=True
        ).text  # fmt: skip
        english = client.get(f"/register/{found.slug}?language=en", follow_redirects=True).text
        assert "Yes, completely: 12" in english

    def test_programs_read_it_too(self, database: Any, client: Any) -> None:
        found = factories.accredited()
        tally(found.organisation)
        said = client.get(f"/api/v1/accreditations/{found.number}").json["youthAnswers"]
        assert (said["answers"], said["firstYear"], len(said["questions"])) == (6, clock.today().year, len(QUESTIONS))
        assert said["questions"][1] == {"id": "safe", "text": "Did you feel safe?", "counts": [0, 0, 0, 0, 6],
                                        "mean": 5.0}  # fmt: skip

    def test_the_case_of_a_renewal_for_its_assessors_and_not_a_first_application(
        self, database: Any, client: Any
    ) -> None:
        first = factories.granted()
        found = factories.accreditation_of(first)
        tally(found.organisation)
        clock.move_to(accreditation_standing.renewal_opens(found))
        renewal = factories.application(at="in_assessment", of=first.organisation, officials=first.staff)
        play.invite(renewal)
        play.clear(renewal)
        client.sign_in(first.staff.lead)
        assert "Ja, helemaal: 6" in page(client, f"/applications/{renewal.application.id}")
        indicator = renewal.indicators[0]
        evidence = page(client, f"/assessments/{renewal.pair[0].id}/indicators/{indicator}")
        assert "Ja, helemaal: 6" in evidence
        client.sign_in(first.staff.office)
        assert "Ja, helemaal: 6" in page(client, f"/applications/{renewal.application.id}")
        assert "Wat jongeren zeggen" not in page(client, f"/applications/{first.application.id}")

    def test_it_takes_one_statement_however_many_answered(self, database: Any, client: Any, app: Any) -> None:
        found = factories.accredited()
        client.sign_in(factories.coordinator_of(found.organisation))
        paths = (f"/accreditations/{found.id}", f"/register/{found.slug}?on={clock.today()}")

        def statements() -> list[int]:
            counts = []
            for path in paths:
                assert client.get(path, follow_redirects=True).status_code == 200
                counts.append(app.extensions["watch"].statements)
            return counts

        statements()
        few = statements()
        for year in range(2020, 2027):
            tally(found.organisation, year=year)
        assert statements() == few


def test_a_youths_own_page_offers_what_can_be_answered(database: Any, client: Any) -> None:
    found = invited()
    client.sign_in(found.youth.person)
    for path in ("/", "/my-service"):
        assert f'href="{address(found)}"' in page(client, path)
    assert client.post(address(found), data={"safe": "5"}).status_code == 303
    assert "/questionnaire/" not in page(client, "/my-service")


def test_the_page_of_ones_data_says_that_answers_cannot_be_erased(database: Any, client: Any) -> None:
    client.sign_in(factories_school.youth().person)
    for path in ("/youth/data", "/youth/erasure"):
        assert "niemand weet welke van jou zijn" in page(client, path)
