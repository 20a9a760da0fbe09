"""A credit played step by step through the real services; the demonstration, the benchmark and the tests share it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mdt.models import Agreement, Credit, Person, Scheme, School, Youth
from mdt.services import clock
from mdt.services import credit as credits_
from mdt.services import scheme as schemes
from mdt.services.transitions import fire

REFLECTION = (
    "Ik dacht dat helpen vooral doen was. Nu begin ik met luisteren: wat wil iemand zelf? "
    "Dat lukte bij de lunch eerst niet, en aan het eind wel."
)
MISSING = "In de reflectie mist wat je een volgende keer anders zou doen."
WHY = "De uren zijn bevestigd, de reflectie laat de leeruitkomst zien en de begeleider is positief."
JUDGEMENT = "De examencommissie heeft reflectie en beoordeling gelezen en vindt dat de leeruitkomst is bereikt."
DECLINED = "De reflectie beschrijft wat er gebeurde, maar niet wat de student ervan leerde."
SCHEMES: dict[str, dict[str, Any]] = {
    "hbo": {"title": "Vrije ruimte: dienst aan de samenleving", "basis": "assessed_unit", "basis_text": "VRIJ-3",
            "minimum": 200, "maximum": 600, "reflection_share": 10, "asks": ["reflection", "supervisor"],
            "allows_prior": True},
    "wo": {"title": "Maatschappelijke dienst", "basis": "extracurricular", "maximum": 500, "reflection_share": 10,
           "asks": ["reflection"]},
    "mbo": {"title": "Burgerschap in de praktijk", "basis": "citizenship", "maximum": 24_000,
            "asks": ["reflection", "supervisor"]},
    "vo": {"title": "Maatschappelijke stage", "basis": "statement", "minimum_minutes": 30 * 60, "asks": ["reflection"]},
}  # fmt: skip


@dataclass
class Claim:
    """A credit with the people around it."""

    credit: Credit
    youth: Person
    clerk: Person
    board: Person

    def fire(self, event: str, actor: Person, **given: Any) -> None:
        """Fire an event on the credit."""
        fire(self.credit, event, actor=actor, **given)


def scheme(school: School, *, by: Person, **changes: Any) -> Scheme:
    """A scheme of a school that applies from today, as its sector has them."""
    return schemes.publish(school, actor=by, **({"valid_from": clock.today()} | SCHEMES[school.sector] | changes))


def start(youth: Youth, by: Scheme, *, agreement: Agreement | None, clerk: Person, board: Person,
          **prior: Any) -> Claim:  # fmt: skip
    """The youth asks, and writes the reflection."""
    made = credits_.start(youth, by, actor=youth.person, agreement=agreement, **prior)
    credits_.save(made, actor=youth.person, reflection=REFLECTION, reflection_minutes=240)
    return Claim(made, youth.person, clerk, board)


def submit(claim: Claim) -> None:
    """The youth hands it in."""
    claim.fire("submit", claim.youth)


def take_up(claim: Claim) -> None:
    """A clerk takes it up."""
    claim.fire("take_up", claim.clerk)


def assessed(claim: Claim) -> dict[str, Any]:
    """What a proposal on the ground of the scheme names."""
    by = claim.credit.scheme
    unit = by.basis in ("assessed_unit", "elective")
    return {"basis": by.basis, "basis_text": by.basis_text, "passed": True if unit else None,
            "assessed_on": clock.today() if unit else None,
            "assessed_by": "Ella Maat" if unit else ""}  # fmt: skip


def propose(claim: Claim) -> None:
    """The clerk proposes to award."""
    claim.fire("propose", claim.clerk, reasons=WHY, **assessed(claim))


def send_back(claim: Claim) -> None:
    """The clerk sends it back."""
    claim.fire("send_back", claim.clerk, what_is_missing=MISSING)


def award(claim: Claim) -> None:
    """The exam board awards."""
    claim.fire("award", claim.board, reasons=JUDGEMENT)


def decline(claim: Claim) -> None:
    """The exam board declines."""
    claim.fire("decline", claim.board, reasons=DECLINED)


def withdraw(claim: Claim) -> None:
    """The youth takes it back."""
    claim.fire("withdraw", claim.youth)


def revoke(claim: Claim) -> None:
    """The exam board revokes, after hearing the student."""
    claim.fire("revoke", claim.board, ground="error", heard_on=clock.today(),
               hearing="De student wist niet dat de uren al in een vrijstelling zaten.",
               reasons="Dezelfde uren zaten al in een vrijstelling.")  # fmt: skip


def award_on_appeal(claim: Claim) -> None:
    """The outcome of the appeal is carried out."""
    claim.fire("award_on_appeal", claim.board, appeal_body="College van beroep voor de examens",
               appeal_on=clock.today(), appeal_reference="CBE 2026-12", amount=300,
               reasons="Het college droeg op de eenheid toe te kennen.")  # fmt: skip


Step = Callable[[Claim], None]
REVIEWED: tuple[Step, ...] = (submit, take_up, propose)
ROUTES: Mapping[str, tuple[Step, ...]] = {
    "draft": (), "submitted": (submit,), "under_review": REVIEWED, "returned": (submit, take_up, send_back),
    "awarded": (*REVIEWED, award), "not_awarded": (*REVIEWED, decline), "revoked": (*REVIEWED, award, revoke),
    "withdrawn": (submit, withdraw),
}  # fmt: skip


def run(claim: Claim, at: str) -> Claim:
    """Play a credit to a state."""
    for step in ROUTES[at]:
        step(claim)
    return claim
