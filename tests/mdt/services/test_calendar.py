"""The calendar that we ship, mistakes in its files, and terms put into words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mdt.rules import FOLDER
from mdt.rules.reading import RulesError
from mdt.services import calendar as days
from workflows.calendar import Length, Unit
from workflows.decision_terms import decision_term

DUTCH = {
    "%(length)s from %(start)s: through %(base)s": "%(length)s vanaf %(start)s: tot en met %(base)s",
    "ends %(base)s, therefore %(end)s": "eindigt %(base)s, daarom %(end)s",
    "ends %(base)s (%(holiday)s), therefore %(end)s": "eindigt %(base)s (%(holiday)s), daarom %(end)s",
}


def test_a_term_explains_itself() -> None:
    term = decision_term(received_on=date(2026, 4, 18), length=days.length("decision", date(2026, 4, 18)),
                         calendar=days.calendar())  # fmt: skip
    assert days.explain(term, "en", str) == [
        "8 weeks from Sun 19 April: through Sat 13 June (art. 4:13 lid 2 Awb)",
        "ends Sat 13 June, therefore Mon 15 June (art. 1 Atw)",
    ]
    assert days.explain(term, "nl", DUTCH.__getitem__)[1] == "eindigt za 13-6, daarom ma 15-6 (art. 1 Atw)"


def test_a_holiday_is_named() -> None:
    term = decision_term(received_on=date(2026, 3, 19), length=Length(8, Unit.WEEKS), calendar=days.calendar())
    assert days.explain(term, "nl", DUTCH.__getitem__)[1] == (
        "eindigt do 14-5 (Hemelvaartsdag), daarom ma 18-5 (art. 1 Atw)"
    )


def test_what_we_ship_is_dated_and_says_what_is_unverified() -> None:
    assert days.length("accreditation_maximum", date(2026, 1, 1)) == Length(4, Unit.YEARS)
    assert [tariff.verified for tariff in days.tariffs()] == [True, False]
    assert {tariff.maximum for tariff in days.tariffs()} == {144200}
    assert days.calendar().knows(date(2026, 12, 31))
    assert not days.calendar().knows(date(2027, 1, 1))
    with pytest.raises(LookupError):
        days.term_rule("decision", date(1999, 1, 1))


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("valid_to: 2025-12-31", "valid_to: 2026-01-31", "overlaps"),
        ("maximum_cents: 144200", "maximum_cents: 144300", "come to 144200"),
        ("{first: 15,", "{first: 16,", "the day after"),
        ("valid_to: 2025-12-31", "valid_to: 2018-12-31", "before it begins"),
    ],
)
def test_a_mistake_in_the_tariffs_is_told(tmp_path: Path, before: str, after: str, sentence: str) -> None:
    path = tmp_path / "penalties.yaml"
    path.write_text((FOLDER / "penalties.yaml").read_text().replace(before, after, 1))
    with pytest.raises(RulesError, match=sentence):
        days.read_tariffs(path)
