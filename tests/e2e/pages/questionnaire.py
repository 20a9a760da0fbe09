"""The youths' questionnaire: its page behind the link, and what a youth's own page offers."""

from __future__ import annotations

from typing import ClassVar

from playwright.sync_api import Locator

from tests.e2e.pages.base import Screen


class Own(Screen):
    """A youth's own page."""

    path: ClassVar[str] = "/my-service"

    def questions(self) -> Questionnaire:
        """Follow the link that waits."""
        return self.follow("Answer the questions", Questionnaire)


class Questionnaire(Screen):
    """The questions."""

    @property
    def groups(self) -> Locator:
        """The questions, each a group of radio buttons."""
        return self.main.get_by_role("radiogroup")

    def chosen(self, name: str) -> str | None:
        """The value that is chosen for a question."""
        found = self.main.locator(f"input[name='{name}']:checked")
        return found.get_attribute("value") if found.count() else None

    def answer_by_keyboard(self, *steps: int) -> Questionnaire:
        """Go from question to question with Tab; choose a step (1 to 5) with the arrows, or skip (0)."""
        self.groups.first.get_by_role("radio").first.focus()
        for step in steps:
            if step:
                self.page.keyboard.press("Space")
                for _ in range(step - 1):
                    self.page.keyboard.press("ArrowDown")
            self.page.keyboard.press("Tab")
        return self


class Register(Screen):
    """An organisation in the public register."""

    path: ClassVar[str] = "/register"

    def look_up(self, name: str) -> Register:
        """Search an organisation and open its page."""
        found = Register.open(self.page, f"/register?q={name}")
        found.main.locator("tbody th a").first.click()
        return Register(self.page)
