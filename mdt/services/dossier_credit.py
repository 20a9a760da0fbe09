"""The dossier of a credit, for the youth and the school: what its page shows.

A proposal is between the clerk and the exam board until it is decided on, and stays out of the youth's edition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from mdt.models import Credit, Event, Mail
from mdt.services import credential, dossier_log, letterhead
from mdt.services.credit_wording import HIDDEN_FROM_YOUTH, SAID
from mdt.services.dossier import KINDS, Asked, Block, File, Kind, Section
from mdt.services.dossier_parts import json_file, letters, papers_of
from mdt.services.timeline import SENTENCES
from workflows import CreditWorkflow
from workflows.base import N_
from workflows.roles import LABELS, Role


def _credentials(asked: Asked) -> Iterable[File]:
    for number, made in enumerate(credential.of_award(asked.subject.id), 1):
        if made.document:
            yield json_file(f"credentials/credential-{number}.json", _("Digital credential"), made.document)


def _evidence(asked: Asked) -> Iterable[Block]:
    credit = asked.subject
    yield Block(_("Evidence"), [(_("Reflection"), credit.reflection), (_("Portfolio"), credit.portfolio)])


def _letters(asked: Asked) -> Iterable[File]:
    return letters(asked, None if asked.inside else Mail.recipient == asked.person.email)


def _happened(asked: Asked) -> Iterable[Block]:
    entries = [
        {
            "when": str(format_date(event.effective_on, "d MMMM y")), "title": _(SENTENCES[event.noun, event.name]),
            "who": _(LABELS[Role(event.role)]), "text": _said(event),
        }
        for event in reversed(asked.events) if _seen(asked, event)
    ]  # fmt: skip
    yield Block(_("What happened"), entries=entries)


def _said(event: Event) -> str:
    given = (event.snapshot or {}).get("given", {})
    return "\n".join(str(given[name]) for name in SAID if given.get(name))


def _seen(asked: Asked, event: Event) -> bool:
    return asked.inside or event.name not in HIDDEN_FROM_YOUTH


def _level(asked: Asked) -> Callable[[Event], str]:
    def level(event: Event) -> str:
        if not _seen(asked, event):
            return dossier_log.WITHHELD
        return dossier_log.WHOLE if asked.inside or event.role == Role.YOUTH else dossier_log.SAID

    return level


def _organisation(credit: Credit) -> dict[str, Any]:
    """The host, as papers name it."""
    if credit.organisation is None:
        return {"name": credit.host, "kvk": "", "rsin": None, "street": "", "postcode": "", "city": ""}
    return letterhead.organisation(credit.organisation)


SCHOOL = frozenset({Role.CLERK, Role.EXAMINER, Role.EXAM_BOARD, Role.SCHOOL})
KINDS["credit"] = Kind(
    model=Credit,
    readers=SCHOOL | {Role.YOUTH},
    inside=SCHOOL,
    title=lambda _credit: N_("Request for study credit"),
    number=lambda credit: str(credit.number),
    organisation=_organisation,
    state=lambda credit: CreditWorkflow.label(credit.status),
    sections=(
        Section(N_("Papers"), papers_of),
        Section(N_("Digital credential"), _credentials),
        Section(N_("Evidence"), blocks=_evidence),
        Section(N_("Letters"), _letters),
        Section(N_("What happened"), blocks=_happened),
    ),
    level=_level,
)
