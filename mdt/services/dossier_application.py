"""The dossier of an application: what its page shows, for the organisation, the office and the board.

The organisation gets what is on its page: its answers and files, the papers, the letters to its own people and what
happened as its timeline tells it. The judgements of the assessors are for the office and the board, as on the screen,
and only once both are in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext as _

from mdt.models import Application, Event
from mdt.services import advice, answers, dossier_log, framework_versions, letterhead, uploads
from mdt.services.answers_in_words import said, shown
from mdt.services.dossier import KINDS, Asked, Block, File, Kind, Section
from mdt.services.dossier_parts import happened, json_file, letters, papers_of, to_organisation
from mdt.services.timeline import OWN, read_by
from workflows.application import ApplicationWorkflow
from workflows.base import N_
from workflows.roles import Role


# -- judgements -----------------------------------------------------------------------------------------------------
def _judgements(asked: Asked) -> Iterable[Block]:
    if not asked.inside:
        return
    for one in advice.comparison(asked.subject):
        pairs: list[tuple[str, str | None]] = []
        for side in (one.first, one.second):
            level = said(side.level.label) if side.level else "–"
            pairs.append((side.assessor, "\n".join(filter(None, [level, side.note]))))
        if one.joint is not None:
            joint = framework_versions.of(asked.subject).level(one.joint.score)
            pairs.append((_("Joint judgement"), "\n".join(filter(None, [said(joint.label), one.joint.reasons]))))
            if one.joint.dissent:
                pairs.append((_("Other view of the second assessor"), one.joint.dissent))
        yield Block(said(one.indicator.plain), pairs)
    if (row := _proposal(asked.subject)) is not None:
        yield Block(_("Proposal"), [(_("Summary"), row["summary"]), *((_("Condition"), c) for c in row["conditions"])])


def _judgement_files(asked: Asked) -> Iterable[File]:
    compared = advice.comparison(asked.subject) if asked.inside else []
    if compared:
        content = [
            {
                "indicator": one.indicator.id,
                "assessors": [
                    {"name": side.assessor, "lead": side.lead, "level": side.level.id if side.level else None,
                     "note": side.note, "sources": [source.id for source in side.sources]}
                    for side in (one.first, one.second)
                ],
                "joint": {"level": one.joint.score, "reasons": one.joint.reasons, "agreed": one.joint.agreed,
                          "dissent": one.joint.dissent} if one.joint else None,
            }
            for one in compared
        ]  # fmt: skip
        yield json_file("judgements/judgements.json", _("Both judgements and the joint one"),
                    {"judgements": content, "proposal": _proposal(asked.subject)})  # fmt: skip


def _proposal(application: Application) -> dict[str, Any] | None:
    row = advice.proposal(application) if advice.comparison(application) else None
    if row is None:
        return None
    return {"outcome": row.outcome, "summary": row.summary, "conditions": [one["text"] for one in row.conditions]}


# -- answers and files ----------------------------------------------------------------------------------------------
def _answers(asked: Asked) -> Iterable[Block]:
    framework, given = framework_versions.of(asked.subject), answers.all_of(asked.subject)
    for section in framework.sections:
        questions = section.asked(small=asked.subject.small)
        yield Block(said(section.title), [(said(q.label), shown(q, given.get(q.id))) for q in questions])


def _answer_files(asked: Asked) -> Iterable[File]:
    yield json_file("answers/answers.json", _("Answers of the organisation"), answers.all_of(asked.subject))
    for upload in asked.subject.uploads:
        yield File(f"files/{upload.name}", upload.name, _handed_in(upload), upload.uploaded_at.date())


def _handed_in(upload: Any) -> Callable[[], bytes]:
    return lambda: uploads.content_of(upload)


# -- correspondence -------------------------------------------------------------------------------------------------
def _letters(asked: Asked) -> Iterable[File]:
    return letters(asked, None if asked.inside else to_organisation(asked.subject.organisation))


# -- what happened --------------------------------------------------------------------------------------------------
def _level(asked: Asked) -> Callable[[Event], str]:
    """How much of each event a reader gets: what the timeline does not tell is withheld, and so is what others froze.

    Of the assessors' judgements nobody gets what was frozen before both are in.
    """
    own = not asked.roles - OWN
    seen = {event.id for event in read_by(asked.events, own)}
    open_ = bool(advice.comparison(asked.subject))

    def level(event: Event) -> str:
        if event.id not in seen or (own and event.noun == "assessment"):  # of those it tells only that there are two
            return dossier_log.WITHHELD
        shut = event.noun == "assessment" and not open_
        mine = asked.inside or Role(event.role) in OWN
        return dossier_log.WHOLE if mine and not shut else dossier_log.SAID

    return level


KINDS["application"] = Kind(
    model=Application,
    readers=frozenset({Role.ORGANISATION, Role.COLLEAGUE, Role.OFFICE, Role.BOARD}),
    inside=frozenset({Role.OFFICE, Role.BOARD}),
    title=lambda _application: N_("Application for accreditation"),
    number=lambda application: str(application.number),
    organisation=lambda application: letterhead.organisation(application.organisation),
    state=lambda application: ApplicationWorkflow.label(application.status),
    sections=(
        Section(N_("Papers"), papers_of),
        Section(N_("Judgements"), _judgement_files, _judgements),
        Section(N_("Answers and files"), _answer_files, _answers),
        Section(N_("Letters"), _letters),
        Section(N_("What happened"), blocks=happened),
    ),
    level=_level,
)
