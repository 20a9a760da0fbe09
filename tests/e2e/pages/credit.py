"""Study credit: the requests of a school or a youth, one request with all its evidence, and a list to award."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import expect

from tests.e2e.pages.application import Case, Confirmation
from tests.e2e.pages.base import PATIENCE, Screen
from tests.e2e.pages.decision import Decision


class Credits(Screen):
    """The requests that somebody can see."""

    path = "/credits"

    def at(self, host: str, *, of: str = "") -> Credit:
        """Open the request about the service somewhere, of somebody."""
        row = self.main.get_by_role("row").filter(has_text=host).filter(has_text=of)
        row.get_by_role("link").first.click()
        return Credit(self.page)


class Credit(Case):
    """A request, with everything on which the school judges it."""

    def hand_in(self) -> Credit:
        """The youth hands it in."""
        return self.act("Submit to the school", Credit)

    def act(self, name: str, then: type[Credit]) -> Credit:
        """Do something that asks nothing more."""
        return self.follow(name, Confirmation).press(name, then)

    def propose(self, what: str, *, examiner: str) -> Credit:
        """A clerk proposes to award: the examiner judged the unit sufficient."""
        page = self.follow("Propose to award", Propose)
        page.choose("passed", "y").fill("assessed_by", examiner).fill("reasons", what)
        return page.press("Propose to award", Credit)

    def decide(self, name: str) -> Decision:
        """Go to the form of a decision."""
        return self.follow(name, Decision)

    def credential(self) -> dict[str, Any]:
        """The digital credential, as it is downloaded."""
        link = self.awaited(self.page.get_by_role("link", name=self.word("Download the credential (json)")))
        found: dict[str, Any] = json.loads(self.fetched(link.get_attribute("href") or ""))
        return found


class Propose(Screen):
    """The form of a proposal, with the amount reckoned out."""


class Lists(Screen):
    """The lists for the exam board."""

    path = "/cohorts"

    def the_list(self, name: str) -> List:
        """Open a list."""
        self.main.get_by_role("link", name=name).click()
        return List(self.page)


class List(Screen):
    """A list of credits for one decision."""

    def try_out(self) -> List:
        """Try it out; the worker does."""
        return self.press("Try the list out", List).done("The trial is done. Nothing has been awarded.")

    def award(self, judgement: str, count: int) -> List:
        """Award all of it, after typing how many that are."""
        page = self.follow("Award the whole list", AwardAll).fill("reasons", judgement)
        return page.fill("agreed_count", str(count)).press("Award the whole list", List)

    def done(self, sentence: str) -> List:
        """Watch the progress until the page says this, by itself where it runs JavaScript."""
        expect(self.main).to_contain_text(self.word(sentence), timeout=PATIENCE * 1000)
        return List(self.page)


class AwardAll(Screen):
    """The judgement for the whole list."""
