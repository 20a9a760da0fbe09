"""What the guardian and the supervisor see and do by their link to an agreement."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from mdt.models import Agreement, AgreementVersion, SignedLink, db
from mdt.services import agreement, agreement_content, agreement_facts
from mdt.services.link import Purpose, digest, register
from workflows.base import N_
from workflows.roles import Role


def _to_guardian(subject: Agreement) -> str | None:
    """A guardian's link shows the version that waits for signatures, else the one in force while the youth is under
    sixteen: until then the guardian can end it.
    """
    if subject.pending_version_id or subject.status == "proposed":
        return subject.pending_version_id or subject.current_version_id
    return _in_force(subject) if agreement.needs_guardian(subject.youth) else None


def _guardian_can(subject: Agreement, event: str) -> bool:
    """A change is signed or rejected when one waits; whose child decides alone signs what waits, and ends nothing."""
    if event == "end_early":
        return agreement.needs_guardian(subject.youth)
    return event not in ("sign_change", "reject_change") or subject.pending is not None


def _in_force(subject: Agreement) -> str | None:
    return subject.current_version_id


def _for_guardian(subject: Agreement, link: SignedLink) -> dict[str, Any]:
    version = subject.pending or subject.current
    before = subject.current if subject.status == "in_force" else _shown_before(subject, link)
    content = version.content if version else None
    return {"version": version, "content": content, "signed": agreement.signed(subject, version),
            "difference": agreement_content.difference(before.content if before else None, content)}  # fmt: skip


def _shown_before(subject: Agreement, link: SignedLink) -> AgreementVersion | None:
    """The version that an earlier link of the same row showed, when it changed before anybody signed it here."""
    query = (
        select(SignedLink.bound).where(SignedLink.family == link.family, SignedLink.bound != link.bound)
        .order_by(SignedLink.created_at.desc()).limit(1)
    )  # fmt: skip
    bound = db.session.scalar(query)
    return next((one for one in subject.versions if digest(one.id) == bound), None) if bound else None


def _for_supervisor(subject: Agreement, _link: SignedLink) -> dict[str, Any]:
    version = subject.current
    return {"version": version, "content": version.content if version else None,
            "minutes_known": agreement_facts.minutes_served(subject.id)}  # fmt: skip


register(Purpose(
    noun="agreement", role=Role.GUARDIAN, title=N_("The agreement of your child"), load=agreement.of_case,
    shown=_to_guardian, events=("sign", "sign_change", "reject_change", "comment", "end_early"), offers=_guardian_can,
    spent_by=frozenset({"sign", "sign_change", "reject_change", "end_early"}), context=_for_guardian,
    after=N_("Thank you. Your answer has been recorded, and the others can see it."),
))  # fmt: skip
register(Purpose(
    noun="agreement", role=Role.SUPERVISOR, title=N_("Your assessment as supervisor"), load=agreement.of_case,
    shown=_in_force, events=("assess",), context=_for_supervisor,
    after=N_("Thank you. Your assessment is in, and the youth can read it."),
))  # fmt: skip
