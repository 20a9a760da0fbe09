"""The agreement: every event in every state by everybody, by account and by link."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mdt.access import SYSTEM, Link, Visitor
from mdt.demo import agreement as play
from mdt.demo.agreement import Deal
from mdt.models import SignedLink, Upload, db
from mdt.services import agreement_facts, clock
from tests import factories, factories_agreement, factories_school
from tests.mdt.services.matrix.grid import Given, Player, attempt, expected, player
from workflows import AgreementWorkflow
from workflows.base import Refused
from workflows.roles import Role

PARTIES = {"youth", "coordinator", "clerk", "guardian's link"}
WAITING = {"sign_change", "reject_change", "change_takes_effect"}


def players(deal: Deal, school: Any) -> list[Player]:
    """Everybody who could come near an agreement."""
    subject, people = deal.agreement, factories_school.people_of(school)
    sent = db.session.query(SignedLink).filter_by(subject_id=subject.id, role="guardian").first()
    guardian = Link(Role.GUARDIAN, "agreement", subject.id, sent.id if sent else None, "ouder@voorbeeld.example")
    elsewhere = factories.organisation(name="Een andere organisatie")
    return [
        player("youth", deal.youth, Role.YOUTH),
        player("another youth", factories_school.youth(name="Ander Jong").person),
        player("coordinator", deal.coordinator, Role.ORGANISATION),
        player("colleague", factories.colleague_of(subject.organisation), Role.COLLEAGUE),
        player("coordinator elsewhere", factories.coordinator_of(elsewhere)),
        player("clerk", deal.clerk, Role.CLERK),
        player("examiner", people.examiner, Role.EXAMINER),
        player("exam board", people.board, Role.EXAM_BOARD),
        player("guardian's link", guardian, Role.GUARDIAN),
        player("supervisor's link", Link(Role.SUPERVISOR, "agreement", subject.id), Role.SUPERVISOR),
        player("link to something else", Link(Role.GUARDIAN, "agreement", elsewhere.id)),
        player("office", factories.official("office"), Role.OFFICE),
        player("board", factories.official("board"), Role.BOARD),
        player("system", SYSTEM, Role.SYSTEM),
        player("visitor", Visitor(), Role.PUBLIC),
    ]


def given(deal: Deal) -> dict[str, Given]:
    """For each event a form that is filled in well."""
    subject = deal.agreement
    scan = Upload(agreement_id=subject.id, name="scan.png", stored_as="s" * 64, media_type="image/png", size=1,
                  sha256="0" * 64, uploaded_at=clock.now(), uploaded_by=deal.coordinator.id)  # fmt: skip
    db.session.add(scan)
    db.session.flush()
    version = subject.pending_version_id or subject.current_version_id
    content = (subject.current.content if subject.current else None) or {}
    reached = {row["id"]: "yes" for row in content.get("outcomes", ())}
    return {
        "sign": lambda: {"version_id": version},
        "sign_change": lambda: {"version_id": version},
        "record_signature": lambda: {"version_id": version, "party": "youth", "upload": scan, "name": "Noor Vis",
                                     "signed_on": clock.today()},
        "revise": lambda: {"written": {**content, "guidance": "Elke dag een gesprek."}},
        "propose_change": lambda: {"written": {**content, "guidance": "Elke dag een gesprek."}},
        "comment": lambda: {"text": "Kan het ook op donderdag?"},
        "reject_change": lambda: {"text": "Liever niet."},
        "end_early": lambda: {"text": "Verhuisd."},
        "assess": lambda: {"outcomes": reached, "text": "Goed gedaan."},
        "complete": lambda: {"activities_done": True},
    }  # fmt: skip


def try_all(deal: Deal, school: Any, unmet: set[str], but: set[tuple[str, str]] = frozenset()) -> None:  # type: ignore[assignment]
    """Each event by each player against the table; `but` names who is refused by a rule about themselves."""
    subject, wrong, forms = deal.agreement, [], given(deal)
    for who in players(deal, school):
        for event in sorted(AgreementWorkflow.event_names()):
            answer = attempt(subject, event, who, forms.get(event, dict)())
            wanted = expected(AgreementWorkflow, subject.status, event, who, unmet)
            wanted = Refused if (event, who.name) in but else wanted
            if answer != wanted:
                wrong.append(f"{subject.status}: {event} by {who.name}: {answer}, not {wanted}")
    assert not wrong, "\n".join(wrong)


def made(at: str) -> tuple[Deal, Any]:
    """An agreement of a youth of fifteen, so that the guardian takes part, with a school."""
    school = factories_school.school()
    return factories_agreement.agreement(at=at, age=15, at_school=school), school


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("status", AgreementWorkflow.state_names())
def test_every_event_by_everybody(status: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if status == "completed":
        monkeypatch.setattr(agreement_facts, "_counts", [lambda _id: 80 * 60])
    deal, school = made(status)
    assert deal.agreement.status == status
    unmet, but = {"state_hours"}, set()  # nothing was served here; see the matrix of hours
    if status == "draft":
        but = {(event, name) for event in ("propose", "discard") for name in ("coordinator", "clerk")}
    elif status == "proposed":
        play.name_supervisor(deal)
        unmet, but = {"take_effect", "state_hours"}, {("withdraw", "coordinator"), ("withdraw", "clerk")}
    elif status == "in_force":
        unmet = {*WAITING, "record_signature", "complete", "close_unfinished", "state_hours"}
    try_all(deal, school, unmet, but)


@pytest.mark.usefixtures("database")
def test_a_change_that_waits_and_an_end_that_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agreement_facts, "_counts", [lambda _id: 80 * 60])
    deal, school = made("in_force")
    play.assess(deal)
    deal.fire("propose_change", deal.clerk, written={**deal.words, "guidance": "Elke week, en op vrijdag."})
    assert deal.agreement.ends_on is not None
    clock.move_to(deal.agreement.ends_on + timedelta(weeks=4))
    try_all(deal, school, {"propose_change", "change_takes_effect", "ask_assessment", "assess", "state_hours"})
