"""The pages of hours: a youth's picture and weeks, an entry, and what a supervisor sees behind a link."""

from __future__ import annotations

import time

from tests.e2e.pages.base import Screen


class Service(Screen):
    """A youth's front page: what was done, what is next, and the papers."""

    path = "/"

    def note_hours(self) -> Note:
        """Go to the form of an entry."""
        return self.follow("Note hours", Note)

    @property
    def confirmed(self) -> int:
        """The minutes that are confirmed of the agreement that runs, as the picture says."""
        hours, minutes = self.main.locator(".dt-goal__number strong").first.inner_text().split(":")
        return int(hours) * 60 + int(minutes)


class Note(Screen):
    """The form of an entry."""

    def note(self, *, start: str, length: str, line: str) -> tuple[Week, float]:
        """Note today's hours, key by key as thumbs do; returns the week, and the seconds that it took."""
        began = time.monotonic()
        for name, text in (("start", start), ("minutes", length), ("reflection", line)):
            self.named(name).tap() if self.is_touched else self.named(name).click()
            self.fill(name, "")
            self.named(name).press_sequentially(text, delay=60)
        week = self.press("Note these hours", Week)
        return week, time.monotonic() - began

    @property
    def is_touched(self) -> bool:
        """Whether it is a phone."""
        return bool(self.page.evaluate("navigator.maxTouchPoints > 0"))


class Week(Screen):
    """One week, as the youth sees it."""

    def hand_in(self) -> Week:
        """Hand it in, on the page that says what happens then."""
        return self.follow("Hand in the week", HandIn).press("Hand in the week", Week)


class HandIn(Screen):
    """What handing in does."""


class SupervisorLink(Screen):
    """The page behind the supervisor's link to a week."""

    def confirm(self) -> SupervisorLink:
        """Say that it is right."""
        return self.press("Confirm the hours", SupervisorLink)
