"""Every blueprint of the browser's door."""

from flask import Blueprint

import mdt.web.application_list
import mdt.web.demo
import mdt.web.mail  # noqa: F401
from mdt.web.account import account
from mdt.web.accreditation import accreditation, accreditation_decision
from mdt.web.advice import advice
from mdt.web.application import application
from mdt.web.assessment import assessment
from mdt.web.check_in import check_in
from mdt.web.decision import decision
from mdt.web.health import health
from mdt.web.home import home
from mdt.web.measure import measure, measure_letter
from mdt.web.membership import membership
from mdt.web.objection import objection, objection_decision
from mdt.web.office import office
from mdt.web.organisation import organisation
from mdt.web.pages import pages
from mdt.web.register import register
from mdt.web.security import security
from mdt.web.self_check import self_check
from mdt.web.upload import upload
from mdt.web.verify import verify
from mdt.web.visit import visit

BLUEPRINTS: tuple[Blueprint, ...] = (
    account, accreditation, accreditation_decision, advice, application, assessment, check_in, decision, health, home,
    measure, measure_letter, membership, objection, objection_decision, office, organisation, pages, register,
    security, self_check, upload, verify, visit,
)  # fmt: skip
