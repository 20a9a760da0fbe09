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

    def check(self, content: bytes) -> Verified:
        """Give a file to compare with the one that was issued."""
        self.named("file").set_input_files({"name": "bewijs.pdf", "mimeType": "application/pdf", "buffer": content})
        return self.press("Check this file", Verified)


class Verified(Screen):
    """What a paper says, and how it stands today."""
