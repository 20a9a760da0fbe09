"""An agreement: what stands there, changing it, and signing a version of it."""

from __future__ import annotations

from playwright.sync_api import Response

from tests.e2e.pages.application import Case
from tests.e2e.pages.base import Screen


class Agreements(Screen):
    """The agreements of somebody's side."""

    path = "/agreements"

    def of(self, name: str) -> Agreement:
        """Open the agreement of a youth."""
        self.main.get_by_role("link", name=name).first.click()
        return Agreement(self.page)


class Agreement(Case):
    """The page of an agreement."""

    def to_sign(self) -> Sign:
        """Go to what is to be signed."""
        return self.follow("Sign the agreement", Sign)

    def change_guidance(self, text: str) -> Agreement:
        """Write the guidance anew, which counts once it is proposed."""
        section = self.follow("Guidance and judgement", Section)
        return section.fill("guidance", text).press("Save", Agreement)

    def propose_the_change(self) -> Agreement:
        """Propose what was written anew, on the page that names the signatures that it voids."""
        name = "Change the proposal"
        return self.follow(name, Revise).says("This voids signatures").press(name, Agreement)


class NewAgreement(Screen):
    """Where a draft begins."""

    path = "/agreements/new"

    def begin(self, host: str) -> Section:
        """Choose an organisation, and begin."""
        options = self.named("organisation").locator("option").filter(has_text=host)
        self.named("organisation").select_option(options.first.get_attribute("value"))
        return self.press("Begin the draft", Section)


class Section(Screen):
    """A part of what is written."""


class Revise(Screen):
    """What a new version changes, and which signatures it voids."""


class Sign(Screen):
    """The version that somebody signs, in full."""

    def sign(self) -> Agreement:
        """Say that it was read, and sign it."""
        return self.tick("agree").press("Sign the agreement", Agreement)

    def sign_too_late(self) -> tuple[Sign, Response]:
        """Sign a version that was replaced after this page was opened; returns the page that says so."""
        with self.page.expect_response(lambda answer: answer.request.method == "POST") as answered:
            page = self.tick("agree").press("Sign the agreement", Sign)
        return page, answered.value
