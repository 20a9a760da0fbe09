"""The pages of an assessor, apart from those of the visit."""

from __future__ import annotations

from mdt.rules.framework import Framework
from tests.e2e.pages.base import Screen


class Assessments(Screen):
    """An assessor's queue."""

    path = "/assessments"

    def invitation_of(self, organisation: str) -> Invitation:
        """Open an invitation."""
        self.main.get_by_role("link", name=organisation).first.click()
        return Invitation(self.page)

    def assessment_of(self, organisation: str) -> Assessment:
        """Open an assessment."""
        self.main.get_by_role("link", name=organisation).first.click()
        return Assessment(self.page)


class Invitation(Screen):
    """What an assessor sees before saying to be independent."""

    def declare(self) -> Assessment:
        """Say to be independent, which opens the case."""
        page = self.follow("Declare independence", Declaration)
        return page.tick("declared").press("Declare, and open the case", Assessment)


class Declaration(Screen):
    """The declaration of independence."""


class Assessment(Screen):
    """How far one's own judgement is."""

    def judge_everything(self, framework: Framework, score: str, note: str) -> Assessment:
        """Judge every indicator alike, one page after the other."""
        page = self.follow("Go on with the next open indicator", Indicator)
        for _indicator in framework.indicators[:-1]:
            page = page.judge(score, note).press("Save and go on", Indicator)
        return page.judge(score, note).press("Save and look at all", Assessment)

    def submit(self) -> Assessment:
        """Hand it in."""
        return self.follow("Submit the assessment", Submit).press("Submit", Assessment)


class Indicator(Screen):
    """One indicator: the evidence beside the judgement."""

    def judge(self, score: str, note: str) -> Indicator:
        """Choose a level, with what it rests on."""
        return self.choose("score", score).choose("sources", "observation", "conversation").fill("note", note)


class Submit(Screen):
    """The last page before handing in."""
