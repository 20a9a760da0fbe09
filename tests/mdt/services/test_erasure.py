"""A youth's data: all of it handed over, and all of it erased while the proof stays."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from sqlalchemy import inspect, text

from mdt.models import Document, Event, Mail, Person, SignedLink, Youth, db
from mdt.services import (
    clock,
    consent,
    erasure,
    evidence,
    link,
    log,
    numbers,
    paper,
    personal_data,
    storage,
    verification,
)
from mdt.services import youth as youths
from mdt.services.paper_standing import Word
from mdt.services.personal_data import Holding
from mdt.services.transitions import fire
from tests import factories
from tests import factories_school as schools
from tests.mdt.outbox import tell_all
from workflows.base import Refused
from workflows.roles import Role

NAME, GUARDIAN, NUMBER = "Wietske Onmiskenbaar", "ouder.onmiskenbaar@voorbeeld.example", "s7654321"


def youth_with_everything() -> Youth:
    """A youth of fourteen with a consent, an enrolment, letters, and a paper on it."""
    found = schools.youth(age=14, name=NAME, guardian_email=GUARDIAN)
    place = schools.school()
    enrolled = schools.enrolment(at="confirmed", of=found, school=place)
    fire(enrolled, "correct", actor=schools.people_of(place).clerk, programme_text="", student_number=NUMBER)
    tell_all()
    return found


def issued(youth: Youth) -> Document:
    """A paper about the youth, as the worker would have made it."""
    event = db.session.query(Event).filter_by(noun="enrolment", name="confirm").one()
    content, code, number = f"%PDF {NAME}".encode(), evidence.new_code(), numbers.take(evidence.KIND_OF_NUMBER)
    record = {"number": number, "code": code, "youth": NAME, "language": "nl", "kind": "statement_of_hours",
              "issued_on": "2026-11-25"}  # fmt: skip
    made = Document(
        event_id=event.id, case_id=event.case_id, kind="statement_of_hours", number=number, code=code, language="nl",
        issued_on=clock.today(), record=record, sha256=storage.store(content), size=len(content),
        created_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def everything_stored() -> str:
    """Every value in every table, as text."""
    said = []
    for table in inspect(db.session.connection()).get_table_names():
        said += [str(tuple(row)) for row in db.session.execute(text(f'SELECT * FROM "{table}"'))]
    return "\n".join(said)


@pytest.mark.usefixtures("database")
def test_all_of_it_is_handed_over() -> None:
    found = youth_with_everything()
    number = issued(found).number
    packed = zipfile.ZipFile(io.BytesIO(personal_data.archive(found)))
    read: dict[str, Any] = {name: json.loads(packed.read(name)) for name in packed.namelist() if name.endswith(".json")}
    assert (read["youth.json"]["name"], read["youth.json"]["guardian_email"]) == (NAME, GUARDIAN)
    assert read["enrolment.json"][0]["student_number"] == NUMBER and "token_hash" not in read["enrolment.json"][0]
    assert read["consent.json"][0]["status"] == "given"
    assert {event["event"] for event in read["events.json"]} == {"ask", "give", "claim", "confirm", "correct"}
    assert read["letters.json"] and packed.read(f"papers/{number}.pdf") == f"%PDF {NAME}".encode()
    for event in read["events.json"]:
        assert log.commitment(event["salt"], event["snapshot"]) == event["commitment"]


@pytest.mark.usefixtures("database")
def test_after_erasure_nothing_names_the_youth_and_the_proof_stays() -> None:
    found = youth_with_everything()
    made, email = issued(found), found.person.email
    hashes = [event.hash for event in db.session.query(Event).order_by(Event.id)]
    asked = erasure.request(found, wish=f"Wis alles van {NAME}", actor=found.person)
    tell_all()
    fire(asked, "carry_out", actor=factories.official("office"), reasons="Zoals gevraagd.")
    last = db.session.query(Mail).filter_by(recipient=email).one()
    assert last.subject == "Je gegevens zijn gewist" or "erased" in last.subject
    last.sent_at = clock.now()
    erasure.forget_last_letters()
    db.session.flush()
    stored = everything_stored()
    for personal in (NAME, GUARDIAN, NUMBER, email):
        assert personal not in stored
    assert [event.hash for event in db.session.query(Event).order_by(Event.id)][: len(hashes)] == hashes
    counts = verification.verify()
    assert counts.events > len(hashes) and counts.papers == 1
    shown = paper.look_up(made.code, on=clock.today())
    assert shown and [one.word for one in shown.standing] == [Word.ISSUED]
    assert "erased at the request" in shown.standing[0].sentence
    with pytest.raises(storage.Damaged):
        evidence.content_of(made)
    with pytest.raises(LookupError):
        youths.pairwise_id(found, "a")
    assert not consent.in_force(found) and not db.session.query(SignedLink).count()
    assert (found.person.active, found.person.password) == (False, None)


@pytest.mark.usefixtures("database")
def test_who_also_acts_for_an_organisation_keeps_the_account() -> None:
    found = schools.youth()
    factories.organisation(coordinator=found.person)
    asked = erasure.request(found, wish="–", actor=found.person)
    fire(asked, "carry_out", actor=factories.official("office"), reasons="Zoals gevraagd.")
    assert found.erased_at is not None and found.person.active and found.person.name == "Noor Vis"
    assert youths.of(found.person) is None
    with pytest.raises(Refused, match="were erased"):
        youths.add(found.person, {"born_on": schools.born(20)})


@pytest.mark.usefixtures("database")
def test_what_still_runs_is_ended_first(monkeypatch: pytest.MonkeyPatch) -> None:
    found = schools.youth()
    runs = Holding(noun="agreement", title="an agreement in force", rows=lambda _youth: [found],
                   running=lambda _row: True)  # fmt: skip
    monkeypatch.setitem(personal_data._HOLDINGS, "agreement", runs)
    asked = erasure.request(found, wish="–", actor=found.person)
    with pytest.raises(Refused, match="an agreement in force"):
        fire(asked, "carry_out", actor=factories.official("office"), reasons="Zoals gevraagd.")
    assert db.session.get_one(Person, found.person_id).active


def ended_by_guardian(event: str, *, age: int = 14) -> Youth:
    """A youth whose guardian ended the consent by the link in the letter, and asked for erasure with it."""
    found = schools.youth(
        age=age, name=NAME, guardian_email=GUARDIAN, consent="asked" if event == "refuse" else "given"
    )
    tell_all()
    (sent,) = link.live("consent", consent.latest(found).id, Role.GUARDIAN)  # type: ignore[union-attr]
    link.use(link.token_of(sent), event, erase=True)
    return found


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("event", ["withdraw", "refuse"])
def test_a_guardian_who_ends_the_consent_has_the_data_erased(event: str) -> None:
    found = ended_by_guardian(event)
    asked = erasure.of_youth(found)
    assert asked is not None and asked.status == "requested"
    office = factories.official("office")
    tell_all()
    told = {letter.recipient: letter for letter in db.session.query(Mail).filter(Mail.subject.contains("wissen"))}
    (sent,) = link.live("erasure", asked.id, Role.GUARDIAN)
    assert link.url_of(sent) in told[GUARDIAN].body and "Download eerst" in told[found.person.email].body
    with pytest.raises(Refused, match="parent or guardian asked"):
        fire(asked, "take_back", actor=found.person)
    email = found.person.email
    fire(asked, "carry_out", actor=office, reasons="Zoals gevraagd.")
    last = {letter.recipient: letter.body for letter in db.session.query(Mail).filter_by(case_id=found.id)}
    assert set(last) == {GUARDIAN, email} and NAME in last[GUARDIAN]
    db.session.query(Mail).update({"sent_at": clock.now()})
    erasure.forget_last_letters()
    stored = everything_stored()
    assert GUARDIAN not in stored and NAME not in stored and not db.session.query(SignedLink).count()


@pytest.mark.usefixtures("database")
def test_a_guardian_takes_the_request_back_by_the_link_and_never_asks_twice() -> None:
    found = ended_by_guardian("withdraw")
    asked = erasure.of_youth(found)
    assert asked is not None
    (sent,) = link.live("erasure", asked.id, Role.GUARDIAN)
    link.use(link.token_of(sent), "take_back")
    assert asked.status == "taken_back" and link.standing(sent) is link.Standing.USED
    again = consent.ask_again(found, guardian_name="Petra Vis", guardian_email=GUARDIAN, actor=found.person)
    mine = erasure.request(found, wish="Alles weg", actor=found.person)
    (sent,) = link.live("consent", again.id, Role.GUARDIAN)
    link.use(link.token_of(sent), "refuse", erase=True)
    assert erasure.of_youth(found) == mine and not erasure.by_guardians([mine.id])
    fire(mine, "take_back", actor=found.person)


@pytest.mark.usefixtures("database")
def test_a_request_is_answered_within_a_month_and_made_once() -> None:
    found = schools.youth()
    asked = erasure.request(found, wish="–", actor=found.person)
    assert 28 <= (asked.answer_by - clock.today()).days <= 33
    with pytest.raises(Refused, match="already"):
        erasure.request(found, wish="–", actor=found.person)
