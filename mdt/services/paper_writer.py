"""What the records of all papers share, whatever they are about: who issues, to whom, who answers for it, the terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import current_app
from sqlalchemy import select

from mdt.access import Person
from mdt.models import Membership, Organisation, db
from mdt.services import calendar
from mdt.services.letterhead import letterhead, organisation
from mdt.services.transitions import Occasion
from mdt.services.wording import translator
from workflows.base import N_
from workflows.objection_terms import objection_term
from workflows.terms import Term

Record = dict[str, Any]


def named(evidence: Mapping[str, str | tuple[str, ...]], event: str) -> tuple[str, ...]:
    """The kinds of papers of an event."""
    kinds = evidence.get(event, ())
    return (kinds,) if isinstance(kinds, str) else tuple(kinds)


class Writer:
    """Writes one record, in the language of the organisation; a noun adds a method for each kind of paper."""

    def __init__(self, host: Organisation, occasion: Occasion, kind: str, *, case: dict[str, str]) -> None:
        self.host, self.occasion, self.kind, self.case = host, occasion, kind, case
        self.language = host.language
        self.translate: Callable[[str], str] = translator(self.language)
        self.given = occasion.given
        self.objection_at: str | None = None  # where to object online; the writer of a case says so

    def record(self) -> Record:
        """The whole record: what every paper holds, and what this kind adds."""
        return self._common() | getattr(self, f"_{self.kind}")()

    # -- what every paper holds -----------------------------------------------------------------------------------
    def _common(self) -> Record:
        department = self.translate(N_("Accreditation office"))
        return letterhead(self.kind, language=self.language, on=self.occasion.today, department=department) | {
            "case": self.case,
            "organisation": organisation(self.host),
            "addressee": {"name": self._coordinator()},
            "signatory": self._signatory(),
        }  # fmt: skip

    def _coordinator(self) -> str | None:
        query = (
            select(Person.name)
            .join(Membership, Membership.person_id == Person.id)
            .where(
                Membership.organisation_id == self.host.id,
                Membership.status == "confirmed",
                Membership.function == "coordinator",
            )
            .order_by(Membership.created_at)
        )
        return db.session.scalar(query.limit(1))

    def _signatory(self) -> dict[str, str]:
        roles = {
            "board": N_("on behalf of the decision board"), "office": N_("accreditation office"),
            "lead_assessor": N_("lead assessor"), "hearer": N_("hearing officer"),
        }  # fmt: skip
        actor, role = self.occasion.actor, self.occasion.role.value
        if not isinstance(actor, Person) or role not in roles or self.occasion.on_behalf_of:
            return {
                "name": self.translate(N_("The accreditation office")),
                "role": self.translate(N_("accreditation office")),
            }
        return {"name": actor.name, "role": self.translate(roles[role])}

    # -- parts that several papers share --------------------------------------------------------------------------
    def _term(self, term: Term) -> Record:
        return {
            "ends_on": term.ends_on.isoformat(),
            "explanation": calendar.explain(term, self.language, self.translate),
        }

    def _remedy(self) -> Record:
        config = current_app.config
        day = self.occasion.today
        term = objection_term(announced_on=day, length=calendar.length("objection", day), calendar=calendar.calendar())
        return self._term(term) | {
            "body": self.translate(N_("the decision board of %(issuer)s")) % {"issuer": config["MDT_ISSUER_NAME"]},
            "address": [
                config["MDT_ISSUER_NAME"], config["MDT_ISSUER_STREET"],
                f"{config['MDT_ISSUER_POSTCODE']} {config['MDT_ISSUER_CITY']}",
            ],
            "online": self.objection_at,
            "court": self.translate(N_("the District Court of %(place)s")) % {"place": config["MDT_COURT"]},
        }  # fmt: skip
