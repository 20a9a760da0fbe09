"""The joint advice of two assessors."""

from __future__ import annotations

from mdt.rules.framework import Framework
from tests.e2e.pages.application import Case
from tests.e2e.pages.base import Screen


class Advice(Screen):
    """Both judgements side by side, and how far the joint one is."""

    def judge_jointly(self, framework: Framework, score: str, reasons: str) -> Advice:
        """Write the joint judgement of every indicator, those that differ first."""
        page = self.follow("Write the next joint judgement", Joint)
        for number in range(len(framework.indicators)):
            page.choose("score", score).fill("reasons", reasons)
            last = number == len(framework.indicators) - 1
            name = "Save and look at all" if last else "Save and go to the next open one"
            self.page.get_by_role("button", name=self.word(name), exact=True).click()
            page = Joint(self.page)
        return Advice(self.page)

    def propose(self, outcome: str, summary: str) -> Advice:
        """Write the proposal to the board."""
        page = self.follow("Write the proposal", Proposal)
        return page.choose("outcome", outcome).fill("summary", summary).press("Save the proposal", Advice)

    def agree_with_everything(self) -> Advice:
        """Answer, as the second assessor, that every joint judgement is right."""
        page = self.follow("Agree to the joint judgement, or dissent", Answers)
        for one in page.main.locator("input[value=agree]").all():
            one.check()
        return page.press("Send your answers", Advice)

    def give(self) -> Case:
        """Give the advice to the board."""
        return self.follow("Give the advice", Give).press("Give the advice", Case)


class Joint(Screen):
    """The joint judgement of one indicator."""


class Proposal(Screen):
    """What the assessors propose."""


class Answers(Screen):
    """What the second assessor says to each."""


class Give(Screen):
    """The last page before the board gets it."""
