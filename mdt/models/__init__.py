"""The tables. One file for each noun; importing this package registers them all."""

from mdt.models.accreditation import Accreditation, Decision, Suspension
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
from mdt.models.check_in import CheckIn
from mdt.models.consent import Consent
from mdt.models.credential import Credential, IssuerKey
from mdt.models.credit import Cohort, Credit, Entry, Review
from mdt.models.document import Counter, Document, KeptText, Setting, Upload
from mdt.models.effect import Effect, Mail, Reminder
from mdt.models.enrolment import Enrolment
from mdt.models.erasure import Erasure
from mdt.models.event import CaseHead, Event
from mdt.models.hours import HoursEntry, Week
from mdt.models.link import SignedLink
from mdt.models.measure import Measure
from mdt.models.membership import Membership
from mdt.models.objection import Objection
from mdt.models.organisation import Municipality, Organisation
from mdt.models.person import Person, SignInRole, Tie
from mdt.models.questionnaire import QuestionnaireAnswer, QuestionnaireInvitation, QuestionnaireTally
from mdt.models.revision import Revision, SealCertificate
from mdt.models.scheme import Scheme
from mdt.models.school import Programme, School
from mdt.models.seal import LogSeal, SealedHead
from mdt.models.signal import Signal, SignalMessage, SignalShare
from mdt.models.visit import Conversation, Observation, Visit
from mdt.models.youth import Youth

__all__ = [
    "Accreditation", "Agreement", "AgreementComment", "AgreementVersion", "Answer", "Application", "Assessment", "Base",
    "CaseHead", "CheckIn", "Cohort", "Consent", "Conversation", "Counter", "Credential", "Credit", "Decision",
    "Document", "Effect", "Enrolment", "Entry", "Erasure", "Event", "Framework", "HoursEntry", "IssuerKey",
    "JointJudgement", "Judgement", "KeptText", "LogSeal", "Mail", "Measure", "Membership", "Municipality", "Objection",
    "Observation", "Organisation", "Person", "Programme", "Proposal", "QuestionnaireAnswer", "QuestionnaireInvitation",
    "QuestionnaireTally", "Reminder", "Review", "Revision", "Scheme", "School", "SealCertificate", "SealedHead",
    "Setting", "SignInRole", "Signal", "SignalMessage", "SignalShare", "Signature", "SignedLink",
    "SupervisorAssessment", "Suspension", "Tie", "Upload", "Visit", "Week", "Youth", "db",
]  # fmt: skip
