"""The joint advice: both judgements beside each other once both are in, the joint one, and the proposal."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from mdt.access import Person, roles_of, visible
from mdt.forms.advice import JointJudgementForm, ProposalForm, fill_conditions
from mdt.forms.framework_choices import said
from mdt.models import Application, JointJudgement, db
from mdt.rules.framework import Indicator
from mdt.services import advice as advices
from mdt.services import framework_versions
from mdt.web import kept
from mdt.web.access import audience
from mdt.web.as_you_go import expected, save
from mdt.web.errors import sentence
from mdt.web.transition import offered
from workflows.base import N_, NotNow, NotPermitted, Refused
from workflows.roles import Role

MAY_LOOK = {Role.ASSESSOR, Role.OFFICE, Role.BOARD}

advice = Blueprint("advice", __name__, url_prefix="/applications/<uuid:id>/advice")


@advice.get("")
@audience("assessor", "office", "board")
def show(id: uuid.UUID) -> str:
    """Where the two judgements differ, and how far the joint advice is."""
    application = _visible(id)
    events = [action for action in offered(application) if action["event"] in ("agree_or_dissent", "advise")]
    return render_template("html/advice/show.html", actions=events, **_content(application))


@advice.route("/indicators/<string:indicator>", methods=["GET", "POST"])
@audience("assessor")
def indicator(id: uuid.UUID, indicator: str) -> Any:
    """The joint judgement on one indicator, by the lead."""
    application = _of_lead(id)
    compared = _compared(application, indicator)
    form = _form(application, compared)
    if request.method == "GET":
        return _page(application, compared, form)
    return save(form, lambda: _judge(application, compared.indicator, form),
                page=lambda stale: _page(application, compared, form, stale=stale),
                then=lambda: _next(application, compared.indicator))  # fmt: skip


@advice.route("/proposal", methods=["GET", "POST"])
@audience("assessor")
def proposal(id: uuid.UUID) -> Any:
    """What the lead proposes to the board."""
    application = _of_lead(id)
    form = _proposal_form(application)
    if request.method == "GET" or request.form.get("add"):
        return _proposal_page(application, form)
    if form.validate():
        try:
            _propose(application, form)
        except Refused as refusal:
            db.session.rollback()
            form.form_errors.append(sentence(refusal))
        else:
            flash(_("The proposal is saved."), "success")
            return redirect(url_for(".show", id=id))
    return _proposal_page(application, form), 422


@advice.app_template_global("advice_of")
def comparison(application: Application) -> dict[str, Any]:
    """What the pages of the advice's events show; empty for who may not look, and while not both are in."""
    if not roles_of(_me(), application) & MAY_LOOK:
        return {"comparison": [], "framework": framework_versions.of(application), "proposal": None}
    return _content(application)


def _me() -> Person:
    person: Person = current_user._get_current_object()
    return person


def _visible(id: uuid.UUID) -> Application:
    """A case that this person assesses, or sees for the office or the board. Aborts 404."""
    found = db.first_or_404(visible(select(Application), _me()).where(Application.id == id))
    if not roles_of(_me(), found) & MAY_LOOK:
        abort(404)
    return found


def _of_lead(id: uuid.UUID) -> Application:
    found = _visible(id)
    if Role.LEAD_ASSESSOR not in roles_of(_me(), found):
        raise NotPermitted(N_("The lead assessor writes the joint judgement."))
    if found.status != "in_assessment" or not advices.comparison(found):
        raise NotNow("advise", found.status)
    return found


def _content(application: Application) -> dict[str, Any]:
    framework, comparison = framework_versions.of(application), advices.comparison(application)
    proposal = advices.proposal(application) if comparison else None
    return {
        "application": application,
        "proposal": proposal,
        "conditions": advices.conditions(proposal) if proposal else [],
        "framework": framework,
        "comparison": comparison,
        "differing": sum(one.differs for one in comparison),
        "written": sum(one.joint is not None for one in comparison),
        "answered": sum(one.joint is not None and one.joint.agreed is not None for one in comparison),
        "leads": Role.LEAD_ASSESSOR in roles_of(_me(), application) and application.status == "in_assessment",
    }


def _compared(application: Application, name: str) -> advices.Compared:
    found = next((one for one in advices.comparison(application) if one.indicator.id == name), None)
    return found or abort(404)


def _form(application: Application, compared: advices.Compared) -> JointJudgementForm:
    """The joint judgement as saved; else what both chose, with the lead's own words to begin with."""
    joint, first = compared.joint, compared.first
    if joint:
        data = {"score": joint.score, "reasons": joint.reasons}
    else:
        agreed = "" if compared.differs or not first.level else first.level.id
        data = {"score": agreed, "reasons": first.note if agreed else ""}
    return kept.form(JointJudgementForm, data=data).offer(framework_versions.of(application))


def _judge(application: Application, known: Indicator, form: JointJudgementForm) -> JointJudgement:
    return advices.judge(
        application, known.id, actor=_me(), score=form.score.data, reasons=form.reasons.data or "",
        expected_version=expected(form),
    )  # fmt: skip


def _page(
    application: Application, compared: advices.Compared, form: JointJudgementForm, *, stale: bool = False
) -> str:
    joint = advices.judgements(application).get(compared.indicator.id)
    return render_template(
        "html/advice/indicator.html", compared=compared, form=form, joint=joint, stale=stale,
        version=joint.version if joint else 0, **_content(application),
    )  # fmt: skip


def _next(application: Application, known: Indicator) -> str:
    """After saving: the next indicator without a joint judgement, or the overview."""
    if request.form.get("go") == "next":
        for one in advices.comparison(application):
            if one.joint is None and one.indicator.id != known.id:
                return url_for(".indicator", id=application.id, indicator=one.indicator.id)
    return url_for(".show", id=application.id)


def _proposal_form(application: Application) -> ProposalForm:
    """The proposal as saved or sent, with the suggestions when it is new and a row for one more condition."""
    saved = advices.proposal(application)
    data = {"outcome": saved.outcome, "summary": saved.summary,
            "first_youths_condition": saved.first_youths_condition} if saved else {}  # fmt: skip
    form = kept.form(ProposalForm, data=data)
    suggested = advices.suggestions(application)
    if chosen := request.form.get("add"):
        form.conditions.entries[:] = [entry for entry in form.conditions.entries if entry.form.text.data]
        fill_conditions(form, [(said(one.text), one.due_on) for one in suggested if one.id == chosen], empty=1)
    elif request.method == "GET" and not form.conditions.entries:
        new = [(said(one.text), one.due_on) for one in suggested]
        fill_conditions(form, advices.conditions(saved) if saved else new, empty=1)
    return form


def _proposal_page(application: Application, form: ProposalForm) -> str:
    stated = {text for text, _due in form.stated()}
    more = [one for one in advices.suggestions(application) if not stated & {one.text.nl, one.text.en}]
    return render_template(
        "html/advice/proposal.html", form=form, more=more, without_youths=advices.without_youths(application),
        **_content(application),
    )  # fmt: skip


def _propose(application: Application, form: ProposalForm) -> None:
    conditions = form.stated()
    if form.first_youths_condition.data:
        standard = advices.standard_condition(application)
        if not {standard.text.nl, standard.text.en} & {text for text, _due in conditions}:
            conditions.append((said(standard.text), standard.due_on))
    advices.propose(
        application, actor=_me(), outcome=form.outcome.data, summary=form.summary.data or "",
        conditions=conditions, first_youths_condition=bool(form.first_youths_condition.data),
    )  # fmt: skip
