"""The application: its facts for the rules, what each event writes, and what follows from a decision."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import select

from mdt.access import Person
from mdt.models import Application, Assessment, Decision, Event, Organisation, db
from mdt.services import (
    accreditation,
    advice,
    answers,
    assessment,
    calendar,
    clock,
    deadlines,
    framework_versions,
    letterhead,
    measure,
    numbers,
    objection_standing,
    papers,
    visit,
)
from mdt.services.transitions import Handling, Occasion, begin, handle
from mdt.services.wording import plain
from workflows.application import ApplicationFacts
from workflows.terms import accreditation_ends_on, earliest_due

UNDECIDED = ("draft", "submitted", "supplement_requested", "in_assessment", "advised", "refusal_intended")
DECISIONS = ("set_aside", "refuse", "grant", "grant_on_objection")
INVOLVED = ("open", "submitted", "recused", "released")


def start(organisation: Organisation, *, actor: Person, channel: str | None = None) -> Application:
    """Start an application under the framework in force today. Raises NotPermitted or Refused."""
    present = accreditation.present(organisation.id, clock.today())
    application = Application(
        id=uuid.uuid4(), organisation=organisation, organisation_id=organisation.id,
        framework_version=framework_versions.current(clock.today()).version,
        renews_id=present.id if present else None, created_at=clock.now(), number="",
    )  # fmt: skip
    with db.session.no_autoflush:  # the new row has no status before the rules have spoken
        begin(application, "start", actor=actor, channel=channel)
    if present is not None:
        answers.take_over(application, present.application, actor=actor)
    return application


def of_organisation(organisation_id: uuid.UUID) -> list[Application]:
    """The applications of an organisation, the latest first."""
    query = select(Application).where(Application.organisation_id == organisation_id)
    return list(db.session.scalars(query.order_by(Application.created_at.desc())))


def decisions(application: Application) -> list[Decision]:
    """The decisions in a case, oldest first."""
    query = select(Decision).where(Decision.application_id == application.id, Decision.kind.in_(DECISIONS))
    query = query.order_by(Decision.event_id)
    return list(db.session.scalars(query))


def last_day(application: Application, starts_on: date) -> date:
    """The last day of an accreditation for the framework's full number of years."""
    return accreditation_ends_on(starts_on, framework_versions.of(application).max_years)


def _facts(application: Application, occasion: Occasion) -> ApplicationFacts:
    given, today = occasion.given, occasion.today
    if not application.status:
        return _facts_to_start(application, today)
    found = deadlines.history(application)
    framework = framework_versions.of(application)
    return ApplicationFacts(
        today=today,
        unanswered=tuple(section.title for section in answers.unanswered(application, framework))  # type: ignore[misc]
        if application.status in answers.OPEN
        else (),
        due=given.get("due") or _due(found),
        due_minimum=earliest_due(today, calendar.length(_minimum(occasion.event), today)),
        missing=str(given.get("missing") or ""),
        reasons=str(given.get("reasons") or ""),
        decide_by=application.decide_by,
        new_decide_by=given.get("new_decide_by"),
        actor_was_involved=_was_involved(application, occasion),
        **_supplement_facts(found),
        **_view_facts(found, given),
        **_assessment_facts(application, given),
        **_grant_facts(application, given),
        objection_won=application.status in ("refused", "not_processed") and objection_standing.won(application),
        deciding=occasion.event if occasion.event in advice.OUTCOMES else "",
    )


def _facts_to_start(application: Application, today: date) -> ApplicationFacts:
    undecided = select(Application.id).where(
        Application.organisation_id == application.organisation_id, Application.status.in_(UNDECIDED)
    )
    present = accreditation.present(application.organisation_id, today)
    return ApplicationFacts(
        today=today,
        has_undecided=db.session.scalar(undecided.limit(1)) is not None,
        renewal_opens_on=accreditation.renewal_opens(present) if present else None,
    )


def _minimum(event: str) -> str:
    return "view_minimum" if event == "intend_refusal" else "supplement_minimum"


def _due(found: deadlines.History) -> date | None:
    supplement = found.supplement()
    return supplement[1].ends_on if supplement else None


def _was_involved(application: Application, occasion: Occasion) -> bool:
    return isinstance(occasion.actor, Person) and was_involved(application, occasion.actor)


def was_involved(application: Application, person: Person) -> bool:
    """Whether somebody visited, judged or advised in a case: then somebody else decides."""
    query = select(Assessment.id).where(
        Assessment.application_id == application.id,
        Assessment.assessor_id == person.id,
        Assessment.status.in_(INVOLVED),
    )
    return db.session.scalar(query.limit(1)) is not None


def _supplement_facts(found: deadlines.History) -> dict[str, Any]:
    """A supplement that came in time may fall short, so the office need not wait; else the term must have passed."""
    supplement, window = found.supplement(), found.set_aside()
    if supplement is None or window is None:
        return {"supplement_asked": False}
    _asked, term, answer = supplement
    in_time = answer is not None and answer.on <= term.ends_on
    return {
        "supplement_asked": True,
        "set_aside_from": answer.on if answer is not None and in_time else window.starts_on,
        "set_aside_until": window.ends_on,
    }


def _view_facts(found: deadlines.History, given: Any) -> dict[str, Any]:
    view = found.view()
    return {
        "view_due": view[1].ends_on if view else None,
        "view_settled": view is not None and view[2] is not None,
        "view": str(given.get("view") or ""),
    }


def _assessment_facts(application: Application, given: Any) -> dict[str, Any]:
    if application.status not in ("in_assessment", "advised", "refusal_intended"):
        return {}
    framework = framework_versions.of(application)
    held, joint, proposal = visit.latest(application), advice.judgements(application), advice.proposal(application)
    kinds = [row.kind for row in held.conversations] if held else []
    new = given.get("answers") or {}
    unexplained = [
        framework.indicator(name).plain
        for name, answer in new.items()
        if not answer.get("agreed") and not str(answer.get("dissent") or "").strip()
    ]
    return {
        "assessments_in": len(assessment.of_application(application, "submitted")),
        "visit_reported": held is not None and held.status == "reported",
        "youths_spoken": framework.conversations.counted(kinds, "youth"),
        "others_spoken": framework.conversations.counted(kinds, "substitute"),
        "conversations_needed": framework.conversations.youths,
        "host_had_youths": held is None or held.host_had_youths,
        "first_youths_condition": proposal is not None and proposal.first_youths_condition,
        "outcome": proposal.outcome if proposal else "",
        "summary": proposal.summary if proposal else "",
        "indicators": frozenset(indicator.id for indicator in framework.indicators),
        "jointly_judged": frozenset(joint),
        "answered_by_second": frozenset(name for name, row in joint.items() if row.agreed is not None),
        "unexplained_dissent": tuple(unexplained),
    }


def _grant_facts(application: Application, given: Any) -> dict[str, Any]:
    starts_on, framework = given.get("starts_on"), framework_versions.of(application)
    return {
        "starts_on": starts_on,
        "ends_on": given.get("ends_on"),
        "ends_earliest": accreditation_ends_on(starts_on, framework.min_years) if starts_on else None,
        "ends_latest": accreditation_ends_on(starts_on, framework.max_years) if starts_on else None,
        "conditions": tuple((str(text or ""), due) for text, due in given.get("conditions") or ()),
        "deviation": str(given.get("deviation") or ""),
    }


def _snapshot(application: Application, occasion: Occasion) -> dict[str, Any]:
    """Everything that papers, mails and a later reader need, as it is at this moment."""
    found: dict[str, Any] = {
        "given": plain(dict(occasion.given)),
        "case": {"number": application.number, "kind": "application", "id": str(application.id)},
        "organisation": letterhead.organisation(application.organisation),
        "framework": application.framework_version,
        "decide_by": plain(application.decide_by),
        "respond_by": plain(application.respond_by),
    }
    if occasion.event in ("submit", "supplement"):
        found["answers"] = answers.all_of(application)
        found["uploads"] = [{"name": upload.name, "sha256": upload.sha256} for upload in application.uploads]
    if occasion.event in ("agree_or_dissent", "advise"):
        found["joint_judgements"] = [
            {"indicator": row.indicator, "score": row.score, "reasons": row.reasons, "agreed": row.agreed,
             "dissent": row.dissent}
            for row in advice.judgements(application).values()
        ]  # fmt: skip
    if occasion.channel:
        found["given"]["channel"] = occasion.channel
    found["papers"] = papers.records(application, occasion)
    return found


def _number(application: Application, _occasion: Occasion) -> None:
    application.number = numbers.take("AV")


def _note_present_term(application: Application, occasion: Occasion) -> None:
    """`settle` moves `decide_by` before the letter is written; the letter names both days."""
    occasion.made["present_term"] = application.decide_by


def _make_accreditation(application: Application, occasion: Occasion) -> None:
    occasion.made["accreditation"] = accreditation.prepare(
        application, starts_on=occasion.given["starts_on"], ends_on=occasion.given["ends_on"]
    )


def _begin_accreditation(application: Application, occasion: Occasion, event: Event) -> None:
    _record_decision(application, occasion, event)
    made = occasion.made["accreditation"]
    accreditation.begin(made)
    measure.attach(made, occasion.given.get("conditions") or ())


def _record_decision(application: Application, occasion: Occasion, event: Event) -> None:
    assert isinstance(occasion.actor, Person)  # only people decide
    before = decisions(application)
    db.session.add(
        Decision(
            application_id=application.id, event_id=event.id, kind=occasion.event, decided_on=occasion.effective_on,
            decided_by=occasion.actor.id, reasons=str(occasion.given.get("reasons") or ""),
            content=plain({k: v for k, v in occasion.given.items() if k != "reasons"}),
            supersedes_id=before[-1].id if before else None, recorded_at=event.recorded_at,
        )
    )  # fmt: skip


def _close(application: Application, occasion: Occasion, event: Event) -> None:
    assessment.release_all(application, occasion, event)
    visit.cancel_planned(application, occasion, event)


def _set_aside(application: Application, occasion: Occasion, event: Event) -> None:
    _record_decision(application, occasion, event)
    _close(application, occasion, event)


handle(
    "application",
    Handling(
        facts=_facts,
        snapshot=_snapshot,
        case=lambda application: application.id,
        case_kind="application",
        apply={"start": _number, "agree_or_dissent": advice.record_answers, "grant": _make_accreditation,
               "grant_on_objection": _make_accreditation, "extend_term": _note_present_term},
        settle=deadlines.settle,
        follow={"grant": _begin_accreditation, "grant_on_objection": _begin_accreditation,
                "refuse": _record_decision, "set_aside": _set_aside, "withdraw": _close},
    ),
)  # fmt: skip
