"""Schemes in the browser: a school writes its own rules, and what was used stays as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy.exc

from mdt.models import Scheme, db
from mdt.services import clock
from mdt.services import scheme as schemes
from tests import factories_credit as make
from tests import factories_school as schools


def _data(**changes):
    return {
        "title": "Vrije ruimte", "basis": "assessed_unit", "basis_text": "VRIJ-3", "minimum": "2", "maximum": "5",
        "service_share": "100", "reflection_share": "10", "asks": ["reflection"], "offered": "y",
        "valid_from": f"{clock.today():%d-%m-%Y}",
    } | changes  # fmt: skip


@pytest.fixture
def place(database):
    return schools.school()


def test_a_clerk_writes_a_scheme(place, client):
    client.sign_in(schools.people_of(place).clerk)
    assert client.get(f"/schemes/new/{place.id}").status_code == 200
    made = client.post(f"/schemes/new/{place.id}", data=_data())
    assert made.status_code == 302
    found = db.session.query(Scheme).one()
    assert (found.minimum, found.maximum, found.minutes_per_unit, found.asks) == (200, 500, 1680, ["reflection"])
    assert "Vrije ruimte" in client.get("/schemes").text
    assert "VRIJ-3" in client.get(made.location).text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"minimum": "6"}, "minimum"), ({"title": " "}, "title"), ({"basis_text": ""}, "basis_text"),
     ({"maximum": "veel"}, "maximum"), ({"service_share": "0"}, "service_share"), ({"valid_from": ""}, "valid_from"),
     ({"reflection_share": "150"}, "reflection_share"), ({"valid_from": "01-01-2020"}, "valid_from")],
)  # fmt: skip
def test_what_is_not_sound_is_told_at_its_field(place, client, wrong, field):
    client.sign_in(schools.people_of(place).clerk)
    page = client.post(f"/schemes/new/{place.id}", data=_data(**wrong))
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert db.session.query(Scheme).count() == 0


def test_a_new_version_leaves_credits_theirs(database, client):
    claim = make.credit(at="under_review")
    old = claim.credit.scheme
    tomorrow = clock.today() + timedelta(days=1)
    client.sign_in(claim.clerk)
    assert client.get(f"/schemes/{old.line}/change").status_code == 200
    late = _data(minimum="4", valid_from=f"{tomorrow:%d-%m-%Y}")
    assert client.post(f"/schemes/{old.line}/change", data=late).status_code == 302
    assert claim.credit.scheme.number == 1
    assert schemes.in_force(old.school_id, clock.today()) == [old]
    assert [one.number for one in schemes.in_force(old.school_id, tomorrow)] == [2]
    assert "1 aanvraag" in client.get(f"/schemes/{old.line}").text
    assert client.post(f"/schemes/{old.line}/change", data=_data()).status_code == 422  # before its predecessor


def test_a_scheme_that_is_no_longer_offered_is_not_chosen(place):
    by = make.scheme(place)
    schemes.publish(place, actor=schools.people_of(place).clerk, after=by, **make.play.SCHEMES["hbo"],
                    valid_from=clock.today(), offered=False)  # fmt: skip
    assert schemes.in_force(place.id, clock.today()) == []


@pytest.mark.parametrize("statement", ["UPDATE scheme SET maximum = 9900", "DELETE FROM scheme"])
def test_the_database_itself_refuses_to_change_a_version(place, statement):
    make.scheme(place)
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="never changes"), db.session.begin_nested():
        db.session.execute(sqlalchemy.text(statement))


def test_a_school_for_secondary_education_states_hours(database, client):
    place = schools.school(sector="vo", name="Het Voorbeeldlyceum")
    client.sign_in(schools.people_of(place).clerk)
    assert 'name="maximum"' not in client.get(f"/schemes/new/{place.id}").text
    data = {"title": "Stage", "basis": "statement", "minimum_hours": "30", "asks": ["reflection"], "offered": "y",
            "valid_from": f"{clock.today():%d-%m-%Y}"}  # fmt: skip
    assert client.post(f"/schemes/new/{place.id}", data=data).status_code == 302
    assert db.session.query(Scheme).one().unit == "hours"


def test_another_school_and_an_examiner_do_not_write_it(place, client):
    by = make.scheme(place)
    other = schools.people_of(schools.school(name="Elders")).clerk
    assert client.sign_in(other).get(f"/schemes/{by.line}").status_code == 404
    assert client.post(f"/schemes/new/{place.id}", data=_data()).status_code == 404
    examiner = client.sign_in(schools.people_of(place).examiner)
    assert examiner.get(f"/schemes/{by.line}").status_code == 200
    assert examiner.post(f"/schemes/{by.line}/change", data=_data()).status_code == 404
