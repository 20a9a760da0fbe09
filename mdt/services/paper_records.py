"""What a paper says: the shape of the frozen record that each kind of paper is rendered from.

A record is plain data, as JSON has it: text, whole numbers, lists, dictionaries, None. Dates are ISO text
(`2026-11-24`). All text that people typed is plain text; line ends begin a new paragraph. Text that comes
from reference data (titles, labels, explanations of terms) is already in the receiver's language.
Every key of a shape must be there; a value that may be absent is None or an empty list.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

KINDS: tuple[str, ...] = (
    "confirmation_of_receipt",
    "supplement_request",
    "set_aside_decision",
    "visit_report",
    "advice",
    "intention_to_refuse",
    "refusal_decision",
    "grant_decision",
    "certificate",
    "extension_letter",
    "agreement",
    "supervisor_assessment",
    "certificate_of_participation",
    "statement_of_hours",
    "credit_statement",
    "school_hours_statement",
    "not_awarded_decision",
    "revocation_decision",
    "cohort_list",
    "condition_letter",
    "warning_letter",
    "suspension_intention",
    "withdrawal_intention",
    "measure_met_letter",
    "suspension_decision",
    "reinstatement_letter",
    "withdrawal_decision",
    "invitation_to_renew",
    "objection_confirmation",
    "hearing_invitation",
    "hearing_report",
    "adjournment_letter",
    "objection_decision",
    "inadmissible_decision",
)
# Rendered and sealed as the papers are, and not issued: they have no number, no code and no page that verifies them.
UNNUMBERED: tuple[str, ...] = ("dossier_index",)
LANGUAGES: tuple[str, ...] = ("nl", "en")


class Issuer(TypedDict):
    """The authority that issues the paper, and where it can be reached."""

    name: str  # the authority: "Accreditatieautoriteit Diensttijd"
    department: str | None  # the part of it that writes: "Bureau"
    street: str  # "Voorbeeldplein 1"
    postcode: str  # "2511 AA"
    city: str
    email: str
    phone: str
    website: str


class Case(TypedDict):
    """The case the paper belongs to."""

    number: str  # "DT-2026-0042"
    submitted_on: str  # the day on which the application was received


class Organisation(TypedDict):
    """The organisation that applied."""

    name: str
    kvk: str  # eight digits
    rsin: str | None  # nine digits
    street: str
    postcode: str
    city: str


class Addressee(TypedDict):
    """To whom the paper is sent; the address is the organisation's."""

    name: str | None  # the coordinator; None: "To the board"


class Signatory(TypedDict):
    """Who answers for the paper."""

    name: str
    role: str  # in the receiver's language: "voorzitter van de besluitcommissie"


class LogSeal(TypedDict):
    """The newest seal of the log when the paper was made: from there on nobody can rewrite the log unseen."""

    number: int
    hash: str  # SHA-256, hexadecimal


class SealedBy(TypedDict):
    """Whose certificate sealed the paper when it was issued; a file made again later may bear another seal."""

    name: str  # as the certificate has it
    self_made: bool  # nobody else vouches for the name, and the paper says so


class Paper(TypedDict):
    """What every record holds."""

    kind: str  # one of KINDS
    number: str  # "DT-2026-0042-03"; not shown on a concept
    code: str  # the verification code, without spaces; not shown on a concept
    verify_url: str  # the address behind the QR code, code included
    schema_url: str  # the address of the JSON Schema of this record, which is embedded in the paper
    verify_page: str  # the short address where the code can be typed: "diensttijd.example/controleren"
    issued_on: str  # the date of the paper
    language: str  # one of LANGUAGES
    issuer: Issuer
    case: Case
    organisation: Organisation
    addressee: Addressee
    signatory: Signatory
    log_seal: LogSeal | None  # added when the paper is issued; None before the first seal and on a concept
    sealed_by: NotRequired[SealedBy]  # added when the paper is issued; papers of before do not have it


class Term(TypedDict):
    """The last day of a term, and why it is that day."""

    ends_on: str
    explanation: list[str]  # sentences: "eindigt za 13-6, daarom ma 15-6 (art. 1 Atw)"; may be empty


class Remedy(TypedDict):
    """Where, how and until when an objection can be lodged (Awb 3:45, 6:4, 6:5, 6:7)."""

    ends_on: str  # the last day of the six weeks
    explanation: list[str]
    body: str  # the body that decided, to which the objection is addressed
    address: list[str]  # lines of its postal address
    online: str | None  # an address on the web, or None
    court: str  # the court for provisional relief: "de rechtbank Den Haag"


class MissingItem(TypedDict):
    """One thing that the application lacks."""

    what: str
    why: str | None


class Finding(TypedDict):
    """The judgement on one indicator."""

    indicator: str  # its title in the framework
    level: Literal["met", "partly", "not_met"]  # decides the colour, never the only carrier of meaning
    judgement: str  # the scale's label in the receiver's language
    explanation: str


class FindingTheme(TypedDict):
    """A theme of the framework with its findings."""

    title: str
    findings: list[Finding]


class ObservationTheme(TypedDict):
    """A theme of the framework with what was seen."""

    title: str
    observations: list[str]


class Conversation(TypedDict):
    """How many conversations of a kind were held; never with whom."""

    kind: str  # "jongere in dienst", in the receiver's language
    number: int


class Condition(TypedDict):
    """What must be so on a certain day."""

    text: str
    due_on: str | None


class Reference(TypedDict):
    """Another paper in the case."""

    number: str
    date: str


class Framework(TypedDict):
    """The framework the case is judged by."""

    name: str
    version: str


class ConfirmationOfReceipt(Paper):
    """Awb 4:3a: the application was received, and what happens next."""

    received: list[str]  # the sections and the files that were received
    decision_term: Term


class SupplementRequest(Paper):
    """Awb 4:5, 4:15: what is missing, until when, and that the clock stands still."""

    missing: list[MissingItem]
    supplement_term: Term
    suspended_from: str  # the day after the request


class SetAsideDecision(Paper):
    """Awb 4:5: the application is not processed."""

    request: Reference  # the request for a supplement
    supplement_term_ended_on: str
    missing: list[MissingItem]
    answered_on: str | None  # None: no answer came
    reasons: str
    legal_basis: list[str]
    objection: Remedy


class Visit(TypedDict):
    """When and where practice was seen, and by whom."""

    held_on: str
    place: str
    assessors: list[Signatory]


class Comment(TypedDict):
    """What the organisation said about the facts."""

    received_on: str
    text: str


class VisitReport(Paper):
    """What was seen and heard at the visit, without names of whom was spoken to."""

    framework: Framework
    visit: Visit
    themes: list[ObservationTheme]
    conversations: list[Conversation]
    comment: Comment | None


class Dissent(TypedDict):
    """Where the second assessor judged otherwise."""

    indicator: str
    judgement: str
    explanation: str


class Advice(Paper):
    """The joint judgement of the assessors, and the outcome they propose."""

    framework: Framework
    assessors: list[Signatory]
    visited_on: str
    themes: list[FindingTheme]
    dissent: list[Dissent]
    proposed_outcome: Literal["grant", "refuse"]
    proposed_ends_on: str | None  # the proposed end, when the outcome is grant
    summary: str
    conditions: list[Condition]


class ViewTerm(TypedDict):
    """How and until when a view can be given (Awb 4:7–4:9)."""

    ends_on: str
    explanation: list[str]
    phone: str
    email: str
    online: str | None


class IntentionToRefuse(Paper):
    """Awb 4:7: the board intends to refuse, and asks for a view."""

    framework: Framework
    advice: Reference
    findings: list[Finding]  # those the intention rests on
    reasons: str
    legal_basis: list[str]
    view: ViewTerm


class View(TypedDict):
    """The view that was given, and how it was weighed."""

    given: Literal["in_writing", "orally", "waived", "none"]
    given_on: str | None
    summary: str | None
    weighing: str | None


class RefusalDecision(Paper):
    """The accreditation is refused (Awb 3:45–3:50)."""

    framework: Framework
    advice: Reference
    deviation: str | None  # why the decision departs from the advice (3:50)
    intention: Reference
    findings: list[Finding]
    reasons: str
    legal_basis: list[str]
    view: View
    objection: Remedy


class AccreditationPeriod(TypedDict):
    """The accreditation that a decision brings about."""

    number: str
    starts_on: str
    ends_on: str


class Renewal(TypedDict):
    """The accreditation that is renewed, and since when the organisation has been accredited without a gap."""

    number: str
    ends_on: str
    accredited_since: str


class GrantDecision(Paper):
    """The accreditation is granted."""

    framework: Framework
    advice: Reference
    deviation: str | None
    accreditation: AccreditationPeriod
    renewal: Renewal | None
    reasons: str
    legal_basis: list[str]
    conditions: list[Condition]
    obligations: list[str]
    objection: Remedy


class Certificate(Paper):
    """One page to hang on the wall."""

    framework: Framework
    accreditation: AccreditationPeriod
    renewal: Renewal | None
    sector: str | None
    decision: Reference


class ExtensionLetter(Paper):
    """Awb 4:14 lid 3: the decision takes longer, and until when."""

    present_term_ends_on: str
    new_term: Term
    reason: str
