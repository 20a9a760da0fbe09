"""What must still leave the house, and what failed: letters and papers, each with its cause, and trying again.

Not a word of what is confidential, and no count of it.
"""

from __future__ import annotations

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdt.models import Accreditation, Application, Effect, Event, Mail, db
from mdt.services import effects, paper, timers
from mdt.services import mail as letters
from mdt.web.access import audience
from mdt.web.office import office
from workflows import CONFIDENTIAL

PER_PAGE = 25
SHOWN = 50


@office.get("/mail")
@audience("office")
def mail() -> str:
    """Letters that failed, those that wait, those that left; and papers that could not be made."""
    number = max(request.args.get("page", 1, type=int), 1)
    left = select(Mail).where(Mail.sent_at.is_not(None), letters.of_no_secret()).order_by(Mail.sent_at.desc())
    sent = db.paginate(left, page=number, per_page=PER_PAGE, max_per_page=PER_PAGE, error_out=False)
    waiting = list(db.session.scalars(_unsent(Mail.attempts == 0)))
    failed = list(db.session.scalars(_unsent(Mail.attempts > 0)))
    papers = _failed_papers()
    return render_template("html/mail/index.html", failed=failed, waiting=waiting, sent=sent, papers=papers,
                           titles=paper.TITLES, cases=_cases(papers), timers=_failed_timers())  # fmt: skip


@office.post("/mail/retry")
@audience("office")
def retry() -> Any:
    """Try again what failed; the worker does so within a minute."""
    count = letters.retry() + effects.retry() + timers.retry()
    flash(_("%(count)s will be tried again within a minute.", count=count), "success")
    return redirect(url_for("office.mail"))


def _unsent(condition: Any) -> Any:
    return (
        select(Mail)
        .where(Mail.sent_at.is_(None), condition, letters.of_no_secret())
        .order_by(Mail.created_at.desc())
        .limit(SHOWN)
    )


def _failed_papers() -> list[Effect]:
    failed = (Effect.done_at.is_(None), Effect.attempts > 0, Effect.event.has(Event.noun.not_in(CONFIDENTIAL)))
    query = select(Effect).where(*failed).options(joinedload(Effect.event))
    return list(db.session.scalars(query.order_by(Effect.id.desc()).limit(SHOWN)))


def _failed_timers() -> list[tuple[Accreditation, str]]:
    """The accreditations in which the clock could not go on, with the cause."""
    failed = {uuid.UUID(key): cause for key, cause in timers.failures().items()}
    query = select(Accreditation).where(Accreditation.id.in_(list(failed))).order_by(Accreditation.number)
    return [(case, failed[case.id]) for case in db.session.scalars(query.limit(SHOWN))]


def _cases(papers: list[Effect]) -> dict[Any, Application]:
    ids = [one.event.case_id for one in papers]
    return {case.id: case for case in db.session.scalars(select(Application).where(Application.id.in_(ids)))}
