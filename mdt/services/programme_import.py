"""The lists of programmes as they are published: recognised programmes of higher education (RIO), and the
qualifications of vocational education, which every such school may offer.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from mdt.models import Programme, School, db
from mdt.services import table_file
from mdt.services.table_file import BadLine, BadLines, Layout, Outcome, Progress, Values, required

NOT_GIVEN = "NA"
LEVELS = {
    "HBO-AD": ("hbo", "associate_degree"), "HBO-BA": ("hbo", "bachelor"), "HBO-MA": ("hbo", "master"),
    "HBO-PM": ("hbo", "master"), "WO-BA": ("wo", "bachelor"), "WO-MA": ("wo", "master"), "WO-PM": ("wo", "master"),
    "WO-O": ("wo", "other"),
}  # fmt: skip


def load(path: Path, *, progress: Progress) -> Outcome:
    """Read a list of programmes into the transaction; the schools that it names must be there already.

    Programmes that the file does not name stay, for youths may follow them. Raises BadLines with every bad line.
    """
    rows = table_file.load(path, LAYOUTS, progress=progress)
    schools = {one.brin: one.id for one in db.session.scalars(select(School))}
    if missing := sorted({brin for brin, _sector, _code in rows if brin and brin not in schools}):
        raise BadLines([f"the schools {', '.join(missing[:20])}{' …' if len(missing) > 20 else ''} are not known "
                        f"({len(missing)}); import the list of schools first"])  # fmt: skip
    placed = {(schools.get(brin), sector, code): values for (brin, sector, code), values in rows.items()}
    known = {(one.school_id, one.sector, one.code): one for one in db.session.scalars(select(Programme))}
    return table_file.merge(placed, known, _make)


def _make(key: Any, values: Values) -> Programme:
    school_id, sector, code = key
    return Programme(id=uuid.uuid4(), school_id=school_id, sector=sector, code=code, **values)


def _rio(row: Mapping[str, str]) -> tuple[tuple[str, str, str], Values]:
    if row["niveau"] not in LEVELS:
        raise BadLine(f"“{row['niveau']}” is not a level that we know")
    sector, level = LEVELS[row["niveau"]]
    load = _number(row["studielast"], "studielast")
    return (row["instellingscode"].strip().upper(), sector, _code(row["erkendeopleidingscode"])), {
        "name": required(row, "opleidingseenheid_naam", longest=300), "level": level, "study_load": load,
        "study_load_unit": "EC" if load is not None else None, "valid_from": _day(row["vestigingslicentie_begindatum"]),
        "valid_to": _day(row["vestigingslicentie_einddatum"]), "source": "rio_ho",
    }  # fmt: skip


def _mbo(row: Mapping[str, str]) -> tuple[tuple[str, str, str], Values]:
    level = _number(row["niveau"], "niveau")
    if level is None or not 1 <= level <= 4:
        raise BadLine(f"“{row['niveau']}” is not a level from 1 to 4")
    return ("", "mbo", _code(row["crebo_kwalificatie"])), {
        "name": required(row, "kwalificatie", longest=300), "level": f"mbo-{level}", "study_load": None,
        "study_load_unit": None, "valid_from": None, "valid_to": None, "source": "crebo",
    }  # fmt: skip


def _longest(known: Values, again: Values) -> Values:
    """A programme that is offered in several places or forms runs from the first to the last day of them all."""
    first, last = (known["valid_from"], again["valid_from"]), (known["valid_to"], again["valid_to"])
    return {
        **known, "valid_from": None if None in first else min(first), "valid_to": None if None in last else max(last),
    }  # fmt: skip


def _code(text: str) -> str:
    code = text.strip()
    if not (code.isascii() and code.isalnum() and 4 <= len(code) <= 10):
        raise BadLine(f"“{text}” is not the code of a programme")
    return code


def _number(text: str, column: str) -> int | None:
    if text.strip() in ("", NOT_GIVEN):
        return None
    if not (text.strip().isascii() and text.strip().isdigit()):
        raise BadLine(f"the {column} “{text}” is not a whole number")
    return int(text)


def _day(text: str) -> date | None:
    if text.strip() in ("", NOT_GIVEN):
        return None
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise BadLine(f"“{text}” is not a date such as 2026-09-01") from None


LAYOUTS = (
    Layout(name="RIO", columns=(
        "instellingscode", "erkendeopleidingscode", "opleidingseenheid_naam", "studielast", "niveau",
        "vestigingslicentie_begindatum", "vestigingslicentie_einddatum"), read=_rio, merge=_longest),
    Layout(name="mbo", columns=("crebo_kwalificatie", "kwalificatie", "niveau"), read=_mbo),
)  # fmt: skip
