"""Registering an organisation, and its contact data, through the service."""

from __future__ import annotations

from typing import Any

import pytest

from mdt.models import CaseHead, Mail, Membership, Municipality, Organisation, Person
from mdt.services import effects, membership
from mdt.services import organisation as service
from mdt.services.transitions import Stale
from tests import factories
from workflows.base import NotPermitted, Refused

PASSWORD = "vier groene fietsen"
DATA = {
    "name": "Speeltuin De Kastanje", "kvk_number": "69599068", "rsin": "", "street": "Kastanjelaan 2",
    "postcode": "1234 AB", "city": "Utrecht", "municipality": "utrecht", "sector": "jeugdwerk",
    "email": "Info@Kastanje.example", "telephone": "", "website": "", "language": "nl",
}  # fmt: skip


def by_newcomer(**changed: Any) -> Organisation | None:
    """Register as somebody without an account."""
    return service.register_with_account(
        DATA | changed, person_name="Bo", person_email="bo@kastanje.example", password=PASSWORD
    )


def test_a_newcomer_becomes_the_coordinator_and_confirms_the_address(database: Any) -> None:
    made = by_newcomer()
    assert made is not None
    assert (made.municipality, made.email, made.rsin) == ("Utrecht", "info@kastanje.example", None)
    first = database.session.query(Membership).one()
    assert (first.function, first.status, first.organisation_id) == ("coordinator", "confirmed", made.id)
    assert database.session.get(CaseHead, made.id).kind == "organisation"
    for effect_id in effects.due():
        effects.carry_out(effect_id)
    letter = database.session.query(Mail).one()
    assert letter.recipient == "bo@kastanje.example"
    assert "/account/confirm/" in letter.body
    assert "69599068" in letter.body


def test_a_known_address_is_told_and_nothing_is_registered(database: Any) -> None:
    factories.person("Bo", email="bo@kastanje.example")
    assert by_newcomer() is None
    assert database.session.query(Organisation).count() == 0
    assert database.session.query(Mail).one().recipient == "bo@kastanje.example"


@pytest.mark.parametrize("known", [True, False])
def test_a_known_kvk_number_is_refused_to_everybody_alike(database: Any, known: bool) -> None:
    factories.organisation(kvk_number="69599068")
    if known:
        factories.person("Bo", email="bo@kastanje.example")
    with pytest.raises(Refused) as refusal:
        by_newcomer()
    assert refusal.value.field == "kvk_number"


def test_two_registrations_in_the_same_moment(database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    person = factories.person()
    factories.organisation(kvk_number="69599068")
    monkeypatch.setattr(membership, "is_known", lambda _number: False)
    with pytest.raises(Refused) as refusal:
        service.register(DATA, person=person)
    assert refusal.value.field == "kvk_number"


def test_somebody_with_an_account_registers_a_second_one(database: Any) -> None:
    person = factories.person()
    factories.organisation(coordinator=person)
    service.register(DATA, person=person)
    assert database.session.query(Membership).filter_by(person_id=person.id, status="confirmed").count() == 2
    assert database.session.query(Person).count() == 1


@pytest.mark.parametrize(
    ("field", "value"), [("municipality", "Nergenshuizen"), ("municipality", ""), ("sector", "piraterij")]
)
def test_what_is_refused(database: Any, field: str, value: str) -> None:
    with pytest.raises(Refused) as refusal:
        by_newcomer(**{field: value})
    assert refusal.value.field == field


def test_a_municipality_is_found_however_it_is_written(database: Any) -> None:
    found = {service.municipality(name) for name in ("Den Haag", "'s-gravenhage", "’s Gravenhage", "S-GRAVENHAGE")}
    assert found == {"'s-Gravenhage"}
    database.session.add(Municipality(code="GM1900", name="Súdwest-Fryslân", province="Fryslân"))
    database.session.flush()
    assert service.municipality("sudwest fryslan") == "Súdwest-Fryslân"


def test_only_a_coordinator_changes_the_data(database: Any) -> None:
    host = factories.organisation()
    colleague = factories.colleague_of(host)
    for person in (colleague, factories.official("office"), factories.person()):
        with pytest.raises(NotPermitted):
            service.change_contact(host, DATA, actor=person, expected_version=None)
    service.change_contact(host, DATA, actor=factories.coordinator_of(host), expected_version=host.version)
    assert (host.street, host.name) == ("Kastanjelaan 2", "Buurthuis De Linde")


def test_a_stale_form_changes_nothing(database: Any) -> None:
    host = factories.organisation()
    coordinator = factories.coordinator_of(host)
    opened = host.version
    service.change_contact(host, DATA, actor=coordinator, expected_version=opened)
    with pytest.raises(Stale):
        service.change_contact(host, DATA | {"city": "Zeist"}, actor=coordinator, expected_version=opened)
    assert host.city == "Utrecht"
