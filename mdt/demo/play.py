"""A case played step by step through the real services: one function for each step, as somebody would click it.

The demonstration and the tests share these steps, so that no case ever stands where the rules could not bring it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from mdt.models import Application, Assessment, Event, Organisation, Person, Visit, db
from mdt.rules.framework import Question
from mdt.services import advice, answers, assessment, clock, framework_versions, visit
from mdt.services import application as applications
from mdt.services.transitions import fire

TWO_WEEKS = timedelta(days=14)
FILLER: dict[str, Any] = {
    "text": "Bel aan bij de zijdeur.", "long_text": "Dat spreken wij samen af en wij kijken elke maand terug.",
    "integer": 12, "hours": 4, "yes_no": True,
}  # fmt: skip


@dataclass(frozen=True)
class Staff:
    """The people of the accrediting body that take part in a case."""

    office: Person
    lead: Person
    second: Person
    third: Person
    board: Person
    deputy: Person


@dataclass(frozen=True, kw_only=True)
class Words:
    """What people say and write in a case. Whatever is not given gets a plain sentence."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    observations: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, str] = field(default_factory=dict)
    second_scores: Mapping[str, str] = field(default_factory=dict)
    dissent: Mapping[str, str] = field(default_factory=dict)
    heard: Sequence[tuple[str, str]] = (
        ("youth_in_service", "Vertelt dat er altijd iemand is om op terug te vallen."),
        ("youth_in_service", "Koos de eigen taak en leert nu ook anderen hoe het moet."),
    )
    had_youths: bool = True
    place: str = "Lindelaan 1, Utrecht"
    whom: str = "Twee jongeren en een begeleider"
    outcome: str = "grant"
    summary: str = "Jongeren hebben een vaste begeleider en een taak die ertoe doet. Dat zagen en hoorden wij."
    conditions: Sequence[tuple[str, int]] = ()  # a text and the days within which
    missing: str = "De afspraken over veiligheid\nHet aantal uren begeleiding"
    decision: str = "De beoordelaars zagen in de praktijk dat jongeren goed begeleid worden. Wij nemen hun advies over."
    refusal: str = "Jongeren hebben geen begeleider en niemand weet bij wie zij terechtkunnen als er iets misgaat."
    deviation: str = "De beoordelaars wogen de toezegging mee. Wij vinden een toezegging zonder datum niet genoeg."
    view: str = "Wij hebben sinds het praktijkbezoek twee begeleiders gevonden."
    weighing: str = "Dat er begeleiders zijn gevonden is goed, maar zij zijn nog niet begonnen."

    def answer(self, question: Question) -> Any:
        """The answer to a question."""
        if question.id in self.answers:
            return self.answers[question.id]
        if question.choices:
            first = question.choices[0].id
            return [first] if question.type == "multi_choice" else first
        return FILLER[question.type]


@dataclass
class Case:
    """An application with the people around it, and what it has gathered so far."""

    application: Application
    coordinator: Person
    staff: Staff
    words: Words = field(default_factory=Words)
    visit: Visit | None = None
    lead: Assessment | None = None
    second: Assessment | None = None

    @property
    def organisation(self) -> Organisation:
        """Whose case it is."""
        return self.application.organisation

    @property
    def indicators(self) -> tuple[str, ...]:
        """The ids of what is judged."""
        return tuple(i.id for i in framework_versions.of(self.application).indicators)

    @property
    def planned(self) -> Visit:
        """The visit, once proposed."""
        assert self.visit is not None
        return self.visit

    @property
    def pair(self) -> tuple[Assessment, Assessment]:
        """Both assessments, once invited; the lead's first."""
        assert self.lead is not None and self.second is not None
        return self.lead, self.second

    def fire(self, event: str, actor: Person, **given: Any) -> Event:
        """Fire an event on the application itself."""
        return fire(self.application, event, actor=actor, **given)


Step = Callable[[Case], Any]


def start(organisation: Organisation, *, coordinator: Person, staff: Staff, words: Words | None = None) -> Case:
    """Begin an application."""
    begun = applications.start(organisation, actor=coordinator)
    return Case(begun, coordinator, staff, words or Words())


# -- the organisation applies ---------------------------------------------------------------------------------------
def answer(case: Case, *, sections: int | None = None) -> None:
    """Answer the sections (the first so many)."""
    framework = framework_versions.of(case.application)
    for section in framework.sections[:sections]:
        content = {q.id: case.words.answer(q) for q in section.questions}
        answers.save(case.application, section.id, content, actor=case.coordinator, expected_version=None)


def submit(case: Case) -> Event:
    """Answer everything and submit."""
    answer(case)
    return case.fire("submit", case.coordinator)


def request_supplement(case: Case, *, due: date | None = None) -> Event:
    """The office asks for what is missing."""
    day = due or clock.today() + TWO_WEEKS
    return case.fire("request_supplement", case.staff.office, missing=case.words.missing, due=day)


def supplement(case: Case) -> Event:
    """The organisation sends what was missing."""
    return case.fire("supplement", case.coordinator)


def set_aside(case: Case) -> Event:
    """The office sets the application aside."""
    reasons = "Er is niet gestuurd wat wij vroegen. Zonder die gegevens kunnen wij niet beoordelen."
    return case.fire("set_aside", case.staff.office, reasons=reasons)


def take_up(case: Case) -> Event:
    """The office takes the application up."""
    return case.fire("take_up", case.staff.office)


def withdraw(case: Case) -> Event:
    """The organisation withdraws."""
    return case.fire("withdraw", case.coordinator)


# -- two assessors look at its practice -----------------------------------------------------------------------------
def invite(case: Case) -> None:
    """The office invites two assessors."""
    case.lead = assessment.invite(case.application, assessor=case.staff.lead, lead=True, actor=case.staff.office)
    case.second = assessment.invite(case.application, assessor=case.staff.second, lead=False, actor=case.staff.office)


def clear(case: Case) -> None:
    """Both declare that they have no tie with the organisation."""
    for one in case.pair:
        fire(one, "clear_conflict", actor=one.assessor, declared=True)


def plan(case: Case, *, dates: Sequence[date] | None = None) -> None:
    """The lead assessor proposes days for a visit."""
    case.visit = visit.propose(
        case.application, actor=case.staff.lead, dates=dates or (clock.today(),), place=case.words.place,
        whom=case.words.whom,
    )  # fmt: skip


def agree(case: Case) -> Event:
    """The organisation agrees to the first day offered."""
    return fire(case.planned, "agree", actor=case.coordinator, chosen=date.fromisoformat(case.planned.dates[0]))


def hold(case: Case) -> Event:
    """The visit took place."""
    return fire(case.planned, "hold", actor=case.staff.lead)


def note(case: Case) -> None:
    """The lead assessor notes what was seen of each indicator, and the conversations."""
    for indicator in case.indicators:
        text = case.words.observations.get(indicator, "Gezien tijdens het bezoek, en bevestigd in een gesprek.")
        hardly = case.words.scores.get(indicator) in ("absent", "developing")
        visit.observe(case.planned, indicator, actor=case.staff.lead, text=text, seen=() if hardly else (0,))
    for kind, text in case.words.heard:
        visit.converse(case.planned, actor=case.staff.lead, kind=kind, text=text)


def report(case: Case) -> Event:
    """The lead assessor reports the visit."""
    return fire(case.planned, "report", actor=case.staff.lead, host_had_youths=case.words.had_youths)


def judge(case: Case, one: Assessment) -> None:
    """An assessor judges every indicator."""
    scores = case.words.scores if one.lead else {**case.words.scores, **case.words.second_scores}
    for indicator in case.indicators:
        assessment.judge(
            one, indicator, actor=one.assessor, score=scores.get(indicator, "present"),
            sources=("observation", "conversation"), note=case.words.reasons.get(indicator, "Gezien en gehoord."),
        )  # fmt: skip


def assess(case: Case, one: Assessment) -> Event:
    """An assessor judges every indicator and submits."""
    judge(case, one)
    return fire(one, "submit", actor=one.assessor)


def confer(case: Case) -> Event:
    """The lead writes the joint judgement and the proposal; the second agrees, or dissents."""
    for indicator in case.indicators:
        advice.judge(
            case.application, indicator, actor=case.staff.lead, score=case.words.scores.get(indicator, "present"),
            reasons=case.words.reasons.get(indicator, "Beiden zagen wij dit tijdens het bezoek."),
        )  # fmt: skip
    propose(case)
    dissent = case.words.dissent
    given = {i: {"agreed": i not in dissent, "dissent": dissent.get(i, "")} for i in case.indicators}
    return case.fire("agree_or_dissent", case.staff.second, answers=given)


def propose(case: Case) -> None:
    """The lead proposes an outcome."""
    advice.propose(
        case.application, actor=case.staff.lead, outcome=case.words.outcome, summary=case.words.summary,
        conditions=conditions(case), first_youths_condition=not case.words.had_youths,
    )  # fmt: skip


def conditions(case: Case) -> list[tuple[str, date]]:
    """The conditions, each with its day reckoned from today."""
    return [(text, clock.today() + timedelta(days=days)) for text, days in case.words.conditions]


def advise(case: Case) -> Event:
    """The lead gives the advice to the board."""
    return case.fire("advise", case.staff.lead)


# -- the board decides ----------------------------------------------------------------------------------------------
def intend_refusal(case: Case, *, due: date | None = None) -> Event:
    """The board announces that it means to refuse."""
    day = due or clock.today() + TWO_WEEKS
    return case.fire("intend_refusal", case.staff.board, reasons=case.words.refusal, due=day)


def give_view(case: Case) -> Event:
    """The organisation gives its view."""
    return case.fire("give_view", case.coordinator, view=case.words.view)


def refuse(case: Case) -> Event:
    """The board refuses."""
    departs = case.words.outcome != "refuse"
    return case.fire("refuse", case.staff.board, reasons=case.words.refusal, weighing=case.words.weighing,
                     deviation=case.words.deviation if departs else "")  # fmt: skip


def grant(case: Case, *, starts_on: date | None = None, ends_on: date | None = None) -> Event:
    """The board grants, for the framework's full number of years unless told otherwise."""
    first = starts_on or clock.today()
    return case.fire(
        "grant", case.staff.board, reasons=case.words.decision, starts_on=first,
        ends_on=ends_on or applications.last_day(case.application, first), conditions=conditions(case),
        deviation="" if case.words.outcome == "grant" else case.words.deviation,
    )  # fmt: skip


VISITED: tuple[Step, ...] = (plan, agree, hold, note, report)
ASSESSED: tuple[Step, ...] = (
    invite, clear, *VISITED, lambda c: assess(c, c.pair[0]), lambda c: assess(c, c.pair[1]), confer,
)  # fmt: skip
IN_ASSESSMENT: tuple[Step, ...] = (submit, take_up)
ADVISED: tuple[Step, ...] = (*IN_ASSESSMENT, *ASSESSED, advise)

ROUTES: dict[str, tuple[Step, ...]] = {
    "draft": (),
    "submitted": (submit,),
    "supplement_requested": (submit, request_supplement),
    "not_processed": (submit, request_supplement, supplement, set_aside),
    "in_assessment": IN_ASSESSMENT,
    "advised": ADVISED,
    "refusal_intended": (*ADVISED, intend_refusal),
    "granted": (*ADVISED, grant),
    "refused": (*ADVISED, intend_refusal, give_view, refuse),
    "withdrawn": (submit, withdraw),
}


def run(case: Case, steps: Sequence[Step]) -> Case:
    """Play these steps, one after the other."""
    for step in steps:
        step(case)
        db.session.flush()
    return case
