"""What goes wrong with ordinary people: two tabs, a session that ended, a file that is not what its name says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mdt.demo.cast import ACCOUNTS
from tests.e2e.pages.account import SignIn
from tests.e2e.pages.application import Case, Files, Section
from tests.e2e.pages.home import Home

SCOUTING, COORDINATOR = "Scouting De Zilvermeeuwen", ACCOUNTS[0][1]
TEXT = "Wie hier begint leert knopen. Na een jaar leidt diezelfde jongere een groep."


def the_case(page: Any) -> Case:
    """The application that is being written."""
    return SignIn.open(page).as_(COORDINATOR, Home).case_of(SCOUTING)


def learning(case: Case) -> Section:
    """The section on what youths learn."""
    case.page.goto(f"{case.address}/sections/learning")
    return Section(case.page)


@pytest.mark.usefixtures("every_page_accessible")
def test_of_two_tabs_the_second_is_told_and_keeps_its_text(page: Any) -> None:
    case = the_case(page)
    first = learning(case)
    second = Section.open(page.context.new_page(), first.page.url)
    first.fill("answer_learning", "Dit stond er het eerst.").to_overview()

    with second.page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        second.fill("answer_learning", TEXT).press("Save and continue", Section)
    assert answered.value.status == 409
    second.says("What is saved now").says("Dit stond er het eerst.")
    assert second.named("answer_learning").input_value() == TEXT
    second.to_overview()
    assert learning(case).named("answer_learning").input_value() == TEXT


@pytest.mark.usefixtures("every_page_accessible")
def test_after_signing_in_again_the_text_is_still_there(plain: Any) -> None:
    section = learning(the_case(plain)).fill("answer_learning", f"{TEXT} Dat zagen ouders ook.")
    plain.context.clear_cookies()
    again = section.press("Save and continue", SignIn).as_(COORDINATOR, Section)
    assert again.named("answer_learning").input_value() == f"{TEXT} Dat zagen ouders ook."
    again.to_overview()


def test_a_web_page_called_pdf_is_refused_at_its_field(page: Any, accessible: Callable[[Any], None]) -> None:
    files = the_case(page).follow("Add files (you need not)", Files)
    files = files.add("jaarverslag.pdf", b"<!doctype html><script>alert(1)</script>", "application/pdf")
    files.says("This is not a PDF, PNG or JPEG file, whatever its name says. Save it as a PDF and add it again.")
    assert files.error_summary.evaluate("summary => summary === document.activeElement")
    files.error_summary.get_by_role("link").click()
    assert files.named("file").evaluate("field => field === document.activeElement")
    assert files.named("file").get_attribute("aria-invalid") == "true"
    accessible(page)
