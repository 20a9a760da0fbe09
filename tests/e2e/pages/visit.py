"""The visit: planned, held, noted on the spot, reported."""

from __future__ import annotations

from datetime import date
from typing import Self

from playwright.sync_api import expect

from mdt.rules.framework import Framework
from tests.e2e.pages.base import Screen


class Propose(Screen):
    """The dates and the place that an assessor offers."""

    def propose(self, *days: date) -> Visit:
        """Offer days."""
        for name, day in zip(("first_date", "second_date", "third_date"), days, strict=False):
            self.fill(name, day.strftime("%d-%m-%Y"))
        self.fill("place", "Voorbeeldstraat 12, Utrecht").fill("whom", "Twee jongeren en een begeleider")
        return self.press("Send the proposal", Visit)


class Agree(Screen):
    """Where an organisation chooses a day."""

    def agree(self, day: date) -> Visit:
        """Choose this day."""
        return self.choose("chosen", day.isoformat()).press("Agree to a date", Visit)


class Visit(Screen):
    """Everything about the visit."""

    def note_on_the_spot(self) -> Observation:
        """Begin with the first indicator."""
        self.main.locator(".dt-tasks__link").first.click()
        return Observation(self.page)

    def hold(self) -> Visit:
        """Note that the visit was held."""
        name = "Note that the visit was held"
        return self.follow(name, Hold).press(name, Visit)

    def report(self) -> Visit:
        """Hand in the report."""
        return self.follow("Report the visit", Report).press("Report the visit", Visit)


class Observation(Screen):
    """One indicator, on the spot."""

    def note(self, text: str) -> Self:
        """Write down what was seen, and tick the first of what to look for."""
        self.named("seen").first.check()
        return self.fill("text", text)

    def is_saved(self) -> Self:
        """Expect that the page says when it was saved, without a button."""
        expect(self.page.locator("[data-autosave-status]")).to_have_attribute("data-state", "saved")
        return self

    def go_on(self) -> Observation:
        """Save, and go to the next."""
        return self.press("Save and go on", Observation)

    def to_conversations(self) -> Conversations:
        """Save the last one, and go on to the conversations."""
        return self.press("Save, and note the conversations", Conversations)

    def note_everything(self, framework: Framework, text: str) -> Conversations:
        """Note something with every indicator, one page after the other."""
        page = self
        for _indicator in framework.indicators[:-1]:
            page = page.note(text).go_on()
        return page.note(text).to_conversations()


class Conversations(Screen):
    """What was heard, from what kind of people."""

    def heard(self, kind: str, text: str) -> Conversations:
        """Note a conversation."""
        return self.choose("kind", kind).fill("text", text).press("Note this conversation", Conversations)

    def back(self) -> Visit:
        """Go back to the visit."""
        return self.follow("Back to the visit", Visit)


class Hold(Screen):
    """Noting that the visit was held."""


class Report(Screen):
    """The last page before the report is fixed."""
