"""From an agreement to the frozen records of its papers; their shapes are in `agreement_records`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from mdt.access import Person
from mdt.models import Agreement
from mdt.rules import rounds
from mdt.services import agreement, agreement_facts, hours_papers
from mdt.services.letterhead import letterhead, organisation
from mdt.services.transitions import Occasion
from mdt.services.wording import in_hours, translator
from workflows import AgreementWorkflow
from workflows.base import N_

Record = dict[str, Any]

PARTIES = {
    "youth": N_("Youth"), "organisation": N_("Organisation"), "school": N_("School"), "guardian": N_("Guardian"),
}  # fmt: skip
WAYS = {
    "account": N_("signed in Diensttijd, with an account"),
    "link": N_("signed in Diensttijd, by a personal link"),
    "paper": N_("signed on paper, of which a scan is kept"),
}
REACHED = {"yes": N_("Reached"), "partly": N_("Partly reached"), "no": N_("Not reached")}


def records(subject: Agreement, occasion: Occasion) -> dict[str, Record]:
    """The records of the papers that an event leads to, by kind of paper, in the language of the youth."""
    kind = AgreementWorkflow.evidence.get(occasion.event)
    if kind == hours_papers.KIND:
        return {kind: hours_papers.statement(subject, on=occasion.today)}
    return {str(kind): _Writer(subject, occasion, str(kind)).record()} if kind else {}


class _Writer:
    def __init__(self, subject: Agreement, occasion: Occasion, kind: str) -> None:
        self.agreement, self.occasion, self.kind = subject, occasion, kind
        self.language = subject.youth.person.language
        self.translate: Callable[[str], str] = translator(self.language)
        version = subject.current
        assert version is not None and version.content is not None  # a paper comes after a version
        self.version, self.content = version, version.content

    def record(self) -> Record:
        """The whole record: what every paper holds, and what this kind adds."""
        return self._common() | getattr(self, f"_{self.kind}")()

    def _common(self) -> Record:
        subject, content = self.agreement, self.content
        return letterhead(self.kind, language=self.language, on=self.occasion.today) | {
            "case": {"number": subject.number, "submitted_on": subject.created_at.date().isoformat()},
            "organisation": organisation(subject.organisation), "addressee": {"name": subject.youth.name},
            "signatory": self._signatory(),
            "youth": content["youth"], "school": content["school"], "title": content["title"],
            "starts_on": content["starts_on"], "ends_on": content["ends_on"],
            "hours_goal": in_hours(content["minutes_goal"]), "accreditation": self._accreditation(),
            "version": {"number": self.version.number, "id": self.version.id},
        }  # fmt: skip

    def _signatory(self) -> Record:
        actor = self.occasion.actor
        if self.kind == "supervisor_assessment":
            written = self.agreement.assessment
            return {
                "name": written.name if written else "",
                "role": self._on_behalf(N_("supervisor at %(organisation)s")),
            }
        if isinstance(actor, Person):
            return {"name": actor.name, "role": self._on_behalf(N_("on behalf of %(organisation)s"))}
        return {"name": "Diensttijd", "role": self.translate(N_("recorded once all parties had signed"))}

    def _on_behalf(self, said: str) -> str:
        return self.translate(said) % {"organisation": self.agreement.organisation.name}

    def _accreditation(self) -> Record | None:
        found = self.agreement.accreditation
        return {"number": found.number, "starts_on": found.starts_on.isoformat(),
                "ends_on": found.ends_on.isoformat()} if found else None  # fmt: skip

    def _round(self) -> str:
        try:
            found = rounds.get(self.content["round"], date.fromisoformat(self.content["starts_on"]))
        except LookupError:
            return str(self.content["round"])
        return str(getattr(found.title, self.language))

    # -- the papers -----------------------------------------------------------------------------------------------
    def _agreement(self) -> Record:
        content = self.content
        signatures = [one for one in self.agreement.signatures if one.version_id == self.version.id]
        return {
            "round": self._round(), "hours_a_week": in_hours(content["minutes_a_week"]),
            "activities": [{"what": row["what"], "recognised": row.get("recognised") or None,
                            "of_school": row.get("kind") == "school"} for row in content["activities"]],
            "outcomes": [row["text"] for row in content["outcomes"]],
            "guidance": content["guidance"], "judged": content["judged"], "allowance": content["allowance"] or None,
            "supervisor": agreement.contact_of(self.agreement, "supervisor")["name"] or None,
            "signatures": [{"party": self.translate(PARTIES[one.party]), "name": one.name or "",
                            "how": self.translate(WAYS[one.how]), "signed_on": one.signed_on.isoformat()}
                           for one in signatures],
        }  # fmt: skip

    def _certificate_of_participation(self) -> Record:
        return {
            "activities": [row["what"] for row in self.content["activities"]],
            "hours_made": in_hours(agreement_facts.minutes_served(self.agreement.id)),
            "round": self._round(), "completed_on": self.occasion.effective_on.isoformat(),
        }  # fmt: skip

    def _supervisor_assessment(self) -> Record:
        found = self.agreement.assessment
        assert found is not None  # it has just been written
        return {
            "outcomes": [{"text": row["text"], "reached": self.translate(REACHED[row["reached"]])}
                         for row in found.outcomes],
            "hours_known": in_hours(found.minutes_known), "text": found.text,
        }  # fmt: skip
