"""Everything in this folder drives a browser."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error

from tests.e2e.pages.base import Screen
from tests.e2e.people import People

HERE = Path(__file__).parent
ALIKE = re.compile(r"/(indicators|sections)/[\w-]+")
ENOUGH = 1  # of pages that differ in nothing but their question


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the journeys, so that they run on their own (`-m e2e`)."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture
def every_page_accessible(accessible: Callable[[Any], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Check every page on which a page object arrives."""
    seen: Counter[str] = Counter()

    def check(page: Any) -> None:
        alike = ALIKE.search(page.url)
        if alike:
            kind = page.url.replace(alike[0], f"/{alike[1]}/")
            seen[kind] += 1
            if seen[kind] > ENOUGH:
                return None
        while True:
            try:
                return accessible(page)
            except Error as gone:  # a page that waits for a paper loads itself again
                if "because of a navigation" not in gone.message:
                    raise
                page.wait_for_load_state()

    monkeypatch.setattr(Screen, "on_arrival", staticmethod(check))


@pytest.fixture
def people(visitors: Any) -> Callable[..., People]:
    """Everybody who takes part in a case, each with a browser of the same kind: `people(javascript=False)`."""
    return lambda **browser: People(visitors, browser)
