"""The lists of schools as they are published: DUO's own file of higher education, and three derived lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import select

from mdt.models import School, db
from mdt.services import table_file
from mdt.services.table_file import BadLine, Layout, Outcome, Progress, Values, required

BRIN = re.compile(r"\d{2}[A-Z]{2}(\d{2})?")
SMALL_WORDS = frozenset({"aan", "bij", "de", "den", "der", "en", "het", "in", "op", "over", "te", "ten", "van"})


def load(path: Path, *, progress: Progress) -> Outcome:
    """Read a list of schools into the transaction; which of the known lists it is, its header says.

    Schools that the file does not name stay, for youths may be enrolled there. Raises BadLines with every bad line.
    """
    rows = table_file.load(path, LAYOUTS, progress=progress)
    known = {one.brin: one for one in db.session.scalars(select(School))}
    return table_file.merge(rows, known, lambda brin, values: School(brin=brin, active=True, **values))


def town(text: str) -> str:
    """The name of a town that was written in capitals: 'S-GRAVENHAGE → 's-Gravenhage, IJLST → IJlst."""
    if text != text.upper():
        return text
    words = [_word(word, first=n == 0) for n, word in enumerate(text.lower().split())]
    return " ".join(words)


def _word(word: str, *, first: bool) -> str:
    if word in SMALL_WORDS and not first:
        return word
    if re.match(r"'[st](-|$)", word):
        return word[:3] + _word(word[3:], first=True) if len(word) > 3 else word
    if word.startswith("ij"):
        return f"IJ{word[2:]}"
    return "-".join(part[:1].upper() + part[1:] if part not in SMALL_WORDS or n == 0 else part
                    for n, part in enumerate(word.split("-")))  # fmt: skip


def _brin(text: str) -> str:
    brin = text.strip().upper()
    if not BRIN.fullmatch(brin):
        raise BadLine(f"“{text}” is not a BRIN such as 99AA")
    return brin


def _values(row: Mapping[str, str], *, name: str, city: str, sector: str, source: str) -> Values:
    found = {"HBO": "hbo", "WO": "wo", "HBO/WO": "wo", "VO": "vo", "MBO": "mbo"}.get(sector.strip().upper())
    if found is None:
        raise BadLine(f"“{sector}” is not a kind of school that we know")
    return {
        "name": required(row, name, longest=300), "city": town(required(row, city, longest=120)), "sector": found,
        "source": source,
    }  # fmt: skip


def _duo(row: Mapping[str, str]) -> tuple[str, Values]:
    return _brin(row["brin nummer"]), _values(
        row, name="instellingsnaam", city="plaatsnaam", sector=row["soort ho"], source="duo"
    )


def _ho(row: Mapping[str, str]) -> tuple[str, Values]:
    return _brin(row["brin"]), _values(row, name="instelling", city="plaats", sector=row["sector"], source="rio_ho")


def _mbo(row: Mapping[str, str]) -> tuple[str, Values]:
    return _brin(row["brin"]), _values(row, name="naam", city="plaats", sector="MBO", source="mbo")


def _vo(row: Mapping[str, str]) -> tuple[str, Values]:
    """A location of a school for secondary education: that is what a youth knows as the school."""
    city = "gemeente_2026" if row["gemeente_2026"].strip() else "gemeente_duo"
    return _brin(row["vestigingscode"]), _values(row, name="naam", city=city, sector="VO", source="vo")


def _first(known: Values, _again: Values) -> Values:
    """An institution with several locations is where its first one is."""
    return known


LAYOUTS = (
    Layout(name="DUO", columns=("soort ho", "brin nummer", "instellingsnaam", "plaatsnaam"), read=_duo,
           encodings=("utf-8-sig", "cp1252", "latin-1")),
    Layout(name="vo", columns=("vestigingscode", "naam", "gemeente_2026", "gemeente_duo", "onderwijstypen"), read=_vo),
    Layout(name="ho", columns=("brin", "vestigingscode", "instelling", "plaats", "sector"), read=_ho, merge=_first),
    Layout(name="mbo", columns=("brin", "naam", "plaats", "postcode4"), read=_mbo),
)  # fmt: skip
