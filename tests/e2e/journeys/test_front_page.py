"""The first thing that anybody sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

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


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_phone_the_menu_unfolds_by_the_keyboard(
    visitors: Any, accessible: Callable[[Any], None], javascript: bool
) -> None:
    screen = Screen.open(visitors(width=320, javascript=javascript))
    menu = screen.page.get_by_role("navigation", name=screen.word("Main menu"))
    register = menu.get_by_role("link", name="Register", exact=True)
    expect(register).to_be_hidden()
    menu.locator("summary").focus()
    screen.page.keyboard.press("Enter")
    expect(register).to_be_visible()
    accessible(screen.page)
    screen.page.keyboard.press("Tab")
    expect(menu.get_by_role("link").first).to_be_focused()
