"""Reading a list as somebody publishes it: a CSV whose layout is known by its header, whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mdt.models import db

Values = Mapping[str, Any]
Progress = Callable[[int, int], None]
STEP = 250  # lines between two words of progress


class BadLines(Exception):  # noqa: N818 - says what was found
    """The file has lines that cannot be read; `problems` says which and why. Nothing was changed."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class BadLine(Exception):  # noqa: N818 - says what was found
    """One line cannot be read; the message is the reason, without its number."""


@dataclass(frozen=True)
class Outcome:
    """What an import changed; the same file again changes nothing."""

    added: int
    changed: int
    same: int


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One way in which a list is published. `read` makes of a line its key and its values, or raises BadLine.

    `merge` joins the values of two lines with one key; without it a key may be there once.
    """

    name: str
    columns: tuple[str, ...]
    read: Callable[[Mapping[str, str]], tuple[Hashable, Values]]
    merge: Callable[[Values, Values], Values] | None = None
    encodings: tuple[str, ...] = ("utf-8-sig",)


def load(path: Path, layouts: Sequence[Layout], *, progress: Progress = lambda _done, _total: None
         ) -> dict[Any, Values]:  # fmt: skip
    """The rows of a file by key, in its order. Raises BadLines with every bad line."""
    content = path.read_bytes()
    layout, text = _layout(content, layouts)
    problems: list[str] = []
    rows: dict[Any, Values] = {}
    total = text.count("\n")
    for number, row in _lines(text, layout, problems):
        if number % STEP == 0:
            progress(number, total)
        try:
            key, values = layout.read(row)
            if key in rows and layout.merge is None:
                raise BadLine("this code is there twice")
            rows[key] = layout.merge(rows[key], values) if key in rows and layout.merge else values
        except BadLine as problem:
            problems.append(f"line {number}: {problem}")
    if problems:
        raise BadLines(problems)
    progress(total, total)
    return rows


def merge(rows: Mapping[Any, Values], known: Mapping[Any, Any], make: Callable[[Any, Values], Any]) -> Outcome:
    """Bring rows into the transaction: new ones are made, others changed where they differ; none is removed."""
    added = changed = 0
    for key, values in rows.items():
        row = known.get(key)
        if row is None:
            db.session.add(make(key, values))
            added += 1
        elif different := {name: value for name, value in values.items() if getattr(row, name) != value}:
            for name, value in different.items():
                setattr(row, name, value)
            changed += 1
    db.session.flush()
    return Outcome(added, changed, len(rows) - added - changed)


def required(row: Mapping[str, str], column: str, *, longest: int) -> str:
    """A text that must be there. Raises BadLine."""
    text = " ".join(row[column].split())
    if not text or len(text) > longest:
        raise BadLine(f"the {column} is {'too long' if text else 'missing'}")
    return text


def _layout(content: bytes, layouts: Sequence[Layout]) -> tuple[Layout, str]:
    """The layout that the header shows, and the text."""
    head = _header(content.split(b"\n", 1)[0].decode("latin-1").lstrip("\ufeffï»¿"))
    if not head:
        raise BadLines(["line 1: the file is empty"])
    for layout in layouts:
        if set(layout.columns) <= set(head):
            return layout, _decoded(content, layout)
    nearest = max(layouts, key=lambda layout: len(set(layout.columns) & set(head)))
    missing = next(name for name in nearest.columns if name not in head)
    raise BadLines([f"line 1: the column {missing} is missing; the columns are {', '.join(nearest.columns)}"])


def _header(line: str) -> list[str]:
    cells = next(csv.reader([line], delimiter=_delimiter(line)), [])
    return [name.strip().casefold() for name in cells if name.strip()]


def _delimiter(line: str) -> str:
    return ";" if ";" in line else ","


def _decoded(content: bytes, layout: Layout) -> str:
    problem: UnicodeDecodeError | None = None
    for encoding in layout.encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            problem = problem or error
    assert problem is not None
    raise BadLines([f"the file is not UTF-8 ({problem.reason} at byte {problem.start})"])


def _lines(text: str, layout: Layout, problems: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line with its number; one with too few or too many fields, or an open quotation mark, is a problem."""
    first = text.split("\n", 1)[0]
    names = [name.strip().casefold() for name in next(csv.reader([first], delimiter=_delimiter(first)))]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(first), strict=True)
    next(reader)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            open_quote = "unexpected end of data" in str(error)
            problems.append(f"line {number}: {'a quotation mark is never closed' if open_quote else error}")
            if open_quote:
                return
            continue
        if not cells:
            continue
        if len(cells) != len(names):
            problems.append(f"line {number}: {len(cells)} fields, where the first line has {len(names)}")
            continue
        yield number, dict(zip(names, cells, strict=True))
