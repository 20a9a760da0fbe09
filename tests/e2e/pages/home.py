"""What waits for somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.pages.base import Screen

if TYPE_CHECKING:
    from tests.e2e.pages.application import Case, Start


class Home(Screen):
    """The home page of each role."""

    path = "/"

    def case_of(self, organisation: str) -> Case:
        """Open the case of an organisation that waits here."""
        from tests.e2e.pages.application import Case

        self.main.get_by_role("link", name=organisation).first.click()
        return Case(self.page)

    def start_an_application(self) -> Start:
        """Go to the page that says what an application asks."""
        from tests.e2e.pages.application import Start

        return self.follow("Start an application", Start)
