"""The tables. One file for each noun; importing this package registers them all."""

from mdt.models.accreditation import Accreditation, Decision
from mdt.models.agreement import (
    Agreement,
    AgreementComment,
    AgreementVersion,
    Signature,
    SupervisorAssessment,
)
from mdt.models.application import Answer, Application, Framework, JointJudgement, Proposal
from mdt.models.assessment import Assessment, Judgement
from mdt.models.base import Base, db
from mdt.models.consent import Consent
from mdt.models.document import Counter, Document, KeptText, Setting, Upload
from mdt.models.effect import Effect, Mail
from mdt.models.enrolment import Enrolment
from mdt.models.erasure import Erasure
from mdt.models.event import CaseHead, Event
from mdt.models.link import SignedLink
from mdt.models.membership import Membership
from mdt.models.organisation import Municipality, Organisation
from mdt.models.person import Person, SignInRole, Tie
from mdt.models.school import Programme, School
from mdt.models.visit import Conversation, Observation, Visit
from mdt.models.youth import Youth

__all__ = [
    "Accreditation", "Agreement", "AgreementComment", "AgreementVersion", "Answer", "Application", "Assessment",
    "Base", "CaseHead", "Consent", "Conversation", "Counter", "Decision", "Document", "Effect", "Enrolment",
    "Erasure", "Event", "Framework", "JointJudgement", "Judgement", "KeptText", "Mail", "Membership", "Municipality",
    "Observation", "Organisation", "Person", "Programme", "Proposal", "School", "Setting", "SignInRole", "Signature",
    "SignedLink", "SupervisorAssessment", "Tie", "Upload", "Visit", "Youth", "db",
]  # fmt: skip
