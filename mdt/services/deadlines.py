"""The terms of a case, computed from its log by the policy in `workflows`; the columns on the case are a cache."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from mdt.models import Application, Event, db
from mdt.services import calendar, clock
from mdt.services.transitions import Occasion
from mdt.services.wording import plain
from workflows.decision_terms import (
    Extension,
    Suspension,
    decision_term,
    suspended_by_consent,
    suspended_for_supplement,
)
from workflows.penalty import Penalty, penalty
from workflows.terms import Term, set_aside_window, supplement_term, view_term


@dataclass(frozen=True)
class Moment:
    """What happened in a case and when, with what the form gave (plain values)."""

    name: str
    on: date
    given: dict[str, Any]

    def day(self, key: str) -> date | None:
        """A date that the form gave."""
        value = self.given.get(key)
        return date.fromisoformat(value) if value else None


@dataclass(frozen=True)
class History:
    """The moments of one application, oldest first, the present one included."""

    moments: tuple[Moment, ...]
    today: date

    def last(self, *names: str) -> Moment | None:
        """The last moment with one of these names."""
        return next((m for m in reversed(self.moments) if m.name in names), None)

    def after(self, moment: Moment, *names: str) -> Moment | None:
        """The first moment with one of these names after another moment."""
        later = self.moments[self.moments.index(moment) + 1 :]
        return next((m for m in later if m.name in names), None)

    def supplement(self) -> tuple[Moment, Term, Moment | None] | None:
        """The last request for a supplement, its term, and the answer if one came."""
        asked = self.last("request_supplement")
        due = asked.day("due") if asked else None
        if asked is None or due is None:
            return None
        term = supplement_term(asked_on=asked.on, due_on=due, calendar=calendar.calendar())
        return asked, term, self.after(asked, "supplement")

    def view(self) -> tuple[Moment, Term, Moment | None] | None:
        """The last intention to refuse, the term for a view, and the view (or its waiver) if one came."""
        intended = self.last("intend_refusal")
        due = intended.day("due") if intended else None
        if intended is None or due is None:
            return None
        term = view_term(announced_on=intended.on, due_on=due, calendar=calendar.calendar())
        return intended, term, self.after(intended, "give_view", "waive_view")

    def set_aside(self) -> Term | None:
        """The four weeks in which the application can be set aside."""
        found = self.supplement()
        if found is None:
            return None
        asked, term, answer = found
        return set_aside_window(
            supplemented_on=answer.on if answer else None,
            due_on=term.ends_on,
            length=calendar.length("set_aside", asked.on),
            calendar=calendar.calendar(),
        )

    def decision(self) -> Term | None:
        """The decision term, with its suspensions and extensions; None while the application is not submitted."""
        received = next((m for m in self.moments if m.name == "submit"), None)
        if received is None:
            return None
        return decision_term(
            received_on=received.on,
            length=calendar.length("decision", received.on),
            calendar=calendar.calendar(),
            suspensions=self._suspensions(),
            extensions=[
                Extension(m.on, day)
                for m in self.moments
                if m.name == "extend_term" and (day := m.day("new_decide_by")) is not None
            ],
        )

    def penalty(self) -> Penalty | None:
        """What is forfeited for deciding late, once a notice of default was given: the first one counts."""
        notice, term = next((m for m in self.moments if m.name == "put_in_default"), None), self.decision()
        if notice is None or term is None:
            return None
        return penalty(
            term_ended_on=term.ends_on,
            notice_received_on=notice.on,
            wait=calendar.length("penalty_wait", notice.on),
            tariffs=calendar.tariffs(),
            calendar=calendar.calendar(),
        )

    def _suspensions(self) -> list[Suspension]:
        found = []
        for moment in self.moments:
            if moment.name == "request_supplement" and (due := moment.day("due")):
                answer = self.after(moment, "supplement")
                ends = supplement_term(asked_on=moment.on, due_on=due, calendar=calendar.calendar()).ends_on
                found.append(
                    suspended_for_supplement(
                        asked_on=moment.on, due_on=ends, supplemented_on=answer.on if answer else None, today=self.today
                    )
                )
            if moment.name == "consent_to_delay" and (until := moment.day("new_decide_by")):
                found.append(suspended_by_consent(given_on=moment.on, until=until))
        return found


def history(application: Application, occasion: Occasion | None = None) -> History:
    """Read a case's moments from the log, with the event that is about to happen as the last."""
    return History(tuple(moments_of(application.id, occasion)), clock.today())


def moments_of(subject_id: uuid.UUID, occasion: Occasion | None = None) -> list[Moment]:
    """What happened to a subject, oldest first, with the event that is about to happen as the last."""
    query = select(Event.name, Event.effective_on, Event.snapshot).where(Event.subject_id == subject_id)
    found = [
        Moment(name, on, (snapshot or {}).get("given", {}))
        for name, on, snapshot in db.session.execute(query.order_by(Event.id))
    ]
    if occasion is not None and occasion.event:
        found.append(Moment(occasion.event, occasion.effective_on, plain(dict(occasion.given))))
    return found


def settle(application: Application, occasion: Occasion) -> None:
    """Keep the columns that lists sort and filter by up to date with the log."""
    found = history(application, occasion)
    term = found.decision()
    received = next((m for m in found.moments if m.name == "submit"), None)
    application.received_on = received.on if received else None
    application.decide_by = term.ends_on if term else None
    application.respond_by = _respond_by(application.status, found)


def _respond_by(status: str, found: History) -> date | None:
    """By when the organisation is to answer, while something is asked of it."""
    waiting = {"supplement_requested": found.supplement, "refusal_intended": found.view}.get(status)
    answer = waiting() if waiting else None
    return answer[1].ends_on if answer and answer[2] is None else None
