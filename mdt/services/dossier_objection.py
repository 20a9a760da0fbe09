"""The dossier of an objection: the file as it lies open to those concerned (art. 7:4 Awb), and all that was said."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from mdt.models import Objection
from mdt.services import letterhead, objection
from mdt.services.dossier import KINDS, Asked, Block, File, Kind, Section
from mdt.services.dossier_parts import (
    day,
    happened,
    letters,
    papers,
    said,
    to_organisation,
    told_by_the_timeline,
)
from workflows import ObjectionWorkflow
from workflows.base import N_
from workflows.objection_words import CONSEQUENCES, CONTESTED, LATE_WAYS, NO_HEARING, OUTCOMES
from workflows.roles import Role


def _file(asked: Asked) -> Iterable[File]:
    """Its own papers and those of the case below it, as its page lists them."""
    return papers(one for one in reversed(objection.file_of(asked.subject)) if one.erased_at is None)


def _said(asked: Asked) -> Iterable[Block]:
    one: Objection = asked.subject
    case = one.accreditation or one.application
    yield Block(_("The objection"), said(
        (_("Decision"), f"{_(CONTESTED[one.against])}, {day(one.announced_on)} ({case.number})"),
        (_("Received on"), day(one.received_on)), (_("Posted on"), day(one.posted_on)),
        (_("Grounds"), one.grounds or _("not given yet")), (_("Why it came late"), one.late_because),
        (_("Missing"), one.missing), (_("To be completed by"), day(one.complete_by)),
        (_("Late"), _(LATE_WAYS[one.late_way]) if one.late_way else ""),
        (_("Why the lateness is excusable"), one.late_reasons),
    ))  # fmt: skip
    yield Block(_("Hearing"), said(
        (_("Day"), day(one.hearing_on)), (_("Time"), one.hearing_at), (_("Place"), one.hearing_place),
        (_("No hearing"), _(NO_HEARING[one.no_hearing]) if one.no_hearing else ""),
        (_("Report of the hearing"), one.report),
    ))  # fmt: skip
    yield Block(_("Decision"), said(
        (_("Advice"), _(OUTCOMES[one.advice]) if one.advice else ""), (_("Reasons of the advice"), one.proposal),
        (_("To be decided by"), day(one.decide_by)), (_("Decided on"), day(one.decided_on)),
        (_("Outcome"), _(OUTCOMES[one.outcome]) if one.outcome else ""),
        (_("Consequence"), _(CONSEQUENCES[one.consequence]) if one.consequence else ""),
    ))  # fmt: skip


def _letters(asked: Asked) -> Iterable[File]:
    return letters(asked, None if asked.inside else to_organisation(asked.subject.organisation))


HANDLING = frozenset({Role.OFFICE, Role.BOARD, Role.HEARER})
KINDS["objection"] = Kind(
    model=Objection,
    readers=HANDLING | {Role.ORGANISATION, Role.COLLEAGUE},
    inside=HANDLING,
    title=lambda _objection: N_("Objection"),
    number=lambda objection: str(objection.number),
    organisation=lambda objection: letterhead.organisation(objection.organisation),
    state=lambda objection: ObjectionWorkflow.label(objection.status),
    sections=(
        Section(N_("The file"), _file),
        Section(N_("Objection"), blocks=_said),
        Section(N_("Letters"), _letters),
        Section(N_("What happened"), blocks=happened),
    ),
    level=told_by_the_timeline,
)
