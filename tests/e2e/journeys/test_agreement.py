"""Youth, organisation and school sign an agreement, the school in English; an old version cannot be signed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.pages.agreement import Agreement, Agreements
from tests.e2e.people import People

YOUTH, HOST, CLERK = "tess@jong.example", "fatima@linde.example", "lies@universiteit.example"
NAME = "Tess Haan"
GUIDANCE = "Elke maandag een gesprek, en elke maand samen met de school."


@pytest.mark.usefixtures("every_page_accessible")
def test_three_sign_the_version_that_all_have_read(people: Callable[..., People]) -> None:
    dutch, english = people(width=320, touch=True), people(language="en")
    here = dutch.arrive(YOUTH, Agreements).of(NAME).stands_at("To be signed").page.url
    opened = english.arrive(CLERK, Agreement, here).to_sign()

    changed = dutch.arrive(HOST, Agreement, here).change_guidance(GUIDANCE).propose_the_change()
    changed.says("has not signed yet").says(GUIDANCE)

    shown, answer = opened.sign_too_late()
    assert answer.status == 409
    shown.says("What changed after you opened it").says(GUIDANCE)
    assert not shown.named("agree").is_checked()
    shown.sign().stands_at("To be signed")

    for party in (HOST, YOUTH):
        dutch.arrive(party, Agreement, here).to_sign().sign()
    signed = english.arrive(CLERK, Agreement, here).stands_at("In force").says_not("has not signed yet")
    assert signed.paper("Agreement on service").content.startswith(b"%PDF")
