"""How a paper stands on a day: questions by kind of paper, asked in this order until one answers for good.

A noun that changes how papers stand adds a row: `(kinds, question)`, with the gravest first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from mdt.models import Accreditation, Decision, Document, Event, Objection, db
from mdt.services import accreditation_standing, objection_standing, register
from mdt.services.paper_records import KINDS
from workflows.base import N_
from workflows.objection_words import WON


class Word(StrEnum):
    """How a paper stands, in one word."""

    VALID = "valid"
    NOT_YET = "not_yet"
    SUPERSEDED = "superseded"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"
    GIVEN_UP = "given_up"
    UNDER_OBJECTION = "under_objection"
    ISSUED = "issued"


LABELS: dict[Word, str] = {
    Word.VALID: N_("Valid"),
    Word.NOT_YET: N_("Not valid yet"),
    Word.SUPERSEDED: N_("Superseded"),
    Word.SUSPENDED: N_("Suspended"),
    Word.REVOKED: N_("Revoked"),
    Word.EXPIRED: N_("Expired"),
    Word.GIVEN_UP: N_("Given up"),
    Word.UNDER_OBJECTION: N_("Under objection"),
    Word.ISSUED: N_("Issued"),
}
# The tone of the alert on the page; never the only carrier of meaning.
TONES: dict[Word, str] = {
    Word.VALID: "ok", Word.ISSUED: "info", Word.NOT_YET: "info", Word.SUSPENDED: "error", Word.REVOKED: "error",
}  # fmt: skip


@dataclass(frozen=True)
class Stands:
    """One answer: a word, and a sentence (a message id) with its values. `more`: what comes after is told as well."""

    word: Word
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)
    more: bool = False

    @property
    def label(self) -> str:
        """The word as a message id."""
        return LABELS[self.word]

    @property
    def tone(self) -> str:
        """The tone of the alert that says it."""
        return TONES.get(self.word, "warning")


Question = Callable[[Document, date], Stands | None]

ACCREDITING = frozenset({"certificate", "grant_decision"})
DECISIONS = frozenset({
    "grant_decision", "refusal_decision", "set_aside_decision", "suspension_decision", "withdrawal_decision",
    "objection_decision", "inadmissible_decision",
})  # fmt: skip


def standing(document: Document, *, on: date) -> tuple[Stands, ...]:
    """How a paper stands on a day; the first answer is the one that matters most."""
    found: list[Stands] = []
    for kinds, question in REGISTER:
        if document.kind in kinds and (answer := question(document, on)) is not None:
            found.append(answer)
            if not answer.more:
                return tuple(found)
    sentence = N_("This paper was issued and has no status of its own: it says what was so on its date. "
                  "Its content is for the parties and is not shown here.")  # fmt: skip
    return (*found, Stands(Word.ISSUED, sentence))


def accreditation_of(document: Document) -> Accreditation | None:
    """The accreditation that a paper tells of."""
    said = document.record.get("accreditation")
    number = said.get("number") if isinstance(said, Mapping) else None
    if not number:
        return None
    return db.session.scalar(select(Accreditation).where(Accreditation.number == number))


def _erased(document: Document, _on: date) -> Stands | None:
    """Its content is gone at the request of whom it was about; what is left proves a copy that somebody holds."""
    if document.erased_at is None:
        return None
    sentence = N_("This paper was issued. Its content was erased at the request of the person whom it was about; "
                  "the fingerprint below still proves a copy.")  # fmt: skip
    return Stands(Word.ISSUED, sentence)


def _superseded(document: Document, _on: date) -> Stands | None:
    """A later decision took the place of the one in this paper."""
    earlier, later = aliased(Decision), aliased(Decision)
    query = (
        select(later.decided_on, Document.number)
        .join(earlier, later.supersedes_id == earlier.id)
        .outerjoin(Document, (Document.event_id == later.event_id) & Document.kind.in_(DECISIONS))
        .where(earlier.event_id == document.event_id)
        .order_by(later.decided_on)
    )
    found = db.session.execute(query.limit(1)).first() or _annulled_too(document)
    if found is None:
        return None
    if found.number is None:
        sentence = N_("A later decision, of %(day)s, took the place of this paper. Do not rely on it any more.")
    else:
        sentence = N_("A later decision, of %(day)s with number %(number)s, took the place of this paper. "
                      "Do not rely on it any more.")  # fmt: skip
    return Stands(Word.SUPERSEDED, sentence, {"day": found.decided_on, "number": found.number})


def _annulled_too(document: Document) -> Any:
    """The decision on an objection that was extended to the one in this paper (art. 6:19 Awb), when it was won."""
    query = (
        select(Decision.decided_on, Document.number)
        .join(Event, Decision.event_id == Event.id)
        .join(Objection, Event.subject_id == Objection.id)
        .outerjoin(Document, (Document.event_id == Decision.event_id) & Document.kind.in_(DECISIONS))
        .where(Objection.also_event_id == document.event_id, Objection.outcome.in_(WON), Decision.kind.in_(WON))
    )
    return db.session.execute(query.limit(1)).first()


def _under_objection(document: Document, _on: date) -> Stands | None:
    """An objection against the decision in this paper runs; until it is decided, what was decided holds."""
    if document.event_id not in objection_standing.against([document.event_id]):
        return None
    sentence = N_("An objection against this decision is being handled. Until there is a decision on it, what was "
                  "decided holds.")  # fmt: skip
    return Stands(Word.UNDER_OBJECTION, sentence, more=True)


def _period(document: Document, on: date) -> Stands | None:
    """The accreditation is in force, or not yet, or no longer."""
    granted = accreditation_of(document)
    if granted is None:
        return None
    stands = register.standing(granted, on=on)
    if stands is register.Standing.IN_FORCE and granted.given_up_from is not None:
        sentence = N_("The accreditation is in force. The organisation gives it up: it ends before %(day)s.")
        return Stands(Word.VALID, sentence, {"day": granted.given_up_from})
    word, sentence, day_of = PERIODS[stands]
    day = day_of(granted, on)
    return Stands(word, sentence, {"day": day} if day else {})


def _out_from(granted: Accreditation, _on: date) -> date | None:
    return granted.out_from


def _suspended_until(granted: Accreditation, on: date) -> date | None:
    found = accreditation_standing.suspension_on(granted, on)
    return found.ends_on if found else None


# What each standing in the register means for the paper, and the day that the sentence names.
PERIODS: dict[register.Standing, tuple[Word, str, Callable[[Accreditation, date], date | None]]] = {
    register.Standing.IN_FORCE: (Word.VALID, N_("The accreditation is in force."), lambda _granted, _on: None),
    register.Standing.SUSPENDED: (
        Word.SUSPENDED, N_("The accreditation is suspended until the end of %(day)s."), _suspended_until,
    ),
    register.Standing.BEGINS_LATER: (
        Word.NOT_YET, N_("The accreditation has not begun yet. It begins on %(day)s."),
        lambda granted, _on: granted.starts_on,
    ),
    register.Standing.GIVEN_UP: (
        Word.GIVEN_UP, N_("The organisation gave up the accreditation. It is no longer in force since %(day)s."),
        _out_from,
    ),
    register.Standing.WITHDRAWN: (
        Word.REVOKED, N_("The accreditation was withdrawn. It is no longer in force since %(day)s."), _out_from,
    ),
    register.Standing.LAPSED: (
        Word.EXPIRED, N_("The accreditation lapsed. It is no longer in force since %(day)s."), _out_from,
    ),
    register.Standing.RENEWED: (
        Word.SUPERSEDED,
        N_("The accreditation was renewed on %(day)s. A later certificate tells of it; the register shows how it "
           "stands."), _out_from,
    ),
    register.Standing.ENDED: (
        Word.EXPIRED, N_("The accreditation has ended. Its last day was %(day)s."),
        lambda granted, _on: accreditation_standing.last_day(granted),
    ),
}  # fmt: skip


def _decision(_document: Document, _on: date) -> Stands:
    return Stands(Word.ISSUED, N_("This is a decision that was issued. Its content is for the parties and is not "
                                  "shown here."))  # fmt: skip


REGISTER: tuple[tuple[frozenset[str], Question], ...] = (
    (frozenset(KINDS), _erased),
    (DECISIONS | ACCREDITING, _superseded),
    (DECISIONS | ACCREDITING, _under_objection),
    (ACCREDITING, _period),
    (DECISIONS, _decision),
)
