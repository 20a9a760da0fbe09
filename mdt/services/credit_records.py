"""What the papers of a school say: the shapes of their frozen records. The rest is as in `paper_records`.

`issuer` is the school, for the school awards; `organisation` is the host where the service was done; the student is
the addressee. An amount is in hundredths beside its words in the reader's language, so that both people and programs
can read it.
"""

from __future__ import annotations

from typing import TypedDict

from mdt.services.paper_records import Paper, Reference


class School(TypedDict):
    """The school that decides."""

    name: str
    brin: str
    sector: str  # vo, mbo, hbo or wo
    city: str


class Student(TypedDict):
    """Whom the paper is about. `pseudonym` is how the credentials of this school name the student, until erasure."""

    name: str
    student_number: str | None
    programme: str | None
    pseudonym: str | None


class Amount(TypedDict):
    """How much, in hundredths of a unit and in words."""

    hundredths: int
    unit: str  # ec, sbu or hours
    words: str  # "3 EC"


class Scheme(TypedDict):
    """The rules of the school by which the amount was found."""

    title: str
    version: int
    valid_from: str
    basis: str  # in words: "as an assessed unit of the programme"
    basis_code: str  # one of credits.Basis
    basis_text: str  # the unit, or the article of the OER; may be empty


class AccreditedPeriod(TypedDict):
    """An accreditation of the host, and the hours that were made while it was in force."""

    number: str
    starts_on: str
    ends_on: str
    hours: str


class Service(TypedDict):
    """What was done, where and when. Prior volunteering has no accreditations, and says so."""

    starts_on: str
    ends_on: str
    hours: str  # "84 uur"
    minutes: int
    prior: bool
    activities: str
    accreditations: list[AccreditedPeriod]


class Remedy(TypedDict):
    """Where, how and until when the student can go; `ends_on` is None where no term is known."""

    body: str
    how: str
    then: str | None
    length: str | None
    ends_on: str | None
    explanation: list[str]


class Assessed(TypedDict):
    """The examiner's assessment that an award of a unit rests on."""

    on: str
    by: str


class Appeal(TypedDict):
    """The outcome of an appeal that led to the award."""

    body: str
    decided_on: str
    reference: str


class CreditPaper(Paper):
    """What every paper of a school holds."""

    school: School
    student: Student
    scheme: Scheme
    service: Service


class CreditStatement(CreditPaper):
    """The school awards credit."""

    amount: Amount
    reckoning: list[str]
    judgement: str
    assessed: Assessed | None
    appeal: Appeal | None


class SchoolHoursStatement(CreditStatement):
    """The school confirms hours, and gives no credit for them."""


class NotAwardedDecision(CreditPaper):
    """The school does not award credit."""

    reckoning: list[str]
    reasons: str
    remedy: Remedy


class Hearing(TypedDict):
    """When the student was heard, and what was said."""

    on: str
    text: str


class RevocationDecision(CreditPaper):
    """The school takes back what it awarded."""

    amount: Amount
    awarded: Reference
    ground: str
    hearing: Hearing
    reasons: str
    remedy: Remedy


class CohortLine(TypedDict):
    """One credit on the list; `reason` says why it was not awarded."""

    number: str
    student: str
    student_number: str | None
    amount: str
    reason: str | None


class CohortList(Paper):
    """What the exam board awarded in one action, and what it could not."""

    school: School
    name: str
    judgement: str
    prepared_by: str
    decided_by: str
    decided_on: str
    awarded: list[CohortLine]
    not_awarded: list[CohortLine]
