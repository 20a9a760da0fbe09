"""The rounds of the regulation: which kinds of track there are, and how old somebody may be at the start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from mdt.rules import FOLDER
from mdt.rules.reading import Field, Text, read

KEYS = (
    "id", "title", "valid_from", "valid_to", "minimum_hours", "maximum_hours", "least_months", "most_months",
    "youngest", "oldest", "intensive", "source", "source_url", "verified",
)  # fmt: skip


@dataclass(frozen=True)
class Round:
    """One kind of track as a regulation has it. Ages are those on the first day, both ends included."""

    id: str
    title: Text
    valid_from: date
    valid_to: date | None
    minimum_hours: int
    maximum_hours: int | None
    least_months: int
    most_months: int
    youngest: int
    oldest: int
    intensive: bool
    source: str
    source_url: str
    verified: bool

    def holds_on(self, day: date) -> bool:
        """Whether a track of this kind can start on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Bounds:
    """How old somebody may be on the first day, whatever the kind of track; both ends included."""

    youngest: int
    oldest: int


def read_rounds(path: Path) -> tuple[Round, ...]:
    """The rounds in the file's order. Raises RulesError."""
    root = read(path)
    root.only("rounds")
    found = root["rounds"].each()
    return tuple(_round(item) for item in found)


@cache
def shipped() -> tuple[Round, ...]:
    """The rounds that we ship."""
    return read_rounds(FOLDER / "rounds.yaml")


def on(day: date) -> tuple[Round, ...]:
    """The kinds of track that can start on a day."""
    return tuple(one for one in shipped() if one.holds_on(day))


def get(id: str, day: date) -> Round:
    """One kind of track as it is on a day. Raises LookupError."""
    for one in on(day):
        if one.id == id:
            return one
    raise LookupError(f"no round {id} on {day}")


def bounds(day: date) -> Bounds:
    """The widest bounds of age on a day. Raises LookupError when no round is open."""
    found = on(day)
    if not found:
        raise LookupError(f"no round on {day}")
    return Bounds(min(one.youngest for one in found), max(one.oldest for one in found))


def _round(item: Field) -> Round:
    item.only(*KEYS)
    until, most = item.get("valid_to"), item.get("maximum_hours")
    made = Round(
        id=item["id"].slug(), title=item["title"].text(),
        valid_from=item["valid_from"].day(), valid_to=until.day() if until else None,
        minimum_hours=item["minimum_hours"].integer(low=1, high=2000),
        maximum_hours=most.integer(low=1, high=2000) if most else None,
        least_months=item["least_months"].integer(low=0, high=24),
        most_months=item["most_months"].integer(low=1, high=24),
        youngest=item["youngest"].integer(low=0, high=120), oldest=item["oldest"].integer(low=0, high=120),
        intensive=item["intensive"].flag(), source=item["source"].string(), source_url=item["source_url"].string(),
        verified=item["verified"].flag(),
    )  # fmt: skip
    if made.oldest < made.youngest:
        item["oldest"].fail("the oldest age is below the youngest.")
    if made.maximum_hours is not None and made.maximum_hours < made.minimum_hours:
        item["maximum_hours"].fail("the most hours are fewer than the least.")
    if made.most_months < made.least_months:
        item["most_months"].fail("the most months are fewer than the least.")
    return made
