"""Checking that the books are right: the log and its seals, the statuses against it, decisions, and papers.

The first thing that is wrong is a `Fault` whose message is a sentence. One case is in memory at a time.

What this proves: a changed, inserted or moved event, and one removed from between others, is found at once; the removed
end of a case, or a whole removed case, from the seal on that covers it; and somebody who writes everything again,
seals and all, from the last seal that left the house: the one on a paper, or one with a timestamp. Not more: what was
removed before the next seal (a minute at most), or what was never written, no log can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select

from mdt.models import (
    Accreditation,
    Agreement,
    Application,
    Assessment,
    CheckIn,
    Cohort,
    Consent,
    Counter,
    Credit,
    Decision,
    Document,
    Effect,
    Enrolment,
    Erasure,
    Event,
    Measure,
    Membership,
    Objection,
    Revision,
    SealCertificate,
    Signal,
    Visit,
    Week,
    db,
)
from mdt.services import evidence, seal, storage
from mdt.services.accreditation import DECISIONS as OF_ACCREDITATIONS
from mdt.services.application import DECISIONS
from mdt.services.verification_log import Fault, named, seal_on_paper, stream, verify_chains, verify_seals
from workflows.objection_words import OUTCOMES

SUBJECTS: dict[str, Any] = {
    "application": Application,
    "assessment": Assessment,
    "visit": Visit,
    "accreditation": Accreditation,
    "membership": Membership,
    "agreement": Agreement,
    "hours": Week,
    "enrolment": Enrolment,
    "consent": Consent,
    "erasure": Erasure,
    "credit": Credit,
    "cohort": Cohort,
    "measure": Measure,
    "check_in": CheckIn,
    "objection": Objection,
    "signal": Signal,
}
ADDED_WHEN_ISSUED = ("kind", "number", "code", "verify_url", "schema_url", "log_seal", "sealed_by", "credential")


@dataclass
class Counts:
    """How much was checked and found right."""

    cases: int = 0
    events: int = 0
    seals: int = 0
    decisions: int = 0
    papers: int = 0


def verify() -> Counts:
    """Check everything; raises Fault for the first thing that is wrong. Reads only."""
    counts = Counts()
    counts.cases, counts.events = verify_chains(SUBJECTS)
    counts.seals = verify_seals()
    _verify_that_all_have_events()
    counts.decisions = _verify_decisions()
    counts.papers = _verify_papers()
    return counts


def _verify_that_all_have_events() -> None:
    """Whatever has a status came by it through an event."""
    for noun, model in SUBJECTS.items():
        known = select(Event.id).where(Event.subject_id == model.id).exists()
        if lost := db.session.scalar(select(model.id).where(~known).limit(1)):
            raise Fault(f"The {noun} {lost} ({named(lost, noun)}) has no events: its log was removed.")


def _verify_decisions() -> int:
    """Each decision is what its event says, and each event that decides has its decision."""
    count = 0
    query = select(Decision, Event).outerjoin(Event, Decision.event_id == Event.id).order_by(Decision.event_id)
    with stream(query) as rows:
        for decision, event in rows:
            count += 1
            if event is None or not _belongs(decision, event):
                raise Fault(f"The decision {decision.id} belongs to no event of its application.")
            if problem := _wrong_with_decision(decision, event):
                raise Fault(
                    f"In {named(event.case_id, 'application')}, event {event.sequence} ({event.name}): {problem}."
                )
    deciding = select(Event).where(or_(
        (Event.noun == "application") & Event.name.in_(DECISIONS),
        (Event.noun == "accreditation") & Event.name.in_(OF_ACCREDITATIONS),
        (Event.noun == "objection") & Event.name.in_(OUTCOMES),
    ))  # fmt: skip
    deciding = deciding.where(~select(Decision.id).where(Decision.event_id == Event.id).exists())
    if (event := db.session.scalar(deciding.order_by(Event.id).limit(1))) is not None:
        raise Fault(f"In {named(event.case_id, 'application')}, event {event.sequence} ({event.name}): "
                    "its decision is missing.")  # fmt: skip
    return count


def _belongs(decision: Decision, event: Event) -> bool:
    """Whether an event is about the application of a decision, its accreditation, or an objection against either."""
    model: Any = {"accreditation": Accreditation, "objection": Objection}.get(event.noun)
    if model is None:
        return event.subject_id == decision.application_id
    found = db.session.get(model, event.subject_id)
    return found is not None and found.application_id == decision.application_id


def _wrong_with_decision(decision: Decision, event: Event) -> str | None:
    if decision.kind != event.name:
        return f"the decision says {decision.kind}"
    if decision.decided_on != event.effective_on or decision.recorded_at != event.recorded_at:
        return "the day of the decision was changed"
    if decision.decided_by != event.actor_id:
        return "the decision names somebody else as who decided"
    given = (event.snapshot or {}).get("given")
    if given is not None and decision.reasons != str(given.get("reasons") or ""):
        return "the reasons of the decision were changed"
    if given is not None and decision.content != {key: value for key, value in given.items() if key != "reasons"}:
        return "the content of the decision was changed"
    return None


def _verify_papers() -> int:
    """Each paper says what its event froze, its bytes are those that were issued, and none is missing."""
    count = 0
    query = (
        select(Document, Event).join(Event, Document.event_id == Event.id).order_by(Document.event_id, Document.kind)
    )
    with stream(query) as rows:
        for document, event in rows:
            count += 1
            if problem := _wrong_with_paper(document, event):
                raise Fault(f"In {named(event.case_id, 'application')}, event {event.sequence} ({event.name}), "
                            f"paper {document.number} ({document.kind}): {problem}.")  # fmt: skip
    made = select(Effect, Event).join(Event, Effect.event_id == Event.id)
    made = made.where(Effect.kind == "evidence", Effect.done_at.is_not(None))
    paper = select(Document.id).where(Document.event_id == Effect.event_id, Document.kind == Effect.name)
    if lost := db.session.execute(made.where(~paper.exists()).order_by(Effect.id).limit(1)).first():
        effect, event = lost
        raise Fault(f"In {named(event.case_id, 'application')}, event {event.sequence} ({event.name}): "
                    f"its paper ({effect.name}) was issued and is gone.")  # fmt: skip
    _verify_numbers()
    return count


def _wrong_with_paper(document: Document, event: Event) -> str | None:
    said = {key: value for key, value in document.record.items() if key not in ADDED_WHEN_ISSUED}
    frozen = (event.snapshot or {}).get("papers", {}).get(document.kind)
    if frozen is not None and said != {k: v for k, v in frozen.items() if k not in ADDED_WHEN_ISSUED}:
        return "its record is not what the event froze"
    if (document.record["number"], document.record["code"]) != (document.number, document.code):
        return "its number or its code was changed"
    if document.erased_at is not None:
        return None if event.snapshot is None else "it was erased, but its event still holds what it said"
    if problem := seal_on_paper(document.record.get("log_seal")):
        return problem
    return _wrong_with_files(document)


def _wrong_with_files(document: Document) -> str | None:
    """What is wrong with any file in which a paper was issued, and with the seals on them, or None."""
    query = select(Revision).where(Revision.document_id == document.id, Revision.lost_at.is_(None))
    files = list(db.session.scalars(query.order_by(Revision.number)))
    if not files or (files[-1].sha256, files[-1].size) != (document.sha256, document.size):
        return "its newest file is not the one that was issued last"
    for file in files:
        try:
            content = storage.read(file.sha256)
        except storage.Damaged as damage:
            return str(damage)
        if len(content) != file.size:
            return "its size was changed"
        if file.level != seal.UNSEALED and (problem := _wrong_with_seal(content)):
            return problem
    return None


def _wrong_with_seal(content: bytes) -> str | None:
    from mdt.services import seal_check  # half a second of importing, which only this needs

    try:
        found = seal_check.check(content)
    except Exception as error:
        return f"its seal cannot be read ({type(error).__name__})"
    if found is None or not found.whole:
        return "its seal does not hold"
    known = db.session.get(SealCertificate, found.certificate.fingerprint)
    return None if known else f"it was sealed with a certificate that is not ours ({found.certificate.subject})"


def _verify_numbers() -> None:
    """Papers are numbered without gaps, so one that is gone shows in the count."""
    counters = select(Counter.year, Counter.value).where(Counter.kind == evidence.KIND_OF_NUMBER).order_by(Counter.year)
    for year, value in db.session.execute(counters).all():
        like = f"{evidence.KIND_OF_NUMBER}-{year}-%"
        there = db.session.scalar(select(func.count()).select_from(Document).where(Document.number.like(like))) or 0
        if there != value:
            raise Fault(f"In {year} {value} papers were numbered, and {there} are there.")
