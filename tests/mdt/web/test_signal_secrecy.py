"""Nobody else sees that a signal exists: every page, by everybody, is the same to the byte with signals and without."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from mdt.access import Person, functions
from mdt.demo import signals
from mdt.models import Accreditation, Event, Mail, Objection, School, Signal, db
from mdt.services import clock, mail, objection_standing, register
from mdt.services import objection as objections
from mdt.web.access import EVERYBODY, SIGNED_IN, audience_of
from tests import factories, factories_agreement, factories_school
from tests.fixtures.application import StrictClient
from tests.mdt.outbox import letters, tell_all

SECRET = "Hij wacht mij elke avond op bij de fietsen."
OF_ITS_OWN = {"signal", "signal_report"}
CHANGING = re.compile(r'name="(csrf_token|ticket|token)" value="[^"]*"')  # made anew for every form


@dataclass
class Scene:
    """A house in which everything goes on, with everybody in it who could be curious."""

    people: dict[str, Person]
    ids: dict[str, Any]


@pytest.fixture
def scene(database: Any) -> Scene:
    """An accredited host with a youth, a refused one that objects, schools, and an adviser with ties to the host."""
    case, refused = factories.granted(), factories.application(at="refused")
    deal = factories_agreement.agreement(at="in_force")
    found = db.session.query(Accreditation).filter_by(application_id=case.application.id).one()
    latest = objection_standing.contestable(refused.application)[0]
    objection = objections.lodge(
        refused.application, latest.id, actor=refused.coordinator, grounds="Er is begeleiding."
    )
    school = db.session.query(School).first() or factories_school.school()
    tied = factories.official("confidential_adviser", "Tine Linde")
    invited = factories.memberships.invite(organisation=case.organisation, email=tied.email, function="colleague",
                                           actor=case.coordinator)  # fmt: skip
    factories.memberships.accept(invited, actor=tied)
    for name in ("office", "board", "lead"):
        assert functions(getattr(case.staff, name))
    people = factories_school.people_of(school)
    tell_all()
    return Scene(
        people={
            "office": case.staff.office, "board": case.staff.board, "assessor": case.staff.lead,
            "hearer": factories.official("hearer"), "coordinator": case.coordinator,
            "colleague": factories.colleague_of(case.organisation), "host": deal.coordinator, "youth": deal.youth,
            "another youth": factories_school.youth(name="Ander Jong").person, "clerk": people.clerk,
            "exam board": people.board, "adviser with ties": tied,
        },
        ids={
            "application": case.application.id, "organisation": case.organisation.id, "accreditation": found.id,
            "objection": objection.id, "agreement": deal.agreement.id, "school": school.id,
            "slug": register.slug_of(case.organisation), "brin": school.brin,
        },
    )  # fmt: skip


def addresses(app: Flask, scene: Scene, more: list[Any]) -> list[tuple[str, str]]:
    """Every address that can be read, with its endpoint: with the id of the case of its noun, and with `more` ids."""
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static" or rule.endpoint.split(".")[0] in OF_ITS_OWN:
            continue
        for values in _values(rule, scene, more):
            found.append((rule.endpoint, rule.build(values, append_unknown=False)[1]))  # type: ignore[index]
    return sorted(set(found))


def _values(rule: Rule, scene: Scene, more: list[Any]) -> list[dict[str, Any]]:
    own = next((id for noun, id in scene.ids.items() if f"/{noun}" in rule.rule), scene.ids["application"])
    uuids = {name for name in rule.arguments if type(rule._converters[name]).__name__ == "UUIDConverter"}
    found = []
    for id in (own, *more) if uuids else (own,):
        values: dict[str, Any] = dict.fromkeys(uuids, id)
        for name in rule.arguments - uuids:
            kind = type(rule._converters[name]).__name__
            known = {"kind": "applications", "slug": scene.ids["slug"], "brin": scene.ids["brin"], "event": "withdraw"}
            values[name] = 1 if kind == "IntegerConverter" else known.get(name, "x")
        found.append(values)
    return found


def readable(endpoint: str, person: Person) -> bool:
    """Whether an account gets past the door of a page; to the others it answers 404 before anything is read."""
    names = audience_of(endpoint) or frozenset()
    return bool(names & {EVERYBODY, SIGNED_IN, *functions(person)})


def walk(client: StrictClient, app: Flask, scene: Scene, more: list[Any]) -> dict[tuple[str, str], tuple[int, Any]]:
    """Everything that everybody can read: by who and address, the code and the content."""
    pages: dict[tuple[str, str], tuple[int, Any]] = {}
    for who, person in scene.people.items():
        paths = [path for endpoint, path in addresses(app, scene, more) if readable(endpoint, person)]
        client.sign_in(person)
        for path in paths:
            pages[who, path] = _read(client, path)
    client.post("/sign-out")
    for _endpoint, path in addresses(app, scene, []):
        pages["nobody", path] = _read(client, path)
    return pages


def _read(client: StrictClient, path: str) -> tuple[int, Any]:
    answer = client.get(path)
    if answer.mimetype == "application/zip":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
            return answer.status_code, {name: packed.read(name) for name in packed.namelist()}
    if answer.mimetype.startswith(("text/", "application/json")):
        return answer.status_code, CHANGING.sub("", answer.get_data(as_text=True))
    return answer.status_code, answer.data


@pytest.mark.parametrize("kind", ["sqlite"])  # a thousand pages; what differs between databases is tried elsewhere
def test_every_page_of_everybody_else_is_the_same_with_signals_and_without(
    app: Flask, client: StrictClient, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    adviser = factories.official("confidential_adviser", "Marit Vertrouw")
    tell_all()
    for letter in letters():
        mail.delivered(letter.id)
    db.session.commit()
    before = walk(client, app, scene, [])
    host = db.session.get_one(Accreditation, scene.ids["accreditation"]).organisation
    signs = []
    for status in ("received", "under_investigation", "closed"):
        one, _code = signals.report(about=host.name, text=f"{SECRET} {status}", name="Sem Onmiskenbaar")
        signals.until(one, status, by=adviser)  # what is shared is told to somebody outside
        signs.append(one.id)
    tell_all()
    about = [letter for letter in letters() if letter.case_id in signs]
    assert len(about) >= 3
    mail.delivered(about[0].id)
    mail.failed(about[1].id, "no answer")
    db.session.commit()
    after = walk(client, app, scene, [])
    different = [place for place, page in before.items() if after[place] != page]
    assert before.keys() == after.keys() and not different
    assert len(before) > 500 and sum(code == 200 for code, _page in before.values()) > 150
    said = "\n".join(str(page) for _code, page in after.values())
    for word in (SECRET, "Sem Onmiskenbaar", *(str(id) for id in signs)):
        assert word not in said


def test_the_id_of_a_signal_opens_nothing_for_anybody_else(app: Flask, client: StrictClient, scene: Scene) -> None:
    adviser = factories.official("confidential_adviser", "Marit Vertrouw")
    host = db.session.get_one(Accreditation, scene.ids["accreditation"]).organisation
    one, _code = signals.report(about=host.name, text=SECRET)
    signals.take_up(one, by=adviser)
    signals.share(one, by=adviser, outsider="De wijkagent")
    share = one.shares[0]
    db.session.commit()
    for who, person in scene.people.items():
        client.sign_in(person)
        for path in (
            f"/signals/{one.id}",
            f"/signals/{one.id}/share",
            f"/shared-signals/{share.id}",
            "/shared-signals",
        ):
            assert client.get(path).status_code == 404, (who, path)
        for path in (f"/signals/{one.id}/open", f"/shared-signals/{share.id}/open", f"/signals/{one.id}/take-up"):
            assert client.post(path, data={"version": "1"}).status_code == 404, (who, path)
        answers = {client.get(path).status_code for endpoint, path in addresses(app, scene, [one.id])
                   if str(one.id) in path and readable(endpoint, person)}  # fmt: skip
        assert answers <= {302, 403, 404, 405, 409}, (who, answers)
    assert str(one.id) not in client.sign_in(scene.people["adviser with ties"]).get("/signals").text
    assert db.session.query(Event).filter_by(name="open", subject_id=one.id).count() == 1  # of the adviser alone


def test_what_is_shared_with_one_changes_nothing_for_the_others(app: Flask, client: StrictClient, scene: Scene) -> None:
    adviser = factories.official("confidential_adviser", "Marit Vertrouw")
    one, _code = signals.report(text=SECRET)
    signals.take_up(one, by=adviser)
    tell_all()
    others = Scene(
        {name: one for name, one in scene.people.items() if name in ("board", "hearer", "office")}, scene.ids
    )
    home = {name: _read(client.sign_in(person), "/") for name, person in others.people.items()}
    signals.share(one, by=adviser, with_=scene.people["office"], text="Let op de loods.")
    tell_all()
    for name, person in others.people.items():
        now = _read(client.sign_in(person), "/")
        assert (now == home[name]) is (name != "office"), name
    assert client.sign_in(scene.people["office"]).get("/mail").text.count("Let op") == 0
    assert db.session.query(Mail).filter_by(case_id=one.id).count() == 2
    assert db.session.query(Signal).count() == 1 and db.session.query(Objection).count() == 1
