"""The door through which every case moves: who comes through, in which order refusals speak, and what is offered."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from mdt.access import Link, Visitor
from mdt.demo import play
from mdt.models import Application, Effect, db
from mdt.services import clock, log
from mdt.services.transitions import Action, Stale, actions, fire
from tests import factories
from workflows import WORKFLOWS
from workflows.base import NotNow, NotPermitted, Refused
from workflows.roles import Role

pytestmark = pytest.mark.usefixtures("database")


def offered(subject: object, actor: object) -> dict[str, Action]:
    """What somebody is offered, by event."""
    return {action.event: action for action in actions(subject, actor)}  # type: ignore[arg-type]


def test_a_word_that_is_no_event_is_told_how_it_stands() -> None:
    case = factories.application(at="submitted")
    for word in ("unheard_of", "", "status", "__class__", "start;drop"):
        with pytest.raises(NotNow) as refusal:
            case.fire(word, case.staff.office)
        assert refusal.value.status == "submitted"


def test_who_may_not_is_told_so_before_how_it_stands() -> None:
    case = factories.application()
    with pytest.raises(NotPermitted, match="Grant the accreditation"):
        case.fire("grant", case.coordinator)
    with pytest.raises(NotNow):
        case.fire("grant", case.staff.board)


def test_the_version_rises_with_every_event() -> None:
    case = factories.application(at="submitted")
    before = case.application.version
    case.fire("consent_to_delay", case.coordinator, new_decide_by=clock.today() + play.TWO_WEEKS)
    assert (case.application.version, case.application.status) == (before + 1, "submitted")
    play.take_up(case)
    assert case.application.version == before + 2


def test_a_stale_form_changes_nothing() -> None:
    case = factories.application(at="submitted")
    events = len(log.of_case(case.application.id))
    with pytest.raises(Stale):
        case.fire("take_up", case.staff.office, expected_version=case.application.version - 1)
    assert (case.application.status, len(log.of_case(case.application.id))) == ("submitted", events)


def test_a_refusal_leaves_the_row_as_it_was() -> None:
    case = factories.application(at="submitted")
    version = case.application.version
    with pytest.raises(Refused):
        case.fire("request_supplement", case.staff.office, missing="", due=clock.today())
    db.session.expire_all()
    assert (case.application.status, case.application.version) == ("submitted", version)


def test_what_is_offered_can_be_done_or_says_why_not_yet() -> None:
    case = factories.application()
    mine = offered(case.application, case.coordinator)
    assert set(mine) == {"submit", "withdraw"}
    assert mine["submit"].refusal is not None and mine["withdraw"].refusal is None
    play.answer(case)
    assert offered(case.application, case.coordinator)["submit"].refusal is None


def test_what_the_office_enters_for_the_organisation_is_marked() -> None:
    case = factories.application(at="submitted")
    found = offered(case.application, case.staff.office)
    assert {event for event, action in found.items() if action.by_post} == {
        "consent_to_delay",
        "put_in_default",
        "withdraw",
    }
    assert found["take_up"].role is Role.OFFICE and not found["take_up"].by_post


def test_a_rule_about_a_field_is_left_to_the_form() -> None:
    case = factories.application(at="advised")
    assert offered(case.application, case.staff.board)["grant"].refusal is None


def test_nobody_is_offered_what_the_system_does() -> None:
    case = factories.under_assessment()
    for person in (case.staff.lead, case.staff.office, case.staff.board, case.coordinator):
        assert "release" not in offered(case.pair[0], person)


def test_strangers_are_offered_nothing() -> None:
    case = factories.application(at="submitted")
    stranger = factories.coordinator_of(factories.organisation(name="Een andere"))
    for actor in (stranger, case.staff.third, Visitor(), Link(Role.INVITED, "membership", case.application.id)):
        assert set(offered(case.application, actor)) == set()


def test_an_ended_membership_ends_what_somebody_may() -> None:
    case = factories.application()
    colleague = factories.colleague_of(case.organisation, function="coordinator")
    play.answer(case)
    from mdt.access import standing

    (held,) = standing(colleague)
    fire(held, "end", actor=case.coordinator)
    with pytest.raises(NotPermitted):
        case.fire("submit", colleague)


def test_what_follows_is_written_down_with_the_event() -> None:
    case = factories.application(at="submitted")
    submitted = log.last(case.application.id, "submit")
    assert submitted is not None
    effects = db.session.execute(select(Effect.kind, Effect.name).where(Effect.event_id == submitted.id)).all()
    assert set(effects) == {("evidence", "confirmation_of_receipt"), ("tell", "organisation"), ("tell", "office")}


def test_every_event_of_a_whole_case_has_its_effects() -> None:
    case = factories.granted()
    for event in log.of_case(case.application.id):
        row = WORKFLOWS[event.noun].table()[event.status_before, event.name]
        effects = db.session.execute(select(Effect.kind, Effect.name).where(Effect.event_id == event.id)).all()
        assert set(effects) == {("evidence", p) for p in row.evidence} | {("tell", str(r)) for r in row.tell}


def test_the_services_never_commit() -> None:
    factories.granted()
    db.session.rollback()
    assert db.session.scalar(select(Application.id).limit(1)) is None
