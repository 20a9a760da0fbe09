"""Practice visits: agreeing on a day, noting what is seen and heard while it happens, reporting it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from mdt.access import SYSTEM, Person, roles_of
from mdt.models import Application, Conversation, Observation, Visit, db
from mdt.models.event import Event
from mdt.services import clock, framework_versions
from mdt.services.calendar import length
from mdt.services.transitions import Handling, Occasion, begin, fire, handle
from mdt.services.wording import plain
from workflows.base import N_, NotNow, NotPermitted, Refused
from workflows.roles import Role
from workflows.visit import VisitFacts

PLANNED = ("proposed", "counter_proposed", "agreed")
NOTING = ("agreed", "held")


def propose(application: Application, *, actor: Person, dates: Sequence[date], place: str, whom: str = "") -> Visit:
    """Propose a visit. Raises NotPermitted or Refused."""
    visit = Visit(id=uuid.uuid4(), application=application, application_id=application.id, created_at=clock.now())
    with db.session.no_autoflush:  # the new row has no status before the rules have spoken
        begin(visit, "propose", actor=actor, dates=tuple(dates), place=place, whom=whom)
    return visit


def of_application(application: Application) -> list[Visit]:
    """The visits of a case, the latest first."""
    query = select(Visit).where(Visit.application_id == application.id).order_by(Visit.created_at.desc())
    return list(db.session.scalars(query))


def latest(application: Application) -> Visit | None:
    """The visit that counts: the latest that was not cancelled."""
    return next((visit for visit in of_application(application) if visit.status != "cancelled"), None)


def days_on_offer(visit: Visit) -> tuple[date, ...]:
    """The days that were offered last."""
    return tuple(date.fromisoformat(day) for day in visit.dates or ())


def observe(
    visit: Visit,
    indicator: str,
    *,
    actor: Person,
    text: str,
    seen: Sequence[int] = (),
    expected_version: int | None = None,
) -> Observation:
    """Save what was seen of one indicator. Raises NotPermitted, NotNow, or Refused when stale."""
    _require_noting(visit, actor)
    known = framework_versions.of(visit.application).indicator(indicator)
    row = db.session.scalar(
        select(Observation)
        .where(Observation.visit_id == visit.id, Observation.indicator == indicator)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        row = Observation(visit_id=visit.id, indicator=indicator, theme=known.theme)
        db.session.add(row)
    elif expected_version is not None and row.version != expected_version:
        raise Refused(N_("The other assessor saved this observation. Your text is still here; compare and save again."))
    row.text, row.seen = text, [number for number in seen if 0 <= number < len(known.look_for)]
    row.saved_by, row.saved_at = actor.id, clock.now()
    db.session.flush()
    db.session.expire(visit, ["observations"])
    return row


def converse(visit: Visit, *, actor: Person, kind: str, text: str) -> Conversation:
    """Note a conversation by kind, never by name. Raises NotPermitted, NotNow or Refused."""
    _require_noting(visit, actor)
    kinds = {found.id for found in framework_versions.of(visit.application).conversations.kinds}
    if kind not in kinds:
        raise Refused(N_("Choose with whom you spoke."), field="kind")
    row = Conversation(visit_id=visit.id, kind=kind, text=text, noted_at=clock.now())
    db.session.add(row)
    db.session.flush()
    db.session.expire(visit, ["conversations"])
    return row


def forget_conversation(visit: Visit, conversation_id: uuid.UUID, *, actor: Person) -> None:
    """Take back a conversation that was noted by mistake, before the report."""
    _require_noting(visit, actor)
    row = next((found for found in visit.conversations if found.id == conversation_id), None)
    if row is not None:
        db.session.delete(row)
        db.session.flush()
        db.session.expire(visit, ["conversations"])


def cancel_planned(application: Application, _occasion: Occasion, _event: Event) -> None:
    """Cancel the visits that are still planned: the application was withdrawn or set aside."""
    for visit in of_application(application):
        if visit.status in PLANNED:
            fire(visit, "cancel", actor=SYSTEM)


def _require_noting(visit: Visit, actor: Person) -> None:
    if Role.ASSESSOR not in roles_of(actor, visit):
        raise NotPermitted(N_("Only the assessors of this case note what they see and hear."))
    if visit.status not in NOTING:
        raise NotNow("observe", visit.status)


def _facts(visit: Visit, occasion: Occasion) -> VisitFacts:
    given, application = occasion.given, visit.application
    framework = framework_versions.of(application)
    with db.session.no_autoflush:
        others = [v for v in of_application(application) if v.id != visit.id and v.status != "cancelled"]
        observed = {row.theme for row in visit.observations if row.text.strip()} if visit.status else set()
        conversations = len(visit.conversations) if visit.status else 0
    due = length("comment_on_facts", visit.reported_on).after(visit.reported_on) if visit.reported_on else None
    return VisitFacts(
        today=occasion.today,
        application_is_open=application.status == "in_assessment",
        another_is_live=bool(others),
        dates=tuple(given.get("dates") or ()),
        place=str(given.get("place") or ""),
        chosen=given.get("chosen"),
        offered=days_on_offer(visit),
        agreed_on=visit.agreed_on,
        themes_unobserved=tuple(t.title for t in framework.themes if t.id not in observed),  # type: ignore[misc]
        conversations=conversations,
        comment=str(given.get("comment") or ""),
        comment_due=due,
    )


def _snapshot(visit: Visit, occasion: Occasion) -> dict[str, Any]:
    application = visit.application
    found: dict[str, Any] = {
        "given": plain(dict(occasion.given)),
        "case": {"number": application.number, "kind": "application", "id": str(application.id)},
        "organisation": {"name": application.organisation.name},
        "visit": {"id": str(visit.id), "dates": visit.dates, "place": visit.place, "whom": visit.whom,
                  "agreed_on": plain(visit.agreed_on)},
    }  # fmt: skip
    if occasion.event == "report":
        found["observations"] = [
            {"theme": row.theme, "indicator": row.indicator, "text": row.text, "seen": row.seen}
            for row in visit.observations
        ]
        found["conversations"] = [{"kind": row.kind, "text": row.text} for row in visit.conversations]
    return found


def _offer(visit: Visit, occasion: Occasion) -> None:
    visit.dates = [day.isoformat() for day in sorted(set(occasion.given["dates"]))]
    visit.place = occasion.given.get("place") or visit.place or ""
    visit.whom = occasion.given.get("whom") or visit.whom or ""
    visit.agreed_on = None


def _agree(visit: Visit, occasion: Occasion) -> None:
    visit.agreed_on = occasion.given["chosen"]


def _report(visit: Visit, occasion: Occasion) -> None:
    visit.reported_on = occasion.effective_on
    visit.host_had_youths = bool(occasion.given.get("host_had_youths", True))


def _comment(visit: Visit, occasion: Occasion) -> None:
    visit.comment = occasion.given["comment"]


handle(
    "visit",
    Handling(
        facts=_facts,
        snapshot=_snapshot,
        case=lambda visit: visit.application_id,
        case_kind="application",
        apply={"propose": _offer, "propose_again": _offer, "ask_other_date": _offer, "agree": _agree,
               "accept_date": _agree, "report": _report, "comment_on_facts": _comment},
    ),
)  # fmt: skip
