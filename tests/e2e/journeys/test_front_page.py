"""The first thing that anybody sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.pages.base import Screen

VISITORS = {
    "at a desk": {},
    "on a phone": {"width": 320, "touch": True},
    "without JavaScript": {"javascript": False},
    "in English": {"language": "en"},
}


@pytest.mark.parametrize("who", VISITORS)
def test_the_front_page_is_for_everybody(visitors: Any, accessible: Callable[[Any], None], who: str) -> None:
    page = visitors(**VISITORS[who])
    screen = Screen.open(page)
    assert screen.heading
    accessible(page)
