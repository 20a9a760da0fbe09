"""The tables. One file for each noun; importing this package registers them all."""

from mdt.models.accreditation import Accreditation, Decision
from mdt.models.application import Answer, Application, Framework, JointJudgement, Proposal
from mdt.models.assessment import Assessment, Judgement
from mdt.models.base import Base, db
from mdt.models.credential import Credential, IssuerKey
from mdt.models.document import Counter, Document, KeptText, Setting, Upload
from mdt.models.effect import Effect, Mail
from mdt.models.event import CaseHead, Event
from mdt.models.membership import Membership
from mdt.models.organisation import Municipality, Organisation
from mdt.models.person import Person, SignInRole, Tie
from mdt.models.revision import Revision, SealCertificate
from mdt.models.seal import LogSeal, SealedHead
from mdt.models.visit import Conversation, Observation, Visit

__all__ = [
    "Accreditation", "Answer", "Application", "Assessment", "Base", "CaseHead", "Conversation", "Counter", "Credential",
    "Decision", "Document", "Effect", "Event", "Framework", "IssuerKey", "JointJudgement", "Judgement", "KeptText",
    "LogSeal", "Mail", "Membership", "Municipality", "Observation", "Organisation", "Person", "Proposal", "Revision",
    "SealCertificate", "SealedHead", "Setting", "SignInRole", "Tie", "Upload", "Visit", "db",
]  # fmt: skip
