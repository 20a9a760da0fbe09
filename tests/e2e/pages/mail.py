"""The page on which the demonstration keeps its mail, and on which its date is moved."""

from __future__ import annotations

from datetime import date
from typing import Self

from playwright.sync_api import Locator

from tests.e2e.pages.account import Confirm
from tests.e2e.pages.base import PATIENCE, Screen


class DemoMail(Screen):
    """Every letter, the newest first."""

    path = "/demo/mail"

    @property
    def today(self) -> date:
        """The date in the demonstration."""
        day, month, year = self.named("day").input_value().split("-")
        return date(int(year), int(month), int(day))

    def letter_to(self, email: str, about: str) -> Locator:
        """The newest letter to somebody with these words in its subject, opened; waits for the worker."""
        self.fill("q", email).press("Search", DemoMail)  # so that what comes meanwhile does not push it from the page
        letters = (
            self.main.locator("article").filter(has_text=email).filter(has=self.page.locator("h3", has_text=about))
        )
        letter = self.awaited(letters)
        letter.locator("summary").click()
        return letter

    def confirm(self, email: str, about: str) -> Confirm:
        """Open the link with which somebody confirms an address."""
        self.letter_to(email, about).get_by_role("link").filter(has_text="/account/confirm/").click()
        return Confirm(self.page)

    def move_to(self, day: date) -> Self:
        """Move the date of the demonstration."""
        return self.fill("day", day.strftime("%d-%m-%Y")).press("Move the date", type(self))

    def let_pass(self, span: str) -> Self:
        """Let time pass, with everything that happens by itself meanwhile; waits as long as that takes."""
        self.choose("span", span)
        with self.page.expect_navigation(timeout=PATIENCE * 1000):
            self.page.get_by_role("button", name=self.word("Let time pass"), exact=True).click()
        return type(self)(self.page)

    def letters(self) -> list[tuple[str, str]]:
        """The subject of each letter on this page, and to whom and when it went; the newest first."""
        return [(one.locator("h3").inner_text(), one.locator("p").first.inner_text())
                for one in self.main.locator("article").all()]  # fmt: skip
