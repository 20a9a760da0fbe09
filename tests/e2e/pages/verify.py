"""The page behind a paper's code."""

from __future__ import annotations

from tests.e2e.pages.base import Screen


class Verify(Screen):
    """Where a code is typed."""

    path = "/verify"

    def verify(self, code: str) -> Verified:
        """Look up a paper."""
        self.fill("code", code)
        self.main.locator("form button[type=submit]").first.click()
        return Verified(self.page)


class Verified(Screen):
    """What a paper says, and how it stands today."""
