"""The yearly check-in: its answers, what the office asks more, and what the clock does with it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from mdt.access import Actor
from mdt.models import Accreditation, Application, CheckIn, Event, db
from mdt.services import accreditation, answers, questionnaire, timers
from mdt.services.accreditation_standing import STANDING
from mdt.services.check_in_questions import Questions, questions_of
from mdt.services.transitions import Handling, Occasion, fire, handle
from mdt.services.wording import plain
from workflows.calendar import add_years
from workflows.check_in import CheckInFacts


def questions(check_in: CheckIn) -> Questions:
    """What it asks."""
    return questions_of(check_in.questions)


def submit(check_in: CheckIn, content: dict[str, Any], *, actor: Actor, expected_version: int | None = None,
           channel: str | None = None) -> Event:  # fmt: skip
    """Send the check-in with its answers. Raises NotPermitted, NotNow, Stale or Refused."""
    known = {question.id for question in questions(check_in).asked()}
    given = {key: value for key, value in content.items() if key in known and value not in (None, "")}
    return fire(check_in, "submit", actor=actor, channel=channel, expected_version=expected_version, answers=given)


def of_accreditation(found: Accreditation) -> list[CheckIn]:
    """The check-ins of an accreditation, the latest first."""
    query = select(CheckIn).where(CheckIn.accreditation_id == found.id)
    return list(db.session.scalars(query.order_by(CheckIn.due_on.desc())))


def before_renewal(application: Application) -> list[CheckIn]:
    """The check-ins of the accreditation that an application would renew: how it went, for its assessors."""
    if application.renews_id is None:
        return []
    sent = ("submitted", "more_asked", "reviewed")
    query = select(CheckIn).where(CheckIn.accreditation_id == application.renews_id, CheckIn.status.in_(sent))
    return list(db.session.scalars(query.order_by(CheckIn.due_on)))


def _facts(check_in: CheckIn, occasion: Occasion) -> CheckInFacts:
    given = occasion.given
    if not check_in.status:
        taken = select(CheckIn.id).where(
            CheckIn.accreditation_id == check_in.accreditation_id, CheckIn.year == check_in.year
        )
        return CheckInFacts(today=occasion.today, falls_due_on=check_in.due_on,
                            year_is_taken=db.session.scalar(taken) is not None)  # fmt: skip
    content = given.get("answers") or {}
    open_ = [q.id for q in questions(check_in).asked() if not answers.is_answered(q, content.get(q.id))]
    return CheckInFacts(
        today=occasion.today,
        falls_due_on=check_in.due_on,
        submit_by=check_in.submit_by,
        unanswered=tuple(open_) if occasion.event == "submit" else (),
        question=str(given.get("question") or ""),
        answer_text=str(given.get("answer_text") or ""),
        accreditation_ended=check_in.accreditation.status not in STANDING,
    )


def _snapshot(check_in: CheckIn, occasion: Occasion) -> dict[str, Any]:
    found = check_in.accreditation
    return {
        "given": plain(dict(occasion.given)),
        "case": {"number": found.number, "kind": "accreditation", "id": str(found.id)},
        "organisation": {"name": found.organisation.name},
        "check_in": {"id": str(check_in.id), "year": check_in.year, "due_on": plain(check_in.due_on),
                     "submit_by": plain(check_in.submit_by), "questions": check_in.questions},
    }  # fmt: skip


def _fall_due(check_in: CheckIn, _occasion: Occasion) -> None:
    """The next one falls due a year later, unless the accreditation has then ended."""
    found = check_in.accreditation
    following = add_years(found.starts_on, check_in.year + 1)
    found.check_in_on = following if following <= found.ends_on else None


def _ask_youths(check_in: CheckIn, occasion: Occasion, _event: Event) -> None:
    """With the host's check-in each youth in service there is asked how it is."""
    questionnaire.invite_all(check_in.organisation_id, occasion.effective_on)


def _submit(check_in: CheckIn, occasion: Occasion) -> None:
    check_in.answers = dict(occasion.given["answers"])
    check_in.submitted_on = occasion.effective_on
    if int(check_in.answers.get(questions(check_in).youths) or 0) > 0:
        accreditation.note_youth(check_in.organisation_id, check_in.due_on)


def _ask_more(check_in: CheckIn, occasion: Occasion) -> None:
    check_in.question, check_in.answer_text = str(occasion.given["question"]), ""


def _answer(check_in: CheckIn, occasion: Occasion) -> None:
    check_in.answer_text = str(occasion.given["answer_text"])


handle(
    "check_in",
    Handling(
        facts=_facts,
        snapshot=_snapshot,
        case=lambda check_in: check_in.accreditation_id,
        case_kind="accreditation",
        apply={"fall_due": _fall_due, "submit": _submit, "ask_more": _ask_more, "answer": _answer},
        follow={"fall_due": _ask_youths},
        catch_up=timers.catch_up,
    ),
)
