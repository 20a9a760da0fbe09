"""Every blueprint of the browser's door."""

from flask import Blueprint

import mdt.web.agreement_start
import mdt.web.application_list
import mdt.web.credit_list
import mdt.web.demo
import mdt.web.mail  # noqa: F401
from mdt.web.account import account
from mdt.web.accreditation import accreditation, accreditation_decision
from mdt.web.advice import advice
from mdt.web.agreement import agreement
from mdt.web.application import application
from mdt.web.assessment import assessment
from mdt.web.check_in import check_in
from mdt.web.cohort import cohort
from mdt.web.credential import credential
from mdt.web.credit import credit, credit_paper
from mdt.web.decision import decision
from mdt.web.dossier import dossier
from mdt.web.enrolment import enrolment
from mdt.web.erasure import erasure
from mdt.web.health import health
from mdt.web.home import home
from mdt.web.hours import hours
from mdt.web.link import link
from mdt.web.measure import measure, measure_letter
from mdt.web.membership import membership
from mdt.web.my_service import my_service
from mdt.web.objection import objection, objection_decision
from mdt.web.office import office
from mdt.web.organisation import organisation
from mdt.web.pages import pages
from mdt.web.questionnaire import questionnaire
from mdt.web.register import register
from mdt.web.scheme import scheme
from mdt.web.school import school
from mdt.web.security import security
from mdt.web.self_check import self_check
from mdt.web.signal import signal
from mdt.web.signal_report import signal_report
from mdt.web.upload import upload
from mdt.web.verify import verify
from mdt.web.visit import visit
from mdt.web.youth import youth

BLUEPRINTS: tuple[Blueprint, ...] = (
    account, accreditation, accreditation_decision, advice, agreement, application, assessment, check_in, cohort,
    credential, credit, credit_paper, decision, dossier, enrolment, erasure, health, home, hours, link, measure,
    measure_letter, membership, my_service, objection, objection_decision, office, organisation, pages, questionnaire,
    register, scheme, school, security, self_check, signal, signal_report, upload, verify, visit, youth,
)  # fmt: skip
