"""From a case to the frozen record of each paper: the one place that says what a paper of this case holds.

The shapes are those of `paper_records`. Number, code and address are added when the paper is issued.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from mdt.models import Application, Document, Event, db
from mdt.rules import sectors
from mdt.rules.framework import Framework
from mdt.services import accreditation_standing, advice, assessment, deadlines, framework_versions, visit
from mdt.services.paper_writer import Record, Writer, named
from mdt.services.transitions import Occasion
from workflows import ApplicationWorkflow
from workflows.base import N_

OBLIGATIONS = (
    N_("You keep to the assessment framework: youths get guidance, a safe place and real tasks."),
    N_("You answer a short annual check-in, and let us visit when we ask."),
    N_("You tell us within two weeks when something important changes, or when the safety of youths was at stake."),
)


def records(application: Application, occasion: Occasion) -> dict[str, Record]:
    """The records of the papers that an event leads to, by kind of paper."""
    kinds = named(ApplicationWorkflow.evidence, occasion.event)
    return {kind: _Writer(application, occasion, kind).record() for kind in kinds}


def concept(application: Application, occasion: Occasion) -> tuple[str, Record]:
    """The record of the decision that an event would lead to, for a preview before it exists."""
    kind = named(ApplicationWorkflow.evidence, occasion.event)[0]
    return kind, _Writer(application, occasion, kind).record()


class _Writer(Writer):
    """Writes the papers of an application."""

    def __init__(self, application: Application, occasion: Occasion, kind: str) -> None:
        self.application = application
        self.framework: Framework = framework_versions.of(application)
        self.history = deadlines.history(application, occasion)
        received = next((m.on for m in self.history.moments if m.name == "submit"), occasion.today)
        case = {"number": application.number, "submitted_on": received.isoformat()}
        super().__init__(application.organisation, occasion, kind, case=case)
        self.objection_at = f"{current_app.config['MDT_BASE_URL']}/applications/{application.id}/objections/new"

    # -- parts that several papers share --------------------------------------------------------------------------
    def _framework(self) -> Record:
        return {"name": self.framework.title[self.language], "version": self.framework.version}

    def _reference(self, kind: str, event: str) -> Record:
        """An earlier paper in the case; where its number is still being made, the case number stands for it."""
        query = (
            select(Document.number, Document.issued_on)
            .join(Event, Document.event_id == Event.id)
            .where(Event.subject_id == self.application.id, Document.kind == kind)
            .order_by(Event.id.desc())
        )
        found = db.session.execute(query.limit(1)).first()
        if found is not None:
            return {"number": found[0], "date": found[1].isoformat()}
        moment = self.history.last(event)
        return {"number": self.application.number, "date": (moment.on if moment else self.occasion.today).isoformat()}

    def _finding(self, indicator: str, score: str, reasons: str) -> Record:
        level = self.framework.level(score)
        colour = "met" if level.enough else "not_met" if level.value == 1 else "partly"
        return {
            "indicator": self.framework.indicator(indicator).plain[self.language], "level": colour,
            "judgement": level.label[self.language], "explanation": reasons,
        }  # fmt: skip

    def _weak_findings(self) -> list[Record]:
        joint = advice.judgements(self.application)
        found = [(i.id, joint[i.id]) for i in self.framework.indicators if i.id in joint]
        return [
            self._finding(name, row.score, row.reasons)
            for name, row in found
            if not self.framework.level(row.score).enough
        ]

    def _assessors(self) -> list[Record]:
        return [
            {"name": a.assessor.name, "role": self.translate(N_("lead assessor") if a.lead else N_("second assessor"))}
            for a in assessment.of_application(self.application, "open", "submitted")
        ]

    def _legal_basis(self, *articles: str) -> list[str]:
        version = self.translate(N_("version"))  # outside the f-string, where it would not be found for translation
        title = f"{self.framework.title[self.language]}, {version} {self.framework.version}"
        return [title, *(self.translate(article) for article in articles)]

    def _missing(self, text: str) -> list[Record]:
        lines = [line.strip(" -•\t") for line in text.splitlines() if line.strip(" -•\t")]
        return [{"what": line, "why": None} for line in lines]

    def _accreditation(self) -> Record:
        made = self.occasion.made.get("accreditation")
        number = made.number if made else "–"
        return {
            "number": number,
            "starts_on": self._day("starts_on").isoformat(),
            "ends_on": self._day("ends_on").isoformat(),
        }

    def _renewal(self) -> Record | None:
        """What this grant renews, when it begins the day after."""
        since = before = accreditation_standing.renewed_by(self.application, self._day("starts_on"))
        if before is None or since is None:
            return None
        while (earlier := accreditation_standing.renewed_by(since.application, since.starts_on)) is not None:
            since = earlier
        return {"number": before.number, "ends_on": accreditation_standing.last_day(before).isoformat(),
                "accredited_since": since.starts_on.isoformat()}  # fmt: skip

    def _day(self, key: str) -> date:
        value = self.given.get(key)
        return value if isinstance(value, date) else self.occasion.today

    def _conditions(self) -> list[Record]:
        return [
            {"text": str(text), "due_on": due.isoformat() if due else None}
            for text, due in self.given.get("conditions") or ()
        ]

    # -- the papers -----------------------------------------------------------------------------------------------
    def _confirmation_of_receipt(self) -> Record:
        term = self.history.decision()
        assert term is not None  # the present event is the submission
        files = [upload.name for upload in self.application.uploads]
        return {
            "received": [section.title[self.language] for section in self.framework.sections] + files,
            "decision_term": self._term(term),
        }

    def _supplement_request(self) -> Record:
        found = self.history.supplement()
        assert found is not None
        asked, term, _answer = found
        return {
            "missing": self._missing(str(self.given.get("missing") or "")),
            "supplement_term": self._term(term),
            "suspended_from": (asked.on + timedelta(days=1)).isoformat(),
        }

    def _set_aside_decision(self) -> Record:
        found = self.history.supplement()
        assert found is not None
        asked, term, answer = found
        return {
            "request": self._reference("supplement_request", "request_supplement"),
            "supplement_term_ended_on": term.ends_on.isoformat(),
            "missing": self._missing(str(asked.given.get("missing") or "")),
            "answered_on": answer.on.isoformat() if answer else None,
            "reasons": str(self.given.get("reasons") or ""),
            "legal_basis": self._legal_basis(N_("General Administrative Law Act (Awb), article 4:5")),
            "objection": self._remedy(),
        }

    def _visit_report(self) -> Record:
        held = visit.latest(self.application)
        assert held is not None  # the rule saw to it
        seen: dict[str, list[str]] = {}
        for row in held.observations:
            if row.text.strip():
                seen.setdefault(row.theme, []).append(row.text)
        kinds = [row.kind for row in held.conversations]
        comment = self._comment(held.id)
        return {
            "framework": self._framework(),
            "visit": {
                "held_on": (held.agreed_on or self.occasion.today).isoformat(),
                "place": held.place,
                "assessors": self._assessors(),
            },
            "themes": [
                {"title": theme.title[self.language], "observations": seen.get(theme.id, [])}
                for theme in self.framework.themes
            ],
            "conversations": [
                {"kind": kind.label[self.language], "number": kinds.count(kind.id)}
                for kind in self.framework.conversations.kinds
                if kind.id in kinds
            ],
            "comment": {"received_on": comment.isoformat(), "text": held.comment} if comment else None,
        }

    def _comment(self, visit_id: Any) -> date | None:
        query = select(Event.effective_on).where(Event.subject_id == visit_id, Event.name == "comment_on_facts")
        return db.session.scalar(query.order_by(Event.id.desc()).limit(1))

    def _advice(self) -> Record:
        joint, proposal = advice.judgements(self.application), advice.proposal(self.application)
        held = visit.latest(self.application)
        assert proposal is not None and held is not None  # the rules saw to it
        conditions = [{"text": c["text"], "due_on": c["due_on"] or None} for c in proposal.conditions]
        return {
            "framework": self._framework(),
            "assessors": self._assessors(),
            "visited_on": (held.agreed_on or self.occasion.today).isoformat(),
            "themes": [
                {
                    "title": theme.title[self.language],
                    "findings": [
                        self._finding(i.id, joint[i.id].score, joint[i.id].reasons)
                        for i in self.framework.indicators_of(theme.id)
                    ],
                }
                for theme in self.framework.themes
            ],
            "dissent": [
                {
                    "indicator": self.framework.indicator(name).plain[self.language],
                    "judgement": self.framework.level(row.score).label[self.language],
                    "explanation": row.dissent,
                }
                for name, row in joint.items()
                if row.agreed is False
            ],
            "proposed_outcome": proposal.outcome,
            "proposed_ends_on": None,
            "summary": proposal.summary,
            "conditions": conditions,
        }

    def _intention_to_refuse(self) -> Record:
        found = self.history.view()
        assert found is not None
        config = current_app.config
        return {
            "framework": self._framework(),
            "advice": self._reference("advice", "advise"),
            "findings": self._weak_findings(),
            "reasons": str(self.given.get("reasons") or ""),
            "legal_basis": self._legal_basis(N_("General Administrative Law Act (Awb), articles 4:7 to 4:9")),
            "view": self._term(found[1])
            | {
                "phone": config["MDT_ISSUER_PHONE"],
                "email": config["MDT_ISSUER_EMAIL"],
                "online": f"{config['MDT_BASE_URL']}/applications/{self.application.id}",
            },
        }

    def _refusal_decision(self) -> Record:
        return {
            "framework": self._framework(),
            "advice": self._reference("advice", "advise"),
            "deviation": str(self.given.get("deviation") or "") or None,
            "intention": self._reference("intention_to_refuse", "intend_refusal"),
            "findings": self._weak_findings(),
            "reasons": str(self.given.get("reasons") or ""),
            "legal_basis": self._legal_basis(N_("General Administrative Law Act (Awb), articles 3:46, 3:47 and 3:49")),
            "view": self._view(),
            "objection": self._remedy(),
        }

    def _view(self) -> Record:
        found = self.history.view()
        answer = found[2] if found else None
        if answer is None:
            return {"given": "none", "given_on": None, "summary": None, "weighing": None}
        oral = answer.given.get("orally") or answer.given.get("channel") in ("telephone", "counter")
        how = "waived" if answer.name == "waive_view" else "orally" if oral else "in_writing"
        return {
            "given": how,
            "given_on": answer.on.isoformat(),
            "summary": str(answer.given.get("view") or "") or None,
            "weighing": str(self.given.get("weighing") or "") or None,
        }

    def _grant_decision(self) -> Record:
        return {
            "framework": self._framework(),
            "advice": self._reference("advice", "advise"),
            "deviation": str(self.given.get("deviation") or "") or None,
            "accreditation": self._accreditation(),
            "renewal": self._renewal(),
            "reasons": str(self.given.get("reasons") or ""),
            "legal_basis": self._legal_basis(N_("General Administrative Law Act (Awb), articles 3:46 and 3:47")),
            "conditions": self._conditions(),
            "obligations": [self.translate(text) for text in OBLIGATIONS],
            "objection": self._remedy(),
        }

    def _certificate(self) -> Record:
        sector = next((s for s in sectors() if s.code == self.application.organisation.sector), None)
        return {
            "framework": self._framework(),
            "accreditation": self._accreditation(),
            "renewal": self._renewal(),
            "sector": sector.title[self.language] if sector else None,
            "decision": {"number": self.application.number, "date": self.occasion.today.isoformat()},
        }

    def _extension_letter(self) -> Record:
        before = self.application.decide_by or self.occasion.today
        term = self.history.decision()
        assert term is not None
        return {
            "present_term_ends_on": self.occasion.made.get("present_term", before).isoformat(),
            "new_term": self._term(term),
            "reason": str(self.given.get("reasons") or ""),
        }
