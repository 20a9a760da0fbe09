"""What the events of an agreement write, freeze and lead to."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from mdt.access import SYSTEM, Link, Person
from mdt.models import (
    Agreement,
    AgreementComment,
    AgreementVersion,
    Event,
    Signature,
    SupervisorAssessment,
    db,
)
from mdt.services import (
    accreditation,
    agreement,
    agreement_content,
    agreement_facts,
    agreement_papers,
    clock,
    link,
    questionnaire,
    timers,
)
from mdt.services.transitions import Handling, Occasion, fire, handle
from mdt.services.wording import plain
from workflows import AgreementWorkflow
from workflows.roles import Role

CLOSING = ("complete", "close_unfinished", "end_early", "discard", "withdraw")
NOT_FROZEN = {"upload", "written", "contact"}  # a file, and what stands in the version or outside the case's log


# -- what is written ------------------------------------------------------------------------------------------------
def _start(subject: Agreement, occasion: Occasion) -> None:
    subject.drafted_by = agreement.SIDE_OF[occasion.role]
    subject.draft = {"nonce": agreement_content.blank()["nonce"], "by": {}}
    me = occasion.actor
    own = {"email": me.email, "name": me.name} if isinstance(me, Person) else {}
    subject.contact = {"youth": {"email": subject.youth.person.email},
                       "organisation": {"email": subject.organisation.email,
                                        "telephone": subject.organisation.telephone or ""}}  # fmt: skip
    if subject.drafted_by != "youth":
        subject.contact[subject.drafted_by] = {**subject.contact.get(subject.drafted_by, {}), **own}


def _new_version(subject: Agreement, occasion: Occasion) -> AgreementVersion:
    side = agreement.SIDE_OF[occasion.role]
    written = occasion.given.get("written") or agreement.written_by(subject, side)
    content = agreement_content.compose(
        subject, number=len(subject.versions) + 1, signed_by=agreement.parties(subject), written=written
    )
    made = AgreementVersion(
        id=agreement_content.version_id(content), agreement_id=subject.id, number=content["version"], content=content,
        created_by=occasion.actor.id if isinstance(occasion.actor, Person) else None, created_at=clock.now(),
    )  # fmt: skip
    subject.versions.append(made)
    others = {name: said for name, said in subject.draft.get("by", {}).items() if name != side}
    subject.draft = {**subject.draft, "by": others}
    db.session.flush()
    return made


def _propose(subject: Agreement, occasion: Occasion) -> None:
    made = _new_version(subject, occasion)
    subject.current_version_id = made.id
    _follow_version(subject, made)


def _propose_change(subject: Agreement, occasion: Occasion) -> None:
    subject.pending_version_id = _new_version(subject, occasion).id


def _follow_version(subject: Agreement, version: AgreementVersion) -> None:
    content = version.content or {}
    subject.round = content["round"]
    subject.starts_on, subject.ends_on = (date.fromisoformat(content[name]) for name in ("starts_on", "ends_on"))


def _sign(subject: Agreement, occasion: Occasion) -> None:
    actor, version = occasion.actor, subject.pending or subject.current
    assert version is not None  # the rules saw to it
    by_link = isinstance(actor, Link)
    party = agreement.SIDE_OF[occasion.role]
    name = actor.name if isinstance(actor, Person) else agreement.contact_of(subject, party)["name"]
    _add(subject, version, party=party, how="link" if by_link else "account", name=name,
         email=getattr(actor, "email", None), person_id=None if by_link else getattr(actor, "id", None),
         link_id=getattr(actor, "id", None) if by_link else None, signed_on=occasion.effective_on)  # fmt: skip


def _record_signature(subject: Agreement, occasion: Occasion) -> None:
    given, version = occasion.given, subject.pending or subject.current
    assert version is not None  # the rules saw to it
    by = getattr(occasion.actor, "id", None)
    _add(subject, version, party=given["party"], how="paper", name=given.get("name") or "", email=None, person_id=by,
         upload_id=given["upload"].id, signed_on=given["signed_on"])  # fmt: skip


def _add(subject: Agreement, version: AgreementVersion, **said: Any) -> None:
    subject.signatures.append(
        Signature(id=uuid.uuid4(), agreement_id=subject.id, version_id=version.id, signed_at=clock.now(), **said)
    )
    db.session.flush()


def _correct_contact(subject: Agreement, occasion: Occasion) -> None:
    side = agreement.SIDE_OF[occasion.role]
    told = agreement.contact_told(subject, side, occasion.given.get("contact") or {})
    subject.contact = {**subject.contact, **told}


def _comment(subject: Agreement, occasion: Occasion) -> None:
    actor, party = occasion.actor, agreement.SIDE_OF[occasion.role]
    version = subject.pending or subject.current
    assert version is not None  # there is one from the proposal on
    name = actor.name if isinstance(actor, Person) else agreement.contact_of(subject, party)["name"]
    subject.comments.append(
        AgreementComment(id=uuid.uuid4(), agreement_id=subject.id, version_id=version.id, party=party, name=name,
                         text=occasion.given["text"].strip(), written_at=clock.moment())
    )  # fmt: skip


def _take_effect(subject: Agreement, occasion: Occasion) -> None:
    subject.in_force_on = occasion.today
    assert subject.starts_on is not None  # the rules saw to it
    found = accreditation.in_force_on(subject.organisation_id, subject.starts_on)
    subject.accreditation_id = found.accreditation_id if found else None
    accreditation.note_youth(subject.organisation_id, occasion.today)


def _change_takes_effect(subject: Agreement, occasion: Occasion) -> None:
    version = subject.pending
    assert version is not None  # the rules saw to it
    subject.current_version_id, subject.pending_version_id = version.id, None
    _follow_version(subject, version)


def _reject_change(subject: Agreement, occasion: Occasion) -> None:
    subject.pending_version_id = None


def _assess(subject: Agreement, occasion: Occasion) -> None:
    given, version = occasion.given, subject.current
    assert version is not None  # an agreement in force has one
    subject.assessment = SupervisorAssessment(
        id=uuid.uuid4(), agreement_id=subject.id, version_id=version.id,
        name=occasion.actor.name if isinstance(occasion.actor, Person) else
        agreement.contact_of(subject, "supervisor")["name"],
        outcomes=[{**row, "reached": given["outcomes"][row["id"]]} for row in (version.content or {})["outcomes"]],
        minutes_known=agreement_facts.minutes_served(subject.id), text=given["text"].strip(),
        written_on=occasion.effective_on,
    )  # fmt: skip


def _close(subject: Agreement, occasion: Occasion) -> None:
    subject.closed_on = occasion.effective_on
    subject.pending_version_id = None


# -- what is frozen -------------------------------------------------------------------------------------------------
def _snapshot(subject: Agreement, occasion: Occasion) -> dict[str, Any]:
    """What letters and papers are made from. The content of a version is frozen by its id, and stands in its row."""
    version = subject.pending or subject.current
    return {
        "given": plain({key: value for key, value in occasion.given.items() if key not in NOT_FROZEN}),
        "case": {"number": subject.number, "kind": "agreement", "id": str(subject.id)},
        "youth": {"name": subject.youth.name}, "organisation": {"name": subject.organisation.name},
        "school": {"name": subject.school.name} if subject.school else None,
        "agreement": {"title": (version.content or {}).get("title", "") if version else "",
                      "version": version.number if version else 0, "version_id": version.id if version else None,
                      "starts_on": plain(subject.starts_on), "ends_on": plain(subject.ends_on)},
        "by": {"side": agreement.SIDE_OF.get(occasion.role), "name": getattr(occasion.actor, "name", "")},
        "papers": agreement_papers.records(subject, occasion),
    }  # fmt: skip


# -- what follows ---------------------------------------------------------------------------------------------------
def _ask_guardian(subject: Agreement, _occasion: Occasion, _event: Event) -> None:
    """The guardian gets a link to the version that waits, or that is in force; the link to an earlier one stops
    working.
    """
    waits = subject.status == "proposed" or subject.pending is not None
    if "guardian" in agreement.signers(subject) and (waits or agreement.needs_guardian(subject.youth)):
        who = agreement.contact_of(subject, "guardian")
        link.issue(subject, Role.GUARDIAN, email=who["email"], name=who["name"], language=who["language"])


def _ask_supervisor(subject: Agreement, _occasion: Occasion, _event: Event) -> None:
    who = agreement.contact_of(subject, "supervisor")
    link.issue(subject, Role.SUPERVISOR, email=who["email"], name=who["name"], language=who["language"] or "nl")


def _effect_of_signing(subject: Agreement, _occasion: Occasion, _event: Event) -> None:
    """With the last signature it takes effect, when nothing else stands in its way."""
    by_itself(subject, "change_takes_effect" if subject.pending else "take_effect")


def _supervisor_moved(subject: Agreement, _occasion: Occasion, _event: Event) -> None:
    """Who supervises no longer keeps no link; the successor gets one where one was open."""
    address = agreement.contact_of(subject, "supervisor")["email"].casefold()
    open_links = link.live("agreement", subject.id, Role.SUPERVISOR)
    if any(one.email != address for one in open_links) and subject.status == "in_force":
        link.revoke("agreement", subject.id, Role.SUPERVISOR)
        by_itself(subject, "ask_assessment")


def _ask_youth(subject: Agreement, occasion: Occasion, _event: Event) -> None:
    """At the end of service the youth is asked how it was; not when it never began."""
    if subject.starts_on is not None and subject.starts_on <= occasion.effective_on:
        questionnaire.invite(subject.youth, subject.organisation, year=occasion.effective_on.year)


def by_itself(subject: Agreement, event: str, *, effective_on: date | None = None) -> bool:
    """Let the system do an event, as of a day (today), if its rules allow; False when they do not."""
    occasion = Occasion(event, SYSTEM, Role.SYSTEM, effective_on or clock.today(), clock.today())
    table = AgreementWorkflow.table()
    if (subject.status, event) not in table:
        return False
    if AgreementWorkflow.objection_to(subject.status, event, agreement_facts.facts(subject, occasion)):
        return False
    fire(subject, event, actor=SYSTEM, effective_on=effective_on)
    return True


Follow = Callable[[Agreement, Occasion, Event], None]
FOLLOW: dict[str, Follow] = {
    **dict.fromkeys(("propose", "revise", "take_effect", "propose_change", "reject_change", "change_takes_effect"),
                    _ask_guardian),
    "sign": _effect_of_signing, "record_signature": _effect_of_signing, "sign_change": _effect_of_signing,
    "ask_assessment": _ask_supervisor, "correct_contact": _supervisor_moved,
    **dict.fromkeys(("complete", "close_unfinished", "end_early"), _ask_youth),
}  # fmt: skip

handle(
    "agreement",
    Handling(
        facts=agreement_facts.facts,
        snapshot=_snapshot,
        case=lambda subject: subject.id,
        case_kind="agreement",
        apply={
            "start": _start, "propose": _propose, "revise": _propose, "propose_change": _propose_change,
            "sign": _sign, "sign_change": _sign, "record_signature": _record_signature, "comment": _comment,
            "correct_contact": _correct_contact, "take_effect": _take_effect, "reject_change": _reject_change,
            "change_takes_effect": _change_takes_effect, "assess": _assess, **dict.fromkeys(CLOSING, _close),
        },
        follow=FOLLOW,
        catch_up=timers.catch_up_agreement,
    ),
)  # fmt: skip
