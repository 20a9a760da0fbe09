"""Credits: asking, handing in with locked hours, proposing, and what the exam board does with it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from mdt.access import Person, roles_of
from mdt.models import Agreement, Credit, Enrolment, Review, Scheme, Youth, db
from mdt.services import (
    clock,
    credit_credential,
    credit_evidence,
    credit_papers,
    credit_wording,
    hours,
    my_papers,
    numbers,
)
from mdt.services import scheme as schemes
from mdt.services.transitions import Handling, Occasion, begin, handle
from mdt.services.wording import plain, translator
from workflows.base import N_, NotNow, NotPermitted, Refused
from workflows.credit import CreditFacts
from workflows.credits import Unit
from workflows.roles import Role

KIND_OF_NUMBER = "SP"
OVER = ("withdrawn", "not_awarded", "revoked")
SAVED = ("reflection", "reflection_minutes", "portfolio", "prior_organisation", "prior_activities", "prior_from",
         "prior_until", "prior_minutes")  # fmt: skip


# -- asking -----------------------------------------------------------------------------------------------------------
def start(youth: Youth, scheme: Scheme, *, actor: Person, agreement: Agreement | None = None, **prior: Any) -> Credit:
    """Ask a school to recognise a completed agreement, or (`prior_…`) volunteering of before. Raises Refused."""
    enrolment = enrolment_of(youth.id, scheme.school_id)
    made = Credit(
        id=uuid.uuid4(), number=numbers.take(KIND_OF_NUMBER), youth=youth, youth_id=youth.id, school=scheme.school,
        school_id=scheme.school_id,
        scheme=scheme, scheme_id=scheme.id, agreement=agreement, agreement_id=agreement.id if agreement else None,
        organisation=agreement.organisation if agreement else None,
        organisation_id=agreement.organisation_id if agreement else None,
        programme_id=enrolment.programme_id if enrolment else None,
        student_number=enrolment.student_number if enrolment else None, created_at=clock.now(),
        reflection="", reflection_minutes=0, portfolio="", service_minutes=0, amount=0,
        **({"prior_minutes": 0} | prior if agreement is None else {}),
    )  # fmt: skip
    with db.session.no_autoflush:  # the new row has no status before the rules have spoken
        begin(made, "start", actor=actor)
    return made


def enrolment_of(youth_id: uuid.UUID, school_id: uuid.UUID) -> Enrolment | None:
    """The confirmed enrolment of a youth at a school."""
    query = select(Enrolment).where(
        Enrolment.youth_id == youth_id, Enrolment.school_id == school_id, Enrolment.status == "confirmed"
    )
    return db.session.scalar(query.order_by(Enrolment.created_at.desc()).limit(1))


def save(credit: Credit, *, actor: Person, **given: Any) -> None:
    """Keep what the youth writes while it is being prepared. Raises NotPermitted, NotNow or Refused."""
    if Role.YOUTH not in roles_of(actor, credit):
        raise NotPermitted(N_("Only the youth writes this."))
    if credit.status not in credit_evidence.OPEN:
        raise NotNow("save", credit.status)
    if credit.is_prior:
        _check_prior(given)
    for name in SAVED:
        if name in given:
            setattr(credit, name, given[name])
    db.session.flush()


def _check_prior(given: dict[str, Any]) -> None:
    first, last = given.get("prior_from"), given.get("prior_until")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        raise Refused(N_("The last day lies before the first."), field="prior_until")
    if isinstance(last, date) and last > clock.today():
        raise Refused(N_("This is about what you did before. Choose a day in the past."), field="prior_until")


def has_exam_board(credit: Credit) -> bool:
    """Secondary education has none: there the school itself awards."""
    return credit.school.sector != "vo"


# -- what the rules may look at ---------------------------------------------------------------------------------------
def _facts(credit: Credit, occasion: Occasion) -> CreditFacts:
    with db.session.no_autoflush:
        if not credit.status:
            return _facts_of_start(credit, occasion)
        if credit.status in credit_evidence.OPEN:
            return _facts_of_submit(credit, occasion)
        return _facts_of_decision(credit, occasion)


def _facts_of_start(credit: Credit, occasion: Occasion) -> CreditFacts:
    agreement, scheme = credit.agreement, credit.scheme
    enrolment = enrolment_of(credit.youth_id, credit.school_id)
    offered = schemes.in_force(credit.school_id, occasion.today,
                               programme_id=enrolment.programme_id if enrolment else None)  # fmt: skip
    return CreditFacts(
        today=occasion.today, enrolment_is_confirmed=enrolment is not None,
        scheme_applies=any(one.id == scheme.id for one in offered), is_prior=agreement is None,
        agreement_is_completed=agreement is not None and agreement.status == "completed"
        and agreement.school_id in (None, credit.school_id),
        scheme_allows_prior=scheme.allows_prior, another_is_live=_another(credit),
    )  # fmt: skip


def _another(credit: Credit) -> bool:
    if credit.agreement_id is None:
        return False
    query = select(func.count(Credit.id)).where(
        Credit.agreement_id == credit.agreement_id, Credit.id != credit.id, Credit.status.not_in(OVER)
    )
    return bool(db.session.scalar(query))


def _facts_of_submit(credit: Credit, occasion: Occasion) -> CreditFacts:
    counted = credit_evidence.now(credit)
    return CreditFacts(
        today=occasion.today, is_prior=credit.is_prior,
        missing_evidence=tuple(credit_wording.ASKS[word] for word in credit_evidence.missing(credit)),
        service_minutes=credit_evidence.minutes_of(credit, counted),
        weeks_unconfirmed=credit_evidence.unconfirmed(credit), minutes_not_accredited=counted.outside,
    )  # fmt: skip


def _facts_of_decision(credit: Credit, occasion: Occasion) -> CreditFacts:
    given, made = occasion.given, credit_evidence.proposal_at(credit, occasion)
    outcome = credit_evidence.outcome_at(credit, occasion)
    proposing = occasion.event == "propose"
    basis: dict[str, Any] = (
        {name: given.get(name) for name in ("basis", "basis_text", "passed", "assessed_on")} if proposing or not made
        else {"basis": made.basis, "basis_text": made.basis_text, "passed": made.passed,
              "assessed_on": made.assessed_on}
    )  # fmt: skip
    actor = occasion.actor
    return CreditFacts(
        today=occasion.today, is_prior=credit.is_prior, enough=outcome.short is None, is_prepared=made is not None,
        shortage=_shortage(credit, outcome), has_exam_board=has_exam_board(credit),
        proposed_by_who_decides=made is not None and isinstance(actor, Person) and made.made_by == actor.id,
        basis=str(basis["basis"] or ""), basis_text=str(basis["basis_text"] or ""), passed=basis["passed"],
        assessed_on=basis["assessed_on"], what_is_missing=str(given.get("what_is_missing") or ""),
        reasons=str(given.get("reasons") or ""), ground=str(given.get("ground") or ""),
        awarded_on=credit.decided_on if credit.status == "awarded" else None, heard_on=given.get("heard_on"),
        hearing=str(given.get("hearing") or ""), appeal_body=str(given.get("appeal_body") or ""),
        appeal_on=given.get("appeal_on"), appeal_reference=str(given.get("appeal_reference") or ""),
        decided_on=credit.decided_on, amount=int(given.get("amount") or 0), maximum=credit.scheme.maximum,
        earns_credit=credit.scheme.unit != Unit.HOURS,
    )  # fmt: skip


def _shortage(credit: Credit, outcome: Any) -> str:
    """Why it is not enough, in the language of the case: a sentence in a sentence cannot be translated later."""
    if outcome.short is None:
        return ""
    return credit_wording.sentence(outcome.short, translator(credit.youth.person.language))


# -- what an event writes ---------------------------------------------------------------------------------------------
def _submit(credit: Credit, occasion: Occasion) -> None:
    counted = credit_evidence.now(credit)
    credit.counted = counted.frozen()
    credit.service_minutes = credit_evidence.minutes_of(credit, counted)
    credit.submitted_on = occasion.effective_on
    if credit.agreement is not None:
        hours.lock(credit.agreement)


def _release(credit: Credit, occasion: Occasion) -> None:
    """The hours can be corrected again; a decision keeps its day."""
    if credit.agreement is not None:
        hours.unlock(credit.agreement)
    if occasion.event == "decline":
        credit.decided_on = occasion.effective_on


def _propose(credit: Credit, occasion: Occasion) -> None:
    given, actor = occasion.given, occasion.actor
    assert isinstance(actor, Person)  # the roles that propose are held by people
    db.session.add(Review(
        credit_id=credit.id, basis=given["basis"], basis_text=given.get("basis_text") or "",
        passed=given.get("passed"), assessed_on=given.get("assessed_on"), assessed_by=given.get("assessed_by") or "",
        reasons=given["reasons"], made_by=actor.id, made_at=clock.now(),
    ))  # fmt: skip


def _award(credit: Credit, occasion: Occasion) -> None:
    credit.amount = credit_evidence.outcome_at(credit, occasion).amount
    credit.decided_on = occasion.effective_on


def _award_on_appeal(credit: Credit, occasion: Occasion) -> None:
    credit.amount = int(occasion.given.get("amount") or 0)
    credit.decided_on = occasion.effective_on
    if credit.agreement is not None:
        hours.lock(credit.agreement)


def _revoke(credit: Credit, occasion: Occasion) -> None:
    credit.decided_on = occasion.effective_on


# -- what it freezes --------------------------------------------------------------------------------------------------
def _snapshot(credit: Credit, occasion: Occasion) -> dict[str, Any]:
    papers = credit_papers.records(credit, occasion)
    return {
        "given": plain(dict(occasion.given)),
        "case": {"number": credit.number, "kind": "credit", "id": str(credit.id)},
        "youth": {"name": credit.youth.name},
        "school": {"name": credit.school.name, "sector": credit.school.sector},
        "organisation": {"name": credit.host},
        "scheme": {"id": str(credit.scheme_id), "title": credit.scheme.title, "version": credit.scheme.number},
        "credit": {"unit": credit.scheme.unit, "amount": credit.amount, "minutes": credit.service_minutes},
        "counted": credit.counted if occasion.event in ("submit", "award") else None,
        "papers": papers, "credential": credit_credential.frozen(credit, occasion, papers),
    }  # fmt: skip


def _papers(credit: Credit, _occasion: Occasion, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """A school that gives no credit states hours; every other states credit."""
    return tuple(credit_papers.fitting(credit, kinds))


handle(
    "credit",
    Handling(
        facts=_facts,
        snapshot=_snapshot,
        case=lambda credit: credit.id,
        case_kind="credit",
        evidence=_papers,
        apply={
            "submit": _submit, "propose": _propose, "send_back": _release, "award": _award,
            "decline": _release, "withdraw": _release, "revoke": _revoke, "award_on_appeal": _award_on_appeal,
        },
        follow={
            "award": credit_credential.give, "award_on_appeal": credit_credential.give,
            "revoke": credit_credential.take_back,
        },
    ),
)  # fmt: skip


def of_agreement(agreement: Agreement) -> Iterable[Credit]:
    """The credits that were asked for an agreement, the latest first."""
    query = select(Credit).where(Credit.agreement_id == agreement.id).order_by(Credit.created_at.desc())
    return db.session.scalars(query)


@my_papers.of_cases
def cases_of_youth(youth_id: uuid.UUID) -> Select[uuid.UUID]:
    """The credits whose papers are a youth's own."""
    return select(Credit.id).where(Credit.youth_id == youth_id)
