"""Where a student can go who disagrees with a school's decision, and until when: by sector, from dated data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from mdt.rules import FOLDER
from mdt.rules.reading import Field, Text, read
from mdt.services import calendar
from workflows.calendar import Length, Unit
from workflows.credits import UNIT_OF_SECTOR
from workflows.terms import Term, term_after

_KNOWN = ("sector", "valid_from", "valid_to", "value", "unit", "law", "body", "how", "then", "source", "source_url",
          "verified")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """The remedy of a sector in force from `valid_from` through `valid_to`. Without `length` no term is known."""

    sector: str
    valid_from: date
    valid_to: date | None
    length: Length | None
    law: str
    body: Text
    how: Text
    then: Text | None
    verified: bool

    def term(self, announced_on: date) -> Term | None:
        """The term that begins the day after the decision was announced."""
        if self.length is None:
            return None
        return term_after(announced_on, self.length, kind="appeal", law=self.law, calendar=calendar.calendar())


def read_remedies(path: Path) -> tuple[Remedy, ...]:
    """The remedies in the file's order. Raises RulesError."""
    root = read(path)
    root.only("remedies")
    items = root["remedies"].each()
    for sector in {item["sector"].string() for item in items}:
        calendar.no_overlap([item for item in items if item["sector"].value == sector])
    return tuple(_remedy(item) for item in items)


@cache
def remedies() -> tuple[Remedy, ...]:
    """The remedies that we ship."""
    return read_remedies(FOLDER / "remedies.yaml")


def of_sector(sector: str, on: date) -> Remedy:
    """The remedy of a sector in force on a day. Raises LookupError if there is none."""
    for found in remedies():
        if found.sector == sector and found.valid_from <= on <= (found.valid_to or date.max):
            return found
    raise LookupError(f"remedies.yaml has nothing for {sector} on {on}")


def record(sector: str, announced_on: date, language: str, translate: Callable[[str], str]) -> dict[str, Any]:
    """The remedy as a paper says it, in the language of its reader."""
    found = of_sector(sector, announced_on)
    term = found.term(announced_on)
    return {
        "body": found.body[language], "how": found.how[language], "then": found.then[language] if found.then else None,
        "length": calendar.in_words(found.length, language, translate) if found.length else None,
        "ends_on": term.ends_on.isoformat() if term else None,
        "explanation": calendar.explain(term, language, translate) if term else [],
    }  # fmt: skip


def _remedy(item: Field) -> Remedy:
    item.only(*_KNOWN)
    sector = item["sector"].string()
    if sector not in UNIT_OF_SECTOR:
        item["sector"].fail(f"here belongs one of: {', '.join(UNIT_OF_SECTOR)}.")
    value, until, law, then = (item.get(key) for key in ("value", "valid_to", "law", "then"))
    item["source"].string()
    return Remedy(
        sector=sector, valid_from=item["valid_from"].day(), valid_to=until.day() if until else None,
        length=Length(value.integer(low=1, high=1000), _unit(item)) if value else None,
        law=law.string() if law else "", body=item["body"].text(), how=item["how"].text(),
        then=then.text() if then else None, verified=item["verified"].flag(),
    )  # fmt: skip


def _unit(item: Field) -> Unit:
    unit = item["unit"].string()
    if unit not in list(Unit):
        item["unit"].fail(f"here belongs one of: {', '.join(Unit)}.")
    return Unit(unit)
