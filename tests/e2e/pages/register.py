"""The public register."""

from __future__ import annotations

from tests.e2e.pages.base import Screen


class Register(Screen):
    """Every organisation that is or was accredited."""

    path = "/register"

    def search(self, words: str) -> Register:
        """Look for an organisation."""
        return self.fill("q", words).press("Search", Register)

    def entry_of(self, organisation: str) -> Entry:
        """Open its page."""
        self.main.get_by_role("link", name=organisation).first.click()
        return Entry(self.page)


class Entry(Screen):
    """One organisation in the register."""
