"""From an accreditation to the frozen record of each of its papers: decisions, letters, the invitation to renew."""

from __future__ import annotations

from datetime import date, timedelta

from flask import current_app
from sqlalchemy import select

from mdt.models import Accreditation, CheckIn, Document, Event, Measure, db
from mdt.services import framework_versions
from mdt.services.accreditation_standing import announced, renewal_opens
from mdt.services.paper_writer import Record, Writer, named
from mdt.services.transitions import Occasion
from workflows import AccreditationWorkflow
from workflows.accreditation import GROUNDS
from workflows.base import N_
from workflows.measure import ANNOUNCES
from workflows.suspension import AFTER_THE_END, AGREEMENTS_END, NEW_AGREEMENTS, RUNNING_AGREEMENTS

INTENTION_PAPERS = {"suspend": "suspension_intention", "withdraw": "withdrawal_intention"}


def records(accreditation: Accreditation, occasion: Occasion) -> dict[str, Record]:
    """The records of the papers that an event leads to, by kind of paper."""
    kinds = named(AccreditationWorkflow.evidence, occasion.event)
    return {kind: AccreditationWriter(accreditation, occasion, kind).record() for kind in kinds}


def concept(accreditation: Accreditation, occasion: Occasion) -> tuple[str, Record]:
    """The record of the decision that an event would lead to, for a preview before it exists."""
    kind = named(AccreditationWorkflow.evidence, occasion.event)[0]
    return kind, AccreditationWriter(accreditation, occasion, kind).record()


class AccreditationWriter(Writer):
    """Writes the papers of an accreditation; what hangs on one writes in the same case."""

    def __init__(self, accreditation: Accreditation, occasion: Occasion, kind: str) -> None:
        self.accreditation = accreditation
        received = accreditation.application.received_on or accreditation.starts_on
        case = {"number": accreditation.number, "submitted_on": received.isoformat()}
        super().__init__(accreditation.organisation, occasion, kind, case=case)
        self.objection_at = f"{current_app.config['MDT_BASE_URL']}/accreditations/{accreditation.id}/objections/new"

    # -- parts that several papers share --------------------------------------------------------------------------
    def _period(self) -> Record:
        found = self.accreditation
        return {"number": found.number, "starts_on": found.starts_on.isoformat(), "ends_on": found.ends_on.isoformat()}

    def _legal_basis(self, *articles: str) -> list[str]:
        framework = framework_versions.of(self.accreditation.application)
        title = f"{framework.title[self.language]}, {self.translate(N_('version'))} {framework.version}"
        return [title, *(self.translate(article) for article in articles)]

    def _online(self) -> str:
        return f"{current_app.config['MDT_BASE_URL']}/accreditations/{self.accreditation.id}"

    def _day(self, key: str) -> date:
        value = self.given.get(key)
        return value if isinstance(value, date) else self.occasion.today

    def _of_agreements(self, otherwise: str) -> str:
        """What becomes of agreements that run."""
        return self.translate(AGREEMENTS_END if self.given.get("danger") else otherwise)

    def _danger(self) -> str | None:
        return str(self.given.get("danger_stated") or "") if self.given.get("danger") else None

    def _before(self) -> Record:
        """What went before the decision: the intention, the view, the remedy that was reported."""
        found = announced(self.accreditation, ANNOUNCES[self.occasion.event])
        if found is None:
            return {"intention": None, "view": None, "remedy": None}
        return {"intention": self._reference(found), "view": self._view(found),
                "remedy": {"reported_on": found.remedy_on.isoformat(), "text": found.remedy}
                if found.remedy_on else None}  # fmt: skip

    def _reference(self, measure: Measure) -> Record:
        query = select(Document.number, Document.issued_on).join(Event, Document.event_id == Event.id)
        query = query.where(Event.subject_id == measure.id, Event.name == "impose")
        made = db.session.execute(query.limit(1)).first()
        number, day = made or (self.accreditation.number, measure.imposed_on)
        return {"number": number, "date": day.isoformat()}

    def _view(self, measure: Measure) -> Record:
        if measure.view_on is None:
            return {"given": "none", "given_on": None, "summary": None, "weighing": None}
        said = db.session.scalars(
            select(Event).where(Event.subject_id == measure.id, Event.name == "give_view").order_by(Event.id.desc())
        ).first()
        oral = said is not None and said.channel in ("telephone", "counter")
        return {"given": "orally" if oral else "in_writing", "given_on": measure.view_on.isoformat(),
                "summary": measure.view or None,
                "weighing": str(self.given.get("weighing") or "") or None}  # fmt: skip

    # -- the papers -----------------------------------------------------------------------------------------------
    def _suspension_decision(self) -> Record:
        return {
            "accreditation": self._period(),
            "suspension": {"starts_on": self._day("from_day").isoformat(), "ends_on": self._day("until").isoformat()},
            "danger": self._danger(),
            "reasons": str(self.given.get("reasons") or ""),
            "meaning": [self.translate(NEW_AGREEMENTS), self._of_agreements(RUNNING_AGREEMENTS)],
            "legal_basis": self._legal_basis(
                N_("General Administrative Law Act (Awb), articles 3:46, 3:47 and 4:8 to 4:11")
            ),
            "objection": self._remedy(),
        } | self._before()

    def _withdrawal_decision(self) -> Record:
        return {
            "accreditation": self._period(),
            "withdrawn_from": self._day("from_day").isoformat(),
            "ground": self.translate(GROUNDS.get(str(self.given.get("ground")), "")) or None,
            "danger": self._danger(),
            "reasons": str(self.given.get("reasons") or ""),
            "meaning": [self._of_agreements(AFTER_THE_END)],
            "legal_basis": self._legal_basis(
                N_("General Administrative Law Act (Awb), articles 3:46, 3:47 and 4:8 to 4:11")
            ),
            "objection": self._remedy(),
        } | self._before()

    def _reinstatement_letter(self) -> Record:
        latest = self.accreditation.suspensions[-1]
        last = min(latest.ends_on, max(latest.starts_on, self.occasion.effective_on - timedelta(days=1)))
        return {
            "accreditation": self._period(),
            "suspension": {"starts_on": latest.starts_on.isoformat(), "ends_on": last.isoformat()},
            "reasons": str(self.given.get("reasons") or ""),
        }

    def _invitation_to_renew(self) -> Record:
        found = self.accreditation
        sent = select(CheckIn.id).where(CheckIn.accreditation_id == found.id, CheckIn.submitted_on.is_not(None))
        return {
            "accreditation": self._period(),
            "opens_on": renewal_opens(found).isoformat(),
            "renewal_starts_on": (found.ends_on + timedelta(days=1)).isoformat(),
            "check_ins": len(db.session.scalars(sent).all()),
            "online": f"{current_app.config['MDT_BASE_URL']}/applications/new",
        }
