"""Signals in the browser: without an account, for the adviser, and for whom the adviser informed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from mdt import create_app
from mdt.access import Person
from mdt.demo import signals
from mdt.extensions import limiter
from mdt.models import Event, KeptText, Signal, db
from mdt.services import clock, register, signal
from mdt.services.transitions import fire
from tests import factories
from tests.fixtures.application import StrictClient, configuration

HERE = "/social-safety"
SECRET = "Hij wacht mij elke avond op bij de fietsen."
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}")


@pytest.fixture
def adviser(database: Any) -> Person:
    """The one confidential adviser."""
    return factories.official("confidential_adviser", "Marit Vertrouw")


def ticket(page: str) -> str:
    """The ticket in the form of a page."""
    found = re.search(r'name="ticket" value="(\w+)"', page)
    assert found is not None
    return found[1]


def send(client: FlaskClient, **more: str) -> Any:
    """Fill in the form as it is served, and send it."""
    return client.post(HERE, data={"ticket": ticket(client.get(HERE).text), "text": SECRET} | more)


class TestReporting:
    """The public page."""

    @pytest.mark.usefixtures("adviser")
    def test_the_page_says_first_what_to_do_in_danger_and_who_reads(self, client: StrictClient) -> None:
        page = client.get(HERE).text
        places = [page.index(said) for said in ("Nu gevaar? Bel 112", "Wie het leest", "Wie het niet leest",
                                                "Hoe het verder gaat", "anoniem blijven", 'name="text"')]  # fmt: skip
        assert places == sorted(places)
        english = client.get(f"{HERE}?language=en").text
        assert "Danger now? Call 112." in english and f"{HERE}?language=en" in english

    def test_it_is_found_from_the_pages_where_youths_are(self, client: StrictClient, adviser: Person) -> None:
        case = factories.granted()
        slug = register.slug_of(case.organisation)
        assert HERE in client.get("/").text
        page = client.get(f"/register/{slug}").text
        assert f"{HERE}?organisation={slug}" in page
        form = client.get(f"{HERE}?organisation={slug}").text
        assert f'value="{case.organisation.name}"' in form
        unknown = factories.organisation(name="Niet In Het Register")
        assert "Niet In Het Register" not in client.get(f"{HERE}?organisation={register.slug_of(unknown)}").text

    @pytest.mark.usefixtures("adviser")
    def test_somebody_without_an_account_sends_it_and_gets_a_code_and_no_cookie(self, client: StrictClient) -> None:
        answer = send(client, organisation="De sportclub", moment="Zaterdag", name="Sem")
        code = CODE.search(answer.text)
        assert answer.status_code == 200 and code is not None
        one = db.session.query(Signal).one()
        assert (one.text, one.about, one.moment, one.name) == (SECRET, "De sportclub", "Zaterdag", "Sem")
        assert signal.by_code(code[0]) == one
        assert not answer.headers.getlist("Set-Cookie")
        assert answer.headers["Referrer-Policy"] == "no-referrer" and answer.headers["Cache-Control"] == "no-store"

    def test_who_is_signed_in_is_not_kept_with_it(self, client: StrictClient, adviser: Person) -> None:
        noor = factories.person("Noor Bekend")
        client.sign_in(noor)
        assert "Je bent ingelogd" in client.get(HERE).text
        assert send(client).status_code == 200
        event = db.session.query(Event).filter_by(noun="signal").one()
        assert event.actor_id is None
        assert str(noor.id) not in str(event.snapshot) and "Noor" not in str(event.snapshot)

    @pytest.mark.usefixtures("adviser")
    def test_sent_twice_it_shows_the_same_code(self, client: StrictClient) -> None:
        given = {"ticket": ticket(client.get(HERE).text), "text": SECRET}
        codes = {CODE.search(client.post(HERE, data=given).text)[0] for _time in range(2)}  # type: ignore[index]
        assert len(codes) == 1 and db.session.query(Signal).count() == 1

    @pytest.mark.usefixtures("adviser")
    @pytest.mark.parametrize(
        "wrong",
        [{"text": " "}, {"ticket": "0" * 96}, {"ticket": ""}, {"contact": "x" * 300}],
    )
    def test_nothing_is_lost_on_an_error(self, client: StrictClient, wrong: dict[str, str]) -> None:
        answer = send(client, **{"organisation": "De sportclub", "place": "De kantine"} | wrong)
        assert answer.status_code == 422 and db.session.query(Signal).count() == 0
        assert 'value="De sportclub"' in answer.text and 'value="De kantine"' in answer.text
        again = {"ticket": ticket(answer.text), "text": SECRET, "organisation": "De sportclub"}
        assert client.post(HERE, data=again).status_code == 200

    @pytest.mark.usefixtures("adviser")
    def test_another_site_cannot_send_for_somebody(self, client: StrictClient) -> None:
        given = {"ticket": ticket(client.get(HERE).text), "text": SECRET}
        answer = client.post(HERE, data=given, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 422 and SECRET in answer.text
        assert db.session.query(Signal).count() == 0

    @pytest.mark.usefixtures("adviser")
    def test_what_no_database_takes_is_left_out(self, client: StrictClient) -> None:
        assert send(client, text=f"{SECRET}\x00").status_code == 200
        assert db.session.query(Signal).one().text == SECRET

    @pytest.mark.usefixtures("database")
    def test_without_an_adviser_there_is_no_form_and_somebody_else_to_turn_to(self, client: StrictClient) -> None:
        page = client.get(HERE).text
        assert 'name="text"' not in page
        assert "Er is nu geen vertrouwenspersoon" in page and "tel:08000432" in page

    def test_an_organisation_of_which_every_adviser_is_a_member(self, client: StrictClient, adviser: Person) -> None:
        host = factories.organisation(name="Zeilschool Het Anker", coordinator=adviser)
        answer = send(client, organisation=host.name)
        assert answer.status_code == 422
        assert SECRET in answer.text and "hebben haar niet bewaard" in answer.text and "tel:112" in answer.text


class TestTheCode:
    """Coming back."""

    def test_the_reporter_reads_and_answers(self, client: StrictClient, adviser: Person) -> None:
        one, code = signals.report(text=SECRET)
        page = client.post(f"{HERE}/code", data={"code": code.lower().replace("-", " ")})
        assert page.status_code == 200 and "nog niet begonnen" in page.text and SECRET not in page.text
        signals.take_up(one, by=adviser)
        fire(one, "write", actor=adviser, text="Mag ik bellen?")
        page = client.post(f"{HERE}/code", data={"code": code})
        assert "Mag ik bellen?" in page.text and "Marit" not in page.text
        for _time in range(2):
            page = client.post(f"{HERE}/code/add", data={"code": code, "text": "Liever niet."})
            assert page.status_code == 200 and page.text.count("Liever niet.") == 1
        fire(one, "conclude", actor=adviser, text="Het is opgelost.")
        page = client.post(f"{HERE}/code", data={"code": code})
        assert "Het is opgelost." in page.text and "afgesloten" in page.text
        client.post(f"{HERE}/code/add", data={"code": code, "text": "Toch weer."})
        db.session.expire_all()
        assert one.status == "under_investigation"
        assert not page.headers.getlist("Set-Cookie") and page.headers["X-Robots-Tag"] == "noindex"

    @pytest.mark.usefixtures("adviser")
    def test_an_empty_addition_keeps_the_code_in_the_page(self, client: StrictClient) -> None:
        _one, code = signals.report()
        page = client.post(f"{HERE}/code/add", data={"code": code, "text": " "})
        assert page.status_code == 422 and f'value="{code}"' in page.text
        assert client.get(f"{HERE}/code/add").location == f"{HERE}/code"

    @pytest.mark.usefixtures("adviser")
    def test_every_wrong_code_gets_one_and_the_same_answer(
        self, client: StrictClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[str] = []
        known = signal.by_code

        def counted(typed: str) -> Signal | None:
            asked.append(typed)
            return known(typed)

        monkeypatch.setattr(signal, "by_code", counted)
        _one, code = signals.report()
        asked.clear()
        wrong = [code[:-1] + ("0" if code[-1] != "0" else "1"), code[:-5], "x", "é", f"{code}0"]
        answers = [client.post(f"{HERE}/code", data={"code": typed}) for typed in wrong]
        assert {answer.status_code for answer in answers} == {422}
        pages = {re.sub(r'name="code" value="[^"]*"', "", answer.text) for answer in answers}
        assert len(pages) == 1 and "Bij deze code hoort geen melding" in pages.pop()
        assert asked == wrong  # each was looked up once, however it was written

    def test_when_nobody_can_read_any_more_the_reporter_is_told(self, client: StrictClient, adviser: Person) -> None:
        one, code = signals.report()
        fire(one, "hand_over", actor=adviser)
        page = client.post(f"{HERE}/code", data={"code": code}).text
        assert "Op dit moment kan niemand je melding lezen" in page and "tel:112" in page


class TestTheAdviser:
    """The worklist, and opening."""

    def test_the_worklist_is_empty_first(self, client: StrictClient, adviser: Person) -> None:
        assert "Er is geen melding voor u" in client.sign_in(adviser).get("/signals").text

    def test_what_was_said_lies_behind_an_opening_that_stands_in_the_log(
        self, client: StrictClient, adviser: Person
    ) -> None:
        one, _code = signals.report(text=SECRET, about="De sportclub", name="Sem")
        client.sign_in(adviser)
        address = f"/signals/{one.id}"
        for page in (client.get("/").text, client.get("/signals").text, client.get(address).text):
            assert one.reference in page
            for secret in (SECRET, "De sportclub", "Sem"):
                assert secret not in page
        assert client.get(f"{address}/open").location == address
        assert client.post(f"{address}/open").location == address
        page = client.get(address).text
        assert SECRET in page and "De sportclub" in page and page.count("De melding is geopend.") == 1
        assert client.get(address).text.count("De melding is geopend.") == 1
        client.post("/sign-out")
        client.sign_in(adviser)
        assert SECRET not in client.get(address).text
        client.post(f"{address}/open")
        assert client.get(address).text.count("De melding is geopend.") == 2

    def test_an_opening_in_one_browser_opens_nothing_in_another(
        self, client: StrictClient, adviser: Person, app: Any
    ) -> None:
        one, _code = signals.report(text=SECRET)
        client.sign_in(adviser).post(f"/signals/{one.id}/open")
        assert SECRET in client.get(f"/signals/{one.id}").text
        other = app.test_client().sign_in(adviser)
        assert SECRET not in other.get(f"/signals/{one.id}").text

    def test_from_taking_up_to_closing(self, client: StrictClient, adviser: Person) -> None:
        office = factories.official("office", "Olga Bureau")
        one, _code = signals.report(text=SECRET)
        client.sign_in(adviser)
        address = f"/signals/{one.id}"

        def act(event: str, **given: str) -> Any:
            assert client.get(f"{address}/{event}").status_code == 200
            db.session.refresh(one)
            return client.post(f"{address}/{event}", data={"version": str(one.version)} | given)

        assert act("take-up").status_code == 302
        assert act("write", text="Mag ik bellen?").status_code == 302
        empty = act("share", text="Let op.")
        assert empty.status_code == 422 and "Let op." in empty.text and "Olga Bureau (bureau)" in empty.text
        assert act("share", text="Let op de loods.", receiver=str(office.id)).status_code == 302
        assert act("conclude", text="Opgelost.").status_code == 302
        client.post(f"{address}/open")
        page = client.get(address).text
        assert "Olga Bureau" in page and "Let op de loods." in page and "Opgelost." in page
        assert client.get(f"{address}/share").status_code == 409

    def test_after_handing_over_it_is_gone(self, client: StrictClient, adviser: Person) -> None:
        one, _code = signals.report()
        client.sign_in(adviser)
        answer = client.post(f"/signals/{one.id}/hand-over", data={"version": str(one.version)})
        assert answer.location == "/signals"
        assert client.get(f"/signals/{one.id}").status_code == 404
        assert one.reference not in client.get("/signals").text

    def test_nobody_may_do_as_the_reporter_or_the_clock(self, client: StrictClient, adviser: Person) -> None:
        one, _code = signals.report()
        client.sign_in(adviser)
        for event in ("add", "erase", "open-share"):
            assert client.post(f"/signals/{one.id}/{event}", data={"text": "x"}).status_code == 403
        assert client.get(f"/signals/{one.id}/nonsense").status_code == 409

    def test_what_was_erased_is_told_of_and_nothing_more(self, client: StrictClient, adviser: Person) -> None:
        one, _code = signals.report(text=SECRET)
        signals.until(one, "closed", by=adviser)
        until = signal.kept_until(one)
        assert until is not None
        clock.move_to(until.replace(year=until.year + 1))
        signal.erase_what_is_over()
        page = client.sign_in(adviser).get(f"/signals/{one.id}").text
        assert "De bewaartermijn is voorbij" in page and SECRET not in page and "De melding openen" not in page


class TestWhomTheAdviserInformed:
    """Exactly what was shared."""

    def test_the_receiver_opens_what_was_shared_and_sees_nothing_more(
        self, client: StrictClient, adviser: Person
    ) -> None:
        office, other = factories.official("office", "Olga Bureau"), factories.official("office", "Otto Bureau")
        one, _code = signals.report(text=SECRET, about="De sportclub")
        client.sign_in(office)
        assert client.get("/shared-signals").status_code == 404
        signals.take_up(one, by=adviser)
        signals.share(one, by=adviser, with_=office, text="Let op de loods.")
        signals.share(one, by=adviser, outsider="De wijkagent", text="Hulp gevraagd.")
        [share] = signal.shared_with(office)
        address = f"/shared-signals/{share.id}"
        assert one.reference in client.get("/").text
        assert "Nog niet geopend" in client.get("/shared-signals").text
        assert "Let op de loods." not in client.get(address).text
        assert client.post(f"{address}/open").location == address
        page = client.get(address).text
        assert "Let op de loods." in page and "Marit Vertrouw" in page
        for secret in (SECRET, "De sportclub", "wijkagent", "Hulp gevraagd"):
            assert secret not in page
        assert client.get(f"/signals/{one.id}").status_code == 404
        client.sign_in(other)
        for path in ("/shared-signals", address):
            assert client.get(path).status_code == 404
        assert client.post(f"{address}/open").status_code == 404
        client.sign_in(adviser).post(f"/signals/{one.id}/open")
        assert "Olga Bureau (door de vertrouwenspersoon ingelicht)" in client.get(f"/signals/{one.id}").text


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[tuple[FlaskClient, Any]]:
    """A browser at an application that counts and checks tokens, with an adviser."""
    settings = configuration(f"sqlite:///{tmp_path / 'limited.db'}", tmp_path)
    app = create_app(settings | {"RATELIMIT_ENABLED": True, "WTF_CSRF_ENABLED": True})
    with app.app_context():
        db.create_all()
        factories.official("confidential_adviser")
        db.session.commit()
    limiter.reset()
    yield app.test_client(), app
    limiter.reset()
    limiter.enabled = False
    with app.app_context():
        db.engine.dispose()


class TestLimits:
    """Who sends or guesses without end is held back, and no address is kept for it."""

    def test_guessing_is_stopped_and_the_address_is_nowhere(self, limited: tuple[FlaskClient, Any]) -> None:
        client, app = limited
        guess = {"code": "0000-0000-0000-0000-0000"}
        from_there = {"REMOTE_ADDR": "203.0.113.77"}
        found = [client.post(f"{HERE}/code", data=guess, environ_base=from_there) for _time in range(21)]
        assert [answer.status_code for answer in found] == [422] * 20 + [429]
        assert "Wacht een uur" in found[-1].text
        counted = str(vars(limiter.storage))
        assert "signal code" in counted and "203.0.113.77" not in counted
        assert client.post(f"{HERE}/code", data=guess).status_code == 422  # from elsewhere
        with app.app_context():
            assert db.session.query(KeptText).count() == 0

    def test_who_sends_very_much_keeps_the_text_and_errors_are_not_counted(
        self, limited: tuple[FlaskClient, Any]
    ) -> None:
        client, _app = limited
        for _time in range(5):
            assert send(client, text=" ").status_code == 422
        found = [send(client, text=f"{SECRET} {number}").status_code for number in range(21)]
        assert found == [200] * 20 + [429]
        last = send(client, place="De kantine")
        assert SECRET in last.text and 'value="De kantine"' in last.text and "tel:112" in last.text
