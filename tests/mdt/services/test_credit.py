"""Credits through the services: what counts, what is frozen, what is locked, and which paper follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mdt.demo import credits as play
from mdt.models import Effect, Week, db
from mdt.services import clock, credit_credential, credit_evidence, log, personal_data, youth
from mdt.services import credit as service
from mdt.services.transitions import Stale, fire
from tests import factories_credit as make
from tests import factories_school as schools
from workflows.base import NotNow, NotPermitted, Refused


def papers(claim):
    event = log.last(claim.credit.id, "award", "decline", "revoke", "award_on_appeal")
    query = db.session.query(Effect.name).filter_by(event_id=event.id, kind="evidence")
    return {name for (name,) in query}, event.snapshot["papers"]


def locked(claim):
    return {week.status for week in db.session.query(Week).filter_by(agreement_id=claim.credit.agreement_id)}


@pytest.mark.parametrize(
    ("sector", "amount", "words", "named"),
    [("hbo", 300, "3 EC", "credit_statement"), ("wo", 300, "3 EC", "credit_statement"),
     ("mbo", 80_00, "80 SBU", "credit_statement"), ("vo", 0, "geen studiepunten", "school_hours_statement")],
)  # fmt: skip
def test_eighty_hours_at_each_kind_of_school(database, sector, amount, words, named):
    claim = make.credit(at="awarded", sector=sector)
    assert (claim.credit.status, claim.credit.amount, claim.credit.service_minutes) == ("awarded", amount, 4800)
    names, records = papers(claim)
    assert names == {named}
    record = records[named]
    assert record["amount"]["words"] == words
    assert record["issuer"]["name"] == claim.credit.school.name
    assert record["organisation"]["name"] == claim.credit.organisation.name
    accreditation = record["service"]["accreditations"]
    assert [(one["number"], one["hours"]) for one in accreditation] == [
        (claim.credit.agreement.accreditation.number, "80 uur")
    ]
    assert locked(claim) == {"locked"}


@pytest.mark.parametrize(("sector", "weeks"), [("hbo", 6), ("mbo", 2), ("vo", None)])
def test_a_decline_names_the_remedy_of_the_sector_and_frees_the_hours(database, sector, weeks):
    claim = make.credit(at="not_awarded", sector=sector)
    names, records = papers(claim)
    assert names == {"not_awarded_decision"}
    remedy = records["not_awarded_decision"]["remedy"]
    assert (remedy["ends_on"] is not None) == (weeks is not None)
    if weeks:
        assert remedy["ends_on"] >= (clock.today() + timedelta(weeks=weeks)).isoformat()
    assert locked(claim) == {"confirmed"}


def test_hours_lock_on_submission_and_unlock_when_sent_back_or_withdrawn(database):
    claim = make.credit(at="submitted")
    assert locked(claim) == {"locked"}
    play.take_up(claim)
    play.send_back(claim)
    assert locked(claim) == {"confirmed"}
    play.submit(claim)
    play.withdraw(claim)
    assert locked(claim) == {"confirmed"}


def test_a_proposal_of_before_the_return_no_longer_counts(database):
    claim = make.credit(at="under_review")
    play.send_back(claim)
    play.submit(claim)
    play.take_up(claim)
    assert credit_evidence.proposal(claim.credit) is None
    with pytest.raises(Refused, match="propose"):
        play.award(claim)


def test_an_award_reckons_once(database, monkeypatch):
    """The rules, the amount and the statement look at one reckoning: a list of a thousand awards pays for it."""
    claim, done = make.credit(at="under_review"), []
    for name in ("reckoned", "proposal"):
        real = getattr(credit_evidence, name)
        monkeypatch.setattr(credit_evidence, name, lambda *given, _n=name, _real=real: done.append(_n) or _real(*given))
    play.award(claim)
    assert sorted(done) == ["proposal", "reckoned"]
    record = papers(claim)[1]["credit_statement"]
    assert (claim.credit.amount, record["amount"]["hundredths"]) == (300, 300)


def test_papers_of_one_school_know_the_student_by_the_pseudonym_of_its_credentials(database):
    place = schools.school()
    claim = make.credit(at="awarded", of=place)
    pseudonym = papers(claim)[1]["credit_statement"]["student"]["pseudonym"]
    assert pseudonym == youth.pairwise_id(claim.credit.youth, place.brin)
    assert pseudonym == credit_credential.record_of(claim.credit)["recipient"]["pairwise_id"]
    personal_data.erase(claim.credit.youth)
    play.revoke(claim)
    assert log.last(claim.credit.id, "revoke").snapshot["papers"]["revocation_decision"]["student"]["pseudonym"] is None


def test_hours_outside_the_accreditation_do_not_count(database):
    claim = make.credit()
    accreditation = claim.credit.agreement.accreditation
    accreditation.given_up_from = clock.today() - timedelta(weeks=5)
    db.session.flush()
    counted = credit_evidence.of_credit(claim.credit)
    assert 0 < counted.minutes < 4800
    assert counted.minutes + counted.outside == 4800
    play.run(claim, "submitted")
    assert claim.credit.service_minutes == counted.minutes
    assert claim.credit.counted["outside"] == counted.outside


def test_without_an_accreditation_on_any_day_it_cannot_be_submitted(database):
    claim = make.credit()
    claim.credit.agreement.accreditation.given_up_from = clock.today() - timedelta(days=300)
    db.session.flush()
    with pytest.raises(Refused, match="accreditation"):
        play.submit(claim)


@pytest.mark.parametrize(
    ("change", "says"), [({"reflection": " "}, "scheme asks"), ({"status": "submitted"}, "not confirmed yet")]
)
def test_what_is_missing_is_named(database, change, says):
    claim = make.credit(**{key: value for key, value in change.items() if key == "status"})
    if "reflection" in change:
        service.save(claim.credit, actor=claim.youth, **change)
    with pytest.raises(Refused, match=says):
        play.submit(claim)


def test_one_service_gives_credit_once_until_it_is_withdrawn(database):
    claim = make.credit(at="submitted")
    again = {"agreement": claim.credit.agreement, "clerk": claim.clerk, "board": claim.board}
    with pytest.raises(Refused, match="already"):
        play.start(claim.credit.youth, claim.credit.scheme, **again)
    play.withdraw(claim)
    assert play.start(claim.credit.youth, claim.credit.scheme, **again).credit.status == "draft"


def test_credit_needs_a_confirmed_enrolment_and_a_completed_agreement(database):
    place = schools.school()
    enrolled = schools.enrolment(at="claimed", school=place)
    by = make.scheme(place)
    with pytest.raises(Refused, match="enrolment"):
        service.start(enrolled.youth, by, actor=enrolled.youth.person, agreement=make.served(enrolled))
    fire(enrolled, "confirm", actor=schools.people_of(place).clerk)
    with pytest.raises(Refused, match="completed"):
        service.start(enrolled.youth, by, actor=enrolled.youth.person,
                      agreement=make.served(enrolled, completed=False))  # fmt: skip


def test_the_maximum_of_a_scheme_holds_over_all_credits_of_a_student(database):
    first = make.credit(at="awarded", minutes=960)  # 160 hours and 4: 5 of at most 6 EC
    second = make.credit(at="awarded", of=first.credit.school, by=first.credit.scheme, who=None)
    assert (first.credit.amount, second.credit.amount) == (500, 300)
    same = make.served(schools.enrolment(school=first.credit.school))
    same.youth_id = first.credit.youth_id
    db.session.flush()
    third = play.start(first.credit.youth, first.credit.scheme, agreement=same, clerk=first.clerk, board=first.board)
    with pytest.raises(Refused, match=r"EC|gives no credit"):
        play.run(third, "awarded")  # one EC is left, and the scheme gives from two


def test_prior_volunteering_says_so_and_rests_on_no_accreditation(database):
    claim = make.prior(at="under_review")
    play.award(claim)
    record = papers(claim)[1]["credit_statement"]
    assert record["service"]["prior"] is True
    assert record["service"]["accreditations"] == []
    assert record["organisation"]["name"] == "Speeltuin De Wip"
    assert claim.credit.amount == 200


def test_who_proposed_does_not_award_but_a_colleague_does(database):
    claim = make.credit(at="under_review")
    both = schools.at_school(claim.credit.school, "clerk", "Bo Beide")
    from mdt.services import membership

    seat = membership.invite(school=claim.credit.school, email=both.email, function="exam_board", actor=claim.clerk)
    membership.accept(seat, actor=both)
    fire(claim.credit, "propose", actor=both, reasons=play.WHY, **play.assessed(claim))
    with pytest.raises(Refused, match="proposed this yourself"):
        fire(claim.credit, "award", actor=both, reasons="Ja.")
    play.award(claim)
    assert claim.credit.status == "awarded"


def test_a_credit_seen_before_it_changed_is_not_awarded(database):
    claim = make.credit(at="under_review")
    seen = claim.credit.version
    play.propose(claim)
    with pytest.raises(Stale):
        fire(claim.credit, "award", actor=claim.board, reasons="Ja.", expected_version=seen)


def test_revoking_and_awarding_on_appeal(database):
    claim = make.credit(at="awarded")
    play.revoke(claim)
    assert papers(claim)[0] == {"revocation_decision"}
    play.award_on_appeal(claim)
    record = papers(claim)[1]["credit_statement"]
    assert (claim.credit.status, record["appeal"]["reference"]) == ("awarded", "CBE 2026-12")
    assert locked(claim) == {"locked"}


def test_only_the_youth_writes_and_only_while_it_is_open(database):
    claim = make.credit()
    with pytest.raises(NotPermitted):
        service.save(claim.credit, actor=claim.clerk, reflection="Ik.")
    play.submit(claim)
    with pytest.raises(NotNow):
        service.save(claim.credit, actor=claim.youth, reflection="Nog iets.")
