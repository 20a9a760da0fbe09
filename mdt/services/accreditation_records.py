"""What the papers of the years say, in the shapes of `paper_records`: measures, suspension, withdrawal, renewal."""

from __future__ import annotations

from typing import TypedDict

from mdt.services.paper_records import AccreditationPeriod, Paper, Reference, Remedy, View, ViewTerm


class MeasureLetter(Paper):
    """A condition or a warning: what must change, by when, and where to say that it is done."""

    accreditation: AccreditationPeriod
    must_change: str
    due_on: str
    reasons: str
    online: str


class Intention(MeasureLetter):
    """Awb 4:8: the board intends to suspend or to withdraw, asks for a view, and gives time to remedy."""

    danger: str | None
    legal_basis: list[str]
    view: ViewTerm


class ConditionLetter(MeasureLetter):
    """A condition, imposed during the years."""


class WarningLetter(MeasureLetter):
    """A warning."""


class SuspensionIntention(Intention):
    """The board intends to suspend."""


class WithdrawalIntention(Intention):
    """The board intends to withdraw."""


class MeasureMetLetter(Paper):
    """What had to change has changed."""

    accreditation: AccreditationPeriod
    measure: str  # its kind, in the receiver's language
    must_change: str
    imposed_on: str
    remedy: str
    reported_on: str


class Days(TypedDict):
    """The days of a suspension, the last one included."""

    starts_on: str
    ends_on: str


class Reported(TypedDict):
    """What the organisation said that it did."""

    reported_on: str
    text: str


class SuspensionDecision(Paper):
    """The accreditation is suspended (Awb 3:45 to 3:50); without intention, view and remedy only for danger."""

    accreditation: AccreditationPeriod
    suspension: Days
    danger: str | None
    intention: Reference | None
    view: View | None
    remedy: Reported | None
    reasons: str
    meaning: list[str]  # what it means for agreements
    legal_basis: list[str]
    objection: Remedy


class WithdrawalDecision(Paper):
    """The accreditation is withdrawn."""

    accreditation: AccreditationPeriod
    withdrawn_from: str
    ground: str | None
    danger: str | None
    intention: Reference | None
    view: View | None
    remedy: Reported | None
    reasons: str
    meaning: list[str]  # what it means for agreements
    legal_basis: list[str]
    objection: Remedy


class ReinstatementLetter(Paper):
    """The suspension ends before its last day."""

    accreditation: AccreditationPeriod
    suspension: Days
    reasons: str


class InvitationToRenew(Paper):
    """Six months before the end: a renewal can be asked, and what is known need not be told again."""

    accreditation: AccreditationPeriod
    opens_on: str
    renewal_starts_on: str
    check_ins: int
    online: str
