"""Everything on the one page of an agreement: where it stands, who has signed, who acts next, what changed."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from mdt.access import Person
from mdt.forms.agreement import SECTIONS
from mdt.models import Agreement, Signature
from mdt.services import agreement, agreement_content, agreement_facts, agreement_told, clock
from mdt.services.agreement_content import Change
from mdt.services.agreement_papers import PARTIES, WAYS
from mdt.web.case_papers import papers, pending
from mdt.web.transition import offered
from workflows.agreement import AgreementWorkflow
from workflows.agreement_rules import LABELS
from workflows.base import N_
from workflows.roles import LABELS as ROLES
from workflows.roles import Role

LINE = ("draft", "proposed", "in_force", "completed")
RARE = ("withdraw", "discard", "end_early", "close_unfinished", "record_signature", "correct_contact")
FIRST = ("sign", "sign_change", "propose", "complete", "ask_assessment")
MARKS = {"activities": "activities", "outcomes": "outcomes", "guidance": "guidance", "judged": "guidance",
         "title": "service", "round": "service", "starts_on": "service", "ends_on": "service",
         "minutes_a_week": "service", "minutes_goal": "service"}  # fmt: skip


def page(subject: Agreement, person: Person) -> dict[str, Any]:
    """The context of the page, for one reader."""
    side = agreement.side_of(subject, person)
    turn = next_turn(subject, side)
    if turn and side == "youth":
        turn["title"] = _("It is up to you")
    actions = offered(subject)
    version = subject.pending or subject.current
    content = subject.current.content if subject.current else agreement.standing_content(subject)
    now = sorted((a for a in actions if a["event"] not in RARE), key=lambda a: a["event"] not in FIRST)
    return {
        "subject": subject, "side": side, "today": clock.today(), "state": _(AgreementWorkflow.label(subject.status)),
        "version": version, "content": content or {}, "current": subject.current, "waiting": subject.pending,
        "difference": agreement_told.since(subject.current, subject.pending) if subject.pending else [],
        "signatures": signatures(subject), "next": turn, "steps": steps(subject),
        "sections": sections(subject, side), "unsent": agreement_told.unsent(subject, side),
        "actions": {"now": [_urgent(a) for a in now], "rare": [a for a in actions if a["event"] in RARE]},
        "papers": papers(subject.id, "agreement"), "papers_pending": bool(pending(subject.id)),
        "versions": agreement_told.versions(subject), "timeline": agreement_told.timeline(subject),
        "minutes_made": minutes(subject), "contacts": agreement_told.contacts(subject),
        "host_sentences": agreement_told.of_the_host(subject),
        "parties": {party: _(label) for party, label in PARTIES.items()},
    }  # fmt: skip


def _urgent(action: dict[str, Any]) -> dict[str, Any]:
    return action | {"kind": "primary"} if action["event"] in FIRST and action["allowed"] else action


def minutes(subject: Agreement) -> int:
    """The confirmed minutes, once there can be any."""
    return agreement_facts.minutes_served(subject.id) if subject.in_force_on else 0


def signatures(subject: Agreement) -> list[dict[str, Any]]:
    """Who signed the version that waits or stands, and who has not yet."""
    version = subject.pending or subject.current
    if version is None:
        return []
    there = {one.party: one for one in subject.signatures if one.version_id == version.id}
    return [_signature(party, there.get(party)) for party in agreement.signers(subject)]


def _signature(party: str, found: Signature | None) -> dict[str, Any]:
    scan = url_for("upload.show", id=found.upload_id) if found and found.upload_id else None
    how = _(WAYS[found.how]) if found else None
    return {"party": _(PARTIES[party]), "name": found.name if found else None, "how": how, "scan": scan,
            "signed_on": found.signed_on if found else None}  # fmt: skip


def voided(subject: Agreement) -> list[dict[str, Any]]:
    """The signatures that a new version would void."""
    return [one for one in signatures(subject) if one["signed_on"]] if subject.status == "proposed" else []


def sections(subject: Agreement, side: str | None) -> list[dict[str, Any]]:
    """The sections, with whether each is filled in, for who writes in them."""
    if side not in ("youth", "organisation", "school") or subject.status not in agreement.WRITABLE:
        return []
    if subject.status == "draft" and side != subject.drafted_by:
        return []
    written = agreement_content.tidy(agreement.written_by(subject, side))
    lacking = agreement_content.missing(written)
    open_sections = {MARKS[name] for name, label in agreement_content.LABELS.items()
                     if name in MARKS and label in lacking}  # fmt: skip
    return [
        {"label": label, "url": url_for("agreement.section", id=subject.id, section=name),
         "status": "todo" if name in open_sections else "done"}
        for name, (label, _form) in SECTIONS.items()
    ]  # fmt: skip


def since(subject: Agreement, version_id: str) -> list[Change]:
    """What changed from a version to the one that stands or waits now."""
    known = next((one for one in subject.versions if one.id == version_id), None)
    return agreement_told.since(known, subject.pending or subject.current)


def steps(subject: Agreement) -> dict[str, Any]:
    """The way of an agreement, as `ui.process` draws it."""
    labels = {name: _(AgreementWorkflow.label(name)) for name in AgreementWorkflow.state_names()}
    return {
        "states": [(name, labels[name]) for name in LINE], "current": subject.status, "visited": (),
        "exits": [(name, label) for name, label in labels.items() if name not in LINE],
    }  # fmt: skip


TURNS = {
    "draft": (N_("Fill in the parts below and propose the agreement."), N_("The agreement is being drafted.")),
    "sign": (N_("Read it and sign, or write what should be different."), N_("It is to be signed.")),
}
ACCREDITATION_AWAITED = N_(
    "Everybody has signed. It takes effect once the organisation is accredited on the first day."
)
SERVING = N_("The service is under way. Hours are noted each week and confirmed.")
TO_COMPLETE = N_("The hours are made, and the assessment is in. The agreement can be completed.")
TO_ASSESS = N_("The hours are made. The assessment of the supervisor is still to come.")


def next_turn(subject: Agreement, side: str | None) -> dict[str, Any] | None:
    """Who acts next, and what they do."""
    if subject.status == "draft":
        return _turn(PARTIES[subject.drafted_by], side == subject.drafted_by, "draft")
    if waiting := agreement.to_sign(subject):
        turn = _turn("", side in waiting, "sign")
        by = subject.starts_on if subject.pending is None and subject.starts_on >= clock.today() else None  # type: ignore[operator]
        return turn | {"who": ", ".join(_(LABELS[party]) for party in waiting), "by": by}
    if subject.status == "proposed":
        return {"who": _(ROLES[Role.SYSTEM]), "you": False, "by": None, "what": _(ACCREDITATION_AWAITED)}
    if subject.status != "in_force" or subject.current is None:
        return None
    if minutes(subject) < int((subject.current.content or {}).get("minutes_goal", 0)):
        return {"who": _(PARTIES["youth"]), "you": side == "youth", "by": subject.ends_on, "what": _(SERVING)}
    what = TO_COMPLETE if subject.assessment else TO_ASSESS
    return {"who": _(PARTIES["organisation"]), "you": side == "organisation", "by": subject.ends_on, "what": _(what)}


def _turn(who: str, you: bool, key: str) -> dict[str, Any]:
    return {"who": _(who) if who else "", "you": you, "what": _(TURNS[key][0 if you else 1]), "by": None}
