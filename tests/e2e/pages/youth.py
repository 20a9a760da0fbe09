"""The pages of a youth, of the guardian behind a link, and of the school that confirms."""

from __future__ import annotations

from typing import Self

from playwright.sync_api import expect

from mdt.demo.cast import PASSWORD
from tests.e2e.pages.base import Screen


class Youth(Screen):
    """A youth's own page."""

    path = "/youth"


class MyData(Screen):
    """What the house holds of a youth."""

    path = "/youth/data"


class SignUp(Screen):
    """The form of somebody who comes alone."""

    def sign_up(self, *, name: str, email: str, born_on: str, guardian: str) -> Screen:
        """Fill it in and send it."""
        self.fill("name", name).fill("email", email).fill("password", PASSWORD).fill("born_on", born_on)
        self.fill("guardian_name", "Petra").fill("guardian_email", guardian).fill("student_number", "10499")
        return self.press("Sign up", Screen)


class ChooseSchool(Screen):
    """Searching one's school."""

    path = "/youths/sign-up"

    def search(self, words: str) -> Self:
        """Look for a school."""
        return self.fill("q", words).press("Search", type(self))

    def pick(self, name: str) -> SignUp:
        """Choose a school that was found."""
        self.page.get_by_role("link", name=name).click()
        return SignUp(self.page)


class GuardianLink(Screen):
    """The page behind the guardian's link."""


class School(Screen):
    """What waits at a school."""

    path = "/school"

    def confirm(self, name: str) -> Self:
        """Tick somebody and confirm."""
        self.main.get_by_label(name).check()
        after = self.press("Confirm those who are ticked", type(self))
        expect(after.main.get_by_label(name)).to_have_count(0)
        return after
