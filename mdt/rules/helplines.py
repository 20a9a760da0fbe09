"""Who else helps with social safety, as dated reference data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from mdt.rules import FOLDER
from mdt.rules.reading import Field, Text, read


@dataclass(frozen=True)
class Helpline:
    """Whom to call. `verified` is whether somebody of the house looked the number up."""

    id: str
    valid_from: date
    name: Text
    telephone: str
    what: Text
    source: str
    source_url: str
    verified: bool

    @property
    def dial(self) -> str:
        """The number as a telephone dials it."""
        return self.telephone.replace(" ", "")


def read_helplines(path: Path) -> tuple[Helpline, ...]:
    """The rows in the file's order. Raises RulesError."""
    root = read(path)
    root.only("helplines")
    return tuple(_helpline(item) for item in root["helplines"].each())


@cache
def shipped() -> tuple[Helpline, ...]:
    """The rows that we ship."""
    return read_helplines(FOLDER / "helplines.yaml")


def on(day: date) -> list[Helpline]:
    """The helplines of a day: of each the newest row that holds by then."""
    newest: dict[str, Helpline] = {}
    for row in shipped():
        if row.valid_from <= day and (row.id not in newest or newest[row.id].valid_from < row.valid_from):
            newest[row.id] = row
    return list(newest.values())


def _helpline(item: Field) -> Helpline:
    item.only("id", "valid_from", "name", "telephone", "what", "source", "source_url", "verified")
    return Helpline(
        id=item["id"].slug(), valid_from=item["valid_from"].day(), name=item["name"].text(),
        telephone=item["telephone"].string(), what=item["what"].text(), source=item["source"].string(),
        source_url=item["source_url"].string(), verified=item["verified"].flag(),
    )  # fmt: skip
