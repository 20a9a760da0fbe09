"""Somebody without an account tells what is not safe, on a phone; the adviser acts; the reporter comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mdt.demo.cast import ADVISER, OFFICE
from tests.e2e.pages.base import Screen
from tests.e2e.pages.mail import DemoMail
from tests.e2e.pages.signal import Code, Report, Shared, Worklist
from tests.e2e.people import People

SECRET, SHARED, OUTCOME = "Hij wacht mij elke avond op bij de fietsen.", "Let op de fietsenstalling.", "Hij is weg."
WRONG = "This code leads to no signal. Check it sign by sign; a signal that was erased has no code any more."
BROWSERS: dict[str, dict[str, Any]] = {
    "phone": {"width": 320, "touch": True}, "plain": {"width": 320, "javascript": False, "language": "en"},
}  # fmt: skip


@pytest.mark.usefixtures("every_page_accessible")
@pytest.mark.parametrize("browser", BROWSERS)
def test_a_signal_from_report_to_answer(people: Callable[..., People], browser: str) -> None:
    everybody = people(**BROWSERS[browser])
    reporter = everybody.page_of("the reporter")
    secret = f"{SECRET} ({browser})"
    refused = everybody.anybody(Report, page=reporter).says("Danger now? Call 112.").fill("place", "Fietsenstalling")
    form = Report(refused.send().page)
    assert form.error_summary.is_visible() and form.named("place").input_value() == "Fietsenstalling"
    code = form.fill("text", secret).send().code
    assert not reporter.context.cookies()

    adviser = everybody.arrive(ADVISER[1], Worklist)
    case = adviser.newest().says("The signal is shut").says_not(secret)
    case = case.press("Open the signal", type(case)).says(secret).says("The signal was opened.")
    case = case.act("Take the signal up").act("Write to the reporter", text="Mag ik met iemand praten?")

    own = everybody.anybody(Code, page=reporter).look("0000 0000").says(WRONG)
    own = Code(own.page).look(code.lower().replace("-", " ")).says("Mag ik met iemand praten?").says_not(secret)
    own.fill("text", "Ja, dat mag.").press("Send to the confidential adviser", type(own)).says("Ja, dat mag.")

    choice = case.follow("Share a part of the signal", type(case))
    choice.page.get_by_label(f"{OFFICE[0]} (").check()
    choice.fill("text", SHARED).press("Share a part of the signal", type(case)).says("Ja, dat mag.").says(SHARED)

    mail = everybody.mail()
    letters = mail.page.content()
    assert secret not in letters and SHARED not in letters and code not in letters
    office = everybody.arrive(OFFICE[1], Shared).newest().says("This is shut").says_not(SHARED)
    office = office.press("Open what was shared", Screen).says(SHARED).says_not(secret)
    assert office.page.goto(case.page.url).status == 404  # type: ignore[union-attr]

    case = Worklist.open(case.page, case.page.url).says(OFFICE[0])
    done = type(choice)(case.page).act("Close the signal", text=OUTCOME).says("Closed")
    assert done.main.get_by_text(done.word("What was shared was opened.")).count() == 1
    own = everybody.anybody(Code, page=reporter).look(code).says(OUTCOME).says("Add something")
    assert not reporter.context.cookies() and code not in own.page.url
    assert DemoMail.open(reporter).main.get_by_text(secret).count() == 0
