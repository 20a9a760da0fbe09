"""The youths' questionnaire: a link for each youth, once a year for each host, and an answer that carries no person.

A youth is asked when service ends, and when the yearly check-in of the host falls due; who was asked in a year is not
asked again in it, so that five answers of a year are of five youths. (Of answers of two years that are shown together
some may be of one youth; nothing that we keep could tell.) Anonymous answers are nobody's data, so under sixteen no
consent of its own is asked; writing the youth to ask is named in the text to which the guardian consents, and without
that consent nobody is asked.

**What this protects.** An answer has no person, agreement, link, address, session or time but the year; marking the
link used has no time either. No event, letter, log of ours or list of files tells that somebody answered. Each night
all answers that wait are written anew, in an order and under keys that are drawn by lot, in one transaction; and once
five of an organisation can be shown together, they are added up and thrown away (`questionnaire_release`). So nobody
who looks at pages, exports, the log or, from the next night on, the tables themselves, learns who said what.

**What it does not protect from.** Whoever reads the database, its write-ahead log or its backups of the very day, and
compares it before and after a link was used; whoever logs, in front of the application, who sends what at what time; a
host of whom all five said the same; and who tells it themselves.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from flask import current_app
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import joinedload

from mdt.models import Agreement, Organisation, QuestionnaireAnswer, QuestionnaireInvitation, Youth, db
from mdt.rules.questionnaire import Version, questionnaire
from mdt.services import clock, consent, mail, personal_data
from mdt.services.invitation import hashed
from mdt.services.personal_data import Holding
from workflows.questionnaire import SCALE, says_something

DAYS = 28


class Standing(StrEnum):
    """What can be said of a link today."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class Closed(Exception):  # noqa: N818  (a refusal, not a failure)
    """The link cannot be used to answer; `standing` says why."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(standing.value)
        self.standing = standing


def asked() -> Version:
    """The questions that are asked today."""
    return questionnaire().on(clock.today())


def invite(youth: Youth, organisation: Organisation, *, year: int) -> QuestionnaireInvitation | None:
    """Ask a youth about an organisation, by a letter with a link; None when nothing is sent: who was asked already in
    that year is asked again only when the link expired unused, and nobody without a consent that is needed.
    """
    if not consent.in_force(youth):
        return None
    query = select(QuestionnaireInvitation).where(
        QuestionnaireInvitation.youth_id == youth.id, QuestionnaireInvitation.organisation_id == organisation.id,
        QuestionnaireInvitation.year == year,
    )  # fmt: skip
    found = db.session.scalar(query)
    if found is not None and standing(found) is not Standing.EXPIRED:
        return None
    found = found or QuestionnaireInvitation(
        id=uuid.uuid4(), youth=youth, organisation=organisation, year=year, used=False
    )
    found.valid_until = clock.now() + timedelta(days=DAYS)
    found.token_hash = hashed(token(found))
    db.session.add(found)
    db.session.flush()
    _send(found)
    return found


def invite_all(organisation_id: uuid.UUID, on: date) -> int:
    """Ask every youth who is in service with an organisation on a day; returns how many letters that made."""
    query = (
        select(Youth, Organisation).join(Agreement, Agreement.youth_id == Youth.id)
        .join(Organisation, Agreement.organisation_id == Organisation.id)
        .where(Organisation.id == organisation_id, Agreement.status == "in_force", Agreement.starts_on <= on)
        .order_by(Agreement.number)
    )  # fmt: skip
    found = db.session.execute(query).all()
    return sum(invite(youth, organisation, year=on.year) is not None for youth, organisation in found)


def token(invitation: QuestionnaireInvitation) -> str:
    """The secret of a link, made from its row and the key of the house; the database holds its hash alone."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    said = f"questionnaire|{invitation.id}|{invitation.valid_until.isoformat()}"
    return f"{invitation.id.hex}{hmac.new(key, said.encode(), hashlib.sha256).hexdigest()[:40]}"


def by_token(secret: str, *, lock: bool = False) -> QuestionnaireInvitation | None:
    """The invitation of a secret, whatever became of it; None for one that we did not make."""
    query = select(QuestionnaireInvitation).where(QuestionnaireInvitation.token_hash == hashed(secret))
    if lock:  # read anew what the page had read before somebody else used it
        query = query.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(query)
    return found if found and hmac.compare_digest(token(found), secret) else None


def standing(invitation: QuestionnaireInvitation | None) -> Standing:
    """How a link stands."""
    if invitation is None:
        return Standing.UNKNOWN
    if invitation.used:
        return Standing.USED
    return Standing.EXPIRED if clock.now() > invitation.valid_until else Standing.OPEN


def open_for(youth: Youth) -> list[QuestionnaireInvitation]:
    """What a youth can still answer."""
    query = select(QuestionnaireInvitation).where(
        QuestionnaireInvitation.youth_id == youth.id, QuestionnaireInvitation.used.is_(False),
        QuestionnaireInvitation.valid_until >= clock.now(),
    ).options(joinedload(QuestionnaireInvitation.organisation))  # fmt: skip
    return list(db.session.scalars(query.order_by(QuestionnaireInvitation.valid_until)))


def answer(secret: str, given: Mapping[str, int]) -> None:
    """Answer, once: by question the step on the scale; what was skipped or does not apply is not kept.

    Raises Closed, or Refused when nothing was answered.
    """
    found = by_token(secret, lock=True)
    if found is None or standing(found) is not Standing.OPEN:
        raise Closed(standing(found))
    version = asked()
    kept = {one.id: given[one.id] for one in version.questions if given.get(one.id) in SCALE}
    says_something(kept)
    found.used = True
    keep(found.organisation_id, found.year, version, kept)


def keep(organisation_id: uuid.UUID, year: int, version: Version, answers: Mapping[str, int]) -> None:
    """Write an answer; nothing of what is kept leads to who gave it."""
    db.session.execute(insert(QuestionnaireAnswer).values(
        id=uuid.uuid4(), organisation_id=organisation_id, year=year, version=version.version, answers=dict(answers)
    ))  # fmt: skip


def _send(invitation: QuestionnaireInvitation) -> None:
    person, settings = invitation.youth.person, current_app.config
    context = {
        "name": person.name, "organisation": invitation.organisation.name, "questions": len(asked().questions),
        "link": f"{str(settings['MDT_BASE_URL']).rstrip('/')}/questionnaire/{token(invitation)}",
        "valid_until": invitation.valid_until.astimezone(clock.AMSTERDAM).date(),
        "issuer": settings["MDT_ISSUER_NAME"], "issuer_email": settings["MDT_ISSUER_EMAIL"],
    }  # fmt: skip
    mail.queue(recipient=person.email, language=person.language, template="questionnaire_invite", context=context)


# -- what the house holds of a youth ----------------------------------------------------------------------------------
@consent.when_withdrawn
def _take_back(youth: Youth) -> None:
    """Without consent a youth under sixteen is not asked any more."""
    db.session.execute(delete(QuestionnaireInvitation).where(
        QuestionnaireInvitation.youth_id == youth.id, QuestionnaireInvitation.used.is_(False)
    ))  # fmt: skip


personal_data.hold(
    Holding(noun="questionnaire", title="", rows=personal_data.of_youth(QuestionnaireInvitation),
            erase=lambda invitation: db.session.delete(invitation))
)  # fmt: skip
