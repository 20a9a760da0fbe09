"""Beginning an agreement: with whom, and whether the school takes part."""

from __future__ import annotations

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from mdt.forms.agreement import StartForm
from mdt.models import Agreement, db
from mdt.services import agreement as service
from mdt.services import agreement_start
from mdt.web import kept
from mdt.web.access import SIGNED_IN, audience
from mdt.web.agreement import agreement, visitor
from mdt.web.errors import sentence
from workflows.base import N_, NotPermitted, Refused


@agreement.route("/new", methods=["GET", "POST"])
@audience(SIGNED_IN)
def new() -> Any:
    """Choose with whom, and begin a draft."""
    form = _form()
    if request.method != "POST":
        return _page(form)
    if not form.validate():
        return _page(form), 422
    try:
        made = _start(form)
    except Refused as refusal:
        db.session.rollback()
        form.refuse(refusal.field, sentence(refusal))
        return _page(form), 422
    flash(_("The draft has begun. Only you see it until you propose it."), "success")
    return redirect(url_for("agreement.section", id=made.id, section="service"))


def _start(form: StartForm) -> Agreement:
    person = visitor()
    youths = {str(one.id): one for one in agreement_start.youths(person)}
    hosts = {str(one.id): one for one in agreement_start.hosts(person, request.values.get("q", ""))}
    who, host = youths.get(form.youth.data or ""), hosts.get(form.organisation.data or "")
    if who is None:
        raise Refused(N_("Choose a youth."), field="youth")
    if host is None:
        raise Refused(N_("Choose an organisation."), field="organisation")
    school = agreement_start.school_of(person, who) if form.credit.data else None
    if form.credit.data and school is None:
        raise Refused(N_("The school has not confirmed yet that this youth is its student. Untick the box, or wait for "
                         "the school."), field="credit")  # fmt: skip
    return service.start(who, host, actor=person, school=school)


def _form() -> StartForm:
    """The form with what there is to choose. Raises NotPermitted for who has no part in agreements."""
    person = visitor()
    youths = agreement_start.youths(person)
    hosts = agreement_start.hosts(person, request.values.get("q", ""))
    if not agreement_start.may_draft(person):
        raise NotPermitted(N_("Agreements are drafted by youths, organisations and schools."))
    form = kept.form(StartForm)
    form.youth.choices = _choices([(one.id, one.name) for one in youths])
    form.organisation.choices = _choices([(one.id, f"{one.name}, {one.city}") for one in hosts])
    return form


def _choices(found: list[tuple[uuid.UUID, str]]) -> list[SelectChoice]:
    if len(found) == 1:
        return [SelectChoice(str(found[0][0]), found[0][1])]
    return [SelectChoice("", _("Choose")), *(SelectChoice(str(id), label) for id, label in found)]


def _page(form: StartForm) -> str:
    searchable = len(form.organisation.choices or ()) != 1 or bool(request.values.get("q"))
    return render_template("html/agreement/new.html", form=form, searchable=searchable, q=request.values.get("q", ""))
