"""An objection: lodging it, and what office, hearing officer and board do with it."""

from __future__ import annotations

from tests.e2e.pages.application import Case, Confirmation
from tests.e2e.pages.base import Screen
from tests.e2e.pages.decision import Decision


class Lodge(Screen):
    """The form of an objection."""

    def lodge(self, grounds: str) -> Objection:
        """Object to the decision that was taken last, and write why."""
        self.named("decision").first.check()
        return self.fill("grounds", grounds).press("Lodge an objection", Objection)


class Objection(Case):
    """The one page of an objection, with its file."""

    @property
    def number(self) -> str:
        """The number of the objection."""
        return self.main.locator(".dt-pre-heading").inner_text().split()[-1]

    def act(self, name: str) -> Objection:
        """Do something that asks nothing more."""
        return self.follow(name, Confirmation).press(name, Objection)

    def plan(self, at: str, place: str) -> Objection:
        """Plan the hearing on the first day that the law allows."""
        page = self.follow("Plan the hearing", Hearing).fill("hearing_at", at).fill("place", place)
        return page.press("Plan the hearing", Objection)

    def report(self, present: str, said: str) -> Objection:
        """Report the hearing."""
        page = self.follow("Report the hearing", Hearing).fill("present", present).fill("report", said)
        return page.press("Report the hearing", Objection)

    def advise(self, outcome: str, why: str) -> Objection:
        """Advise the board."""
        page = self.follow("Advise on the objection", Hearing).choose("advice", outcome).fill("proposal", why)
        return page.press("Advise on the objection", Objection)

    def decide(self, name: str) -> Decision:
        """Go to the form of the decision."""
        return self.follow(name, Decision)


class Hearing(Screen):
    """The form of what the hearing officer does."""
