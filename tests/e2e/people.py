"""Everybody who takes part in a journey: each signs in once, in a browser of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mdt.demo.cast import BOARD, DEPUTY, HEARER, LEAD, OFFICE, SECOND
from tests.e2e.pages.account import SignIn
from tests.e2e.pages.base import Next
from tests.e2e.pages.home import Home
from tests.e2e.pages.mail import DemoMail
from tests.e2e.pages.organisation import Newcomer, Register


@dataclass
class People:
    """Opens browsers of one kind for the people of the demonstration, and for a newcomer."""

    visitors: Any
    browser: dict[str, Any]
    pages: dict[str, Any] = field(default_factory=dict)

    @property
    def javascript(self) -> bool:
        """Whether their browsers run JavaScript."""
        return bool(self.browser.get("javascript", True))

    def page_of(self, email: str) -> Any:
        """The page before somebody's eyes."""
        if email not in self.pages:
            self.pages[email] = self.visitors(**self.browser)
        return self.pages[email]

    @property
    def language(self) -> str:
        """The language in which they read."""
        return str(self.browser.get("language", "nl"))

    def anybody(self, then: type[Next], *, page: Any = None) -> Next:
        """Open a public page as somebody who does not sign in, in their language."""
        return then.open(page or self.page_of(""), f"{then.path}?language={self.language}")

    def mail(self) -> DemoMail:
        """The mail of the demonstration."""
        return self.anybody(DemoMail)

    def join(self, newcomer: Newcomer) -> Home:
        """Register an organisation, confirm the coordinator's address from the mail, and sign in."""
        page = self.page_of(newcomer.email)
        self.anybody(Register, page=page).register(newcomer)
        confirm = self.anybody(DemoMail, page=page).confirm(newcomer.email, newcomer.name)
        return confirm.confirm().as_(newcomer.email, Home)

    def arrive(self, email: str, then: type[Next], address: str | None = None) -> Next:
        """Open a page as one of the staff, who signs in where that is asked."""
        page = self.page_of(email)
        if page.url == "about:blank":
            SignIn.open(page).as_(email, Home).read_in(self.language)
        return then.open(page, address)

    def office(self, then: type[Next], address: str | None = None) -> Next:
        """What the office does."""
        return self.arrive(OFFICE[1], then, address)

    def lead(self, then: type[Next], address: str | None = None) -> Next:
        """What the first assessor does."""
        return self.arrive(LEAD[1], then, address)

    def second(self, then: type[Next], address: str | None = None) -> Next:
        """What the second assessor does."""
        return self.arrive(SECOND[1], then, address)

    def board(self, then: type[Next], address: str | None = None) -> Next:
        """What the board does."""
        return self.arrive(BOARD[1], then, address)

    def deputy(self, then: type[Next], address: str | None = None) -> Next:
        """What another member of the board does."""
        return self.arrive(DEPUTY[1], then, address)

    def hearer(self, then: type[Next], address: str | None = None) -> Next:
        """What who hears objections does."""
        return self.arrive(HEARER[1], then, address)
