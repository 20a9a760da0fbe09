"""Files for a meeting: what somebody typed never becomes a formula."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest

from mdt.services import spreadsheet

HOSTILE = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", " =HYPERLINK(1)", "\r=1")


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_formula_becomes_text(typed):
    rows = [[typed, 300, date(2026, 11, 24)]]
    sheet = openpyxl.load_workbook(io.BytesIO(spreadsheet.as_xlsx("Lijst", ["A", "B", "C"], rows))).active
    cell = sheet["A2"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")
    text = spreadsheet.as_csv(["A", "B", "C"], rows).decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1]
    assert found[0].startswith("'")
    assert found[1:] == ["300", "2026-11-24"]


def test_ordinary_names_stay_as_they_are():
    rows = [["Şeyma d'Ancona-Visser", None]]
    sheet = openpyxl.load_workbook(io.BytesIO(spreadsheet.as_xlsx("a[b]:c/d", ["Naam", "Leeg"], rows))).active
    assert (sheet.title, sheet["A2"].value, sheet["B2"].value) == ("abcd", rows[0][0], None)
