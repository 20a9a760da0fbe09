"""The pages of the office."""

from __future__ import annotations

from typing import Self

from tests.e2e.pages.application import Case
from tests.e2e.pages.base import Screen


class Assessors(Screen):
    """Who assesses a case, and who can be invited."""

    def invite(self, name: str, *, lead: bool) -> Self:
        """Invite somebody."""
        self.main.get_by_label(name).first.check()
        return self.choose("lead", "yes" if lead else "no").press("Invite", type(self))

    def back(self) -> Case:
        """Go back to the case."""
        return self.follow("Back to the application", Case)
