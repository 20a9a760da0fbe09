"""How papers stand: the gravest answer first, and a noun adds its own with a row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from mdt.services import paper_standing
from mdt.services.paper_standing import LABELS, Stands, Word
from tests.fixtures.application import StrictClient
from tests.mdt import register_rows as rows

CODE = "7KQ2-M9XW-4PHT-0B1C-V8RZ"


@pytest.fixture
def certificate(database: Any, clock: Callable[[date], None]) -> Any:
    """A certificate that is in force."""
    clock(rows.TODAY)
    row = rows.accreditation(rows.organisation(), period=rows.PERIOD)
    return rows.document(rows.event(row), "certificate", CODE, row)


def with_row(monkeypatch: pytest.MonkeyPatch, stands: Stands) -> None:
    """Add a row to the register, as a noun does."""
    row = (frozenset({"certificate"}), lambda _document, _on: stands)
    monkeypatch.setattr(paper_standing, "REGISTER", (row, *paper_standing.REGISTER))


def words(document: Any) -> list[Word]:
    """How a paper stands."""
    return [one.word for one in paper_standing.standing(document, on=rows.TODAY)]


def test_an_answer_for_good_ends_the_questions(certificate: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert words(certificate) == [Word.VALID]
    with_row(monkeypatch, Stands(Word.REVOKED, "It was withdrawn."))
    assert words(certificate) == [Word.REVOKED]


def test_an_answer_that_leaves_more_to_say_is_shown_with_it(
    certificate: Any, client: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_row(
        monkeypatch, Stands(Word.UNDER_OBJECTION, "Somebody objects since %(day)s.", {"day": rows.TODAY}, more=True)
    )
    assert words(certificate) == [Word.UNDER_OBJECTION, Word.VALID]
    page = client.get(f"/verify/{CODE}").text
    assert "in bezwaar" in page
    assert "De accreditatie geldt." in page


def test_a_later_decision_is_named_by_its_number(database: Any, certificate: Any) -> None:
    row = database.session.get(rows.Accreditation, paper_standing.accreditation_of(certificate).id)
    happened = rows.event(row)
    first = rows.decision(row, happened)
    old = rows.document(happened, "grant_decision", "7KQ2-M9XW-4PHT-0B1C-0000", row)
    later = rows.event(row)
    rows.decision(row, later, supersedes=first)
    (without,) = paper_standing.standing(old, on=rows.TODAY)
    assert (without.word, without.values["number"]) == (Word.SUPERSEDED, None)
    new = rows.document(later, "refusal_decision", "7KQ2-M9XW-4PHT-0B1C-1111", row)
    (named,) = paper_standing.standing(old, on=rows.TODAY)
    assert named.values["number"] == new.number


def test_every_word_has_its_label() -> None:
    assert set(LABELS) == set(Word)
