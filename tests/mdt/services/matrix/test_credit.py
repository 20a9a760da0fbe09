"""Credits and lists: every event in every state by everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mdt.access import SYSTEM, Visitor
from mdt.demo import credits as play
from mdt.demo.credits import Claim
from mdt.services import clock
from tests import factories, factories_credit
from tests import factories_school as schools
from tests.mdt.services.matrix.grid import Given, Player, player, try_everything
from workflows import CohortWorkflow, CreditWorkflow
from workflows.roles import Role


def players(claim: Claim) -> list[Player]:
    """Everybody who could come near a credit."""
    place, people = claim.credit.school, schools.people_of(claim.credit.school)
    awards = Role.SCHOOL if place.sector == "vo" else Role.EXAM_BOARD
    elsewhere = schools.people_of(schools.school(name="Hogeschool Elders"))
    host = claim.credit.organisation
    return [
        player("youth", claim.youth, Role.YOUTH),
        player("clerk", people.clerk, Role.CLERK),
        player("examiner", people.examiner, Role.EXAMINER),
        player("exam board", people.board, awards),
        player("clerk elsewhere", elsewhere.clerk),
        player("exam board elsewhere", elsewhere.board),
        player("another youth", schools.youth(name="Andere Jongere").person),
        player("coordinator of the host", factories.coordinator_of(host)),
        player("office", factories.official("office")),
        player("board", factories.official("board")),
        player("system", SYSTEM, Role.SYSTEM),
        player("visitor", Visitor(), Role.PUBLIC),
    ]


def given(claim: Claim) -> dict[str, Given]:
    """For each event a form that is filled in well."""
    return {
        "send_back": lambda: {"what_is_missing": "De reflectie."},
        "propose": lambda: {"reasons": play.WHY} | play.assessed(claim),
        "award": lambda: {"reasons": play.JUDGEMENT},
        "decline": lambda: {"reasons": play.DECLINED},
        "revoke": lambda: {"ground": "error", "heard_on": clock.today(), "hearing": "Niets.", "reasons": "Fout."},
        "award_on_appeal": lambda: {"appeal_body": "CBE", "appeal_on": clock.today(), "appeal_reference": "1",
                                    "amount": 300, "reasons": "Ja."},
    }  # fmt: skip


@pytest.mark.parametrize("status", CreditWorkflow.state_names())
@pytest.mark.parametrize("sector", ["hbo", "vo"])
def test_every_event_by_everybody(database, sector, status):
    claim = factories_credit.credit(at=status, sector=sector)
    assert claim.credit.status == status
    answered = try_everything(claim.credit, players(claim), given(claim))
    assert len(answered) == len(CreditWorkflow.event_names()) * 12


@pytest.mark.parametrize("status", CohortWorkflow.state_names())
def test_every_event_of_a_list_by_everybody(database, status):
    claim = factories_credit.credit(at="under_review")
    listed = factories_credit.cohort(of=[claim], tried=True)
    factories_credit.bring(listed, status, by=claim.board)
    everybody = [one for one in players(claim) if one.name != "youth"]
    everybody.append(player("youth", claim.youth))
    unmet = {"finish"} if status == "awarding" else ()
    tried = {"award_all": lambda: {"reasons": "Ja.", "agreed_count": 1}}
    try_everything(listed, everybody, tried, unmet=unmet)


def test_nobody_judges_their_own_service(database):
    claim = factories_credit.credit(at="under_review")
    from mdt.access import roles_of
    from mdt.services import membership

    seat = membership.invite(school=claim.credit.school, email=claim.youth.email, function="exam_board",
                             actor=claim.clerk)  # fmt: skip
    membership.accept(seat, actor=claim.youth)
    assert roles_of(claim.youth, claim.credit) == {Role.YOUTH}


def test_a_hearing_before_the_award_is_none(database):
    claim = factories_credit.credit(at="awarded")
    with pytest.raises(Exception, match="before the award"):
        claim.fire("revoke", claim.board, ground="error", heard_on=clock.today() - timedelta(days=1), hearing="Ja.",
                   reasons="Fout.")  # fmt: skip
