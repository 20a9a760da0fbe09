"""From an objection to the frozen record of each of its papers."""

from __future__ import annotations

from typing import Any

from flask import current_app

from mdt.models import Objection
from mdt.services import calendar
from mdt.services.objection_terms import before_hearing, decision_term, lodging_term, timely
from mdt.services.paper_writer import Record, Writer, named
from mdt.services.transitions import Occasion
from workflows import ObjectionWorkflow
from workflows.base import N_
from workflows.objection_words import CONSEQUENCES, CONTESTED, INADMISSIBLE, NO_HEARING, OUTCOMES
from workflows.terms import term_after

APPEAL = "appeal"


def records(objection: Objection, occasion: Occasion) -> dict[str, Record]:
    """The records of the papers that an event leads to, by kind of paper."""
    kinds = named(ObjectionWorkflow.evidence, occasion.event)
    return {kind: ObjectionWriter(objection, occasion, kind).record() for kind in kinds}


def concept(objection: Objection, occasion: Occasion) -> tuple[str, Record]:
    """The record of the decision that an event would lead to, for a preview before it exists."""
    kind = named(ObjectionWorkflow.evidence, occasion.event)[0]
    return kind, ObjectionWriter(objection, occasion, kind).record()


class ObjectionWriter(Writer):
    """Writes the papers of an objection."""

    def __init__(self, objection: Objection, occasion: Occasion, kind: str) -> None:
        self.objection = objection
        case = {"number": objection.number, "submitted_on": objection.received_on.isoformat()}
        super().__init__(objection.organisation, occasion, kind, case=case)

    # -- parts that several papers share --------------------------------------------------------------------------
    def _about(self) -> Record:
        """The objection and the decision against which it is directed."""
        found = self.objection
        case = found.accreditation or found.application
        return {
            "received_on": found.received_on.isoformat(),
            "contested": {"title": self.translate(CONTESTED[found.against]), "number": case.number,
                          "date": found.announced_on.isoformat()},
        }  # fmt: skip

    def _text(self, key: str) -> str:
        return str(self.given.get(key) or "")

    def _online(self) -> str:
        return f"{current_app.config['MDT_BASE_URL']}/objections/{self.objection.id}"

    def _appeal(self) -> Record:
        """The way to the court (art. 8:1 and 6:7 Awb): six weeks from the day after this decision was sent."""
        day = self.occasion.today
        term = term_after(day, calendar.length("objection", day), kind=APPEAL, law="art. 6:7 Awb",
                          calendar=calendar.calendar())  # fmt: skip
        court = self.translate(N_("the District Court of %(place)s")) % {"place": current_app.config["MDT_COURT"]}
        return self._term(term) | {"court": court}

    def _heard(self) -> Record:
        found = self.objection
        ground = self.translate(NO_HEARING[found.no_hearing]) if found.no_hearing else None
        held = found.hearing_on.isoformat() if found.hearing_on and found.report else None
        return {"held_on": held, "not_held": ground}

    def _lateness(self) -> str | None:
        return (self._text("late_reasons") or self.objection.late_reasons) or None

    def _decision(self) -> Record:
        return self._about() | {
            "grounds": self.objection.grounds or None,
            "hearing": self._heard(),
            "reasons": self._text("reasons"),
            "appeal": self._appeal(),
        }

    # -- the papers -----------------------------------------------------------------------------------------------
    def _objection_confirmation(self) -> Record:
        lodging = lodging_term(self.objection)
        return self._about() | {
            "late": timely(self.objection) == "late",
            "lodging_term": self._term(lodging),
            "decision_term": self._term(decision_term(self.objection, self.occasion)),
            "grounds_missing": not self.objection.grounds.strip(),
            "online": self._online(),
        }

    def _hearing_invitation(self) -> Record:
        found = self.objection
        assert found.hearing_on is not None  # the rule saw to it
        inspection, papers = before_hearing(found.hearing_on)
        return self._about() | {
            "hearing": {"day": found.hearing_on.isoformat(), "time": found.hearing_at, "place": found.hearing_place},
            "inspection_from": inspection.isoformat(), "papers_until": papers.isoformat(), "online": self._online(),
        }  # fmt: skip

    def _hearing_report(self) -> Record:
        found = self.objection
        assert found.hearing_on is not None  # the rule saw to it
        return self._about() | {
            "hearing": {"day": found.hearing_on.isoformat(), "time": found.hearing_at, "place": found.hearing_place},
            "present": self._text("present"), "report": found.report,
            "heard_with": int(self.given.get("heard_with") or 0),
            "heard_with_involved": int(self.given.get("heard_with_involved") or 0),
        }  # fmt: skip

    def _adjournment_letter(self) -> Record:
        before: Any = self.occasion.made.get("present_term") or self.objection.decide_by
        return self._about() | {
            "present_term": before.isoformat(),
            "decision_term": self._term(decision_term(self.objection, self.occasion)),
            "because": self.occasion.event,
            "reasons": self._text("reasons") or None,
        }

    def _inadmissible_decision(self) -> Record:
        return self._decision() | {
            "ground": self.translate(INADMISSIBLE[self._text("ground")]),
            "lodging_term": self._term(lodging_term(self.objection)),
            "legal_basis": [self.translate(N_("General Administrative Law Act (Awb), articles 6:5 to 6:11 and 7:1"))],
        }  # fmt: skip

    def _objection_decision(self) -> Record:
        found, event = self.objection, self.occasion.event
        chosen = self._text("consequence")
        return self._decision() | {
            "outcome": event.removeprefix("declare_"), "lateness": self._lateness(),
            "advice": {"outcome": self.translate(OUTCOMES[found.advice]), "text": found.proposal},
            "deviation": self._text("deviation") or None,
            "consequence": chosen or None,
            "in_its_place": self.translate(CONSEQUENCES[chosen]) if chosen else None,
            "new_decision": self._text("new_decision") or None,
            "legal_basis": [self.translate(N_("General Administrative Law Act (Awb), articles 7:2 to 7:12"))],
        }  # fmt: skip
