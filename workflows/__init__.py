"""The register of processes. Importing it checks each of them, so a contradiction stops the start."""

from workflows.accreditation import AccreditationWorkflow
from workflows.agreement import AgreementWorkflow
from workflows.application import ApplicationWorkflow
from workflows.assessment import AssessmentWorkflow
from workflows.base import Workflow
from workflows.check_in import CheckInWorkflow
from workflows.cohort import CohortWorkflow
from workflows.consent import ConsentWorkflow
from workflows.credit import CreditWorkflow
from workflows.enrolment import EnrolmentWorkflow
from workflows.erasure import ErasureWorkflow
from workflows.hours import HoursWorkflow
from workflows.measure import MeasureWorkflow
from workflows.membership import MembershipWorkflow
from workflows.objection import ObjectionWorkflow
from workflows.signal import SignalWorkflow
from workflows.visit import VisitWorkflow

WORKFLOWS: dict[str, type[Workflow]] = {
    "application": ApplicationWorkflow,
    "assessment": AssessmentWorkflow,
    "visit": VisitWorkflow,
    "accreditation": AccreditationWorkflow,
    "measure": MeasureWorkflow,
    "check_in": CheckInWorkflow,
    "objection": ObjectionWorkflow,
    "membership": MembershipWorkflow,
    "agreement": AgreementWorkflow,
    "hours": HoursWorkflow,
    "credit": CreditWorkflow,
    "cohort": CohortWorkflow,
    "enrolment": EnrolmentWorkflow,
    "consent": ConsentWorkflow,
    "erasure": ErasureWorkflow,
    "signal": SignalWorkflow,
}

# What only those concerned may know to exist: no list of everything, of whomever, counts or shows it.
CONFIDENTIAL = frozenset(noun for noun, workflow in WORKFLOWS.items() if workflow.confidential)

for _workflow in WORKFLOWS.values():
    _workflow.check()
