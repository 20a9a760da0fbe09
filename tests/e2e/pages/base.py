"""What all pages share. A page object says what a person can do; what leads elsewhere returns the next page.

Page objects speak English. On a Dutch page they look for the Dutch words, in the catalogue that people read too; so
one journey can be walked in either language, and a missing translation stops it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, ClassVar, Self, TypeVar

from babel.support import NullTranslations, Translations
from playwright.sync_api import Locator, Page, expect

from mdt.config import ROOT
from mdt.services import wording

Next = TypeVar("Next", bound="Screen")
PATIENCE = 300  # seconds: a demo that has just begun has hundreds of letters and papers to make first
expect.set_options(timeout=15_000)  # two journeys share two cores


@cache
def catalogue(language: str) -> NullTranslations:
    """The words of a language."""
    return Translations.load(ROOT / "mdt" / "translations", [language])


class Screen:
    """One page of the site. A subclass names its `path` and what people do on it."""

    path: ClassVar[str] = "/"
    on_arrival: ClassVar[Callable[[Page], None]] = staticmethod(lambda page: None)

    def __init__(self, page: Page) -> None:
        self.page = page
        page.wait_for_load_state()
        type(self).on_arrival(page)

    @classmethod
    def open(cls, page: Page, path: str | None = None) -> Self:
        """Go to the page by its address."""
        page.goto(path or cls.path)
        return cls(page)

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.page.locator("html").get_attribute("lang") or "nl"

    def read_in(self, language: str) -> Self:
        """Choose a language at the top of the page, unless it is in that language already."""
        if self.language == language:
            return self
        self.page.locator(f".dt-header__account [lang={language}]").click()
        return type(self)(self.page)

    def word(self, text: str, **values: Any) -> str:
        """An English text of the site as this page says it."""
        said = catalogue(self.language).gettext(text)
        return said % values if values else said

    @property
    def heading(self) -> str:
        """The text of the page's only first-level heading."""
        return self.page.locator("h1").inner_text().strip()

    def day(self, day: date) -> str:
        """A day as this page writes it."""
        return wording.in_full(day, self.language)

    @property
    def main(self) -> Locator:
        """What the page is about, without header and footer."""
        return self.page.locator("main")

    @property
    def error_summary(self) -> Locator:
        """The summary above a form that was not accepted."""
        return self.page.locator("[data-error-summary]")

    def named(self, name: str) -> Locator:
        """The field of the form with this name."""
        return self.main.locator(f"[name='{name}']")

    def fill(self, name: str, value: str) -> Self:
        """Type into the field with this name."""
        self.named(name).fill(value)
        return self

    def choose(self, name: str, *values: str) -> Self:
        """Choose a radio button, tick boxes, or take an option from a list, by the value that is sent."""
        if self.named(name).first.evaluate("field => field.tagName") == "SELECT":
            self.named(name).select_option(list(values))
        for value in values:
            option = self.main.locator(f"input[name='{name}'][value='{value}']")
            if option.count():
                option.check()
        return self

    def tick(self, name: str) -> Self:
        """Tick a single box."""
        self.named(name).check()
        return self

    def press(self, name: str, then: type[Next], **values: Any) -> Next:
        """Press the button with this name, and return the page that follows."""
        self.page.get_by_role("button", name=self.word(name, **values), exact=True).first.click()
        return then(self.page)

    def follow(self, name: str, then: type[Next], **values: Any) -> Next:
        """Follow the link with this name, and return the page that follows."""
        self.page.get_by_role("link", name=self.word(name, **values), exact=True).first.click()
        return then(self.page)

    def unfold(self, name: str) -> Self:
        """Open a part of the page that is folded."""
        self.page.locator("summary").filter(has_text=self.word(name)).first.click()
        return self

    def says(self, text: str | re.Pattern[str], **values: Any) -> Self:
        """Expect a text of the site, or of a person, in the page's main part."""
        said = self.word(text, **values) if isinstance(text, str) else text
        expect(self.main).to_contain_text(said)
        return self

    def says_not(self, text: str) -> Self:
        """Expect that a text is not in the page's main part."""
        expect(self.main).not_to_contain_text(self.word(text))
        return self

    def awaited(self, locator: Locator) -> Locator:
        """Look again until the worker has made something; fails when that takes too long."""
        until = time.monotonic() + PATIENCE
        while not locator.count():
            assert time.monotonic() < until, f"not there after {PATIENCE} seconds: {locator}"
            self.page.wait_for_timeout(300)
            self.page.reload()
        return locator.first

    def fetched(self, address: str) -> bytes:
        """What lies at an address, fetched as this visitor."""
        answer = self.page.context.request.get(address)
        assert answer.ok, f"{address}: {answer.status}"
        return answer.body()
