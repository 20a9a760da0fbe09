"""An agreement played step by step through the real services; the demonstration and the tests share the steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from mdt.access import SYSTEM
from mdt.models import Agreement, Organisation, Person, School, Youth
from mdt.services import agreement, clock, link
from mdt.services.transitions import fire
from workflows.roles import Role

WORDS: dict[str, Any] = {
    "title": "Meehelpen in het buurthuis",
    "round": "basis",
    "minutes_a_week": 6 * 60,
    "minutes_goal": 80 * 60,
    "activities": [
        {"what": "Huiswerk begeleiden op woensdag", "kind": "service", "recognised": "Gesprekstechnieken oefenen"},
        {"what": "De buurtlunch voorbereiden en gasten ontvangen", "kind": "service", "recognised": ""},
    ],
    "outcomes": [{"text": "Ik kan een gesprek beginnen met iemand die ik niet ken."},
                 {"text": "Ik kan een activiteit plannen en bijsturen."}],
    "guidance": "Elke week een kwartier terugkijken met de begeleider; elke maand een langer gesprek.",
    "judged": "De begeleider beschrijft per leeruitkomst wat zij zag. De school voert een gesprek.",
    "allowance": "De organisatie betaalt de reiskosten en heeft een verzekering voor vrijwilligers.",
}  # fmt: skip
SUPERVISOR = {"name": "Bea Leider", "email": "bea.leider@voorbeeld.example", "telephone": "", "language": "nl"}


@dataclass
class Deal:
    """An agreement with the people around it."""

    agreement: Agreement
    youth: Person
    coordinator: Person
    clerk: Person | None = None
    words: Mapping[str, Any] = field(default_factory=dict)

    def fire(self, event: str, actor: Any, **given: Any) -> Any:
        """Fire an event on the agreement."""
        return fire(self.agreement, event, actor=actor, **given)

    @property
    def drafter(self) -> Person:
        """Who writes the draft."""
        people = {"youth": self.youth, "organisation": self.coordinator, "school": self.clerk}
        found = people[self.agreement.drafted_by]
        assert found is not None
        return found


def draft(
    youth: Youth, host: Organisation, *, coordinator: Person, school: School | None = None, clerk: Person | None = None,
    by: Person | None = None, starts_on: date | None = None, ends_on: date | None = None, **words: Any,
) -> Deal:  # fmt: skip
    """Somebody (the youth) drafts an agreement and fills everything in."""
    author = by or youth.person
    made = agreement.start(youth, host, actor=author, school=school)
    first = starts_on or clock.today()
    written = WORDS | {"starts_on": first, "ends_on": ends_on or first + timedelta(days=150)} | words
    agreement.save(made, written, actor=author)
    return Deal(made, youth.person, coordinator, clerk, written)


def propose(deal: Deal) -> None:
    """The drafter proposes it."""
    deal.fire("propose", deal.drafter)


def name_supervisor(deal: Deal, supervisor: Mapping[str, str] | None = None) -> None:
    """The organisation says who supervises."""
    deal.fire("correct_contact", deal.coordinator, contact={"supervisor": dict(supervisor or SUPERVISOR)})


def sign(deal: Deal, *parties: str, event: str = "sign") -> None:
    """The parties that must still sign do so (or only these): by account, and the guardian by the link."""
    for party in agreement.to_sign(deal.agreement):
        if parties and party not in parties:
            continue
        version = deal.agreement.pending_version_id or deal.agreement.current_version_id
        if party == "guardian":
            who = agreement.contact_of(deal.agreement, "guardian")
            found = link.current("agreement", deal.agreement.id, Role.GUARDIAN, email=who["email"])
            assert found is not None
            link.use(link.token_of(found), event, version_id=version)
        else:
            person = {"youth": deal.youth, "organisation": deal.coordinator, "school": deal.clerk}[party]
            deal.fire(event, person, version_id=version)


def put_in_force(deal: Deal) -> Deal:
    """Proposed, the supervisor named, and signed by all."""
    propose(deal)
    name_supervisor(deal)
    sign(deal)
    return deal


def assess(
    deal: Deal, *, reached: str = "yes", text: str = "Altijd op tijd, en steeds vaker zelf het initiatief."
) -> None:
    """The supervisor gets a link and writes the assessment."""
    found = link.live("agreement", deal.agreement.id, Role.SUPERVISOR)
    if not found:
        deal.fire("ask_assessment", deal.coordinator)
        found = link.live("agreement", deal.agreement.id, Role.SUPERVISOR)
    version = deal.agreement.current
    assert version is not None and version.content is not None
    outcomes = {row["id"]: reached for row in version.content["outcomes"]}
    link.use(link.token_of(found[0]), "assess", outcomes=outcomes, text=text)


def close_unfinished(deal: Deal) -> None:
    """The system closes it, when four weeks have gone since the last day."""
    deal.fire("close_unfinished", SYSTEM)
