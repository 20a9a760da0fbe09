"""A school's scheme: what is sound, and at which field it is told when it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from workflows.base import Refused
from workflows.scheme import SchemeFacts, check

TODAY = date(2026, 11, 24)
HBO = SchemeFacts(today=TODAY, sector="hbo", title="Vrije ruimte", basis="assessed_unit", basis_text="VRIJ3",
                  minimum=200, maximum=500, valid_from=TODAY)  # fmt: skip
VO = replace(HBO, sector="vo", basis="statement", minimum=0, maximum=0)


@pytest.mark.parametrize("facts", [
    HBO, VO, replace(HBO, maximum=0), replace(HBO, minimum=500), replace(HBO, basis="extracurricular", basis_text=""),
    replace(HBO, sector="mbo", basis="elective", basis_text="Keuzedeel", maximum=240_00, minimum=240_00),
])  # fmt: skip
def test_sound_schemes_pass(facts: SchemeFacts) -> None:
    check(facts)


@pytest.mark.parametrize(
    ("base", "wrong", "field"),
    [
        (HBO, {"title": " "}, "title"),
        (HBO, {"programme_fits": False}, "programme"),
        (HBO, {"basis": "citizenship"}, "basis"),
        (HBO, {"basis_text": ""}, "basis_text"),
        (HBO, {"minimum": 600}, "minimum"),
        (HBO, {"minimum": -100}, "minimum"),
        (HBO, {"maximum": 550}, "maximum"),
        (HBO, {"maximum": 6100}, "maximum"),
        (VO, {"maximum": 100}, "maximum"),
        (HBO, {"minimum_minutes": -1}, "minimum_hours"),
        (HBO, {"service_share": 0}, "service_share"),
        (HBO, {"reflection_share": 101}, "reflection_share"),
        (HBO, {"valid_from": None}, "valid_from"),
        (HBO, {"valid_from": date(2026, 11, 23)}, "valid_from"),
        (HBO, {"latest_from": date(2027, 9, 1)}, "valid_from"),
    ],
)
def test_what_is_not_sound_is_told_at_its_field(base: SchemeFacts, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        check(replace(base, **wrong))
    assert refusal.value.field == field
