"""Signals at the service: the code, who can read, what is shared, and what is left after the term of keeping."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, text

from mdt.access import SYSTEM, Person, Visitor, roles_of
from mdt.access.signal import key_of, readers
from mdt.demo import signals
from mdt.models import Agreement, Event, Mail, Membership, Signal, SignalMessage, SignalShare, Tie, db
from mdt.rules import helplines
from mdt.services import clock, effects, mail, personal_data, signal, signal_code, signal_waiting, verification, waiting
from mdt.services import membership as memberships
from mdt.services.transitions import fire
from tests import factories, factories_agreement, factories_school
from tests.mdt.outbox import letters, tell_all
from workflows.base import NotPermitted, Refused
from workflows.roles import Role

pytestmark = pytest.mark.usefixtures("database")
SECRET = "Hij wacht mij elke avond op bij de fietsen."


@pytest.fixture
def adviser(database: Any) -> Person:
    """The one confidential adviser."""
    return factories.official("confidential_adviser", "Marit Vertrouw")


def everything_stored() -> str:
    """Every value in every table, as text."""
    said = []
    for table in inspect(db.session.connection()).get_table_names():
        said += [str(tuple(row)) for row in db.session.execute(text(f'SELECT * FROM "{table}"'))]
    return "\n".join(said)


class TestTheCode:
    """It is shown once, kept as a hash, and the same for what is sent twice."""

    @pytest.mark.usefixtures("adviser")
    def test_it_leads_back_however_it_is_typed_and_is_nowhere_in_the_database(self) -> None:
        one, code = signals.report()
        assert len(code.replace("-", "")) == 20
        assert signal.by_code(f"  {code.lower().replace('-', ' ')}") == one
        assert signal.by_code(code[:-1]) is None and signal.by_code("") is None
        stored = everything_stored()
        assert code not in stored and code.replace("-", "") not in stored

    @pytest.mark.usefixtures("adviser")
    def test_a_form_that_is_sent_twice_is_one_signal_with_one_code(self) -> None:
        ticket = signal_code.ticket()
        sent = {"ticket": ticket, "language": "nl", "text": SECRET}
        assert signal.report(**sent) == signal.report(**sent)
        assert db.session.query(Signal).count() == 1
        assert signal.report(**{**sent, "text": "Iets anders."}) != signal.report(**sent)
        assert db.session.query(Signal).count() == 2

    def test_a_ticket_that_we_did_not_make_is_seen(self) -> None:
        assert signal_code.is_ours(signal_code.ticket())
        for made_up in ("", "0" * 96, signal_code.ticket()[:-1], "é" * 96):
            assert not signal_code.is_ours(made_up)

    @pytest.mark.usefixtures("adviser")
    def test_what_is_added_twice_is_there_once(self) -> None:
        one, _code = signals.report()
        for _time in range(2):
            signal.add(one, " Gisteren weer. ")
        assert [said.text for said in signal.messages(one)] == ["Gisteren weer."]


class TestWhoReads:
    """An adviser without ties, one at a time; and nobody is kept out who should not be."""

    def test_nothing_of_who_reports_is_kept(self, adviser: Person) -> None:
        one, _code = signals.report()
        event = db.session.query(Event).filter_by(noun="signal").one()
        assert (event.actor_kind, event.actor_id, event.role) == ("link", None, "public")
        assert roles_of(Visitor(), one) == {Role.PUBLIC}
        assert readers(one) == [adviser]

    def test_without_an_adviser_it_is_refused_and_not_kept(self) -> None:
        with pytest.raises(Refused, match="have not kept it") as refusal:
            signals.report()
        assert refusal.value.field == "organisation"
        db.session.rollback()
        assert not signal.somebody_reads() and db.session.query(Signal).count() == 0

    @pytest.mark.parametrize("tie", ["member", "invited", "former member", "noted", "youth"])
    def test_an_adviser_with_ties_does_not_see_it_and_another_does(self, adviser: Person, tie: str) -> None:
        host = factories.organisation(name="Buurthuis De Linde")
        _tie(adviser, host, tie)
        other = factories.official("confidential_adviser", "Rein Ander")
        for about in (host.name, "  stichting buurthuis de LINDE!", "de linde"):
            one, _code = signals.report(about=about, text=f"{SECRET} {about}")
            assert readers(one) == [other], about
            assert not signal_waiting.worklist(adviser)
        elsewhere, _code = signals.report(about="Zeilschool Het Anker")
        assert readers(elsewhere) == [adviser, other]

    def test_when_every_adviser_has_ties_it_is_refused(self, adviser: Person) -> None:
        host = factories.organisation()
        _tie(adviser, host, "member")
        with pytest.raises(Refused, match="nothing to do with this organisation"):
            signals.report(about=host.name)

    def test_who_took_it_up_is_the_only_one_until_they_leave(self, adviser: Person) -> None:
        other = factories.official("confidential_adviser", "Rein Ander")
        one, _code = signals.report()
        signals.take_up(one, by=adviser)
        assert readers(one) == [adviser]
        with pytest.raises(NotPermitted):
            signal.open_(one, actor=other)
        held = db.session.query(Membership).filter_by(person_id=adviser.id).one()
        fire(held, "end", actor=factories.official("office"))
        assert readers(one) == [other]

    def test_who_hands_over_sees_it_no_more_and_the_others_are_told(self, adviser: Person) -> None:
        other = factories.official("confidential_adviser", "Rein Ander")
        one, _code = signals.report()
        signals.take_up(one, by=adviser)
        fire(one, "hand_over", actor=adviser)
        assert (one.status, one.adviser_id, readers(one)) == ("received", None, [other])
        tell_all()
        assert len(letters(other.email)) == 3  # the invitation, the report, and what was handed over

    def test_an_adviser_holds_no_other_function(self, adviser: Person) -> None:
        office = factories.official("office")
        for person, function in ((adviser, "office"), (office, "confidential_adviser")):
            with pytest.raises(Refused, match="no other function"):
                memberships.invite(organisation=None, email=person.email, function=function, actor=SYSTEM)

    def test_the_organisation_is_the_one_of_the_register(self, adviser: Person) -> None:
        host = factories.organisation(name="Zeilschool Het Anker")
        assert signals.report(about="zeilschool het anker")[0].organisation_id == host.id
        twin = factories.organisation(name="Zeilschool Het Anker")
        assert signals.report(about="Zeilschool Het Anker")[0].organisation_id is None
        chosen = signal.report(ticket=signal_code.ticket(), language="nl", about="Zeilschool Het Anker", text="Hier.",
                               organisation_id=twin.id)  # fmt: skip
        found = signal.by_code(chosen)
        assert found is not None and found.organisation_id == twin.id

    def test_names_are_alike_without_their_legal_form_and_accents(self) -> None:
        assert key_of("Stichting Café 't Anker") == key_of("cafe t anker") == "cafetanker"
        assert key_of("مركز") == ""


def _tie(person: Person, host: Any, kind: str) -> None:
    """Give somebody a tie with an organisation."""
    if kind == "noted":
        db.session.add(Tie(person_id=person.id, organisation_id=host.id, kind="volunteer", noted_at=clock.now()))
    elif kind == "youth":
        factories_school.youth()
        served = factories_school.youth(name="Vroeger Jong")
        served.person_id = person.id
        db.session.flush()
        number = f"LO-{uuid.uuid4().hex[:8]}"
        db.session.add(Agreement(number=number, youth_id=served.id, organisation_id=host.id, status="completed",
                                 drafted_by="youth", created_at=clock.now()))  # fmt: skip
    else:
        invited = memberships.invite(organisation=host, email=person.email, function="colleague",
                                     actor=factories.coordinator_of(host))  # fmt: skip
        if kind != "invited":
            memberships.accept(invited, actor=person)
        if kind == "former member":
            fire(invited, "end", actor=person)
    db.session.flush()


class TestSharing:
    """Exactly what was shared, with whom it was shared."""

    def test_the_receiver_is_told_that_there_is_something_and_nothing_of_what(self, adviser: Person) -> None:
        office, board = factories.official("office", "Olga Bureau"), factories.official("board", "Bo Besluit")
        one, _code = signals.report(text=SECRET, about="Zeilschool Het Anker", name="Sem")
        signals.take_up(one, by=adviser)
        signals.share(one, by=adviser, with_=office, text="Ga er eens langs.")
        tell_all()
        signals.share(one, by=adviser, with_=board, text="Iets anders.")
        tell_all()
        about = [letter for letter in letters() if letter.case_id == one.id]
        assert sorted(letter.recipient for letter in about) == sorted([adviser.email, office.email, board.email])
        for letter in about:
            said = f"{letter.subject} {letter.body}"
            for word in (SECRET, "Anker", "Sem", "langs", one.reference, str(one.id), "melding", "veilig"):
                assert word not in said
        [share] = signal.shared_with(office)
        assert share.text == "Ga er eens langs." and roles_of(office, one) == {Role.INFORMED}
        assert not signal.shared_with(factories.official("office"))

    def test_an_outsider_is_written_down_and_nobody_is_written_to(self, adviser: Person) -> None:
        one, _code = signals.report()
        signals.take_up(one, by=adviser)
        tell_all()
        before = len(letters())
        signals.share(one, by=adviser, outsider="De wijkagent")
        tell_all()
        assert [share.name for share in signal.shared_in(one)] == ["De wijkagent"]
        assert len(letters()) == before

    def test_one_receiver_who_can_be_informed_and_has_no_ties(self, adviser: Person) -> None:
        host = factories.organisation()
        tied = factories.official("board", "Bo Besluit")
        _tie(tied, host, "member")
        office, assessor = factories.official("office"), factories.official("assessor")
        one, _code = signals.report(about=host.name)
        signals.take_up(one, by=adviser)
        assert [person for person, _held in signal.receivers(one)] == [office]
        for given in ({}, {"receiver": "x"}, {"receiver": str(assessor.id)}, {"receiver": str(tied.id)},
                      {"receiver": str(office.id), "outsider": "De wijkagent"}):  # fmt: skip
            with pytest.raises(Refused) as refusal:
                fire(one, "share", actor=adviser, text="Dit.", **given)
            assert refusal.value.field == "receiver"

    def test_who_loses_the_function_loses_what_was_shared(self, adviser: Person) -> None:
        factories.official("office")
        office = factories.official("office", "Olga Bureau")
        one, _code = signals.report()
        signals.take_up(one, by=adviser)
        signals.share(one, by=adviser, with_=office)
        held = db.session.query(Membership).filter_by(person_id=office.id).one()
        fire(held, "end", actor=office)
        assert not signal.shared_with(office) and not roles_of(office, one)


class TestOpening:
    """Each opening is an event of its own, and opens nothing else and nobody else's eyes."""

    def test_an_opening_holds_for_its_reader_its_signal_and_a_while(
        self, adviser: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        office = factories.official("office")
        one, other = signals.report()[0], signals.report(text="Iets anders.")[0]
        number = signal.open_(one, actor=adviser)
        assert signal.is_open(number, one, adviser)
        assert not signal.is_open(number, other, adviser) and not signal.is_open(number, one, office)
        assert not signal.is_open(None, one, adviser) and not signal.is_open(number + 100, one, adviser)
        taken = fire(one, "take_up", actor=adviser).id
        assert not signal.is_open(taken, one, adviser)
        signals.share(one, by=adviser, with_=office)
        [share] = signal.shared_with(office)
        shared = signal.open_share(share, actor=office)
        assert signal.is_open(shared, share, office) and not signal.is_open(shared, one, office)
        assert not signal.is_open(number, share, adviser)
        assert [event.name for event in signal.history(one)] == ["open_share", "share", "take_up", "open", "report"]
        later = clock.now() + signal.VISIT + timedelta(seconds=1)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert not signal.is_open(number, one, adviser)

    def test_what_was_added_is_new_until_it_is_opened(self, adviser: Person) -> None:
        one, _code = signals.report()
        signals.take_up(one, by=adviser)
        signals.talk(one, by=adviser)
        assert signal_waiting.added([one], adviser) == {one.id}
        signal.open_(one, actor=adviser)
        assert signal_waiting.added([one], adviser) == set()


class TestKeeping:
    """After the term nothing is left of what was said, and the log still holds."""

    def test_everything_that_was_said_is_erased_and_the_chain_verifies(self, adviser: Person) -> None:
        office = factories.official("office")
        one, code = signals.report(text=SECRET, about="Zeilschool Het Anker", name="Sem Zeeman", contact="06 1234",
                                   place="Achter de loods", moment="Vrijdag de dertiende")  # fmt: skip
        signals.take_up(one, by=adviser)
        fire(one, "write", actor=adviser, text="Mag ik bellen?")
        signal.add(one, "Liever niet.")
        signals.share(one, by=adviser, with_=office, text="Let op de loods.")
        signals.share(one, by=adviser, outsider="Brigadier Nooit", text="Hulp gevraagd.")
        fire(one, "conclude", actor=adviser, text="Het is opgelost.")
        tell_all()
        until = signal.kept_until(one)
        assert until is not None
        clock.move_to(until)
        assert signal.erase_what_is_over() == 0
        clock.move_to(until + timedelta(days=1))
        assert signal.erase_what_is_over() == 1
        db.session.flush()
        assert (one.status, signal.by_code(code), readers(one)) == ("erased", None, [adviser])
        stored = everything_stored()
        for word in (SECRET, "Anker", "Sem Zeeman", "06 1234", "loods", "dertiende", "bellen", "Liever", "Brigadier",
                     "opgelost"):  # fmt: skip
            assert word not in stored, word
        assert not db.session.query(Mail).filter_by(case_id=one.id).count()
        assert not db.session.query(SignalMessage).count() and not db.session.query(SignalShare).count()
        opened = db.session.query(Event).filter_by(subject_id=one.id, name="open").one()
        assert (opened.actor_id, opened.snapshot, opened.salt) == (adviser.id, None, None)
        assert verification.verify().cases > 0
        assert signal.erase_what_is_over() == 0

    def test_what_is_not_closed_is_kept_and_what_opens_again_counts_anew(self, adviser: Person) -> None:
        one, _code = signals.report()
        clock.move_to(clock.today() + timedelta(days=4000))
        assert signal.erase_what_is_over() == 0
        signals.take_up(one, by=adviser)
        fire(one, "conclude", actor=adviser, text="Klaar.")
        signal.add(one, "Toch weer.")
        assert (one.status, one.closed_on, signal.kept_until(one)) == ("under_investigation", None, None)

    def test_a_text_that_was_changed_behind_the_log_is_found(self, adviser: Person) -> None:
        one, _code = signals.report(text=SECRET)
        event = db.session.query(Event).filter_by(subject_id=one.id, name="report").one()
        assert event.snapshot is not None and event.snapshot["text"] == SECRET
        assert verification.verify().events > 0


class TestOthersSeeNothing:
    """No heap, count, letter or archive of anybody else knows of a signal."""

    def test_failed_letters_and_messages_are_not_counted_for_the_office(self, adviser: Person) -> None:
        office = factories.official("office")
        before = waiting.heaps(office)
        one, _code = signals.report()
        tell_all()
        letter = db.session.query(Mail).filter_by(case_id=one.id).one()
        mail.failed(letter.id, "no answer")
        signal.add(one, "Nog iets.")
        for number in effects.due():
            effects.failed(number, "no answer")
        assert waiting.heaps(office) == before
        assert (mail.retry(), effects.retry()) == (0, 0)
        assert letter.attempts == 0 and letter.retry_at is None

    def test_the_archive_of_a_youth_is_the_same(self, adviser: Person) -> None:
        noor = factories_school.youth()
        before = len(personal_data.archive(noor))
        signals.report(name=noor.name, contact=noor.person.email)
        tell_all()
        assert len(personal_data.archive(noor)) == before

    def test_an_agreement_of_the_host_is_untouched(self, adviser: Person) -> None:
        deal = factories_agreement.agreement(at="in_force")
        before = deal.agreement.version
        signals.report(about=deal.agreement.organisation.name)
        assert deal.agreement.version == before


def test_each_helpline_says_where_its_number_is_from_and_which_were_not_looked_up() -> None:
    rows = helplines.on(clock.today())
    assert rows[0].dial == "112" and rows[0].verified
    for row in rows[1:]:
        assert row.verified or row.source.startswith("UNVERIFIED")
