"""The tables. One file for each noun; importing this package registers them all."""

from mdt.models.accreditation import Accreditation, Decision, Suspension
from mdt.models.application import Answer, Application, Framework, JointJudgement, Proposal
from mdt.models.assessment import Assessment, Judgement
from mdt.models.base import Base, db
from mdt.models.check_in import CheckIn
from mdt.models.document import Counter, Document, KeptText, Setting, Upload
from mdt.models.effect import Effect, Mail, Reminder
from mdt.models.event import CaseHead, Event
from mdt.models.measure import Measure
from mdt.models.membership import Membership
from mdt.models.objection import Objection
from mdt.models.organisation import Municipality, Organisation
from mdt.models.person import Person, SignInRole, Tie
from mdt.models.visit import Conversation, Observation, Visit

__all__ = [
    "Accreditation", "Answer", "Application", "Assessment", "Base", "CaseHead", "CheckIn", "Conversation",
    "Counter", "Decision", "Document", "Effect", "Event", "Framework", "JointJudgement", "Judgement", "KeptText",
    "Mail", "Measure", "Membership", "Municipality", "Objection", "Observation", "Organisation", "Person", "Proposal",
    "Reminder", "Setting", "SignInRole", "Suspension", "Tie", "Upload", "Visit", "db",
]  # fmt: skip
