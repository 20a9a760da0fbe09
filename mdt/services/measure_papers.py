"""From a measure to the frozen record of its letters."""

from __future__ import annotations

from flask import current_app

from mdt.models import Measure
from mdt.services import calendar
from mdt.services.accreditation_papers import AccreditationWriter
from mdt.services.paper_writer import Record
from mdt.services.transitions import Occasion
from workflows.base import N_
from workflows.measure import KINDS
from workflows.terms import view_term


def records(measure: Measure, occasion: Occasion, kinds: tuple[str, ...]) -> dict[str, Record]:
    """The records of the papers that an event leads to, by kind of paper."""
    return {kind: MeasureWriter(measure, occasion, kind).record() for kind in kinds}


class MeasureWriter(AccreditationWriter):
    """Writes the letters of a measure, in the case of its accreditation."""

    def __init__(self, measure: Measure, occasion: Occasion, kind: str) -> None:
        self.measure = measure
        super().__init__(measure.accreditation, occasion, kind)

    def _imposed(self) -> Record:
        found = self.measure
        return {
            "accreditation": self._period(),
            "must_change": found.text,
            "due_on": found.due_on.isoformat(),
            "reasons": found.reasons,
            "online": self._online(),
        }

    def _condition_letter(self) -> Record:
        return self._imposed()

    def _warning_letter(self) -> Record:
        return self._imposed()

    def _intention(self) -> Record:
        found, config = self.measure, current_app.config
        assert found.view_by is not None  # the rule saw to it
        day = self.occasion.today
        term = view_term(announced_on=day, due_on=found.view_by, calendar=calendar.calendar())
        return self._imposed() | {
            "danger": found.danger_stated or None,
            "legal_basis": self._legal_basis(N_("General Administrative Law Act (Awb), articles 4:8 to 4:11")),
            "view": {
                "ends_on": found.view_by.isoformat(),
                "explanation": calendar.explain(term, self.language, self.translate)
                if term.ends_on == found.view_by else [],
                "phone": config["MDT_ISSUER_PHONE"], "email": config["MDT_ISSUER_EMAIL"], "online": self._online(),
            },
        }  # fmt: skip

    def _suspension_intention(self) -> Record:
        return self._intention()

    def _withdrawal_intention(self) -> Record:
        return self._intention()

    def _measure_met_letter(self) -> Record:
        found = self.measure
        return {
            "accreditation": self._period(),
            "measure": self.translate(KINDS[found.kind]),
            "must_change": found.text,
            "imposed_on": found.imposed_on.isoformat(),
            "remedy": found.remedy,
            "reported_on": (found.remedy_on or self.occasion.today).isoformat(),
        }
