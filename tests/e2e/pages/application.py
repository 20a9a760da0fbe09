"""An application: its start, its sections, and its one page."""

from __future__ import annotations

import io
import re
from typing import Self

import pikepdf
from playwright.sync_api import Locator, expect

from tests.e2e.pages.base import Screen

# What a small organisation answers, section by section.
ANSWERS: tuple[dict[str, str | tuple[str, ...]], ...] = (
    {
        "number_of_volunteers": "24", "paid_staff": ("none",),
        "who_for": "Buurtbewoners repareren hier samen fietsen voor wie er zelf geen kan betalen.",
    },
    {"tasks": "Jongeren helpen aan de werkbank, halen fietsen op en leggen uit wat er stuk was."},
    {"guidance_hours_volunteers": "16", "guidance_hours_paid_staff": "0", "guidance_hours_employers": "4"},
    {"confidential_contact": ("inside",), "safety_arrangements": ("code_of_conduct", "introductory_talk")},
    {"learning": "Wie hier begint, plakt een band. Na een half jaar leert diezelfde jongere het aan anderen."},
    {"visit_times": "Op woensdagmiddag, in de werkplaats.", "whom_to_speak": ("youth_in_service", "guide")},
)  # fmt: skip


class Start(Screen):
    """What an application asks, and the button that begins one."""

    def start(self) -> Case:
        """Begin."""
        return self.press("Start the application", Case)


class Section(Screen):
    """One of the sections of the application."""

    def answer(self, given: dict[str, str | tuple[str, ...]]) -> Self:
        """Answer its questions."""
        for question, value in given.items():
            if isinstance(value, tuple):
                self.choose(f"answer_{question}", *value)
            else:
                self.fill(f"answer_{question}", value)
        return self

    def is_saved(self) -> Self:
        """Expect that the page says when it was saved, without a button."""
        expect(self.page.locator("[data-autosave-status]")).to_have_attribute("data-state", "saved")
        return self

    def go_on(self) -> Section:
        """Save, and go to the next."""
        return self.press("Save and continue", Section)

    def to_overview(self) -> Case:
        """Save, and go back to the case."""
        return self.press("Save and go to the overview", Case)


class CheckAnswers(Screen):
    """Everything that was answered, to be read before it is signed."""

    def sign_and_submit(self) -> Case:
        """Sign, and submit."""
        return self.tick("signed").press("Submit the application", Case)

    def send_the_supplement(self, note: str) -> Case:
        """Send what was asked, with a note."""
        return self.fill("note", note).press("Send the supplement", Case)


class Files(Screen):
    """The files of an application."""

    def add(self, name: str, content: bytes, media_type: str) -> Files:
        """Add a file."""
        self.named("file").set_input_files({"name": name, "mimeType": media_type, "buffer": content})
        return self.press("Add this file", Files)

    def back(self) -> Case:
        """Go back to the case."""
        self.page.locator(".dt-back a").click()
        return Case(self.page)


class Case(Screen):
    """The one page of a case: where it stands, who acts next, what to do now."""

    @property
    def number(self) -> str:
        """The number of the application."""
        found = re.search(r"A[A-Z]-\d{4}-\d+", self.main.inner_text())
        assert found
        return found[0]

    @property
    def address(self) -> str:
        """Where the page lies."""
        return self.page.url

    def stands_at(self, state: str) -> Self:
        """Expect that the drawing of the process marks this state, and only this one, as the present."""
        expect(self.main.locator(".dt-process [aria-current]")).to_have_count(1)
        expect(self.main.locator(".dt-process [aria-current]")).to_contain_text(self.word(state))
        return self

    def tells(self, *happened: str) -> Self:
        """Expect these entries in the timeline, the newest first."""
        titles = self.main.locator(".dt-timeline__title").all_inner_texts()
        places = [titles.index(self.word(entry)) for entry in happened]
        assert places == sorted(places), titles
        return self

    def section(self, title: str) -> Section:
        """Open the section with this title."""
        self.main.locator(".dt-tasks__link").filter(has_text=title).first.click()
        return Section(self.page)

    def first_section(self) -> Section:
        """Open the first section."""
        self.main.locator(".dt-tasks__link").first.click()
        return Section(self.page)

    def answer_everything(self) -> Case:
        """Go through every section, and come back."""
        section = self.first_section()
        for given in ANSWERS[:-1]:
            section = section.answer(given).go_on()
        return section.answer(ANSWERS[-1]).to_overview()

    def check_answers(self) -> CheckAnswers:
        """Read through what will be submitted."""
        return self.follow("Check your answers and submit", CheckAnswers)

    def check_supplement(self) -> CheckAnswers:
        """Read through what will be sent."""
        return self.follow("Check your answers and send the supplement", CheckAnswers)

    def files(self) -> Files:
        """Go to the files."""
        return self.follow("Add files (you need not)", Files)

    def take_up(self) -> Case:
        """The office takes the application up for assessment."""
        return self.follow("Take up for assessment", Confirmation).press("Take up for assessment", Case)

    def paper(self, title: str) -> Paper:
        """A paper of this case, once the worker has made it."""
        link = self.page.get_by_role("link", name=re.compile(rf"^{re.escape(self.word(title))} \(pdf"))
        address = self.awaited(link).get_attribute("href") or ""
        item = self.main.locator(".dt-files__item").filter(has=link).first
        return Paper(self.fetched(address), item)


class GiveView(Screen):
    """Where an organisation answers an intention to refuse."""

    def give(self, view: str) -> Case:
        """Write it down and send it."""
        return self.fill("view", view).press("Give a view on the intention", Case)


class Confirmation(Screen):
    """The page of an event that asks little."""


class Paper:
    """An issued paper: its bytes, and what the case page says of it."""

    def __init__(self, content: bytes, item: Locator) -> None:
        self.content = content
        self.code = item.locator(".dt-code").inner_text()

    @property
    def title(self) -> str:
        """The title in the file itself."""
        with pikepdf.open(io.BytesIO(self.content)) as pdf:
            return str(pdf.docinfo["/Title"])
