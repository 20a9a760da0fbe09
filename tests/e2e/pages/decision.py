"""The board decides, after reading the paper before it exists."""

from __future__ import annotations

import subprocess
from typing import Self

from tests.e2e.pages.application import Case
from tests.e2e.pages.base import PATIENCE, Next, Screen


class Decision(Screen):
    """The form of a decision, or of a letter that has a paper."""

    def preview(self) -> Preview:
        """Ask for the paper as it would go out."""
        return self.press("Preview the paper", Preview)

    def decide(self, name: str, then: type[Next] = Case) -> Next:  # type: ignore[assignment]
        """Do what the page is about."""
        return self.press(name, then)


class Preview(Screen):
    """The paper, marked CONCEPT; the page waits for it."""

    @property
    def text(self) -> str:
        """What the paper says."""
        link = self.page.get_by_role("link", name=self.word("Open the paper (pdf)"))
        link.wait_for(timeout=PATIENCE * 1000)
        pdf = self.fetched(link.get_attribute("href") or "")
        run = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
        return run.stdout.decode()

    def is_a_concept(self, *sentences: str) -> Self:
        """Expect that the paper is marked, and says these."""
        said = " ".join(self.text.split())
        assert "CONCEPT" in said
        missing = [sentence for sentence in sentences if sentence not in said]
        assert not missing, f"{missing} not in: {said}"
        return self

    def back_to_text(self) -> Decision:
        """Go back to the form, where the text waits."""
        return self.follow("Go on with your text", Decision)
