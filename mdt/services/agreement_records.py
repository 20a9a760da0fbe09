"""The shapes of the records of an agreement's papers; what holds for every record stands in `paper_records`."""

from __future__ import annotations

from typing import TypedDict

from mdt.services.paper_records import AccreditationPeriod, Paper


class Youth(TypedDict):
    """Whose agreement it is."""

    name: str
    born_on: str | None


class School(TypedDict):
    """The school that takes part."""

    name: str
    brin: str
    programme: str | None


class Version(TypedDict):
    """The version that was signed; its id is the hash of its content."""

    number: int
    id: str


class Activity(TypedDict):
    """What is done, beside what the school recognises."""

    what: str
    recognised: str | None
    of_school: bool


class Signature(TypedDict):
    """Who signed, and how; party and way in the receiver's language."""

    party: str
    name: str
    how: str
    signed_on: str


class Outcome(TypedDict):
    """A learning outcome, and how far it was reached, in the receiver's language."""

    text: str
    reached: str


class OfAgreement(Paper):
    """What every paper of an agreement holds. Hours are written out: 80, or 7:30."""

    youth: Youth
    school: School | None
    title: str
    starts_on: str
    ends_on: str
    hours_goal: str
    accreditation: AccreditationPeriod | None  # None: the host was not accredited on the first day
    version: Version


class Agreement(OfAgreement):
    """The agreement itself, once all have signed."""

    round: str
    hours_a_week: str
    activities: list[Activity]
    outcomes: list[str]
    guidance: str
    judged: str
    allowance: str | None
    supervisor: str | None
    signatures: list[Signature]


class SupervisorAssessment(OfAgreement):
    """What the supervisor wrote."""

    outcomes: list[Outcome]
    hours_known: str
    text: str


class CertificateOfParticipation(OfAgreement):
    """One page for the youth (Subsidieregeling MDT: every participant who completed gets one)."""

    round: str
    activities: list[str]
    hours_made: str
    completed_on: str
