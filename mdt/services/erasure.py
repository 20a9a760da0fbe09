"""A request for erasure: what the office does with it, and the erasing itself."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from mdt.access import SYSTEM, Actor, Link, Person, standing
from mdt.models import Consent, Enrolment, Erasure, Mail, SignedLink, Youth, db
from mdt.services import account, calendar, clock, consent, housekeeping, mail, personal_data
from mdt.services import link as links
from mdt.services import youth as youths
from mdt.services.transitions import Handling, Occasion, begin, fire, handle
from mdt.services.waiting import FIRST, Heap, Item, show
from workflows.base import N_
from workflows.erasure import ErasureFacts
from workflows.roles import Role

EVERYTHING = "–"  # what a guardian asks with one tick, as a youth who gives no reasons


def facts(erasure: Erasure, occasion: Occasion) -> ErasureFacts:
    """What the rules may look at."""
    same = select(Erasure.id).where(Erasure.youth_id == erasure.youth_id, Erasure.status == "requested")
    return ErasureFacts(
        already_open=occasion.event == "request" and db.session.scalar(same.limit(1)) is not None,
        youth_decides=erasure.youth.born_on is None or not youths.needs_guardian(erasure.youth.born_on),
        asked_by_guardian=bool(by_guardians([erasure.id])),
        by_guardian=occasion.role is Role.GUARDIAN,
        reasons_given=bool((occasion.given.get("reasons") or "").strip()),
        still_running=personal_data.still_running(erasure.youth),
    )


def snapshot(erasure: Erasure, occasion: Occasion) -> dict[str, Any]:
    """What letters are made from. Of what was carried out only the numbers, for nothing of the youth may stay."""
    if occasion.event == "carry_out":
        return {"erased": occasion.made["erased"]}
    return {
        "youth": {"name": erasure.youth.name}, "wish": erasure.wish, "reasons": erasure.reasons,
        "answer_by": erasure.answer_by.isoformat(),
    }  # fmt: skip


def request(youth: Youth, *, wish: str, actor: Actor) -> Erasure:
    """Ask for erasure; the office answers within a month. Raises NotPermitted or Refused."""
    made = _new(youth, wish.strip())
    with db.session.no_autoflush:
        begin(made, "request", actor=actor)
    return made


@consent.when_erasure_is_asked
def request_by_guardian(asked: Consent, *, email: str) -> None:
    """The guardian of a youth under sixteen asks it when consent ends (UAVG art. 5 lid 4), and gets a link to follow
    the request. Where one is open already, that is answered.
    """
    before = of_youth(asked.youth)
    if before is not None and before.status == "requested":
        return
    made = _new(asked.youth, EVERYTHING)
    with db.session.no_autoflush:
        begin(made, "request", actor=Link(Role.GUARDIAN, made.noun, made.id, email=email))
    links.issue(made, Role.GUARDIAN, email=email, name=asked.guardian_name or "",
                language=asked.youth.person.language)  # fmt: skip


def _new(youth: Youth, wish: str) -> Erasure:
    today = clock.today()
    return Erasure(
        id=uuid.uuid4(), youth=youth, youth_id=youth.id, wish=wish, requested_at=clock.now(),
        answer_by=calendar.length("erasure_answer", today).after(today),
    )  # fmt: skip


def by_guardians(ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Which requests a guardian made: who did follows them by a link."""
    query = select(SignedLink.subject_id).where(
        SignedLink.noun == "erasure", SignedLink.role == Role.GUARDIAN.value, SignedLink.subject_id.in_(ids)
    )
    return set(db.session.scalars(query))


def waiting() -> Sequence[Erasure]:
    """The requests that the office has to answer, the one that is due first on top."""
    query = select(Erasure).where(Erasure.status == "requested").options(joinedload(Erasure.youth))
    return list(db.session.scalars(query.order_by(Erasure.answer_by, Erasure.requested_at).limit(200)))


def answered() -> Sequence[Erasure]:
    """The last requests that were answered or taken back."""
    query = select(Erasure).where(Erasure.status != "requested").options(joinedload(Erasure.youth))
    return list(db.session.scalars(query.order_by(Erasure.requested_at.desc()).limit(50)))


def of_youth(youth: Youth) -> Erasure | None:
    """The last request of a youth."""
    query = select(Erasure).where(Erasure.youth_id == youth.id).order_by(Erasure.requested_at.desc())
    return db.session.scalar(query.limit(1))


def _answer(erasure: Erasure, occasion: Occasion) -> None:
    erasure.reasons, erasure.answered_on = str(occasion.given["reasons"]).strip(), occasion.today


def _carry_out(erasure: Erasure, occasion: Occasion) -> None:
    """End what is open, take leave, and erase. Who also acts for an organisation or a school keeps the account."""
    _answer(erasure, occasion)
    youth = erasure.youth
    person = youth.person
    for one in db.session.scalars(select(Enrolment).where(Enrolment.youth_id == youth.id)):
        if one.status in ("claimed", "confirmed"):
            fire(one, "end", actor=SYSTEM)
    asked = consent.current(youth)
    if asked is not None:
        fire(asked, "lapse", actor=SYSTEM)
    told = [(person.email, person.name, person.language), *links.addresses("erasure", erasure.id, Role.GUARDIAN)]
    context = {"youth": {"name": person.name}, "reasons": erasure.reasons, "link": "",
               "issuer": current_app.config["MDT_ISSUER_NAME"],
               "issuer_email": current_app.config["MDT_ISSUER_EMAIL"]}  # fmt: skip
    occasion.made["erased"] = personal_data.erase(youth)
    if not standing(person):
        account.forget(person)
    for email, name, language in told:
        mail.queue(recipient=email, language=language, template="erasure_carry_out", case_id=youth.id,
                   context=context | {"name": name, "own": email == told[0][0]})  # fmt: skip


@housekeeping.each_night
def forget_last_letters() -> int:
    """The letters that say that all was erased are the last with a name in them; once they have left they go too."""
    erased = select(Youth.id).where(Youth.erased_at.is_not(None))
    gone = db.session.execute(delete(Mail).where(Mail.case_id.in_(erased), Mail.sent_at.is_not(None)))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _case(erasure: Erasure) -> uuid.UUID:
    return erasure.youth_id


links.register(
    links.Purpose(
        noun="erasure", role=Role.GUARDIAN, title=N_("Your request to erase the data of your child"),
        load=lambda id: db.session.get(Erasure, id),
        shown=lambda erasure: {"wish": erasure.wish} if erasure.status == "requested" else None,
        events=("take_back",), after=N_("Your answer has been recorded. You can close this page."), days=90,
    )
)  # fmt: skip


handle(
    "erasure",
    Handling(
        facts=facts,
        snapshot=snapshot,
        case=_case,
        case_kind="youth",
        apply={"carry_out": _carry_out, "refuse": _answer},
    ),
)


def _heaps(_person: Person) -> list[Heap]:
    found = waiting()
    items = tuple(Item(one.youth.name, "", "erasure", one.id, one.answer_by) for one in found[:FIRST])
    return [Heap("erasures", N_("Requests for erasure"), len(found), items, "warning")]


show("erasure", frozenset({"office"}), _heaps)
