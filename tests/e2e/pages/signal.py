"""The pages of a signal: without an account, of the confidential adviser, and of whom the adviser informed."""

from __future__ import annotations

import re

from tests.e2e.pages.base import Screen


class Sent(Screen):
    """The page that shows the code, once."""

    @property
    def code(self) -> str:
        """The code, as the reporter writes it down."""
        return self.main.locator("output").inner_text()


class Report(Screen):
    """Where somebody tells what is not safe."""

    path = "/social-safety"

    def send(self) -> Sent:
        """Send it to the adviser."""
        return self.press("Send to the confidential adviser", Sent)


class OwnSignal(Screen):
    """What the reporter reads with the code."""


class Code(Screen):
    """Where the code is typed."""

    path = "/social-safety/code"

    def look(self, code: str) -> OwnSignal:
        """Look with a code."""
        return self.fill("code", code).press("Look", OwnSignal)


class SignalCase(Screen):
    """The page of one signal."""

    def act(self, name: str, **given: str) -> SignalCase:
        """Follow what can be done, fill it in, and do it."""
        form = self.follow(name, SignalCase)
        for field, value in given.items():
            form.choose(field, value) if field == "receiver" else form.fill(field, value)
        return form.press(name, SignalCase)


class Worklist(Screen):
    """What an adviser has to do."""

    path = "/signals"

    def newest(self) -> SignalCase:
        """Open the page of the signal that came in last and that nobody took up."""
        badge = self.page.locator(".dt-badge", has_text=re.compile(rf"^\s*{self.word('Received')}\s*$"))
        self.main.locator("tbody tr").filter(has=badge).last.get_by_role("link").click()
        return SignalCase(self.page)


class Shared(Screen):
    """What was shared with somebody."""

    path = "/shared-signals"

    def newest(self) -> Screen:
        """Open the page of what was shared last."""
        self.main.locator("table a").first.click()
        return Screen(self.page)
