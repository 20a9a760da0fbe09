"""The list of municipalities, from a file of Statistics Netherlands (CBS)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from mdt.models import Municipality, db

COLUMNS = ("gemeentecode", "naam", "provincie")
PROVINCES = frozenset({
    "Drenthe", "Flevoland", "Fryslân", "Gelderland", "Groningen", "Limburg", "Noord-Brabant", "Noord-Holland",
    "Overijssel", "Utrecht", "Zeeland", "Zuid-Holland",
})  # fmt: skip
LONGEST_NAME = 120


class BadLines(Exception):  # noqa: N818 - says what was found
    """The file has lines that cannot be read; `problems` says which and why. Nothing was changed."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Outcome:
    """What an import changed; the same file again changes nothing."""

    added: int
    changed: int
    same: int


def load(path: Path) -> Outcome:
    """Read a CSV (comma or semicolon, UTF-8) with the columns gemeentecode, naam, provincie into the transaction.

    Municipalities that the file does not name stay, for cases may refer to them. Raises BadLines with every bad line.
    """
    problems: list[str] = []
    rows: dict[str, tuple[str, str]] = {}
    for number, row in _lines(path):
        problem = _problem(row) or ("this code is there twice" if _code(row["gemeentecode"]) in rows else None)
        if problem:
            problems.append(f"line {number}: {problem}")
        else:
            rows[_code(row["gemeentecode"])] = (row["naam"].strip(), _province(row["provincie"]))
    if problems:
        raise BadLines(problems)
    return _merge(rows)


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadLines([f"the file is not UTF-8 ({error.reason} at byte {error.start})"]) from None
    lines = text.splitlines()
    if not lines:
        raise BadLines(["line 1: the file is empty"])
    reader = csv.DictReader(lines, delimiter=";" if ";" in lines[0] else ",", restval="")
    reader.fieldnames = [name.strip().casefold() for name in reader.fieldnames or ()]
    if missing := [name for name in COLUMNS if name not in reader.fieldnames]:
        raise BadLines([f"line 1: the column {missing[0]} is missing; the columns are {', '.join(COLUMNS)}"])
    for row in reader:
        yield reader.line_num, {name: row.get(name) or "" for name in COLUMNS}


def _code(typed: str) -> str:
    """A code as CBS writes it: `GM0014`, also when a spreadsheet made `14` of it."""
    digits = re.sub(r"^GM", "", typed.strip().upper())
    return f"GM{int(digits):04d}" if digits.isascii() and digits.isdigit() and len(digits) <= 4 else ""


def _province(typed: str) -> str:
    return {"Friesland": "Fryslân"}.get(typed.strip(), typed.strip())


def _problem(row: dict[str, str]) -> str | None:
    if not _code(row["gemeentecode"]):
        return f"“{row['gemeentecode']}” is not a code such as GM0014"
    name = row["naam"].strip()
    if not name or len(name) > LONGEST_NAME:
        return "the name is missing" if not name else "the name is too long"
    if _province(row["provincie"]) not in PROVINCES:
        return f"“{row['provincie']}” is not a province"
    return None


def _merge(rows: dict[str, tuple[str, str]]) -> Outcome:
    known = {one.code: one for one in db.session.scalars(select(Municipality))}
    added = changed = 0
    for code, (name, province) in rows.items():
        if code not in known:
            db.session.add(Municipality(code=code, name=name, province=province))
            added += 1
        elif (known[code].name, known[code].province) != (name, province):
            known[code].name, known[code].province = name, province
            changed += 1
    db.session.flush()
    return Outcome(added, changed, len(rows) - added - changed)
