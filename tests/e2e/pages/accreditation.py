"""An accreditation in its years: measures, check-ins, suspension, and the way to an objection."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Locator

from tests.e2e.pages.application import Case, Confirmation
from tests.e2e.pages.base import Screen
from tests.e2e.pages.decision import Decision
from tests.e2e.pages.objection import Lodge


class Accreditation(Case):
    """The one page of an accreditation."""

    def measure(self, kind: str) -> Locator:
        """The newest measure of a kind, as it stands there."""
        return self.main.locator("article").filter(has_text=self.word(kind)).first

    def of_measure(self, kind: str, name: str) -> Act:
        """Go to the page of what can be done with a measure."""
        self.measure(kind).get_by_role("link", name=self.word(name), exact=True).click()
        return Act(self.page)

    def check_in(self, name: str) -> CheckInForm:
        """Follow what is asked first about the check-in."""
        return self.follow(name, CheckInForm)

    def read_check_in(self) -> CheckIn:
        """Read the check-in that came, as the office does."""
        return self.follow("Read the check-in", CheckIn)

    def impose(self) -> Act:
        """Go to the form of a measure."""
        return self.follow("Impose a measure", Act)

    def decide(self, name: str) -> Decision:
        """Go to the form of a decision, folded away where it is rare."""
        link = self.page.get_by_role("link", name=self.word(name), exact=True).first
        if not link.is_visible():
            self.unfold("Other things you can do")
        return self.follow(name, Decision)

    def renew(self) -> StartRenewal:
        """Go to the page where a renewal begins."""
        return self.follow("Apply for renewal", StartRenewal)

    def object(self) -> Lodge:
        """Go to the form of an objection."""
        return self.follow("Lodge an objection", Lodge)

    def register_on(self, day: date) -> str:
        """Where the register says how it stood on a day."""
        entry = self.page.get_by_role("link", name=self.word("In the register"), exact=True).get_attribute("href")
        return f"{entry}?on={day.isoformat()}&language={self.language}"


class StartRenewal(Screen):
    """What a renewal asks, and the button that begins it."""

    def start(self) -> Case:
        """Begin."""
        return self.press("Start the renewal", Case)


class Act(Decision):
    """The form of something that is done with a measure."""

    def done(self, name: str) -> Accreditation:
        """Do it, and come back."""
        return self.press(name, Accreditation)


class CheckIn(Screen):
    """A check-in: its answers, and what was asked more."""

    def ask(self, question: str) -> Accreditation:
        """Ask one thing more."""
        page = self.follow("Ask for more", CheckInForm).fill("question", question)
        return page.press("Ask for more", Accreditation)

    def mark_as_looked_at(self) -> Accreditation:
        """Mark it as looked at."""
        return self.follow("Mark as looked at", Confirmation).press("Mark as looked at", Accreditation)


class CheckInForm(Screen):
    """The questions of a check-in, or the one that was asked more."""

    def answer(self, text: dict[str, str], choices: dict[str, str]) -> CheckInForm:
        """Answer its questions."""
        for question, value in text.items():
            self.fill(f"answer_{question}", value)
        for question, value in choices.items():
            self.choose(f"answer_{question}", value)
        return self

    def send(self) -> Accreditation:
        """Send it in."""
        return self.press("Send the check-in", Accreditation)

    def send_answer(self, text: str) -> Accreditation:
        """Answer what was asked more."""
        return self.fill("answer_text", text).press("Answer the question", Accreditation)
