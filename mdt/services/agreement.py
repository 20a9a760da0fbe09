"""Agreements: drafting one, and how it takes part in `transitions`.

What is drafted is kept for each side by itself, as the fields that it wants different from what stands. So two sides
can write at once, and what one changed meanwhile is not undone by the other.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from mdt.access import Actor, Person, roles_of
from mdt.models import Agreement, AgreementVersion, Enrolment, Organisation, School, Youth, db
from mdt.services import agreement_content, clock, numbers
from mdt.services.agreement_content import Content
from mdt.services.link import digest
from mdt.services.transitions import Stale, begin
from workflows.age import DECIDES_ALONE, age_on
from workflows.base import N_, NotNow, NotPermitted, Refused
from workflows.roles import Role

SIDE_OF = {
    Role.YOUTH: "youth", Role.ORGANISATION: "organisation", Role.CLERK: "school", Role.SCHOOL: "school",
    Role.GUARDIAN: "guardian",
}  # fmt: skip
WRITABLE = ("draft", "proposed", "in_force")
CONTACTS = {
    "youth": ("email", "telephone"),
    "organisation": ("name", "email", "telephone"),
    "school": ("name", "email", "telephone"),
    "supervisor": ("name", "email", "telephone", "language"),
}


def start(youth: Youth, organisation: Organisation, *, actor: Actor, school: School | None = None) -> Agreement:
    """Begin a draft. `school` where credit is asked. Raises NotPermitted or Refused."""
    enrolled = enrolment_of(youth, school) if school else None
    if school is not None and enrolled is None:
        raise Refused(N_("The youth is not enrolled at this school, or the school has not confirmed it yet."),
                      field="school")  # fmt: skip
    agreement = Agreement(
        id=uuid.uuid4(), number=numbers.take("LO"), youth=youth, youth_id=youth.id, organisation=organisation,
        organisation_id=organisation.id, school=school, school_id=school.id if school else None,
        programme=enrolled.programme if enrolled else None,
        programme_id=enrolled.programme_id if enrolled else None, draft={}, contact={},
        created_at=clock.now(),
    )  # fmt: skip
    with db.session.no_autoflush:  # the new row has no status before the rules have spoken
        begin(agreement, "start", actor=actor)
    return agreement


def enrolment_of(youth: Youth, school: School) -> Enrolment | None:
    """The confirmed enrolment of a youth at a school."""
    query = select(Enrolment).where(
        Enrolment.youth_id == youth.id, Enrolment.school_id == school.id, Enrolment.status == "confirmed"
    )
    return db.session.scalar(query.order_by(Enrolment.confirmed_on.desc()).limit(1))


def side_of(agreement: Agreement, actor: Actor) -> str | None:
    """For which side somebody acts: youth, organisation, school or guardian."""
    found = [SIDE_OF[role] for role in sorted(roles_of(actor, agreement)) if role in SIDE_OF]
    return found[0] if found else None


def standing_content(agreement: Agreement) -> Content:
    """What stands there now: the change that waits, else the version that counts, else what the drafter wrote."""
    version = agreement.pending or agreement.current
    if version is not None and version.content is not None:
        return version.content
    blank = agreement_content.blank()
    return blank | agreement.draft.get("by", {}).get(agreement.drafted_by, {})


def written_by(agreement: Agreement, side: str | None) -> Content:
    """What a side has in mind: what stands there, with what it wrote since."""
    return standing_content(agreement) | agreement.draft.get("by", {}).get(side or "", {})


def save(agreement: Agreement, written: Mapping[str, Any], *, actor: Person, expected: str | None = None) -> None:
    """Keep what a side wrote; nothing is proposed by it. Raises NotPermitted, NotNow or Stale."""
    db.session.refresh(agreement, with_for_update={"of": Agreement})
    side = side_of(agreement, actor)
    if side is None or side == "guardian":
        raise NotPermitted(N_("Only the parties to an agreement write in it."))
    if agreement.status not in WRITABLE:
        raise NotNow("save", agreement.status)
    if agreement.status == "draft" and side != agreement.drafted_by:
        raise NotPermitted(N_("Only who drafts this agreement writes in it until it is proposed."))
    if expected is not None and expected != mark(agreement, side):
        raise Stale("save", agreement.status)
    base = agreement_content.tidy(standing_content(agreement)) if agreement.current else {}
    told = agreement_content.tidy({**written_by(agreement, side), **written})
    mine = {name: value for name, value in told.items() if name not in base or base[name] != value}
    agreement.draft = {**agreement.draft, "by": {**agreement.draft.get("by", {}), side: mine}}
    db.session.flush()


def mark(agreement: Agreement, side: str | None) -> str:
    """What a form of a section was made for: it is stale when what stands, or this side's own text, changed since. What
    another side has in mind does not matter.
    """
    return digest(agreement_content.tidy(written_by(agreement, side)))[:16]


def has_written(agreement: Agreement, side: str | None) -> bool:
    """Whether a side wrote something that it has not proposed yet."""
    written = agreement_content.tidy(written_by(agreement, side))
    return agreement_content.differs(agreement_content.tidy(standing_content(agreement)), written)


def parties(agreement: Agreement) -> tuple[str, ...]:
    """Who must sign a version that is made today."""
    found = ["youth", "organisation"]
    if agreement.school_id is not None:
        found.append("school")
    if needs_guardian(agreement.youth):
        found.append("guardian")
    return tuple(found)


def needs_guardian(youth: Youth) -> bool:
    """Whether a youth is under sixteen today, so that the guardian signs too."""
    return youth.born_on is not None and age_on(youth.born_on, clock.today()) < DECIDES_ALONE


def signers(agreement: Agreement) -> tuple[str, ...]:
    """Who must sign the version that waits for signatures or stands."""
    version = agreement.pending or agreement.current
    if version is None:
        return parties(agreement)
    return tuple(version.content["signed_by"]) if version.content else ()


def signed(agreement: Agreement, version: AgreementVersion | None) -> tuple[str, ...]:
    """The parties that have signed a version."""
    if version is None:
        return ()
    return tuple(one.party for one in agreement.signatures if one.version_id == version.id)


def to_sign(agreement: Agreement) -> tuple[str, ...]:
    """The parties whose signature is still needed, while something waits for signatures."""
    waiting = agreement.pending or (agreement.current if agreement.status == "proposed" else None)
    if waiting is None:
        return ()
    done = signed(agreement, waiting)
    return tuple(party for party in signers(agreement) if party not in done)


def contact_of(agreement: Agreement, who: str) -> dict[str, str]:
    """How to reach somebody: a party, or the supervisor. The guardian is the one of the consent."""
    if who == "guardian":
        youth = agreement.youth
        return {"name": youth.guardian_name or "", "email": youth.guardian_email or "",
                "language": youth.person.language}  # fmt: skip
    return {name: str((agreement.contact.get(who) or {}).get(name) or "") for name in CONTACTS[who]}


def contact_told(agreement: Agreement, side: str | None, told: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Of what somebody says about contacts, what is theirs to say: their own side (`own`), and who supervises for the
    organisation and, before anybody signed, for who drafts.
    """
    mine = {side, "supervisor"} if side == "organisation" or agreement.status == "draft" else {side}
    found = {}
    for key, said in told.items():
        who = side if key == "own" else key
        if who is not None and who in mine and who in CONTACTS:
            found[who] = {name: str(said.get(name) or "").strip() for name in CONTACTS[who]}
    return found


def of_case(agreement_id: uuid.UUID) -> Agreement | None:
    """An agreement by its id."""
    return db.session.get(Agreement, agreement_id)
