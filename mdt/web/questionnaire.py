"""The youths' questionnaire behind its one-time link, and what other pages show of the answers.

Nothing here asks who somebody is. The page does not look at the session, sets no cookie, and asks for no token of one:
the secret in the address is all there is, and no other site can know it. The secret stays out of our own log (the web
server writes none, and an error is logged without its address) and out of the addresses that other sites see.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import force_locale

from mdt.extensions import csrf, limiter
from mdt.forms.questionnaire import QuestionnaireForm, questionnaire_form
from mdt.models import QuestionnaireInvitation, db
from mdt.rules.questionnaire import Questionnaire
from mdt.rules.questionnaire import questionnaire as reference
from mdt.services import questionnaire as service
from mdt.services import questionnaire_figures
from mdt.services.questionnaire import Closed, Standing
from mdt.services.questionnaire_figures import Figures
from mdt.web.access import public
from mdt.web.errors import sentence
from mdt.web.language import LANGUAGES, chosen
from workflows.base import Refused

LIMIT = "20 per minute; 100 per hour"  # a class may answer behind one address
CODES = {Standing.UNKNOWN: 404}

questionnaire = Blueprint("questionnaire", __name__)
csrf.exempt(questionnaire)


@questionnaire.get("/questionnaire/thank-you")
@public
def thanks() -> Response:
    """What happens with the answers now. The link is gone from the address, and from what the browser offers again."""
    return _answer(None, 200, "html/questionnaire/thanks.html")


@questionnaire.get("/questionnaire/<string:token>")
@public
def show(token: str) -> Response:
    """The questions, while the link can be used. Opening it changes nothing."""
    found = service.by_token(token)
    if (now := service.standing(found)) is not Standing.OPEN:
        return _closed(found, now)
    return _page(found, token)


@questionnaire.post("/questionnaire/<string:token>")
@public
@limiter.limit(LIMIT)
def send(token: str) -> Any:
    """Answer, once. What was chosen stays on the page when it is not taken."""
    found = service.by_token(token)
    if (now := service.standing(found)) is not Standing.OPEN:
        return _closed(found, now)
    with force_locale(_language(found)):
        form = questionnaire_form(service.asked(), reference(), request.form)
        if not form.validate():
            return _page(found, token, form)
        try:
            service.answer(token, form.given())
        except Closed as closed:
            db.session.rollback()
            return _closed(found, closed.standing)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(sentence(refusal))
            return _page(found, token, form)
    return _sealed(redirect(url_for(".thanks", language=_language(found)), 303))


def _page(found: QuestionnaireInvitation | None, token: str, form: QuestionnaireForm | None = None) -> Response:
    with force_locale(_language(found)):
        shown = form or questionnaire_form(service.asked(), reference())
    return _answer(found, 422 if form else 200, "html/questionnaire/show.html", form=shown, token=token)


def _closed(found: QuestionnaireInvitation | None, now: Standing) -> Response:
    return _answer(found, CODES.get(now, 410), "html/questionnaire/closed.html", standing=now.value)


def _answer(found: QuestionnaireInvitation | None, code: int, template: str, **context: Any) -> Response:
    with force_locale(_language(found)):
        page = render_template(template, invitation=found, **context)
    return _sealed(make_response(page, code))


def _language(found: QuestionnaireInvitation | None) -> str:
    """The language that the address asks for, or that of the letter."""
    wanted = request.args.get("language", "")
    if wanted in LANGUAGES:
        return wanted
    return found.youth.person.language if found else chosen()


def _sealed(response: Any) -> Any:
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@questionnaire.app_template_global("youths_say")
def youths_say(organisation_id: uuid.UUID, on: date | None = None) -> Figures | None:
    """What is shown of the answers about an organisation, as on a day (today)."""
    return questionnaire_figures.of(organisation_id, on)


@questionnaire.app_template_global("questionnaire_reference")
def questionnaire_reference() -> Questionnaire:
    """The words of the scale."""
    return reference()
