"""The list of municipalities, from a file of Statistics Netherlands (CBS)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select

from mdt.models import Municipality, db
from mdt.services import table_file
from mdt.services.table_file import BadLine, Layout, Outcome, Values

PROVINCES = frozenset({
    "Drenthe", "Flevoland", "Fryslân", "Gelderland", "Groningen", "Limburg", "Noord-Brabant", "Noord-Holland",
    "Overijssel", "Utrecht", "Zeeland", "Zuid-Holland",
})  # fmt: skip
LONGEST_NAME = 120


def load(path: Path) -> Outcome:
    """Read a CSV (comma or semicolon, UTF-8) with the columns gemeentecode, naam, provincie into the transaction.

    Municipalities that the file does not name stay, for cases may refer to them. Raises BadLines with every bad line.
    """
    rows = table_file.load(path, [LAYOUT])
    known = {one.code: one for one in db.session.scalars(select(Municipality))}
    return table_file.merge(rows, known, lambda code, values: Municipality(code=code, **values))


def _read(row: Mapping[str, str]) -> tuple[str, Values]:
    code, province = _code(row["gemeentecode"]), _province(row["provincie"])
    if not code:
        raise BadLine(f"“{row['gemeentecode']}” is not a code such as GM0014")
    name = row["naam"].strip()
    if not name or len(name) > LONGEST_NAME:
        raise BadLine("the name is missing" if not name else "the name is too long")
    if province not in PROVINCES:
        raise BadLine(f"“{province}” is not a province")
    return code, {"name": name, "province": province}


def _code(typed: str) -> str:
    """A code as CBS writes it: `GM0014`, also when a spreadsheet made `14` of it."""
    digits = re.sub(r"^GM", "", typed.strip().upper())
    return f"GM{int(digits):04d}" if digits.isascii() and digits.isdigit() and len(digits) <= 4 else ""


def _province(typed: str) -> str:
    return {"Friesland": "Fryslân"}.get(typed.strip(), typed.strip())


LAYOUT = Layout(name="CBS", columns=("gemeentecode", "naam", "provincie"), read=_read)
