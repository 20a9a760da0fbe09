"""Dated reference data as files, and the small lists among them: sectors and municipalities.

A file names the day from which it applies (`valid_from`). What changes by policy is changed here, without code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from mdt.rules.reading import Field, Text, once, read

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Sector:
    """A field of volunteering. The code never changes, the title may."""

    code: str
    title: Text


@dataclass(frozen=True)
class Municipality:
    """A Dutch municipality. `code` is that of Statistics Netherlands: GM and four digits."""

    code: str
    name: str
    province: str


@dataclass(frozen=True)
class MunicipalityList:
    """The municipalities as they were on `valid_from`; `complete` is false for the list of the demonstration."""

    valid_from: date
    source_url: str
    complete: bool
    verified: bool
    municipalities: tuple[Municipality, ...]


def read_sectors(path: Path) -> tuple[Sector, ...]:
    """The sectors in the file's order. Raises RulesError."""
    root = read(path)
    root.only("valid_from", "sectors")
    root["valid_from"].day()
    found = root["sectors"].each()
    once(found, "code")
    return tuple(Sector(code=item["code"].slug(), title=item["title"].text()) for item in found)


def read_municipalities(path: Path) -> MunicipalityList:
    """A list of municipalities. Raises RulesError."""
    root = read(path)
    root.only("valid_from", "source_url", "complete", "verified", "municipalities")
    found = root["municipalities"].each()
    once(found, "code")
    return MunicipalityList(
        valid_from=root["valid_from"].day(),
        source_url=root["source_url"].string(),
        complete=root["complete"].flag(),
        verified=root["verified"].flag(),
        municipalities=tuple(_municipality(item) for item in found),
    )


@cache
def sectors() -> tuple[Sector, ...]:
    """The sectors that we ship."""
    return read_sectors(FOLDER / "sectors.yaml")


@cache
def municipalities() -> MunicipalityList:
    """The municipalities that we ship."""
    return read_municipalities(FOLDER / "municipalities.yaml")


def _municipality(item: Field) -> Municipality:
    item.only("code", "name", "province")
    code = item["code"].string()
    if not (len(code) == 6 and code.startswith("GM") and code[2:].isdigit()):
        item["code"].fail("here belongs a code like GM0363.")
    return Municipality(code=code, name=item["name"].string(), province=item["province"].string())
