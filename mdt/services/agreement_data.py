"""What agreements hold of a youth: handed over on request, and emptied on erasure; the hashes and the states stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from mdt.access import SYSTEM
from mdt.models import (
    Agreement,
    AgreementComment,
    AgreementVersion,
    Signature,
    SupervisorAssessment,
    Upload,
    Youth,
    db,
)
from mdt.services import consent, uploads
from mdt.services.personal_data import GONE, Holding, hold, of_youth
from mdt.services.transitions import fire
from mdt.services.wording import translator
from workflows.base import N_

SECRET = frozenset({"stored_as"})
STOPS = {"draft": "discard", "proposed": "withdraw", "in_force": "end_early"}
WITHDRAWN = N_("The guardian has withdrawn consent.")


def _within(model: Any) -> Callable[[Youth], list[Any]]:
    def rows(youth: Youth) -> list[Any]:
        own = select(Agreement.id).where(Agreement.youth_id == youth.id)
        return list(db.session.scalars(select(model).where(model.agreement_id.in_(own))))

    return rows


def _empty_agreement(row: Agreement) -> None:
    row.draft, row.contact = {}, {}


def _empty_version(row: AgreementVersion) -> None:
    row.content = row.created_by = None


def _empty_signature(row: Signature) -> None:
    row.name = row.email = row.person_id = None


def _empty_comment(row: AgreementComment) -> None:
    row.name = row.text = GONE


def _empty_assessment(row: SupervisorAssessment) -> None:
    row.name = row.text = GONE
    row.outcomes = [{**one, "text": GONE} for one in row.outcomes]


def _empty_scan(row: Upload) -> None:
    """The row stays, for the signature names it; the picture of a signature goes with the commit."""
    row.name = GONE
    uploads.doom(row)


hold(
    Holding(
        noun="agreement",
        title=N_("an agreement"),
        rows=of_youth(Agreement),
        erase=_empty_agreement,
        running=lambda row: row.status in ("proposed", "in_force"),
    )
)
for _noun, _model, _erase in (
    ("agreement_version", AgreementVersion, _empty_version),
    ("signature", Signature, _empty_signature),
    ("agreement_comment", AgreementComment, _empty_comment),
    ("scan", Upload, _empty_scan),
    ("supervisor_assessment", SupervisorAssessment, _empty_assessment),
):
    hold(Holding(noun=_noun, title="", rows=_within(_model), erase=_erase, secret=SECRET))


@consent.when_withdrawn
def stop(youth: Youth) -> None:
    """Without consent the data of a youth under sixteen are no longer used: what runs ends, what was decided stands."""
    reason = translator(youth.person.language)(WITHDRAWN)
    found = select(Agreement).where(Agreement.youth_id == youth.id, Agreement.status.in_(STOPS))
    for agreement in db.session.scalars(found.order_by(Agreement.number)).all():
        fire(agreement, STOPS[agreement.status], actor=SYSTEM, text=reason)
