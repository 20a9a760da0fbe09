"""What exists in the demonstration only: the mail that it sends to nobody, and moving its date."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import or_, select

from mdt.forms.office import LetterSearchForm, MoveDateForm, PassTimeForm
from mdt.models import Effect, Event, Mail, Reminder, db
from mdt.services import clock, passing
from mdt.web.access import public
from mdt.web.home import home
from mdt.web.language import day

PER_PAGE = 25


@home.get("/demo/mail")
@public
def mail() -> str:
    """Every letter of the demonstration, the newest first, and the form that moves its date."""
    _demo_only()
    return _page(MoveDateForm(data={"day": clock.today()}))


@home.post("/demo/pass")
@public
def pass_time() -> Any:
    """Let time pass: everything that is due happens, and its letters come."""
    _demo_only()
    form = PassTimeForm()
    if not form.validate():
        return _page(MoveDateForm(data={"day": clock.today()}), form), 422
    count = passing.let_pass_span(str(form.span.data))
    said = ngettext("It is now %(day)s in the demonstration. %(num)s thing happened by itself.",
                    "It is now %(day)s in the demonstration. %(num)s things happened by themselves.", count,
                    day=day(clock.today()))  # fmt: skip
    flash(said, "success")
    return redirect(url_for("home.mail"))


@home.post("/demo/date")
@public
def move_date() -> Any:
    """Move the date on which the demonstration thinks it is."""
    _demo_only()
    form = MoveDateForm()
    if not form.validate():
        return _page(form), 422
    clock.move_to(form.day.data)
    flash(_("It is now %(day)s in the demonstration.", day=day(form.day.data)), "success")
    return redirect(url_for("home.mail"))


def _page(form: MoveDateForm, span: PassTimeForm | None = None) -> str:
    number = max(request.args.get("page", 1, type=int), 1)
    search, query = LetterSearchForm(request.args), select(Mail)
    if words := (search.q.data or "").strip()[:100]:
        query = query.where(or_(Mail.recipient.icontains(words, autoescape=True),
                                Mail.subject.icontains(words, autoescape=True)))  # fmt: skip
    page = db.paginate(query.order_by(Mail.created_at.desc(), Mail.id), page=number, per_page=PER_PAGE,
                       max_per_page=PER_PAGE, error_out=False)  # fmt: skip
    return render_template("html/demo/mail.html", form=form, page=page, today=clock.today(), days=_days(page.items),
                           span=span or PassTimeForm(), search=search, searched=bool(words))  # fmt: skip


def _days(letters: list[Mail]) -> dict[Any, date]:
    """The business dates of letters: that of the event that they tell of, or of the reminder."""
    ids = [letter.id for letter in letters]
    told = select(Mail.id, Event.effective_on).join(Effect, Mail.effect_id == Effect.id)
    told = told.join(Event, Effect.event_id == Event.id).where(Mail.id.in_(ids))
    reminded = select(Mail.id, Reminder.day).join(Reminder, Mail.reminder_id == Reminder.id).where(Mail.id.in_(ids))
    return {id: on for query in (told, reminded) for id, on in db.session.execute(query)}


def _demo_only() -> None:
    if not current_app.config["MDT_DEMO"]:
        abort(404)
