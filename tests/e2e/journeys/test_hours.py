"""A youth notes hours on a phone, the supervisor confirms the week by a link, and the picture of hours has grown."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mdt.demo.agreement import SUPERVISOR
from tests.e2e.pages.hours import Service, SupervisorLink, Week
from tests.e2e.people import People

YOUTH = "sem@jong.example"
LENGTH, LINE = "1:30", "Ik vroeg op tijd om hulp."
QUICK = 20  # seconds for an entry on a phone, as a youth types


@pytest.mark.usefixtures("every_page_accessible")
def test_a_week_is_noted_on_a_phone_and_confirmed_by_a_link(people: Callable[..., People]) -> None:
    everybody = people(width=320, touch=True)
    home = everybody.arrive(YOUTH, Service)
    before = home.confirmed
    week, seconds = home.note_hours().note(start="19:15", length=LENGTH, line=LINE)
    assert seconds < QUICK
    week.says(LINE).says("19:15–20:45")
    here = week.hand_in().says("Waiting for the supervisor").page.url

    letter = everybody.mail().letter_to(SUPERVISOR["email"], LENGTH)
    address = letter.get_by_role("link").filter(has_text="/links/").get_attribute("href") or ""
    opened = SupervisorLink.open(everybody.page_of(SUPERVISOR["email"]), address).says(LINE)
    everybody.arrive(YOUTH, Week, here).says("Waiting for the supervisor")
    opened = SupervisorLink.open(opened.page, address).says(LINE)
    opened.confirm().says("Thank you. What you did with this link has been recorded.")

    everybody.arrive(YOUTH, Week, here).says("Confirmed")
    assert everybody.arrive(YOUTH, Service).confirmed == before + 90
