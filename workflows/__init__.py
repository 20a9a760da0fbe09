"""The register of processes. Importing it checks each of them, so a contradiction stops the start."""

from workflows.accreditation import AccreditationWorkflow
from workflows.application import ApplicationWorkflow
from workflows.assessment import AssessmentWorkflow
from workflows.base import Workflow
from workflows.check_in import CheckInWorkflow
from workflows.measure import MeasureWorkflow
from workflows.membership import MembershipWorkflow
from workflows.objection import ObjectionWorkflow
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
}

for _workflow in WORKFLOWS.values():
    _workflow.check()
