"""From a credit to the frozen record of each of its papers: the one place that says what they hold.

The shapes are those of `credit_records`. A digital credential about the same award is written from the record of
`credit_statement` and from nothing else: it names the school as awarding body, the amount in hundredths, the basis,
the accreditations, and the student by pseudonym.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import select

from mdt.access import Person
from mdt.models import Credit, Document, Event, Review, School, db
from mdt.services import credit_evidence, credit_wording, remedies, youth
from mdt.services.transitions import Occasion
from mdt.services.wording import translator
from workflows import CreditWorkflow
from workflows.base import N_
from workflows.credits import Unit

Record = dict[str, Any]

STATEMENTS = {"credit_statement": True, "school_hours_statement": False}  # whether the school gives credit
ROLES = {
    "exam_board": N_("for the exam board"), "school": N_("for the school"), "clerk": N_("for the school"),
    "examiner": N_("examiner"),
}  # fmt: skip


def fitting(credit: Credit, kinds: Iterable[str]) -> list[str]:
    """Of the papers that an event names those that fit the school: it gives credit, or it states hours."""
    gives = credit.scheme.unit != Unit.HOURS
    return [kind for kind in kinds if STATEMENTS.get(kind, gives) == gives or kind not in STATEMENTS]


def records(credit: Credit, occasion: Occasion) -> dict[str, Record]:
    """The records of the papers that an event leads to, by kind of paper."""
    named = CreditWorkflow.evidence.get(occasion.event, ())
    kinds = (named,) if isinstance(named, str) else tuple(named)
    return {kind: _Writer(credit, occasion, kind).record() for kind in fitting(credit, kinds)}


def concept(credit: Credit, occasion: Occasion) -> tuple[str, Record]:
    """The record of the paper that an event would lead to, for a preview before it exists."""
    return next(iter(records(credit, occasion).items()))


def issuer(school: School, translate: Callable[[str], str]) -> Record:
    """The school as the body that decides. We keep no postal address of schools; questions go to the office."""
    config = current_app.config
    department = N_("Exam board") if school.sector != "vo" else N_("On behalf of the school")
    return {
        "name": school.name, "department": translate(department), "street": "", "postcode": "", "city": school.city,
        "email": config["MDT_ISSUER_EMAIL"], "phone": config["MDT_ISSUER_PHONE"],
        "website": config["MDT_ISSUER_WEBSITE"],
    }  # fmt: skip


def common(school: School, occasion: Occasion, kind: str, language: str) -> Record:
    """What every paper of a school holds."""
    translate = translator(language)
    actor = occasion.actor
    name = actor.name if isinstance(actor, Person) else school.name
    role = translate(ROLES.get(occasion.role.value, N_("for the school")))
    return {
        "kind": kind, "language": language, "issued_on": occasion.today.isoformat(),
        "verify_page": str(current_app.config["MDT_BASE_URL"]).split("://", 1)[-1] + "/verify",
        "issuer": issuer(school, translate),
        "school": {"name": school.name, "brin": school.brin, "sector": school.sector, "city": school.city},
        "signatory": {"name": name, "role": role},
    }  # fmt: skip


class _Writer:
    """Writes one record, in the language of the student."""

    def __init__(self, credit: Credit, occasion: Occasion, kind: str) -> None:
        self.credit, self.occasion, self.kind = credit, occasion, kind
        self.language = credit.youth.person.language
        self.translate: Callable[[str], str] = translator(self.language)
        self.given = occasion.given
        self.counted = credit_evidence.of_credit(credit)
        self.outcome = credit_evidence.outcome_at(credit, occasion)

    def record(self) -> Record:
        """The whole record: what every paper holds, and what this kind adds."""
        return self._common() | getattr(self, f"_{self.kind}")()

    # -- what every paper holds -----------------------------------------------------------------------------------
    def _common(self) -> Record:
        credit = self.credit
        submitted = credit.submitted_on or self.occasion.today
        return common(credit.school, self.occasion, self.kind, self.language) | {
            "case": {"number": credit.number, "submitted_on": submitted.isoformat()},
            "organisation": self._host(), "addressee": {"name": credit.youth.name}, "student": self._student(),
            "scheme": self._scheme(), "service": self._service(),
        }  # fmt: skip

    def _host(self) -> Record:
        found = self.credit.organisation
        if found is None:
            return {"name": self.credit.host, "kvk": "", "rsin": None, "street": "", "postcode": "", "city": ""}
        return {"name": found.name, "kvk": found.kvk_number, "rsin": found.rsin, "street": found.street,
                "postcode": found.postcode, "city": found.city}  # fmt: skip

    def _student(self) -> Record:
        credit = self.credit
        return {
            "name": credit.youth.name, "student_number": credit.student_number, "pseudonym": self._pseudonym(),
            "programme": credit.programme.name if credit.programme else None,
        }  # fmt: skip

    def _pseudonym(self) -> str | None:
        """How this school's credentials name the student; nobody is named so any more once the data were erased."""
        student = self.credit.youth
        return youth.pairwise_id(student, self.credit.school.brin) if student.erased_at is None else None

    def _scheme(self) -> Record:
        scheme, made = self.credit.scheme, self._proposal()
        basis = made.basis if made else scheme.basis
        return {
            "title": scheme.title, "version": scheme.number, "valid_from": scheme.valid_from.isoformat(),
            "basis": self.translate(credit_wording.BASES[basis]), "basis_code": basis,
            "basis_text": (made.basis_text if made else scheme.basis_text) or "",
        }  # fmt: skip

    def _proposal(self) -> Review | None:
        return credit_evidence.proposal_at(self.credit, self.occasion)

    def _service(self) -> Record:
        counted, credit = self.counted, self.credit
        minutes = credit_evidence.minutes_of(credit, counted)
        today = self.occasion.today.isoformat()
        return {
            "starts_on": counted.first or today, "ends_on": counted.last or today, "minutes": minutes,
            "hours": self._hours(minutes), "prior": credit.is_prior, "activities": counted.activities,
            "accreditations": [
                {"number": one["number"], "starts_on": one["starts_on"], "ends_on": one["ends_on"],
                 "hours": self._hours(one["minutes"])}
                for one in counted.periods
            ],
        }  # fmt: skip

    # -- parts that several papers share --------------------------------------------------------------------------
    def _hours(self, minutes: int) -> str:
        return credit_wording.hours(minutes, self.translate)

    def _amount(self, hundredths: int) -> Record:
        unit = self.credit.scheme.unit
        return {"hundredths": hundredths, "unit": unit,
                "words": credit_wording.amount(hundredths, unit, self.translate)}  # fmt: skip

    def _reckoning(self) -> list[str]:
        steps = [*self.outcome.steps, *((self.outcome.short,) if self.outcome.short else ())]
        return credit_wording.sentences(steps, self.translate)

    def _remedy(self) -> Record:
        return remedies.record(self.credit.school.sector, self.occasion.today, self.language, self.translate)

    def _text(self, name: str) -> str:
        return str(self.given.get(name) or "")

    # -- the papers -----------------------------------------------------------------------------------------------
    def _credit_statement(self) -> Record:
        made = self._proposal()
        on_appeal = self.occasion.event == "award_on_appeal"
        amount = int(self.given.get("amount") or 0) if on_appeal else self.outcome.amount
        assessed = None
        if made is not None and made.assessed_on is not None and made.passed:
            assessed = {"on": made.assessed_on.isoformat(), "by": made.assessed_by or made.author.name}
        return {
            "amount": self._amount(amount), "reckoning": self._reckoning(), "judgement": self._text("reasons"),
            "assessed": assessed, "appeal": self._appeal() if on_appeal else None,
        }  # fmt: skip

    def _appeal(self) -> Record:
        decided = self.given.get("appeal_on")
        day = decided if isinstance(decided, date) else self.occasion.today
        return {"body": self._text("appeal_body"), "decided_on": day.isoformat(),
                "reference": self._text("appeal_reference")}  # fmt: skip

    def _school_hours_statement(self) -> Record:
        return self._credit_statement()

    def _not_awarded_decision(self) -> Record:
        return {"reckoning": self._reckoning(), "reasons": self._text("reasons"), "remedy": self._remedy()}

    def _revocation_decision(self) -> Record:
        heard = self.given.get("heard_on")
        day = heard if isinstance(heard, date) else self.occasion.today
        ground = credit_wording.GROUNDS.get(self._text("ground"), "")
        return {
            "amount": self._amount(self.credit.amount), "awarded": self._awarded(), "ground": self.translate(ground),
            "hearing": {"on": day.isoformat(), "text": self._text("hearing")}, "reasons": self._text("reasons"),
            "remedy": self._remedy(),
        }  # fmt: skip

    def _awarded(self) -> Record:
        """The statement that is revoked; where its number is still being made, that of the credit stands for it."""
        query = (
            select(Document.number, Document.issued_on)
            .join(Event, Document.event_id == Event.id)
            .where(Event.subject_id == self.credit.id, Document.kind.in_(STATEMENTS))
            .order_by(Event.id.desc())
        )
        found = db.session.execute(query.limit(1)).first()
        if found is not None:
            return {"number": found[0], "date": found[1].isoformat()}
        return {"number": self.credit.number, "date": (self.credit.decided_on or self.occasion.today).isoformat()}
