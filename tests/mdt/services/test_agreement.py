"""Agreements: whose text is whose, what a change voids, and what follows by itself."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from mdt.access import Link
from mdt.demo import agreement as play
from mdt.models import AgreementVersion, Signature, SignedLink, db
from mdt.services import (
    accreditation,
    agreement,
    agreement_content,
    agreement_timers,
    clock,
    consent,
    link,
    personal_data,
)
from mdt.services.transitions import Stale, fire
from tests import factories, factories_agreement, factories_school
from tests.mdt.outbox import commit_and_work, fake_papers, letters
from workflows.base import Outdated, Refused
from workflows.roles import Role

pytestmark = pytest.mark.usefixtures("database")
OTHER = {"guidance": "Elke dag een gesprek."}


def parties_of(found: list[Signature]) -> set[str]:
    """Whose signatures they are."""
    return {one.party for one in found}


def test_a_version_is_the_hash_of_its_content_and_a_change_voids_while_a_contact_does_not() -> None:
    deal = factories_agreement.agreement(at="proposed")
    subject = deal.agreement
    play.name_supervisor(deal)
    play.sign(deal, "organisation")
    version = subject.current
    assert version is not None and version.content is not None
    assert version.id == agreement_content.version_id(version.content)
    deal.fire("correct_contact", deal.youth, contact={"own": {"email": "nieuw@voorbeeld.example"}})
    assert subject.current == version and agreement.signed(subject, version) == ("organisation",)
    deal.fire("revise", deal.youth, written={**deal.words, **OTHER})
    assert subject.current is not None and subject.current.number == 2 and subject.current.id != version.id
    assert agreement.to_sign(subject) == ("youth", "organisation") and version in subject.versions
    with pytest.raises(Outdated):
        deal.fire("sign", deal.coordinator, version_id=version.id)
    with pytest.raises(Refused):
        deal.fire("revise", deal.youth, written=subject.current.content)


def test_two_sides_write_at_once_and_neither_undoes_the_other() -> None:
    deal = factories_agreement.agreement(at="proposed")
    subject = deal.agreement
    agreement.save(subject, {"judged": "De school voert een gesprek."}, actor=deal.youth)
    agreement.save(subject, OTHER, actor=deal.coordinator)
    mark = agreement.mark(subject, "youth")
    deal.fire("revise", deal.coordinator)
    with pytest.raises(Stale):
        agreement.save(subject, {"allowance": "Geen."}, actor=deal.youth, expected=mark)
    deal.fire("revise", deal.youth)
    content = agreement.standing_content(subject)
    assert (content["guidance"], content["judged"]) == (OTHER["guidance"], "De school voert een gesprek.")
    assert not agreement.has_written(subject, "youth") and not agreement.has_written(subject, "organisation")


def test_nobody_signs_for_two_sides_whatever_they_are() -> None:
    organisation = factories_agreement.host()
    coordinator = factories.coordinator_of(organisation)
    school = factories_school.school()
    deal = factories_agreement.agreement(at="proposed", of=organisation, at_school=school)
    clerk = factories_school.at_school(school, "clerk", "Dubbele Pet")
    invited = factories.memberships.invite(organisation=organisation, email=clerk.email, function="coordinator",
                                           actor=coordinator)  # fmt: skip
    factories.memberships.accept(invited, actor=clerk)
    play.name_supervisor(deal)
    deal.fire("sign", clerk, version_id=deal.agreement.current_version_id)  # acts in the first of both roles
    with pytest.raises(Refused):
        deal.fire("sign", clerk, version_id=deal.agreement.current_version_id)
    assert len(deal.agreement.signatures) == 1
    youth = factories_school.youth(name="Ook Coördinator")
    joined = factories.memberships.invite(organisation=organisation, email=youth.person.email, function="coordinator",
                                          actor=coordinator)  # fmt: skip
    factories.memberships.accept(joined, actor=youth.person)
    own = factories_agreement.agreement(at="proposed", of=organisation, who=youth)
    play.name_supervisor(own)
    own.fire("sign", youth.person, version_id=own.agreement.current_version_id)
    assert parties_of(own.agreement.signatures) == {"youth"}


def test_the_supervisor_is_not_the_youth_and_a_guardian_has_an_address_of_their_own() -> None:
    deal = factories_agreement.agreement(at="proposed")
    with pytest.raises(Refused):
        deal.fire("correct_contact", deal.coordinator,
                  contact={"supervisor": {"name": "Noor Vis", "email": deal.youth.email.upper()}})  # fmt: skip
    with pytest.raises(Refused):
        play.sign(deal, "organisation")  # no supervisor named yet
    youth = factories_school.youth(age=15)
    youth.guardian_email = youth.person.email
    with pytest.raises(Refused):
        factories_agreement.agreement(at="proposed", who=youth)


def test_under_sixteen_nothing_begins_without_consent() -> None:
    with pytest.raises(Refused):
        factories_agreement.agreement(at="draft", who=factories_school.youth(age=14, consent="asked"))


def test_it_waits_for_the_accreditation_and_then_takes_effect_by_itself() -> None:
    organisation = factories_agreement.host(accredited=False)
    deal = factories_agreement.agreement(at="proposed", of=organisation)
    play.name_supervisor(deal)
    play.sign(deal)
    assert deal.agreement.status == "proposed" and not agreement.to_sign(deal.agreement)
    assert agreement_timers.take_effect() == 0
    case = factories.granted(of=organisation)
    assert agreement_timers.take_effect() == 1
    assert deal.agreement.status == "in_force"
    assert deal.agreement.accreditation_id == factories.accreditation_of(case).id


def test_a_rejected_change_leaves_what_stands_and_closes_the_link_to_it() -> None:
    deal = factories_agreement.agreement(age=15)
    before = deal.agreement.current_version_id
    deal.fire("propose_change", deal.coordinator, written={**deal.words, **OTHER})
    sent = link.live("agreement", deal.agreement.id, Role.GUARDIAN)[0]
    assert link.standing(sent) is link.Standing.OPEN
    deal.fire("reject_change", deal.youth, text="Liever zoals het was.")
    assert (deal.agreement.current_version_id, deal.agreement.pending_version_id) == (before, None)
    assert link.standing(sent) is link.Standing.RENEWED  # the guardian has one to what stands
    deal.fire("propose_change", deal.coordinator, written={**deal.words, **OTHER})
    play.sign(deal, event="sign_change")
    assert deal.agreement.current_version_id != before and deal.agreement.pending_version_id is None


def test_the_clock_asks_the_supervisor_once_and_closes_what_was_left() -> None:
    deal = factories_agreement.agreement()
    assert deal.agreement.ends_on is not None
    assert (agreement_timers.ask_assessments(), agreement_timers.close_unfinished()) == (0, 0)
    clock.move_to(deal.agreement.ends_on - timedelta(days=7))
    assert (agreement_timers.ask_assessments(), agreement_timers.ask_assessments()) == (1, 0)
    clock.move_to(deal.agreement.ends_on + timedelta(days=27))
    assert agreement_timers.close_unfinished() == 0
    clock.move_to(deal.agreement.ends_on + timedelta(days=35))  # the worker was away on the day itself
    assert agreement_timers.close_unfinished() == 1 and deal.agreement.status == "not_completed"
    assert deal.agreement.closed_on == deal.agreement.ends_on + timedelta(days=28)


def test_another_supervisor_gets_the_link_and_the_first_one_loses_it() -> None:
    deal = factories_agreement.agreement()
    deal.fire("ask_assessment", deal.coordinator)
    first = link.live("agreement", deal.agreement.id, Role.SUPERVISOR)[0]
    play.name_supervisor(deal, {"name": "Ton Opvolger", "email": "ton@voorbeeld.example"})
    (second,) = link.live("agreement", deal.agreement.id, Role.SUPERVISOR)
    assert link.standing(first) is link.Standing.REVOKED and second.email == "ton@voorbeeld.example"


def test_versions_and_signatures_never_change_but_can_be_emptied(database: Any) -> None:
    deal = factories_agreement.agreement()
    key = {"id": deal.agreement.current_version_id}
    for statement in (
        "UPDATE agreement_version SET content = '{\"shape\": 2}' WHERE id = :id",
        "UPDATE agreement_version SET number = 7 WHERE id = :id",
        "DELETE FROM signature WHERE version_id = :id",
        "UPDATE signature SET party = 'school' WHERE version_id = :id",
        "UPDATE signature SET name = 'Iemand Anders' WHERE version_id = :id",
    ):
        savepoint = db.session.begin_nested()
        with pytest.raises(DBAPIError):
            db.session.execute(text(statement), key)
        savepoint.rollback()
    db.session.execute(text("UPDATE agreement_version SET content = NULL WHERE id = :id"), key)
    db.session.execute(text("UPDATE signature SET name = NULL, email = NULL WHERE version_id = :id"), key)
    db.session.expire_all()
    found = db.session.get(AgreementVersion, key["id"])
    assert found is not None and found.content is None and agreement_content.difference(found.content, {}) == []


def test_the_accreditation_is_asked_as_dated_ranges() -> None:
    found = factories.accredited()
    ranges = accreditation.ranges_in_force(found.organisation_id)
    assert [(one.number, one.starts_on, one.ends_on) for one in ranges] == [
        (found.number, found.starts_on, found.ends_on)
    ]
    day = timedelta(days=1)
    assert accreditation.in_force_on(found.organisation_id, found.starts_on - day) is None
    assert accreditation.in_force_on(found.organisation_id, found.ends_on) is not None
    until = clock.today() + timedelta(days=30)
    fire(found, "give_up", actor=factories.coordinator_of(found.organisation), from_day=until)
    assert accreditation.in_force_on(found.organisation_id, until) is None
    assert accreditation.in_force_on(found.organisation_id, until - day) is not None


def test_everybody_is_told_with_a_link_or_page_of_their_own(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_papers(monkeypatch)
    deal = factories_agreement.agreement(at="proposed", age=15, at_school=factories_school.school())
    commit_and_work(app)
    told = {one.recipient: one.body for one in letters() if deal.agreement.number in one.subject}
    guardian = db.session.query(SignedLink).filter_by(noun="agreement", role="guardian").one()
    assert link.url_of(guardian) in told[guardian.email]
    page = f"/agreements/{deal.agreement.id}"
    assert deal.clerk is not None
    assert page in told[deal.coordinator.email] and page in told[deal.clerk.email]
    assert deal.youth.email not in told  # nobody is told what they did themselves


@pytest.mark.parametrize(("at", "becomes"), [
    ("draft", "withdrawn"), ("proposed", "withdrawn"), ("in_force", "ended_early"),
])  # fmt: skip
def test_withdrawn_consent_stops_what_runs(at: str, becomes: str) -> None:
    deal = factories_agreement.agreement(at=at, age=15)
    given = consent.current(deal.agreement.youth)
    assert given is not None
    fire(given, "withdraw", actor=Link(Role.GUARDIAN, "consent", given.id))
    assert deal.agreement.status == becomes


def test_erasing_a_youth_empties_the_agreement_and_keeps_its_hashes() -> None:
    deal = factories_agreement.agreement(at="ended_early", age=15)
    youth, version = deal.agreement.youth, deal.agreement.current
    with personal_data_archive(youth) as files:
        assert {"agreement.json", "agreement_version.json", "signature.json"} <= files
    personal_data.erase(youth)
    db.session.flush()
    assert version is not None and version.content is None and len(version.id) == 64
    assert {one.name for one in deal.agreement.signatures} == {None} and deal.agreement.contact == {}
    running = factories_agreement.agreement()
    assert personal_data.still_running(running.agreement.youth) == ("an agreement",)


@contextmanager
def personal_data_archive(youth: Any) -> Iterator[set[str]]:
    """The names in the archive of a youth."""
    with zipfile.ZipFile(io.BytesIO(personal_data.archive(youth))) as packed:
        yield set(packed.namelist())
