"""Signing in, and confirming an address."""

from __future__ import annotations

from mdt.demo.cast import PASSWORD
from tests.e2e.pages.base import Next, Screen


class SignIn(Screen):
    """Where somebody says who they are."""

    path = "/sign-in"

    def as_(self, email: str, then: type[Next]) -> Next:
        """Sign in, with the password of the demonstration, and go on to what was wanted."""
        return self.fill("email", email).fill("password", PASSWORD).press("Sign in", then)


class Confirm(Screen):
    """The page behind the link in the first letter."""

    def confirm(self) -> SignIn:
        """Say that the address is right."""
        return self.press("Yes, this is my address", SignIn)
