"""A youth of fourteen comes in: signs up, the guardian consents by a link, the school confirms, service can begin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.pages.account import SignIn
from tests.e2e.pages.agreement import NewAgreement
from tests.e2e.pages.mail import DemoMail
from tests.e2e.pages.youth import ChooseSchool, GuardianLink, MyData, School, Youth
from tests.e2e.people import People

SCHOOL, CLERK = "Lyceum De Verbeelding", "marijke@lyceum.example"
HOST = "Buurthuis De Linde"
BROWSERS: dict[str, dict[str, Any]] = {
    "phone": {"width": 320, "touch": True}, "plain": {"javascript": False}, "english": {"language": "en"},
}  # fmt: skip


@pytest.mark.usefixtures("every_page_accessible")
@pytest.mark.parametrize("browser", BROWSERS)
def test_a_youth_of_fourteen_comes_in(people: Callable[..., People], browser: str) -> None:
    everybody = people(**BROWSERS[browser])
    name, email, guardian = f"Lev {browser.title()}", f"lev.{browser}@jong.example", f"petra.{browser}@thuis.example"
    page = everybody.page_of(email)

    form = everybody.anybody(ChooseSchool, page=page).search("verbeelding utrecht").pick(SCHOOL)
    today = DemoMail.open(everybody.page_of("")).today
    form.sign_up(name=name, email=email, born_on=f"01-01-{today.year - 14}", guardian=guardian)

    mail = everybody.mail()
    letter = mail.letter_to(guardian, name)
    address = letter.get_by_role("link").filter(has_text="/links/").get_attribute("href") or ""
    GuardianLink.open(mail.page, address)  # as a mail scanner does, which must not use it up
    link = GuardianLink.open(mail.page, address).says(name)
    link.press("Give consent", GuardianLink).says("You gave consent for %(name)s on %(date)s.", name=name,
                                                  date=link.day(today))  # fmt: skip

    about = mail.word("Confirm your e-mail address")
    confirm = everybody.anybody(DemoMail, page=page).confirm(email, about)
    own = confirm.confirm().as_(email, Youth)
    own = Youth.open(own.page).says("Waiting for the school").says("Given")

    SignIn.open(everybody.page_of(CLERK)).as_(CLERK, School)
    desk = School.open(everybody.page_of(CLERK)).read_in(everybody.language)
    desk.confirm(name).says(name)
    Youth.open(own.page).says("Confirmed by the school")
    archive = MyData.open(own.page).fetched("/youth/data.zip")
    assert archive[:2] == b"PK"
    NewAgreement.open(own.page).begin(HOST).says("What is the service called?")
