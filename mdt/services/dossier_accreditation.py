"""The dossier of an accreditation: the years after the grant, for the organisation, the office and the board.

How the grant came about is in the dossier of its application.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from mdt.models import Accreditation
from mdt.services import accreditation, check_in, letterhead, measure
from mdt.services.answers_in_words import said as in_words
from mdt.services.answers_in_words import shown
from mdt.services.dossier import KINDS, Asked, Block, File, Kind, Section
from mdt.services.dossier_parts import (
    day,
    happened,
    letters,
    papers_of,
    said,
    to_organisation,
    told_by_the_timeline,
)
from workflows import AccreditationWorkflow, CheckInWorkflow, MeasureWorkflow
from workflows.base import N_
from workflows.measure import KINDS as MEASURES
from workflows.roles import Role


def _days(asked: Asked) -> Iterable[Block]:
    found: Accreditation = asked.subject
    yield Block(_("Period"), said(
        (_("Application"), found.application.number), (_("First day"), day(found.starts_on)),
        (_("Last day"), day(accreditation.last_day(found))),
        *((_("Suspended"), f"{day(one.starts_on)} – {day(one.ends_on)}") for one in found.suspensions),
    ))  # fmt: skip


def _measures(asked: Asked) -> Iterable[Block]:
    for one in measure.of_accreditation(asked.subject):
        title = f"{_(MEASURES[one.kind])} ({_(MeasureWorkflow.label(one.status))})"
        yield Block(title, said(
            (_("What must change"), one.text), (_("Imposed on"), day(one.imposed_on)),
            (_("To be put right by"), day(one.due_on)), (_("View until"), day(one.view_by)),
            (_("Reasons"), one.reasons), (_("Danger to youths"), one.danger_stated),
            (_("View of the organisation"), one.view), (_("What the organisation did"), one.remedy),
        ))  # fmt: skip


def _check_ins(asked: Asked) -> Iterable[Block]:
    for one in check_in.of_accreditation(asked.subject):
        title = f"{_('Check-in of %(day)s', day=day(one.due_on))} ({_(CheckInWorkflow.label(one.status))})"
        answers = [(in_words(q.label), shown(q, one.answers.get(q.id))) for q in check_in.questions(one).asked()]
        yield Block(title, [
            (_("Sent"), day(one.submitted_on)), *(answers if one.answers else []),
            *said((_("Question of the office"), one.question), (_("Answer"), one.answer_text)),
        ])  # fmt: skip


def _letters(asked: Asked) -> Iterable[File]:
    return letters(asked, None if asked.inside else to_organisation(asked.subject.organisation))


KINDS["accreditation"] = Kind(
    model=Accreditation,
    readers=frozenset({Role.ORGANISATION, Role.COLLEAGUE, Role.OFFICE, Role.BOARD}),
    inside=frozenset({Role.OFFICE, Role.BOARD}),
    title=lambda _accreditation: N_("Accreditation"),
    number=lambda accreditation: str(accreditation.number),
    organisation=lambda accreditation: letterhead.organisation(accreditation.organisation),
    state=lambda accreditation: AccreditationWorkflow.label(accreditation.status),
    sections=(
        Section(N_("Papers"), papers_of, _days),
        Section(N_("Measures"), blocks=_measures),
        Section(N_("Yearly check-ins"), blocks=_check_ins),
        Section(N_("Letters"), _letters),
        Section(N_("What happened"), blocks=happened),
    ),
    level=told_by_the_timeline,
)
