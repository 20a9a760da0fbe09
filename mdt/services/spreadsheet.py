"""Tables as files for a meeting: XLSX and CSV, in which nothing that somebody typed can run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

Cell = str | int | float | date | None

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
WIDEST = 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def harmless(value: Cell) -> Cell:
    """A text that a spreadsheet would read as a formula gets an apostrophe in front; numbers and dates stay."""
    if not isinstance(value, str):
        return value
    text = "".join(sign for sign in value if sign >= " " or sign in "\t\r\n")
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def as_csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table with semicolons and a byte order mark, as Dutch spreadsheets open it."""
    sink = io.StringIO()
    writer = csv.writer(sink, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(headers)
    for row in rows:
        writer.writerow([_written(harmless(cell)) for cell in row])
    return sink.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet, with its headings fixed in place."""
    from openpyxl import Workbook  # type: ignore[import-untyped]  # slow, and needed for this alone
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
    from openpyxl.styles import Font  # type: ignore[import-untyped]

    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(sign for sign in title if sign not in "[]:*?/\\")[:31] or "1")
    sheet.freeze_panes = "A2"
    found = [[harmless(cell) for cell in row] for row in rows]
    for number, heading in enumerate(headers):
        longest = max([len(heading), *(len(str(row[number] or "")) for row in found)])
        sheet.column_dimensions[chr(ord("A") + number)].width = min(longest + 2, WIDEST)
    bold = [WriteOnlyCell(sheet, value=heading) for heading in headers]
    for cell in bold:
        cell.font = Font(bold=True)
    sheet.append(bold)
    for row in found:
        sheet.append([_typed(sheet, cell) for cell in row])
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _typed(sheet: object, value: Cell) -> object:
    """Text is stored as text: openpyxl takes a text that begins with `=` for a formula."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def _written(value: Cell) -> str:
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
