"""The night of the youths' questionnaire: what can be shown is added up, what waits is shuffled, the rest forgotten."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from sqlalchemy import delete, insert, or_, select

from mdt.models import QuestionnaireAnswer, QuestionnaireInvitation, QuestionnaireTally, db
from mdt.services import clock
from mdt.services.housekeeping import each_night
from workflows.questionnaire import counted, groups


@each_night
def run() -> int:
    """Show what can be shown; returns how many groups that were.

    Every answer that waits is thrown away, and what still waits is written anew: in one transaction, in random order
    and under new keys. From then on neither place, key nor transaction ties it to a link that was used.
    """
    waiting = list(db.session.scalars(select(QuestionnaireAnswer).with_for_update()))
    if not waiting:
        return 0
    of_organisation: dict[uuid.UUID, list[QuestionnaireAnswer]] = {}
    for one in waiting:
        of_organisation.setdefault(one.organisation_id, []).append(one)
    released, kept = 0, list[QuestionnaireAnswer]()
    for organisation_id, answers in of_organisation.items():
        found = groups([one.year for one in answers])
        for places in found:
            _show(organisation_id, [answers[place] for place in places])
        shown = {place for places in found for place in places}
        kept += [one for place, one in enumerate(answers) if place not in shown]
        released += len(found)
    _write_anew(waiting, kept)
    return released


def _show(organisation_id: uuid.UUID, group: list[QuestionnaireAnswer]) -> None:
    years = [one.year for one in group]
    db.session.add(QuestionnaireTally(
        id=uuid.uuid4(), organisation_id=organisation_id, first_year=min(years), last_year=max(years),
        answers=len(group), counts=counted(one.answers for one in group), released_on=clock.today(),
    ))  # fmt: skip


def _write_anew(waiting: list[QuestionnaireAnswer], kept: list[QuestionnaireAnswer]) -> None:
    rows: list[dict[str, Any]] = [
        {"id": uuid.uuid4(), "organisation_id": one.organisation_id, "year": one.year, "version": one.version,
         "answers": one.answers}
        for one in kept
    ]  # fmt: skip
    secrets.SystemRandom().shuffle(rows)
    for one in waiting:
        db.session.delete(one)
    db.session.flush()
    if rows:
        db.session.execute(insert(QuestionnaireAnswer), rows)


@each_night
def forget() -> int:
    """The links of earlier years that were used or have expired; of this year they keep a youth from being asked
    twice. Returns how many.
    """
    invitation = QuestionnaireInvitation
    gone = db.session.execute(delete(invitation).where(
        invitation.year < clock.today().year, or_(invitation.used, invitation.valid_until < clock.now())
    ))  # fmt: skip
    return int(gone.rowcount)  # type: ignore[attr-defined]
