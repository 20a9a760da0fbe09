"""What the papers of an objection say, in the shapes of `paper_records`."""

from __future__ import annotations

from typing import TypedDict

from mdt.services.paper_records import Paper, Reference, Term


class Contested(Reference):
    """The decision objected to: what it is, the number of its case, and the day on which it was sent."""

    title: str


class Appeal(Term):
    """The way to the court: until when, and to which court."""

    court: str


class Hearing(TypedDict):
    """When and where the organisation is heard."""

    day: str
    time: str
    place: str


class Heard(TypedDict):
    """The day of the hearing, or the ground on which there was none."""

    held_on: str | None
    not_held: str | None


class AboutObjection(Paper):
    """What every paper of an objection holds."""

    received_on: str
    contested: Contested


class ObjectionConfirmation(AboutObjection):
    """Receipt (Awb 6:14), with the term for the decision (7:10)."""

    late: bool
    lodging_term: Term
    decision_term: Term
    grounds_missing: bool
    online: str


class HearingInvitation(AboutObjection):
    """Invitation to be heard, with what lies open and until when papers can come (Awb 7:2 to 7:4)."""

    hearing: Hearing
    inspection_from: str
    papers_until: str
    online: str


class HearingReport(AboutObjection):
    """What was said (Awb 7:7)."""

    hearing: Hearing
    present: str
    report: str
    heard_with: int
    heard_with_involved: int


class AdjournmentLetter(AboutObjection):
    """The decision on the objection takes longer, which is made known in writing (Awb 7:10 lid 3 to 5)."""

    present_term: str
    decision_term: Term
    because: str  # the event: adjourn, consent_to_further_delay or delay_for_procedure
    reasons: str | None


class OnObjection(AboutObjection):
    """What every decision on an objection holds (Awb 7:12)."""

    grounds: str | None
    hearing: Heard
    reasons: str
    legal_basis: list[str]
    appeal: Appeal


class Advised(TypedDict):
    """What was advised, and why."""

    outcome: str
    text: str


class InadmissibleDecision(OnObjection):
    """The objection is not handled on its merits."""

    ground: str
    lodging_term: Term


class ObjectionDecision(OnObjection):
    """Well-founded, in part or not; as far as it is, the decision is revoked and something takes its place (7:11)."""

    outcome: str  # well_founded, partly_founded or unfounded
    lateness: str | None
    advice: Advised
    deviation: str | None
    consequence: str | None
    in_its_place: str | None
    new_decision: str | None
