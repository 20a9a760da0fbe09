"""The list of credits, as a page and as a file for a meeting; a youth sees their own."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _

from mdt.forms.credit import CreditListForm
from mdt.services import clock, credit_list, spreadsheet
from mdt.web.access import audience
from mdt.web.credit import SCHOOL, credit, found, me
from mdt.web.credit_page import paper_of, register
from workflows import CreditWorkflow

register(credit)


@credit.get("")
@audience("youth", *SCHOOL)
def index() -> str:
    """The credits that this visitor can see, 25 on a page, those that wait longest first."""
    form = _form()
    number = max(request.args.get("page", 1, type=int), 1)
    page = credit_list.credits_of(me(), _question(form), page=number)
    return render_template("html/credit/list.html", form=form, page=page, counts=credit_list.counts(me()))


@credit.get("/export/<string:kind>")
@audience(*SCHOOL)
def export(kind: str) -> Any:
    """Everything that the list shows, as a workbook or as text."""
    headers, rows = credit_list.table(me(), _question(_form()), _)
    if kind == "xlsx":
        return _file(spreadsheet.as_xlsx(_("Credits"), headers, rows), spreadsheet.XLSX, kind)
    return _file(spreadsheet.as_csv(headers, rows), "text/csv; charset=utf-8", "csv")


@credit.get("/<uuid:id>/papers/<uuid:document>")
@audience("youth", *SCHOOL)
def document(id: uuid.UUID, document: uuid.UUID) -> Response:
    """A paper of a credit."""
    return paper_of(found(id), document)


def _form() -> CreditListForm:
    form = CreditListForm(request.args)
    form.status.choices = [("", _("All states"))]
    form.status.choices += [(state, _(CreditWorkflow.label(state))) for state in CreditWorkflow.state_names()]
    return form


def _question(form: CreditListForm) -> credit_list.Question:
    return credit_list.Question(str(form.q.data or ""), str(form.status.data or ""), str(form.sort.data or "oldest"))


def _file(content: bytes, kind: str, ending: str) -> Response:
    response = Response(content, mimetype=kind.split(";")[0], content_type=kind)
    name = f"{_('credits')}-{clock.today().isoformat()}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
