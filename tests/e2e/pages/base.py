"""What all pages share. A page object says what a person can do; what leads elsewhere returns the next page."""

from __future__ import annotations

import re
from typing import ClassVar, Self, TypeVar

from playwright.sync_api import Locator, Page, expect

Next = TypeVar("Next", bound="Screen")


class Screen:
    """One page of the site. A subclass names its `path` and what people do on it."""

    path: ClassVar[str] = "/"

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    def open(cls, page: Page, path: str | None = None) -> Self:
        """Go to the page by its address."""
        page.goto(path or cls.path)
        return cls(page)

    @property
    def heading(self) -> str:
        """The text of the page's only first-level heading."""
        return self.page.locator("h1").inner_text().strip()

    @property
    def main(self) -> Locator:
        """What the page is about, without header and footer."""
        return self.page.locator("main")

    @property
    def error_summary(self) -> Locator:
        """The summary above a form that was not accepted."""
        return self.page.locator("[role=alert]").first

    def fill(self, label: str, value: str) -> Self:
        """Type into the field with this label."""
        self.page.get_by_label(label, exact=False).first.fill(value)
        return self

    def choose(self, option: str) -> Self:
        """Choose a radio button or tick a box by its label."""
        self.page.get_by_label(option, exact=True).first.check()
        return self

    def press(self, name: str, then: type[Next]) -> Next:
        """Press the button with this name, and return the page that follows."""
        self.page.get_by_role("button", name=name, exact=True).first.click()
        return then(self.page)

    def follow(self, name: str, then: type[Next]) -> Next:
        """Follow the link with this name, and return the page that follows."""
        self.page.get_by_role("link", name=name, exact=True).first.click()
        return then(self.page)

    def says(self, text: str | re.Pattern[str]) -> Self:
        """Expect a text in the page's main part."""
        expect(self.main).to_contain_text(text)
        return self
