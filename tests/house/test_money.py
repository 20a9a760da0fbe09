"""An organisation contributes hours of guidance; an application asks for no amount of money anywhere."""

from __future__ import annotations

import re
from typing import Any

import yaml

from tests.house.source import ROOT, listed, short, under

MONEY = re.compile(
    r"€|\beur\b|\beuros?\b|\bcents?\b|budget|bedrag|\bkosten\b|\bprijs|\bamounts?\b|\bcosts?\b|\bmoney\b|\bprices?\b|subsid",
    re.IGNORECASE,
)
PLACES = (
    "mdt/forms/application",
    "mdt/models/application",
    "mdt/services/application",
    "workflows/application",
)


def texts(value: Any) -> list[str]:
    """Return every text in a reference table."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    return [value] if isinstance(value, str) else []


def test_an_application_holds_no_amount_of_money() -> None:
    places = [*under(*PLACES), *under("templates/html/application/", suffix=".html")]
    found = [
        f"{short(path)}:{number}: {line.strip()}"
        for path in places
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if MONEY.search(line)
    ]
    assert not found, f"Ask for hours of guidance, never for money:{listed(found)}"


def test_the_framework_asks_for_no_amount_of_money() -> None:
    found = []
    for path in sorted((ROOT / "mdt/rules/frameworks").glob("*.yaml")):
        tables = yaml.safe_load(path.read_text())
        asked = [text for name in ("sections", "themes", "indicators") for text in texts(tables.get(name))]
        found += [f"{short(path)}: {text}" for text in asked if MONEY.search(text)]
    assert not found, f"The framework judges practice; it asks for no money:{listed(found)}"
